#pragma once

#include <vector>

#include "ike/sa/exchange.h"
#include "ike/sa/ike_sa.h"

/// Messages on their way out: header, encryption, stored octets, events, counters.
namespace ike {

/// The exchange's message in clear (IKE_SA_INIT). Returns its octets; empty when it cannot be encoded.
Bytes send_clear(Exchange& exchange, const std::vector<Payload>& payloads);
/// The exchange's message inside an encrypted payload, or in fragments. Returns its datagrams; none when it cannot be encoded.
std::vector<Bytes> send_sealed(Exchange& exchange, const std::vector<Payload>& payloads);
/// Sends the stored request again and doubles its interval.
void send_again(Exchange& exchange);
/// Sends a stored answer again, to where the request came from (RFC 7296 §2.11).
void answer_again(IkeSa& sa, ExchangeType type, const std::vector<Bytes>& datagrams, const dataplane::UdpDatagram& request);
/// An answer in clear with one notify to a request that has no SA: same SPIs and message id.
void send_stray_notify(Context& context, const dataplane::UdpDatagram& request, const Header& header, const NotifyPayload& notify);

/// "Construct Notify Payload: …" and the like, then the payload.
void construct(const Exchange& exchange, std::vector<Payload>& payloads, NotifyType type, Bytes data = {});
Payload notify_payload(NotifyType type, Bytes data = {});

/// The counters of one kind of exchange.
EngineStats::Exchange& counters_of(EngineStats& stats, ExchangeType type);
EngineStats::Exchange& counters_of(EngineStats& stats, Creation what);
void count_notifies(EngineStats& stats, std::span<const Payload> payloads, bool sent, bool request);

}  // namespace ike
