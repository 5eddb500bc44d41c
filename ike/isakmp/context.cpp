#include "ike/isakmp/context.h"

#include <algorithm>

#include "ike/isakmp/address_pools.h"
#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/fragmentation.h"
#include "ike/isakmp/limits.h"
#include "ike/isakmp/peer_moves.h"
#include "ike/isakmp/steps.h"
#include "ike/isakmp/timers.h"

namespace ike::isakmp {

namespace {

constexpr std::uint32_t first_handle = 0x65000000, handle_step = 0x1A8;

template <class Number> Number number_of(const Bytes& octets) {
    Number number = 0;
    for (const std::uint8_t octet : octets) number = static_cast<Number>(number << 8 | octet);
    return number;
}

void list(Deadlines& deadlines, std::optional<dataplane::Instant>& listed, std::optional<dataplane::Instant> wanted, std::uint32_t number) {
    if (listed == wanted) return;
    if (listed) deadlines.erase({*listed, number});
    if (wanted) deadlines.insert({*wanted, number});
    listed = wanted;
}

}  // namespace

Context::Context(const config::Configuration& of, const Ports& with, const Tables& by)
    : configuration(of), ports(with), tables(by), pools(std::make_unique<AddressPools>()), ezvpn(std::make_unique<EzvpnClients>()) {}

Context::~Context() = default;

std::uint32_t Context::fresh_message_id(const IsakmpSa& sa) {
    for (;;) {
        const auto id = number_of<std::uint32_t>(random_octets(4));
        const bool used = std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [=](const auto& one) { return one->message_id == id; });
        if (id != 0 && !used) return id;
    }
}

IkeSpi Context::fresh_cookie() {
    for (;;) {
        const auto cookie = number_of<IkeSpi>(random_octets(8));
        if (cookie != 0 && by_cookie.count(cookie) == 0) return cookie;
    }
}

IsakmpSa* Context::find(std::uint32_t number) {
    const auto at = sas.find(number);
    return at == sas.end() ? nullptr : at->second.get();
}

IsakmpSa* Context::find(IkeSpi initiator_cookie, IkeSpi responder_cookie, const config::IpAddress& peer) {
    if (responder_cookie == 0) {
        const auto first = by_first_message.find({peer, initiator_cookie});
        return first == by_first_message.end() ? nullptr : first->second;
    }
    const auto fits = [&peer](const IsakmpSa& sa) { return sa.peer == peer || may_move(sa); };
    const auto ours = by_cookie.find(responder_cookie);
    if (ours != by_cookie.end() && !ours->second->initiator)
        return ours->second->cookie_i == initiator_cookie && fits(*ours->second) ? ours->second : nullptr;
    const auto as_initiator = by_cookie.find(initiator_cookie);
    if (as_initiator == by_cookie.end() || !as_initiator->second->initiator || !fits(*as_initiator->second)) return nullptr;
    const IkeSpi known = as_initiator->second->cookie_r;
    return known == 0 || known == responder_cookie ? as_initiator->second : nullptr;
}

IsakmpSa* Context::complete_with(const config::IpAddress& local, const config::IpAddress& peer) {
    for (auto at = sas.rbegin(); at != sas.rend(); ++at) {
        IsakmpSa& sa = *at->second;
        if (sa.complete && !sa.dead && !sa.doomed && sa.local == local && sa.peer == peer) return &sa;
    }
    return nullptr;
}

IsakmpSa& Context::admit(std::unique_ptr<IsakmpSa> sa) {
    sa->number = next_number++;
    sa->handle = first_handle + sa->number * handle_step;
    sa->created = now;
    if (look() == config::Look::ios12) number_connection(*sa);
    by_cookie[sa->own_cookie()] = sa.get();
    if (!sa->initiator) {
        by_first_message[{sa->peer, sa->cookie_i}] = sa.get();
        ++half_open;
        ++half_open_by_source[sa->peer];
        sa->half_open_until = now + limits.half_open;
    }
    touch(*sa);
    return *(sas[sa->number] = std::move(sa));
}

void Context::number_connection(IsakmpSa& sa) {
    constexpr std::uint32_t before_first = 1000;
    if (sa.conn_id == 0) sa.conn_id = ++next_conn_id + (look() == config::Look::ios12 ? 0 : before_first);
}

void Context::leave_negotiation(IsakmpSa& sa) {
    if (!sa.half_open_until) return;
    sa.half_open_until.reset();
    --half_open;
    const auto at = half_open_by_source.find(sa.peer);
    if (at != half_open_by_source.end() && --at->second == 0) half_open_by_source.erase(at);
}

void Context::submit(Exchange& exchange, Job job, Event event) {
    const RequestId request = ports.jobs->submit(std::move(job));
    jobs[request] = exchange.sa.number;
    exchange.job = request;
    exchange.waiting_event = event;
}

void Context::reschedule(IsakmpSa& sa) {
    list(foreground, sa.listed_foreground, foreground_deadline(sa), sa.number);
    list(background, sa.listed_background, background_deadline(sa), sa.number);
}

void Context::erase(IsakmpSa& sa) {
    leave_negotiation(sa);
    list(foreground, sa.listed_foreground, std::nullopt, sa.number);
    list(background, sa.listed_background, std::nullopt, sa.number);
    by_cookie.erase(sa.own_cookie());
    if (const auto first = by_first_message.find({sa.peer, sa.cookie_i}); first != by_first_message.end() && first->second == &sa)
        by_first_message.erase(first);
    reassemblies.erase(sa.number);
    sas.erase(sa.number);
}

void Context::settle() {
    settle_clients(*this);
    while (!touched.empty()) {
        const std::uint32_t number = *touched.begin();
        touched.erase(touched.begin());
        IsakmpSa* const sa = find(number);
        if (sa == nullptr) continue;
        auto& nodes = sa->exchanges;
        nodes.erase(std::remove_if(nodes.begin(), nodes.end(), [](const auto& node) { return node->over && !node->purge_at; }), nodes.end());
        if (sa->dead && !sa->purge_at) erase(*sa);
        else reschedule(*sa);
    }
}

std::optional<dataplane::Instant> Context::next_deadline(bool include_background) const {
    std::optional<dataplane::Instant> best;
    const auto take = [&best](std::optional<dataplane::Instant> one) {
        if (one && (!best || *one < *best)) best = one;
    };
    if (!foreground.empty()) take(foreground.begin()->first);
    if (!include_background) return best;
    if (!background.empty()) take(background.begin()->first);
    take(client_deadline(*this));
    return best;
}

}  // namespace ike::isakmp
