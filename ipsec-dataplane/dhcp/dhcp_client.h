#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/instant.h"

namespace dataplane {

/// States of a client that has no address or keeps one (RFC 2131 4.4).
enum class DhcpClientState : std::uint8_t { selecting, requesting, bound, renewing, rebinding };

/// `ip address dhcp` on one interface.
struct DhcpClient {
    DhcpClientState state = DhcpClientState::selecting;
    std::uint32_t transaction = 0;
    unsigned tries = 0;      ///< unanswered messages of this state
    Instant next{};          ///< when to send the next one
    config::Prefix address;  ///< offered, then leased
    config::IpAddress server, gateway;
    std::vector<config::IpAddress> dns_servers;
    std::string domain;
    std::uint32_t lease = 0, renewal = 0, rebinding = 0;  ///< seconds
    Instant leased{};                                     ///< when the running lease was asked for

    bool has_lease() const { return state >= DhcpClientState::bound; }
};

}  // namespace dataplane
