#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/esp.h"

// The first octet picks the SA, the second the headers that are put in front of the rest: none, or an IP header for it
// with the right lengths, SPI and sequence number, so that the input reaches decryption.

namespace {

using namespace dataplane;

struct Zeros final : RandomSource {
    void fill(std::span<std::uint8_t> octets) override { std::memset(octets.data(), 0, octets.size()); }
};

constexpr EspSuite suites[] = {
    {Encryption::null, 0, Integrity::none},
    {Encryption::null, 0, Integrity::hmac_sha1_96},
    {Encryption::des, 56, Integrity::hmac_md5_96},
    {Encryption::triple_des, 168, Integrity::none},
    {Encryption::aes_cbc, 128, Integrity::none},
    {Encryption::aes_cbc, 128, Integrity::hmac_sha1_96},
    {Encryption::aes_cbc, 192, Integrity::hmac_sha2_384_192},
    {Encryption::aes_cbc, 256, Integrity::hmac_sha2_512_256},
    {Encryption::aes_gcm, 128, Integrity::none},
    {Encryption::aes_gcm, 256, Integrity::none},
    {Encryption::chacha20_poly1305, 256, Integrity::none},
};
constexpr std::size_t suite_count = sizeof suites / sizeof suites[0];

config::IpAddress address(bool v6, std::uint8_t last) {
    if (!v6) return config::IpAddress::v4(0x0a000000U | last);
    return config::IpAddress::v6({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last});
}

/// `kind`: bit 0 transport, bit 1 IPv6, bit 2 extended numbers, bit 3 AH where the suite admits it.
SaParameters parameters(std::size_t suite, unsigned kind, std::uint32_t spi) {
    SaParameters sa;
    sa.spi = spi;
    sa.suite = suites[suite];
    sa.mode = (kind & 1) != 0 ? EncapsulationMode::transport : EncapsulationMode::tunnel;
    const bool v6 = (kind & 2) != 0;
    sa.local_address = address(v6, 1);
    sa.remote_address = address(v6, 2);
    sa.extended_sequence_numbers = (kind & 4) != 0;
    const bool ah_fits = sa.suite.encryption == Encryption::null && sa.suite.integrity != Integrity::none;
    sa.protocol = (kind & 8) != 0 && ah_fits ? IpsecProtocol::ah : IpsecProtocol::esp;
    sa.replay_window = 0;
    sa.encryption_key = config::Secret(std::vector<std::uint8_t>(encryption_key_length(sa.suite), 0x42));
    sa.integrity_key = config::Secret(std::vector<std::uint8_t>(integrity_key_length(sa.suite.integrity), 0x43));
    sa.local_selectors = sa.remote_selectors = {TrafficSelector::any(sa.local_address.family())};
    return sa;
}

struct Router {
    Router() : backend(choose_backend("openssl")), database(*backend), processor(database, *backend, zeros) {
        std::uint32_t spi = 0x1000;
        for (std::size_t suite = 0; suite < suite_count; ++suite)
            for (unsigned kind = 0; kind < 16; ++kind, ++spi) {
                const SaInstallResult result =
                    database.install({parameters(suite, kind, spi), parameters(suite, kind, spi), {}, {}}, {});
                if (!result) std::abort();
                pairs.push_back(result.pair);
            }
    }
    SecurityAssociation& inbound(std::size_t which) {
        return *database.find_inbound(inbound_key(database.find(pairs[which % pairs.size()].inbound)->parameters()));
    }
    std::unique_ptr<CryptoBackend> backend;
    Zeros zeros;
    SaDatabase database;
    EspProcessor processor;
    std::vector<SaPairIndex> pairs;
};

std::vector<std::uint8_t> framed(const SecurityAssociation& sa, bool udp, std::span<const std::uint8_t> payload) {
    const bool v6 = sa.parameters().local_address.is_v6();
    const std::size_t ip = v6 ? 40 : 20, layer4 = ip + (udp ? 8 : 0);
    std::vector<std::uint8_t> packet(layer4 + 8 + payload.size());
    const std::size_t length = packet.size();
    packet[0] = v6 ? 0x60 : 0x45;
    packet[v6 ? 6 : 9] = udp ? 17 : protocol_number(sa.parameters().protocol);
    store16(packet.data() + (v6 ? 4 : 2), static_cast<std::uint32_t>(v6 ? length - 40 : length));
    if (udp) store16(packet.data() + ip + 4, static_cast<std::uint32_t>(length - ip));
    store32(packet.data() + layer4, sa.parameters().spi);
    store32(packet.data() + layer4 + 4, 1);
    std::copy(payload.begin(), payload.end(), packet.begin() + static_cast<std::ptrdiff_t>(layer4 + 8));
    return packet;
}

void decapsulate(Router& router, SecurityAssociation& sa, std::vector<std::uint8_t> bytes) {
    // The buffer ends with the packet: the sanitizer sees any octet too many.
    Packet packet;
    packet.buffer = packet.data = bytes.data();
    packet.length = packet.capacity = static_cast<std::uint32_t>(bytes.size());
    (void)inbound_key(packet);
    EspItem item{&packet, &sa, EspDrop::none};
    router.processor.decapsulate({&item, 1}, {});
    if (item.drop != EspDrop::none) return;
    if (packet.data < bytes.data() || packet.data + packet.length > bytes.data() + bytes.size()) std::abort();
    (void)selector_matches(sa, packet);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Router router;
    if (size < 2 || size > 4096) return 0;
    SecurityAssociation& sa = router.inbound(data[0]);
    const std::span payload(data + 2, size - 2);
    if ((data[1] & 1) != 0)
        decapsulate(router, sa, framed(sa, (data[1] & 2) != 0, payload));
    else
        decapsulate(router, sa, {payload.begin(), payload.end()});
    return 0;
}
