#include "ike/collisions.h"

#include "ike/context.h"
#include "ike/exchanges/ike_successor.h"
#include "ike/tasks.h"

namespace ike {

namespace {

/// A pair or IKE SA that its maker should have deleted goes after this time all the same.
constexpr dataplane::Duration redundant_patience = std::chrono::seconds(60);
constexpr std::size_t most_remembered_deletes = 1024;

bool is_create(const Exchange& exchange) { return !exchange.over && exchange.type == ExchangeType::CREATE_CHILD_SA; }

bool rekeys_ike_sa(const IkeSa& sa) {
    return std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [](const auto& exchange) {
        return is_create(*exchange) && exchange->role == Role::initiator && exchange->create.what == Creation::ike_rekey;
    });
}

bool works_on_children(const Exchange& exchange) {
    if (exchange.over || exchange.role != Role::initiator) return false;
    if (exchange.type == ExchangeType::INFORMATIONAL) return !exchange.info.child_spis.empty();
    return exchange.type == ExchangeType::CREATE_CHILD_SA && exchange.create.what != Creation::ike_rekey;
}

bool is_closing(const IkeSa& sa, std::uint32_t spi_out) {
    return std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [=](const auto& exchange) {
        const auto& spis = exchange->info.peer_spis;
        return !exchange->over && exchange->role == Role::initiator && std::find(spis.begin(), spis.end(), spi_out) != spis.end();
    });
}

bool same_purpose(const Exchange& own, const Exchange& peers) {
    if (own.create.what != peers.create.what) return false;
    if (own.create.what == Creation::child_rekey) return own.create.rekeyed_spi == peers.create.rekeyed_spi;
    return own.create.what == Creation::ike_rekey || own.child.flow == peers.child.flow;
}

/// Our exchange for what this one of the peer is for.
Exchange* own_exchange_beside(const Exchange& peers) {
    for (const auto& own : peers.sa.exchanges)
        if (is_create(*own) && own->role == Role::initiator && same_purpose(*own, peers)) return own.get();
    return nullptr;
}

void replace(IkeSa& sa, std::uint32_t spi, std::uint32_t successor) {
    ChildSa* const old = sa.child_by_inbound(spi);
    if (old == nullptr || old->state != ChildState::installed) return;
    old->state = ChildState::replaced;
    old->successor = successor;
}

void want_delete(IkeSa& sa, std::uint32_t spi, std::optional<dataplane::Instant> not_before = {}) {
    Task task{Task::Kind::delete_child};
    task.spi_in = spi;
    task.not_before = not_before;
    want(sa, task);
}

/// RFC 7296 §2.8.1: who made the losing pair deletes it, who made the winning one the old pair.
void settle_own_pair(Exchange& exchange, std::uint32_t made) {
    IkeSa& sa = exchange.sa;
    const std::uint32_t old = exchange.create.rekeyed_spi;
    const auto rival = exchange.create.rival ? static_cast<std::uint32_t>(exchange.create.rival->spi) : 0;
    if (exchange.create.redundant) {
        replace(sa, made, rival);
        replace(sa, old, rival);
        return want_delete(sa, made);
    }
    replace(sa, old, made);
    if (sa.child_by_inbound(old) != nullptr) want_delete(sa, old);
    if (rival == 0) return;
    replace(sa, rival, made);
    want_delete(sa, rival, sa.context.now + redundant_patience);
}

void expect_delete(IkeSa& sa, dataplane::Duration patience) {
    sa.status = SaStatus::deleting;
    sa.deleting_until = sa.context.now + patience;
    sa.rekey_at.reset();
    sa.lifetime_end.reset();
    sa.context.touch(sa);
}

/// The peer deletes `old`, since it made `successor`.
void take_over(IkeSa& old, IkeSa& successor) {
    succeed(old, successor);
    expect_delete(old, negotiation_limits.deleting);
}

IkeSa* rival_of(const Exchange& exchange) {
    return exchange.create.rival ? exchange.sa.context.sas.find(exchange.create.rival->spi) : nullptr;
}

/// RFC 7296 §2.8.2.
void settle_own_ike_sa(Exchange& exchange, IkeSa& made) {
    IkeSa& old = exchange.sa;
    IkeSa* const rival = rival_of(exchange);
    if (rival != nullptr && exchange.create.redundant) {
        take_over(old, *rival);
        made.superseded = made.delete_when_idle = true;
        return;
    }
    succeed(old, made);
    old.delete_when_idle = true;
    if (rival == nullptr) return;
    rival->superseded = true;
    expect_delete(*rival, redundant_patience);
}

}  // namespace

IkeSa& holder_of(IkeSa& sa, std::uint32_t spi_out) {
    if (sa.child_by_outbound(spi_out) != nullptr) return sa;
    for (IkeSa* const other : sa.context.sas.with_peer(sa.peer))
        if (other->session_id == sa.session_id && !other->dead && other->child_by_outbound(spi_out) != nullptr) return *other;
    return sa;
}

