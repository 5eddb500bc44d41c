#include <algorithm>

#include "ipsec-dataplane/control/arp.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/wire.h"

namespace dataplane {

namespace {

constexpr std::uint32_t arp_length = 28;
constexpr std::uint16_t request = 1, reply = 2;

MacAddress mac_at(const std::uint8_t* at) {
    MacAddress mac;
    std::copy_n(at, mac.size(), mac.begin());
    return mac;
}

}  // namespace

std::optional<ArpMessage> read_arp(const Packet& packet) {
    if (packet.l3_length() < arp_length) return {};
    const std::uint8_t* at = packet.l3();
    const bool ethernet_and_ip4 =
        wire::load16(at) == 1 && wire::load16(at + 2) == ethernet::type_ip4 && at[4] == 6 && at[5] == 4;
    const std::uint16_t operation = wire::load16(at + 6);
    if (!ethernet_and_ip4 || (operation != request && operation != reply)) return {};
    return ArpMessage{operation == reply, mac_at(at + 8), mac_at(at + 18), config::IpAddress::v4(wire::load32(at + 14)),
                      config::IpAddress::v4(wire::load32(at + 24))};
}

std::vector<std::uint8_t> arp_frame(const ArpMessage& message, const MacAddress& to, const MacAddress& from) {
    std::vector<std::uint8_t> frame(ethernet::smallest_frame);
    std::uint8_t* at = frame.data();
    std::copy(to.begin(), to.end(), at);
    std::copy(from.begin(), from.end(), at + 6);
    wire::store16(at + 12, ethernet::type_arp);
    at += ethernet::header_length;
    wire::store16(at, 1);
    wire::store16(at + 2, ethernet::type_ip4);
    at[4] = 6;
    at[5] = 4;
    wire::store16(at + 6, message.reply ? reply : request);
    std::copy(message.sender_mac.begin(), message.sender_mac.end(), at + 8);
    wire::store32(at + 14, message.sender.v4_value());
    std::copy(message.target_mac.begin(), message.target_mac.end(), at + 18);
    wire::store32(at + 24, message.target.v4_value());
    return frame;
}

}  // namespace dataplane
