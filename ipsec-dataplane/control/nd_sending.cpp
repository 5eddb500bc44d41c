#include "ipsec-dataplane/control/nd_sending.h"

#include <algorithm>

#include "ipsec-dataplane/stack/icmp6.h"

namespace dataplane {

namespace {

constexpr std::uint8_t network_control = 0xe0;
constexpr std::uint16_t announced_lifetime = 1800;
constexpr std::uint32_t mld_record_length = 20;
constexpr std::uint8_t changed_to_exclude = 4;
constexpr config::IpAddress unspecified = config::IpAddress::v6({});

bool has_link_addresses(const RouterInterface& interface) { return interface.kind() == Port::Kind::ethernet; }

/// The address that stands for the interface towards a neighbour.
config::IpAddress sender_for(const RouterInterface& interface, const config::IpAddress& neighbour) {
    for (const config::Prefix& prefix : interface.ip6.addresses)
        if (prefix.contains(neighbour)) return prefix.address;
    return interface.ip6.link_local;
}

void detect_duplicates(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& own) {
    NdMessage message;
    message.type = icmp6::neighbour_solicitation;
    message.target = own;
    send_on_link(control, interface, unspecified, solicited_node(own), nd_bytes(message));
}

/// RFC 3810 5.2: one report of all groups but all-nodes.
void report_groups(ControlPlane& control, const RouterInterface& interface) {
    std::vector<std::uint8_t> report(icmp6::header_length);
    report[0] = icmp6::mld2_report;
    std::uint16_t records = 0;
    for (const config::IpAddress& group : interface.ip6.groups) {
        if (group == all_nodes) continue;
        const std::size_t at = report.size();
        report.resize(at + mld_record_length);
        report[at] = changed_to_exclude;
        std::ranges::copy(group.bytes(), report.begin() + static_cast<std::ptrdiff_t>(at) + 4);
        ++records;
    }
    wire::store16(report.data() + 6, records);
    send_on_link(control, interface, interface.ip6.link_local, all_mld_routers, report);
}

void solicit_router(ControlPlane& control, const RouterInterface& interface) {
    NdMessage message;
    message.type = icmp6::router_solicitation;
    message.link_address = interface.mac;
    send_on_link(control, interface, interface.ip6.link_local, all_routers, nd_bytes(message));
}

/// Duplicate address detection for each address (RFC 4862 5.4) and a report of the groups; the addresses are used
/// without waiting for the outcome. Then an advertisement of each.
void present_itself(ControlPlane& control, const RouterInterface& interface, bool again) {
    report_groups(control, interface);
    const auto each = [&](const config::IpAddress& own) {
        if (again) return advertise(control, interface, own, all_nodes, false);
        detect_duplicates(control, interface, own);
    };
    each(interface.ip6.link_local);
    for (const config::Prefix& prefix : interface.ip6.addresses) each(prefix.address);
    if (again && is_announcing_router(control, interface)) advertise_router(control, interface);
    if (interface.settings.ipv6_autoconfig && interface.autoconfigured.empty()) solicit_router(control, interface);
}

}  // namespace

void send_on_link(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& source,
                  const config::IpAddress& destination, std::span<const std::uint8_t> icmp) {
    const auto total = static_cast<std::uint32_t>(Ip6Header::length + icmp.size());
    PacketPtr packet = control.own_worker().pool.take_for(total);
    if (!packet) return;
    std::uint8_t* at = packet->append(total);
    packet->l3_offset = packet->data_offset();
    packet->l4_offset = static_cast<std::uint16_t>(packet->l3_offset + Ip6Header::length);
    packet->vrf = control.vrfs.id(interface.settings.vrf);
    packet->out = interface.id;
    Ip6Header(at).write({network_control, 255, protocol::icmp6, source, destination}, total);
    std::ranges::copy(icmp, packet->l4());
    icmp6::put_checksum(*packet);
    put(control, Node::ip6_lookup, std::move(packet));
}

void solicit(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& target, bool unicast) {
    NdMessage message;
    message.type = icmp6::neighbour_solicitation;
    message.target = target;
    message.link_address = interface.mac;
    send_on_link(control, interface, sender_for(interface, target), unicast ? target : solicited_node(target),
                 nd_bytes(message));
}

void advertise(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& own,
               const config::IpAddress& to, bool solicited) {
    NdMessage message;
    message.type = icmp6::neighbour_advertisement;
    message.target = own;
    message.router = control.configuration->ipv6_unicast_routing;
    message.solicited = solicited;
    message.override_entry = true;
    if (has_link_addresses(interface)) message.link_address = interface.mac;
    send_on_link(control, interface, own, to, nd_bytes(message));
}

bool is_announcing_router(const ControlPlane& control, const RouterInterface& interface) {
    return control.configuration->ipv6_unicast_routing && has_link_addresses(interface) &&
           !interface.settings.ipv6_ra_suppress;
}

void advertise_router(ControlPlane& control, const RouterInterface& interface) {
    NdMessage message;
    message.type = icmp6::router_advertisement;
    message.router_lifetime = announced_lifetime;
    message.link_address = interface.mac;
    message.mtu = interface.mtu();
    for (const config::Prefix& prefix : interface.ip6.addresses) {
        AnnouncedPrefix announced;
        announced.prefix = prefix;
        message.prefixes.push_back(announced);
    }
    send_on_link(control, interface, interface.ip6.link_local, all_nodes, nd_bytes(message));
}

void autoconfigure(ControlPlane& control, RouterInterface& interface, const config::IpAddress& router,
                   const NdMessage& message) {
    std::vector<config::Prefix> learnt;
    for (const AnnouncedPrefix& announced : message.prefixes)
        if (announced.autonomous && announced.prefix.length == 64 && announced.valid != 0)
            learnt.push_back({with_eui64(announced.prefix, interface.mac), 64});
    const config::IpAddress default_router = message.router_lifetime != 0 ? router : config::IpAddress{};
    if (learnt == interface.autoconfigured && default_router == interface.default_router) return;
    interface.autoconfigured = std::move(learnt);
    interface.default_router = default_router;
    control.configuration_stale = control.tables_stale = true;
}

void announce_ip6(ControlPlane& control, const RouterInterface& interface, Instant now) {
    if (interface.ip6.enabled && interface.kind() != Port::Kind::loopback)
        control.announcements.push_back({now + first_announcement, interface.id, false});
}

void tick_announcements(ControlPlane& control, Instant now) {
    const std::vector<Ip6Announcement> all = std::exchange(control.announcements, {});
    for (const Ip6Announcement& announcement : all) {
        if (now < announcement.due) {
            control.announcements.push_back(announcement);
            continue;
        }
        const RouterInterface* interface = control.interfaces.find(announcement.interface);
        if (interface == nullptr || !interface->line_up || !interface->ip6.enabled) continue;
        present_itself(control, *interface, announcement.again);
        if (!announcement.again)
            control.announcements.push_back({now + announcement_interval, announcement.interface, true});
    }
}

}  // namespace dataplane
