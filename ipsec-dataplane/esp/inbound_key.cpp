#include "ipsec-dataplane/esp/inbound_key.h"

#include <algorithm>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/esp/security_association.h"

namespace dataplane {

namespace {

constexpr std::uint8_t udp_protocol = 17;

/// Offset of the SPI behind the IP header, by protocol.
std::optional<std::uint32_t> spi_offset(std::uint8_t protocol) {
    if (protocol == protocol_number(IpsecProtocol::esp)) return 0;
    if (protocol == protocol_number(IpsecProtocol::ah)) return 4;
    if (protocol == udp_protocol) return 8;
    return std::nullopt;
}

config::IpAddress destination_of(const std::uint8_t* header, bool v6) {
    return config::IpAddress::from_bytes(v6 ? std::span(header + 24, 16) : std::span(header + 16, 4));
}

}  // namespace

std::array<std::uint8_t, 48> packed(const InboundKey& key) {
    std::array<std::uint8_t, 48> bytes{};
    store32(bytes.data(), key.spi);
    store32(bytes.data() + 4, key.front_vrf.value);
    bytes[8] = protocol_number(key.protocol);
    bytes[9] = static_cast<std::uint8_t>(key.destination.family());
    std::ranges::copy(key.destination.bytes(), bytes.begin() + 16);
    return bytes;
}

InboundKey inbound_key(const SaParameters& parameters) {
    return {parameters.front_vrf, parameters.local_address, parameters.protocol, parameters.spi};
}

std::optional<InboundKey> inbound_key(const Packet& packet) {
    const IpHeader header = read_whole_ip_header({packet.l3(), packet.l3_length()});
    if (!header.valid || header.fragment) return std::nullopt;
    const auto offset = spi_offset(header.protocol);
    if (!offset || header.length + *offset + 4 > header.total_length) return std::nullopt;
    InboundKey key;
    key.front_vrf = packet.vrf;
    key.destination = destination_of(packet.l3(), header.v6);
    key.protocol = header.protocol == protocol_number(IpsecProtocol::ah) ? IpsecProtocol::ah : IpsecProtocol::esp;
    key.spi = load32(packet.l3() + header.length + *offset);
    return key;
}

}  // namespace dataplane
