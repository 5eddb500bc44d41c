#include "ipsec-dataplane/stack/ethernet.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/wire.h"

namespace dataplane::node {

namespace {

bool is_for(const Port& port, const std::uint8_t* destination) {
    return (destination[0] & 1) != 0 || std::equal(port.mac.begin(), port.mac.end(), destination);
}

void count_input(Pass& pass, const Port& port, const Packet& packet) {
    InterfaceTally& tally = pass.tally(port);
    tally.input_packets.add();
    tally.input_bytes.add(packet.length);
    if ((packet.data[0] & 1) != 0) tally.input_broadcasts.add();
    tally.last_input.set(static_cast<std::uint64_t>(pass.now.time_since_epoch().count()));
}

void take_frame(Pass& pass, PacketPtr packet) {
    const Port* port = pass.tables.port(packet->interface);
    if (port != nullptr && port->tap != nullptr) port->tap->passed(false, packet->bytes(), pass.now);
    if (port == nullptr || !port->up) return pass.drop(Drop::ethernet_interface_down, std::move(packet));
    if (packet->length < ethernet::header_length) {
        pass.tally(*port).input_errors.add();
        return pass.drop(Drop::ethernet_truncated, std::move(packet));
    }
    count_input(pass, *port, *packet);
    if (!is_for(*port, packet->data)) return pass.drop(Drop::ethernet_not_for_us, std::move(packet));
    const std::uint16_t type = wire::load16(packet->data + 12);
    packet->l2_offset = packet->data_offset();
    packet->pull(ethernet::header_length);
    packet->l3_offset = packet->data_offset();
    packet->vrf = port->vrf;
    packet->sa = SaIndex{};
    switch (type) {
        case ethernet::type_ip4: return pass.to(Node::ip4_input, std::move(packet));
        case ethernet::type_arp: return pass.to(Node::arp_input, std::move(packet));
        case ethernet::type_ip6: return pass.to(Node::ip6_input, std::move(packet));
        default: return pass.drop(Drop::ethernet_unknown_type, std::move(packet));
    }
}

/// Frames of a vector that leave by one link, in their order.
class Burst {
public:
    void add(Link& link, const Packet& packet) {
        if (&link != link_) leave();
        link_ = &link;
        frames_[size_++] = packet.bytes();
    }
    void leave() {
        if (size_ != 0) link_->send_burst(std::span(frames_.data(), std::exchange(size_, 0)));
    }

private:
    Link* link_ = nullptr;
    std::array<std::span<const std::uint8_t>, PacketVector::capacity> frames_;
    std::size_t size_ = 0;
};

}  // namespace

void ethernet_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) take_frame(pass, vector.take(i));
}

void interface_output(Pass& pass, PacketVector& vector) {
    Burst burst;
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        Packet& packet = vector[i];
        const Port& port = pass.tables.ports[packet.scratch];
        InterfaceTally& tally = pass.tally(port);
        if (port.link == nullptr) {
            tally.output_drops.add();
            pass.count(Drop::output_no_link);
            continue;
        }
        tally.output_packets.add();
        tally.output_bytes.add(packet.length);
        tally.last_output.set(static_cast<std::uint64_t>(pass.now.time_since_epoch().count()));
        if (port.tap != nullptr) port.tap->passed(true, packet.bytes(), pass.now);
        burst.add(*port.link, packet);
    }
    burst.leave();
}

}  // namespace dataplane::node
