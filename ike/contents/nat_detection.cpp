#include "ike/contents/nat_detection.h"

#include <algorithm>

#include "ike/context.h"

namespace ike {

namespace {

Bytes hash_of(const IkeSa& sa, IkeSpi responder_spi, const config::IpAddress& address, std::uint16_t port) {
    const auto hash = nat_detection_hash(sa.context.algorithms, sa.initiator_spi, responder_spi, address, port);
    return {hash.begin(), hash.end()};
}

/// `no crypto ipsec nat-transparency udp-encapsulation`: ESP is never to go in UDP, so nobody is asked.
bool is_off(const IkeSa& sa) { return !sa.context.configuration.ipsec.nat_transparency; }

/// True when one of the notifies of that type (there may be several sources) holds the hash.
bool says(std::span<const Payload> payloads, NotifyType type, const Bytes& hash) {
    return std::any_of(payloads.begin(), payloads.end(), [&](const Payload& payload) {
        const NotifyPayload* const notify = payload.as<NotifyPayload>();
        return notify != nullptr && notify->type == type && notify->data == hash;
    });
}

}  // namespace

std::vector<NotifyPayload> nat_detection(const IkeSa& sa, IkeSpi responder_spi) {
    if (is_off(sa)) return {};
    NotifyPayload source, destination;
    source.type = NotifyType::NAT_DETECTION_SOURCE_IP;
    source.data = hash_of(sa, responder_spi, sa.local, sa.local_port);
    destination.type = NotifyType::NAT_DETECTION_DESTINATION_IP;
    destination.data = hash_of(sa, responder_spi, sa.peer, sa.peer_port);
    return {std::move(source), std::move(destination)};
}

NatFinding examine_nat(const IkeSa& sa, IkeSpi responder_spi, std::span<const Payload> payloads) {
    NatFinding finding;
    if (is_off(sa)) return finding;
    finding.supported = find_notify(payloads, NotifyType::NAT_DETECTION_SOURCE_IP) != nullptr &&
                        find_notify(payloads, NotifyType::NAT_DETECTION_DESTINATION_IP) != nullptr;
    if (!finding.supported) return finding;
    finding.remote_matched = says(payloads, NotifyType::NAT_DETECTION_SOURCE_IP, hash_of(sa, responder_spi, sa.peer, sa.peer_port));
    finding.local_matched = says(payloads, NotifyType::NAT_DETECTION_DESTINATION_IP, hash_of(sa, responder_spi, sa.local, sa.local_port));
    return finding;
}

}  // namespace ike
