#pragma once

#include <cstdint>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/ids.h"

namespace dataplane {

/// One UDP datagram between this router's stack and a control-plane user (IKE, syslog …). Ports in host order.
struct UdpDatagram {
    VrfId vrf{};
    config::IpAddress local;
    std::uint16_t local_port = 0;
    config::IpAddress remote;
    std::uint16_t remote_port = 0;
    std::vector<std::uint8_t> payload;   ///< UDP payload; on port 4500 with the non-ESP marker already removed / not yet added
};

}  // namespace dataplane
