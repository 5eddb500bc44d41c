#include "ipsec-dataplane/control/nd_message.h"

#include <algorithm>

#include "ipsec-dataplane/stack/icmp6.h"

namespace dataplane {

namespace {

constexpr std::uint8_t source_link_address = 1, target_link_address = 2, prefix_information = 3, mtu_option = 5;
constexpr std::uint8_t router_flag = 0x80, solicited_flag = 0x40, override_flag = 0x20;
constexpr std::uint8_t on_link_flag = 0x80, autonomous_flag = 0x40;

/// Where the options begin.
std::uint32_t fixed_length(std::uint8_t type) {
    switch (type) {
        case icmp6::router_solicitation: return 8;
        case icmp6::router_advertisement: return 16;
        default: return 24;
    }
}

bool is_about_neighbour(std::uint8_t type) {
    return type == icmp6::neighbour_solicitation || type == icmp6::neighbour_advertisement;
}

void read_prefix(NdMessage& message, const std::uint8_t* option) {
    AnnouncedPrefix announced;
    announced.prefix = {config::IpAddress::from_bytes({option + 16, 16}), std::min<std::uint8_t>(option[2], 128)};
    announced.on_link = (option[3] & on_link_flag) != 0;
    announced.autonomous = (option[3] & autonomous_flag) != 0;
    announced.valid = wire::load32(option + 4);
    announced.preferred = wire::load32(option + 8);
    message.prefixes.push_back(announced);
}

void read_option(NdMessage& message, const std::uint8_t* option, std::uint32_t length) {
    switch (option[0]) {
        case source_link_address:
        case target_link_address: {
            MacAddress mac;
            std::copy_n(option + 2, mac.size(), mac.begin());
            message.link_address = mac;
            return;
        }
        case prefix_information:
            if (length == 32) read_prefix(message, option);
            return;
        case mtu_option: message.mtu = wire::load32(option + 4); return;
        default: return;
    }
}

void put_flags(std::vector<std::uint8_t>& bytes, const NdMessage& message) {
    bytes[4] = static_cast<std::uint8_t>((message.router ? router_flag : 0) | (message.solicited ? solicited_flag : 0) |
                                         (message.override_entry ? override_flag : 0));
}

std::uint8_t* add_option(std::vector<std::uint8_t>& bytes, std::uint8_t type, std::uint8_t units) {
    const std::size_t at = bytes.size();
    bytes.resize(at + units * std::size_t{8});
    bytes[at] = type;
    bytes[at + 1] = units;
    return bytes.data() + at;
}

void add_prefix(std::vector<std::uint8_t>& bytes, const AnnouncedPrefix& announced) {
    std::uint8_t* option = add_option(bytes, prefix_information, 4);
    option[2] = announced.prefix.length;
    option[3] = static_cast<std::uint8_t>((announced.on_link ? on_link_flag : 0) |
                                          (announced.autonomous ? autonomous_flag : 0));
    wire::store32(option + 4, announced.valid);
    wire::store32(option + 8, announced.preferred);
    std::ranges::copy(announced.prefix.network().bytes(), option + 16);
}

}  // namespace

std::optional<NdMessage> read_nd(const Packet& packet) {
    const std::uint8_t* at = packet.l4();
    const std::uint32_t length = l4_length(packet);
    NdMessage message;
    message.type = at[0];
    const std::uint32_t fixed = fixed_length(message.type);
    if (length < fixed) return {};
    if (is_about_neighbour(message.type)) {
        message.router = (at[4] & router_flag) != 0;
        message.solicited = (at[4] & solicited_flag) != 0;
        message.override_entry = (at[4] & override_flag) != 0;
        message.target = config::IpAddress::from_bytes({at + 8, 16});
        if (message.target.is_multicast()) return {};
    } else if (message.type == icmp6::router_advertisement) {
        message.hop_limit = at[4];
        message.router_lifetime = wire::load16(at + 6);
    }
    for (std::uint32_t option = fixed; option < length;) {
        if (option + 8 > length || at[option + 1] == 0) return {};
        const std::uint32_t size = at[option + 1] * 8U;
        if (option + size > length) return {};
        read_option(message, at + option, size);
        option += size;
    }
    return message;
}

std::vector<std::uint8_t> nd_bytes(const NdMessage& message) {
    std::vector<std::uint8_t> bytes(fixed_length(message.type));
    bytes[0] = message.type;
    const bool names_target = message.type == icmp6::neighbour_advertisement;
    if (is_about_neighbour(message.type)) {
        if (names_target) put_flags(bytes, message);
        std::ranges::copy(message.target.bytes(), bytes.begin() + 8);
    } else if (message.type == icmp6::router_advertisement) {
        bytes[4] = message.hop_limit;
        wire::store16(bytes.data() + 6, message.router_lifetime);
    }
    if (message.link_address)
        std::ranges::copy(*message.link_address,
                          add_option(bytes, names_target ? target_link_address : source_link_address, 1) + 2);
    if (message.mtu) wire::store32(add_option(bytes, mtu_option, 1) + 4, *message.mtu);
    for (const AnnouncedPrefix& prefix : message.prefixes) add_prefix(bytes, prefix);
    return bytes;
}

}  // namespace dataplane
