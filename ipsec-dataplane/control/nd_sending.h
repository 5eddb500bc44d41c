#pragma once

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/control/ip6_interface.h"
#include "ipsec-dataplane/control/nd_message.h"

/// What neighbour discovery says and does of its own accord.
namespace dataplane {

/// An ICMPv6 message of the link, hop limit 255.
void send_on_link(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& source,
                  const config::IpAddress& destination, std::span<const std::uint8_t> icmp);
/// Asks for a neighbour; `unicast`: asks itself whether it is still there.
void solicit(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& target, bool unicast);
void advertise(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& own,
               const config::IpAddress& to, bool solicited);
bool is_announcing_router(const ControlPlane& control, const RouterInterface& interface);
void advertise_router(ControlPlane& control, const RouterInterface& interface);
/// RFC 4862 5.5.3: addresses by the prefixes of a router's advertisement.
void autoconfigure(ControlPlane& control, RouterInterface& interface, const config::IpAddress& router,
                   const NdMessage& message);
/// What interfaces that came up have to say.
void tick_announcements(ControlPlane& control, Instant now);

}  // namespace dataplane
