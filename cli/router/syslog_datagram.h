#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "config-model/configuration.h"
#include "ipsec-dataplane/data_plane.h"
#include "ipsec-dataplane/udp_datagram.h"

namespace cli {

/// A log line for every `logging host` that can be reached: RFC 3164 with the router's own header, "<189>42: R1: *Mar  1 …: %SYS-5-…".
/// `number` counts the messages meant for hosts.
std::vector<dataplane::UdpDatagram> syslog_datagrams(const config::Configuration& configuration, const dataplane::DataPlane& data_plane,
                                                     std::uint8_t severity, std::uint64_t number, std::string_view line);

}  // namespace cli
