#include "tests/ipsec-dataplane/esp_fixture.h"

#include <algorithm>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/ip_header.h"

namespace esp_fixture {

using namespace dataplane;

namespace {

unsigned digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    return static_cast<unsigned>((c | 0x20) - 'a' + 10);
}

config::Secret key_of(std::size_t length, std::uint8_t salt) {
    Bytes bytes(length);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + salt);
    return config::Secret(std::move(bytes));
}

SaParameters parameters(const PairOptions& options, std::uint32_t spi, bool of_first) {
    SaParameters sa;
    sa.spi = spi;
    sa.protocol = options.protocol;
    sa.mode = options.mode;
    sa.suite = options.suite;
    const auto salt = static_cast<std::uint8_t>(spi);
    sa.encryption_key = key_of(encryption_key_length(options.suite), salt);
    sa.integrity_key = key_of(integrity_key_length(options.suite.integrity), static_cast<std::uint8_t>(salt + 100));
    sa.local_address = address(options.outer_v6, of_first ? 1 : 2);
    sa.remote_address = address(options.outer_v6, of_first ? 2 : 1);
    if (options.udp) sa.udp = {4500, 4500};
    sa.replay_window = options.window;
    sa.extended_sequence_numbers = options.extended;
    sa.df_bit = options.df_bit;
    sa.lifetime = options.lifetime;
    sa.policy = PolicyId{7};
    return sa;
}

Bytes ip_header(bool v6, std::size_t length, std::uint8_t tos, bool dont_fragment) {
    Bytes header(v6 ? 40 : 20);
    const auto source = address(v6, 1), destination = address(v6, 2);
    std::ranges::copy(source.bytes(), header.begin() + (v6 ? 8 : 12));
    std::ranges::copy(destination.bytes(), header.begin() + (v6 ? 24 : 16));
    header[v6 ? 6 : 9] = 17;
    header[v6 ? 7 : 8] = 64;
    if (v6) {
        header[0] = static_cast<std::uint8_t>(0x60 | tos >> 4);
        header[1] = static_cast<std::uint8_t>(tos << 4);
    } else {
        header[0] = 0x45;
        header[1] = tos;
        store16(header.data() + 6, dont_fragment ? 0x4000 : 0);
    }
    set_ip_length(header.data(), v6, v6 ? 40 : 20, static_cast<std::uint32_t>(length));
    return header;
}

}  // namespace

Bytes from_hex(std::string_view text) {
    Bytes bytes;
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != ' ' && c != '\n'; });
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(digit(digits[i]) << 4 | digit(digits[i + 1])));
    return bytes;
}

std::uint64_t Octets::next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
}

void Octets::fill(std::span<std::uint8_t> octets) {
    for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(next() >> 24);
}

std::uint32_t Octets::below(std::uint32_t bound) { return static_cast<std::uint32_t>((next() >> 11) % bound); }

Bytes Octets::bytes(std::size_t length) {
    Bytes result(length);
    fill(result);
    return result;
}

const std::vector<EspSuite>& all_suites() {
    static const std::vector<EspSuite> suites = [] {
        constexpr std::array<std::uint16_t, 3> aes_bits = {128, 192, 256};
        constexpr std::array hmacs = {Integrity::hmac_md5_96, Integrity::hmac_sha1_96, Integrity::hmac_sha2_256_128,
                                      Integrity::hmac_sha2_384_192, Integrity::hmac_sha2_512_256};
        std::vector<EspSuite> all;
        for (const Integrity hmac : hmacs) {
            all.push_back({Encryption::null, 0, hmac});
            all.push_back({Encryption::des, 56, hmac});
            all.push_back({Encryption::triple_des, 168, hmac});
            for (const std::uint16_t bits : aes_bits) all.push_back({Encryption::aes_cbc, bits, hmac});
        }
        all.push_back({Encryption::null, 0, Integrity::none});
        all.push_back({Encryption::triple_des, 168, Integrity::none});
        all.push_back({Encryption::aes_cbc, 128, Integrity::none});
        for (const std::uint16_t bits : aes_bits) all.push_back({Encryption::aes_gcm, bits, Integrity::none});
        all.push_back({Encryption::chacha20_poly1305, 256, Integrity::none});
        return all;
    }();
    return suites;
}

