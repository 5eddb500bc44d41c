#include "ike/collisions.h"

#include "ike/context.h"
#include "ike/exchanges/ike_successor.h"
#include "ike/tasks.h"

namespace ike {

namespace {

/// A pair or IKE SA that its maker should have deleted goes after this time all the same.
constexpr dataplane::Duration redundant_patience = std::chrono::seconds(60);
constexpr std::size_t most_remembered_deletes = 1024, most_children = 1024;
constexpr std::ptrdiff_t most_sas_of_session = 8;

bool is_create(const Exchange& exchange) { return !exchange.over && exchange.type == ExchangeType::CREATE_CHILD_SA; }

std::ptrdiff_t ike_rekeys_of(const IkeSa& sa) {
    return std::count_if(sa.exchanges.begin(), sa.exchanges.end(),
                         [](const auto& exchange) { return is_create(*exchange) && exchange->create.what == Creation::ike_rekey; });
}

/// A peer that rekeys without deleting what it replaces, or faster than we can.
bool rekeys_too_often(const IkeSa& sa) {
    std::ptrdiff_t of_session = 0;
    for (const IkeSa* const other : sa.context.sas.with_peer(sa.peer)) of_session += other->session_id == sa.session_id ? 1 : 0;
    const bool has_rival = std::any_of(sa.exchanges.begin(), sa.exchanges.end(),
                                       [](const auto& exchange) { return is_create(*exchange) && exchange->create.rival.has_value(); });
    return of_session > most_sas_of_session || has_rival;
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

/// The pair that the peer made for the same purpose; 0 when it made none, or has deleted it.
std::uint32_t rival_pair_of(const Exchange& exchange) {
    if (!exchange.create.rival) return 0;
    const auto spi = static_cast<std::uint32_t>(exchange.create.rival->spi);
    return exchange.sa.child_by_inbound(spi) != nullptr ? spi : 0;
}

/// RFC 7296 §2.8.1: who made the losing pair deletes it, who made the winning one the old pair.
void settle_own_pair(Exchange& exchange, std::uint32_t made) {
    IkeSa& sa = exchange.sa;
    const std::uint32_t old = exchange.create.rekeyed_spi;
    const std::uint32_t rival = rival_pair_of(exchange);
    if (exchange.create.redundant) {
        // Only the peer's packets, or its DELETE of the old pair, tell that it has the rival to send to.
        replace(sa, made, 0);
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

/// A new IKE SA that is not wanted any more; its maker deletes it.
void discard(IkeSa& made) { made.superseded = made.delete_when_idle = true; }

IkeSa* rival_of(const Exchange& exchange) {
    IkeSa* const rival = exchange.create.rival ? exchange.sa.context.sas.find(exchange.create.rival->spi) : nullptr;
    return rival != nullptr && !rival->dead && !rival->retired && rival->status == SaStatus::ready ? rival : nullptr;
}

/// RFC 7296 §2.8.2.
void settle_own_ike_sa(Exchange& exchange, IkeSa& made) {
    IkeSa& old = exchange.sa;
    IkeSa* const rival = rival_of(exchange);
    if (rival != nullptr && exchange.create.redundant) {
        take_over(old, *rival);
        return discard(made);
    }
    succeed(old, made);
    old.delete_when_idle = true;
    if (rival == nullptr) return;
    succeed(*rival, made);
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
        return is_create(*exchange) && works_on_children(*exchange) && !exchange->request.empty();
    });
}

void note_deleted(IkeSa& sa, std::uint32_t spi_out) {
    for (const auto& exchange : sa.exchanges)
        if (is_create(*exchange) && exchange->role == Role::initiator && exchange->create.deleted_by_peer.size() < most_remembered_deletes)
            exchange->create.deleted_by_peer.push_back(spi_out);
}

NotifyType objection_to_child(const IkeSa& sa) {
    const bool unsettled = sa.status != SaStatus::ready || sa.superseded || ike_rekeys_of(sa) != 0;
    if (unsettled) return NotifyType::TEMPORARY_FAILURE;
    return sa.children.size() >= most_children ? NotifyType::NO_ADDITIONAL_SAS : NotifyType{};
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
    const auto of_peer = std::count_if(sa.exchanges.begin(), sa.exchanges.end(), [](const auto& exchange) {
        return is_create(*exchange) && exchange->role == Role::responder && exchange->create.what == Creation::ike_rekey;
    });
    const bool unsettled = busy || of_peer > 1 || sa.status != SaStatus::ready || sa.superseded || rekeys_too_often(sa);
    return unsettled ? NotifyType::TEMPORARY_FAILURE : NotifyType{};
}

bool may_create_child(const IkeSa& sa) {
    const auto own = std::count_if(sa.exchanges.begin(), sa.exchanges.end(),
                                   [](const auto& exchange) { return is_create(*exchange) && exchange->role == Role::initiator; });
    return ike_rekeys_of(sa) == 0 && static_cast<std::size_t>(own) < sa.window.peer_size();
}

bool may_rekey_ike_sa(const IkeSa& sa) {
    return std::none_of(sa.exchanges.begin(), sa.exchanges.end(),
                        [](const auto& exchange) { return works_on_children(*exchange) || is_create(*exchange); });
}

bool is_redundant(const Exchange& exchange) {
    if (exchange.role != Role::initiator || !exchange.create.rival) return false;
    const bool of_ike_sa = exchange.create.what == Creation::ike_rekey;
    const bool stands = of_ike_sa ? rival_of(exchange) != nullptr : rival_pair_of(exchange) != 0;
    return stands && exchange.create.lowest_nonce() < exchange.create.rival->lowest_nonce;
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
    if (exchange.sa.status != SaStatus::ready || exchange.sa.superseded) return discard(made);
    if (exchange.role == Role::initiator) return settle_own_ike_sa(exchange, made);
    if (own_exchange_beside(exchange) == nullptr) take_over(exchange.sa, made);
}

bool yield_to_rival(Exchange& exchange) {
    if (exchange.role != Role::initiator || !exchange.create.rival) return false;
    if (exchange.create.what == Creation::ike_rekey) {
        IkeSa* const rival = rival_of(exchange);
        if (rival == nullptr) return false;
        take_over(exchange.sa, *rival);
        return true;
    }
    const std::uint32_t pair = rival_pair_of(exchange);
    if (pair != 0) replace(exchange.sa, exchange.create.rekeyed_spi, pair);
    return pair != 0;
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
