#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/ip_address.h"

namespace debug {

/// What is known of the SA that a debug line speaks of.
struct CryptoSubject {
    config::IpAddress peer;
    std::uint32_t connection_id = 0;
    std::vector<std::uint32_t> spis{};
    std::string fvrf{}, ivrf{}, identity{}, group{}, username{};
    bool empty() const { return peer.family() == config::AddressFamily::none && connection_id == 0 && spis.empty(); }
};

/// The parts that write crypto debug lines.
enum class CryptoPart : std::uint8_t { isakmp, ipsec, engine };

/// `debug crypto condition …`: crypto debug lines are shown for SAs that meet one of them; syslogs are not concerned. A line that
/// speaks of no SA is shown while its part's `unmatched` is on.
struct CryptoConditions {
    std::vector<config::Prefix> peers;             ///< `peer ipv4`, `ipv6` and `subnet`
    std::vector<std::string> hostnames, groups, usernames, fvrfs, ivrfs;
    std::vector<std::uint32_t> spis, connections;
    std::array<bool, 3> unmatched{};               ///< by CryptoPart

    /// Any but `unmatched`.
    bool any() const;
    /// Whether only an SA's peer need be known.
    bool needs_peer_only() const;
    bool show(const CryptoSubject& subject, CryptoPart part) const;
};

}  // namespace debug
