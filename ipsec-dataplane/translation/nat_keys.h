#pragma once

#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/translation/nat_table.h"

/// What the parts of the table of translations share.
namespace dataplane {

/// What a global address and port are found by, whoever is outside.
inline NatKey holder_key(std::uint8_t protocol, std::uint32_t global, std::uint16_t port) { return {global, 0, port, 0, protocol}; }

inline bool has_ports(std::uint8_t number) {
    return number == protocol::tcp || number == protocol::udp || number == protocol::icmp;
}

/// No lifetime is for ever.
inline Instant after(Instant now, Duration lifetime) { return lifetime == Duration::zero() ? Instant::max() : now + lifetime; }

}  // namespace dataplane
