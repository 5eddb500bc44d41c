#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"

namespace cli {

/// What `ping` was asked to send.
struct PingRequest {
    config::IpAddress destination;
    std::optional<config::IpAddress> source;
    std::optional<config::InterfaceName> interface;   ///< where a link-local or multicast destination lives; asked for when not set
    std::uint32_t repeat = 5;
    std::uint16_t size = 100;               ///< bytes of the IP datagram
    std::uint16_t sweep_to = 0;             ///< last size of a sweep; 0: none
    std::uint16_t sweep_step = 1;
    std::uint32_t timeout = 2;              ///< seconds
    std::uint8_t tos = 0;
    bool df_bit = false;
    bool validate = false;
    std::optional<std::uint16_t> pattern;   ///< given by the user

    /// How many requests the run sends.
    std::uint32_t count() const;
    /// The destination means nothing without its interface.
    bool needs_interface() const;
};

class Exec;
/// Sends the requests one after the other, each after the answer to the one before or its timeout.
void run_ping(Exec& exec, const PingRequest& request);
/// The dialogue of `ping` without a host.
void run_ping_dialogue(Exec& exec);

}  // namespace cli