std::string name_of(const EspSuite& suite) {
    constexpr std::array<const char*, 6> ciphers = {"null", "des", "3des", "aes-cbc", "aes-gcm", "chacha20"};
    constexpr std::array<const char*, 6> hmacs = {"none", "md5", "sha1", "sha256", "sha384", "sha512"};
    return std::string(ciphers[static_cast<std::size_t>(suite.encryption)]) + "-" + std::to_string(suite.key_bits) +
           " " + hmacs[static_cast<std::size_t>(suite.integrity)];
}

std::vector<std::string> backend_names() {
    std::vector<std::string> names = {"openssl"};
    if (make_ipsec_mb_backend() != nullptr) names.push_back("ipsec-mb");
    return names;
}

config::IpAddress address(bool v6, std::uint8_t last) {
    if (!v6) return config::IpAddress::v4(0x0a000000U | last);
    return config::IpAddress::v6({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last});
}

Bytes udp_packet(bool v6, std::size_t payload, std::uint8_t tos, bool dont_fragment) {
    const std::size_t udp_length = 8 + payload;
    Bytes packet = ip_header(v6, (v6 ? 40 : 20) + udp_length, tos, dont_fragment);
    const std::size_t udp = packet.size();
    packet.resize(udp + udp_length);
    store16(packet.data() + udp, 1000);
    store16(packet.data() + udp + 2, 2000);
    store16(packet.data() + udp + 4, static_cast<std::uint32_t>(udp_length));
    for (std::size_t i = 0; i < payload; ++i) packet[udp + 8 + i] = static_cast<std::uint8_t>(i * 31 + payload);
    Bytes summed(packet.begin() + (v6 ? 8 : 12), packet.end());
    if (summed.size() % 2 != 0) summed.push_back(0);
    const std::uint16_t sum = internet_checksum(summed, 17 + static_cast<std::uint32_t>(udp_length));
    store16(packet.data() + udp + 6, sum == 0 ? 0xffff : sum);
    return packet;
}

SaPair pair_of_first(const PairOptions& options) {
    return {parameters(options, spi_to_first, true), parameters(options, spi_to_second, true), {}, {}};
}

SaPair pair_of_second(const PairOptions& options) {
    return {parameters(options, spi_to_second, false), parameters(options, spi_to_first, false), {}, {}};
}

End::End(CryptoBackend& backend, SaPair sas, std::uint64_t seed)
    : random(seed), database(backend), processor(database, backend, random) {
    const SaInstallResult result = database.install(std::move(sas), Instant());
    pair = result.pair;
    error = result.error;
}

SecurityAssociation& End::outbound() { return *database.outbound(pair.outbound); }

SecurityAssociation& End::inbound() {
    return *database.find_inbound(inbound_key(database.find(pair.inbound)->parameters()));
}

EspDrop End::protect(Packet& packet, Instant now) {
    EspItem item{&packet, &outbound(), EspDrop::none};
    processor.encapsulate({&item, 1}, now);
    return item.drop;
}

EspDrop End::unprotect(Packet& packet, Instant now) {
    const auto key = inbound_key(packet);
    EspItem item{&packet, key ? database.find_inbound(*key) : nullptr, EspDrop::none};
    processor.decapsulate({&item, 1}, now);
    return item.drop;
}

Ends::Ends(const PairOptions& options, std::string_view backend_name)
    : backend(choose_backend(backend_name)),
      first(*backend, pair_of_first(options), 1),
      second(*backend, pair_of_second(options), 2) {}

PacketPtr Ends::protect(std::span<const std::uint8_t> plain) {
    PacketPtr packet = pool.copy_of(plain);
    if (first.protect(*packet) != EspDrop::none) return nullptr;
    return packet;
}

Bytes bytes_of(const Packet& packet) { return {packet.data, packet.data + packet.length}; }

}  // namespace esp_fixture
