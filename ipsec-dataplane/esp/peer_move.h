#pragma once

#include <cstdint>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/esp/sa_path.h"
#include "ipsec-dataplane/ids.h"

/// A peer whose NAT gives it another address or port while its SAs stand (RFC 7296 2.23, RFC 3948 4).
namespace dataplane {

/// Where the other end of an SA is from now on; the family does not change. Port in host order.
struct PeerMove {
    SaIndex sa;
    config::IpAddress address;
    std::uint16_t port = 0;
};

/// Address and port in one word: exact for IPv4, a hash for IPv6. Only for telling whether a peer has moved.
std::uint64_t endpoint_word(const config::IpAddress& address, std::uint16_t port);

/// Outbound packets go there, inbound ones are expected from there. On the thread that owns the SA, between packets.
void turn(SaPath& path, const PeerMove& move);

}  // namespace dataplane