bool awaits_pair(const IkeSa& sa) {
    return std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [](const auto& exchange) {
        return is_create(*exchange) && works_on_children(*exchange) && exchange->retransmission.due;
    });
}

void note_deleted(IkeSa& sa, std::uint32_t spi_out) {
    for (const auto& exchange : sa.exchanges)
        if (is_create(*exchange) && exchange->role == Role::initiator && exchange->create.deleted_by_peer.size() < most_remembered_deletes)
            exchange->create.deleted_by_peer.push_back(spi_out);
}

NotifyType objection_to_child(const IkeSa& sa) {
    const bool unsettled = sa.status != SaStatus::ready || sa.superseded || rekeys_ike_sa(sa);
    return unsettled ? NotifyType::TEMPORARY_FAILURE : NotifyType{};
}

NotifyType objection_to_rekey_of(IkeSa& sa, std::uint32_t spi_out) {
    const ChildSa* const old = sa.child_by_outbound(spi_out);
    if (old == nullptr && &holder_of(sa, spi_out) != &sa) return NotifyType::TEMPORARY_FAILURE;
    if (old == nullptr) return is_closing(sa, spi_out) || awaits_pair(sa) ? NotifyType::TEMPORARY_FAILURE : NotifyType::CHILD_SA_NOT_FOUND;
    if (old->state == ChildState::fading) return NotifyType::CHILD_SA_NOT_FOUND;
    return old->state == ChildState::installed ? NotifyType{} : NotifyType::TEMPORARY_FAILURE;
}

NotifyType objection_to_ike_rekey(const IkeSa& sa) {
    const bool busy = std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [](const auto& exchange) { return works_on_children(*exchange); });
    return busy || sa.status != SaStatus::ready || sa.superseded ? NotifyType::TEMPORARY_FAILURE : NotifyType{};
}

bool may_create_child(const IkeSa& sa) {
    const auto own = std::count_if(sa.exchanges.begin(), sa.exchanges.end(),
                                   [](const auto& exchange) { return is_create(*exchange) && exchange->role == Role::initiator; });
    const bool peer_rekeys = std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [](const auto& exchange) {
        return is_create(*exchange) && exchange->create.what == Creation::ike_rekey;
    });
    return !peer_rekeys && static_cast<std::size_t>(own) < sa.window.peer_size();
}

bool may_rekey_ike_sa(const IkeSa& sa) {
    return std::none_of(sa.exchanges.begin(), sa.exchanges.end(),
                        [](const auto& exchange) { return works_on_children(*exchange) || is_create(*exchange); });
}

bool is_redundant(const Exchange& exchange) {
    return exchange.role == Role::initiator && exchange.create.rival && exchange.create.lowest_nonce() < exchange.create.rival->lowest_nonce;
}

void note_rival(const Exchange& peers, std::uint64_t spi) {
    if (Exchange* const own = own_exchange_beside(peers)) own->create.rival = RivalSa{spi, peers.create.lowest_nonce()};
}

void settle_pairs(Exchange& exchange) {
    IkeSa& sa = exchange.sa;
    const std::uint32_t made = sa.children.back().spi_in;
    if (exchange.role == Role::initiator) return settle_own_pair(exchange, made);
    note_rival(exchange, made);
    if (own_exchange_beside(exchange) == nullptr) replace(sa, exchange.create.rekeyed_spi, made);
}

void settle_ike_sas(Exchange& exchange, IkeSa& made) {
    if (exchange.role == Role::initiator) return settle_own_ike_sa(exchange, made);
    if (own_exchange_beside(exchange) == nullptr) take_over(exchange.sa, made);
}

bool yield_to_rival(Exchange& exchange) {
    if (exchange.role != Role::initiator || !exchange.create.rival) return false;
    if (exchange.create.what == Creation::ike_rekey) {
        IkeSa* const rival = rival_of(exchange);
        if (rival == nullptr || rival->dead) return false;
        take_over(exchange.sa, *rival);
        return true;
    }
    replace(exchange.sa, exchange.create.rekeyed_spi, static_cast<std::uint32_t>(exchange.create.rival->spi));
    return true;
}

void yield_pair(IkeSa& sa, std::uint32_t spi_in) {
    for (const auto& exchange : sa.exchanges)
        if (is_create(*exchange) && exchange->create.what == Creation::child_rekey && exchange->create.rekeyed_spi == spi_in) yield_to_rival(*exchange);
}

void yield_ike_sa(IkeSa& sa) {
    for (const auto& exchange : sa.exchanges)
        if (is_create(*exchange) && exchange->create.what == Creation::ike_rekey && yield_to_rival(*exchange)) return;
}

}  // namespace ike
