#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config-model/ip_address.h"

namespace cli {

/// What `traceroute` was asked to find.
struct TracerouteRequest {
    config::IpAddress destination;
    std::string name;                        ///< shown before the address; empty: the address alone
    std::optional<config::IpAddress> source;
    std::uint32_t timeout = 3;               ///< seconds
    std::uint32_t probes = 3;                ///< to each hop
    std::uint8_t first_ttl = 1, last_ttl = 30;
    std::uint16_t port = 33434;              ///< of the first probe; one more with each
};

class Exec;
/// Probes hop after hop until the destination answers, something refuses, or the last hop is done.
void run_traceroute(Exec& exec, const TracerouteRequest& request);

}  // namespace cli
