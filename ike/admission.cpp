#include "ike/admission.h"

#include "ike/cookies.h"

namespace ike {

namespace {

std::uint32_t half_open_of(const Context& context, const config::IpAddress& source) {
    const auto at = context.half_open_by_source.find(source);
    return at == context.half_open_by_source.end() ? 0 : at->second;
}

bool has_too_many_sas(const Context& context, const Limits& limits) { return limits.max_sa != 0 && context.sas.live() >= limits.max_sa; }

/// From half of a limit on a source must show that it receives what it asks for: forged ones fill the other half at most.
bool wants_cookies(const Context& context, const Limits& limits, const config::IpAddress& source) {
    return context.half_open >= limits.cookies_from || half_open_of(context, source) >= negotiation_limits.half_open_per_source / 2;
}

/// A challenge is shorter than any request that gets one.
bool is_complete(const Message& message) {
    const auto has = [&](PayloadType type) { return find(message.payloads, type) != nullptr; };
    return has(PayloadType::SA) && has(PayloadType::KE) && has(PayloadType::N);
}

bool shows_good_cookie(Context& context, const dataplane::UdpDatagram& datagram, const Message& message) {
    const NotifyPayload* const shown = find_notify(message.payloads, NotifyType::COOKIE);
    const bool good = shown != nullptr && is_good_cookie(context, datagram, message, shown->data);
    EngineStats& stats = context.stats;
    ++(shown == nullptr ? stats.cookie_missing : good ? stats.cookie_accepted : stats.cookie_rejected);
    if (!good) ++stats.cookie_challenged;
    return good;
}

Admission judge(Context& context, const dataplane::UdpDatagram& datagram, const Message& message) {
    const Limits limits = limits_of(context.configuration.ikev2);
    if (wants_cookies(context, limits, datagram.remote)) {
        if (!is_complete(message)) return Admission::incomplete;
        if (!shows_good_cookie(context, datagram, message)) return Admission::cookie_wanted;
    }
    if (context.init_queue >= limits.init_queue) return Admission::queue_full;
    if (has_too_many_sas(context, limits) || context.half_open >= limits.incoming) return Admission::too_many_sas;
    if (half_open_of(context, datagram.remote) >= negotiation_limits.half_open_per_source) return Admission::source_has_its_share;
    return Admission::granted;
}

}  // namespace

Limits limits_of(const config::Ikev2Config& ikev2) {
    Limits limits;
    limits.max_sa = ikev2.limit_max_sa.value_or(0);
    limits.incoming = ikev2.limit_incoming.value_or(ikev2.limit_in_negotiation.value_or(negotiation_limits.incoming));
    limits.outgoing = ikev2.limit_outgoing.value_or(ikev2.limit_in_negotiation.value_or(negotiation_limits.outgoing));
    limits.init_queue = ikev2.limit_init_queue;
    limits.cookies_from = ikev2.cookie_challenge.value_or(limits.incoming / 2);
    return limits;
}

Admission admit_first_request(Context& context, const dataplane::UdpDatagram& datagram, const Message& message) {
    const Admission judgement = judge(context, datagram, message);
    EngineStats& stats = context.stats;
    if (judgement == Admission::queue_full) ++stats.low_queue_dropped;
    if (judgement == Admission::too_many_sas) ++stats.in_requests, ++stats.in_rejected, ++stats.rejected_for_limit;
    return judgement;
}

bool admit_acquire(Context& context) {
    const Limits limits = limits_of(context.configuration.ikev2);
    const bool full = has_too_many_sas(context, limits) || context.negotiating_out >= limits.outgoing;
    EngineStats& stats = context.stats;
    if (full) ++stats.out_requests, ++stats.out_rejected, ++stats.rejected_for_limit;
    return !full;
}

}  // namespace ike
