#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/dhcp/dhcp_message.h"

namespace dataplane {

/// Where a message goes when there is no address to route it to.
struct DhcpWay {
    MacAddress to{};
    config::IpAddress source, destination;
    std::uint16_t from_port = 0, to_port = 0;
};

/// One frame out of the interface, whatever the routes say.
void send_dhcp(ControlPlane& control, const RouterInterface& interface, const DhcpMessage& message, const DhcpWay& way);
void client_received(ControlPlane& control, RouterInterface& interface, const DhcpMessage& message, Instant now);
void server_received(ControlPlane& control, const RouterInterface& interface, const DhcpMessage& message, Instant now);
/// The identifier that this router gives itself on an interface: type 0, then text.
std::vector<std::uint8_t> own_client_id(const RouterInterface& interface);

}  // namespace dataplane
