#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/esp/algorithms.h"
#include "ipsec-dataplane/ids.h"

namespace dataplane {

struct Packet;
struct SaParameters;

/// What names an inbound SA (RFC 4301 4.1 for several routing tables).
struct InboundKey {
    VrfId front_vrf;
    config::IpAddress destination;
    IpsecProtocol protocol = IpsecProtocol::esp;
    /// Host order.
    std::uint32_t spi = 0;
    auto operator<=>(const InboundKey&) const = default;
};

/// The same as bytes that compare equal when the keys do; zeros behind.
std::array<std::uint8_t, 48> packed(const InboundKey& key);

InboundKey inbound_key(const SaParameters& parameters);

/// The key of the SA that an outer packet (l3_offset at its IP header; `vrf` the front one) is for: ESP, AH, or ESP in
/// UDP. Nothing if it is too short, a fragment, or none of these.
std::optional<InboundKey> inbound_key(const Packet& packet);

}  // namespace dataplane
