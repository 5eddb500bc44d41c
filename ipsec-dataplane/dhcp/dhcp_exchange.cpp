#include <algorithm>

#include "ipsec-dataplane/dhcp/dhcp.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

constexpr std::uint32_t udp_header_length = 8;

}  // namespace

void send_dhcp(ControlPlane& control, const RouterInterface& interface, const DhcpMessage& message,
               const DhcpWay& way) {
    if (interface.link == nullptr) return;
    const std::vector<std::uint8_t> payload = write_dhcp(message);
    const auto length = static_cast<std::uint32_t>(udp_header_length + payload.size());
    PacketPtr packet = local_packet(
        control,
        {control.vrfs.id(interface.settings.vrf), way.source, way.destination, 0, 255, protocol::udp, false, {}},
        length);
    if (!packet) return;
    std::copy(payload.begin(), payload.end(), packet->l4() + udp_header_length);
    fill_udp(*packet, way.from_port, way.to_port);
    std::uint8_t* at = packet->push(ethernet::header_length);
    std::copy(way.to.begin(), way.to.end(), at);
    std::copy(interface.mac.begin(), interface.mac.end(), at + 6);
    wire::store16(at + 12, ethernet::type_ip4);
    InterfaceTally& tally = interface.tallies[control.own_worker().id.value];
    tally.output_packets.add();
    tally.output_bytes.add(packet->length);
    if (interface.tap != nullptr) interface.tap->passed(true, packet->bytes(), control.called_at);
    interface.link->send(packet->bytes());
}

void dhcp_received(ControlPlane& control, const Packet& packet, Instant now) {
    RouterInterface* interface = control.interfaces.find(packet.interface);
    if (interface == nullptr || is_v6(packet)) return;
    const std::uint8_t* udp = ip4(packet).payload();
    const std::uint32_t length = wire::load16(udp + 4) - udp_header_length;
    const auto message = read_dhcp({udp + udp_header_length, length});
    if (!message) return control.own_worker().drops[static_cast<std::size_t>(Drop::udp_malformed)].add();
    if (wire::load16(udp + 2) == dhcp_client_port)
        client_received(control, *interface, *message, now);
    else
        server_received(control, *interface, *message, now);
}

}  // namespace dataplane
