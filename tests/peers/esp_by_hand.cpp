// esp-by-hand BACKEND MODE CIPHER INTEGRITY KEY AUTH-KEY SPI: IPv4 packets through ESP (RFC 4303) between 10.9.0.1 and 10.9.0.2, keys
// and packets in hexadecimal, for comparison with independent implementations. MODE is tunnel or transport. Each line of the input is
// "encapsulate PACKET" or "decapsulate PACKET", answered by the packet that results or "dropped"; or "flip PACKET", answered by how many
// bits behind the outer IP header were flipped, one at a time, how many of these packets were dropped, how many of them counted as an
// error of the SA, and how many named no SA. Status 77: the backend is not to be had here.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "ipsec-dataplane/crypto/crypto_backend.h"
#include "ipsec-dataplane/esp/esp.h"
#include "ipsec-dataplane/esp/sa_database.h"
#include "ipsec-dataplane/system_random.h"

namespace {

using namespace dataplane;
using Octets = std::vector<std::uint8_t>;

constexpr std::size_t outer_header = 20;

Octets octets_of(const std::string& hex) {
    Octets octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::strtoul(hex.substr(i, 2).c_str(), nullptr, 16)));
    return octets;
}

EspSuite suite_of(const std::string& cipher, const std::string& integrity) {
    using Cipher = std::pair<Encryption, std::uint16_t>;
    static const std::map<std::string, Cipher> ciphers{
        {"null", {Encryption::null, 0}},           {"des", {Encryption::des, 56}},
        {"3des", {Encryption::triple_des, 168}},   {"aes-cbc-128", {Encryption::aes_cbc, 128}},
        {"aes-cbc-192", {Encryption::aes_cbc, 192}}, {"aes-cbc-256", {Encryption::aes_cbc, 256}},
        {"aes-gcm-128", {Encryption::aes_gcm, 128}}, {"aes-gcm-192", {Encryption::aes_gcm, 192}},
        {"aes-gcm-256", {Encryption::aes_gcm, 256}}, {"chacha20-poly1305", {Encryption::chacha20_poly1305, 256}}};
    static const std::map<std::string, Integrity> integrities{
        {"none", Integrity::none},                {"md5", Integrity::hmac_md5_96},          {"sha1", Integrity::hmac_sha1_96},
        {"sha256", Integrity::hmac_sha2_256_128}, {"sha384", Integrity::hmac_sha2_384_192}, {"sha512", Integrity::hmac_sha2_512_256}};
    const auto [encryption, key_bits] = ciphers.at(cipher);
    return {encryption, key_bits, integrities.at(integrity)};
}

SaParameters parameters_of(char** argv) {
    SaParameters sa;
    sa.mode = std::string(argv[2]) == "transport" ? EncapsulationMode::transport : EncapsulationMode::tunnel;
    sa.suite = suite_of(argv[3], argv[4]);
    sa.encryption_key = config::Secret(octets_of(argv[5]));
    sa.integrity_key = config::Secret(octets_of(argv[6]));
    sa.spi = static_cast<std::uint32_t>(std::strtoul(argv[7], nullptr, 16));
    sa.local_address = config::IpAddress::v4(0x0a090001);
    sa.remote_address = config::IpAddress::v4(0x0a090002);
    sa.local_selectors = sa.remote_selectors = {TrafficSelector::any(config::AddressFamily::ipv4)};
    sa.replay_window = 0;
    return sa;
}

class Bench {
public:
    Bench(CryptoBackend& backend, const SaParameters& parameters)
        : database_(backend), installed_(database_.install({parameters, parameters, {}, {}}, Instant{})),
          processor_(database_, backend, random_) {}

    bool installed() const { return static_cast<bool>(installed_); }

    std::string encapsulate(const Octets& octets) {
        const PacketPtr packet = pool_.copy_of(octets);
        EspItem item{packet.get(), database_.outbound(installed_.pair.outbound)};
        processor_.encapsulate(std::span(&item, 1), Instant{});
        return result(item);
    }

    std::string decapsulate(const Octets& octets) {
        const PacketPtr packet = pool_.copy_of(octets);
        EspItem item = inbound(*packet);
        processor_.decapsulate(std::span(&item, 1), Instant{});
        return result(item);
    }

    std::string flip(Octets octets) {
        unsigned flips = 0, dropped = 0, counted = 0, without_sa = 0;
        for (std::size_t bit = outer_header * 8; bit < octets.size() * 8; ++bit, ++flips) {
            const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
            octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] ^ mask);
            const PacketPtr packet = pool_.copy_of(octets);
            EspItem item = inbound(*packet);
            const std::uint64_t before = item.sa ? item.sa->counters()[SaCounter::recv_errors] : 0;
            processor_.decapsulate(std::span(&item, 1), Instant{});
            dropped += item.drop != EspDrop::none;
            without_sa += item.sa == nullptr;
            counted += item.sa != nullptr && item.sa->counters()[SaCounter::recv_errors] == before + 1;
            octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] ^ mask);
        }
        return std::to_string(flips) + " " + std::to_string(dropped) + " " + std::to_string(counted) + " " + std::to_string(without_sa);
    }

private:
    EspItem inbound(Packet& packet) {
        const auto key = inbound_key(packet);
        return {&packet, key ? database_.find_inbound(*key) : nullptr};
    }

    static std::string result(const EspItem& item) {
        if (item.drop != EspDrop::none) return "dropped";
        std::string hex;
        char digits[3];
        for (const std::uint8_t octet : item.packet->bytes()) {
            std::snprintf(digits, sizeof digits, "%02x", octet);
            hex += digits;
        }
        return hex;
    }

    SystemRandom random_;
    SaDatabase database_;
    SaInstallResult installed_;
    EspProcessor processor_;
    PacketPool pool_;
};

int run(char** argv) {
    const auto backend = choose_backend(argv[1]);
    if (!backend) return 77;
    Bench bench(*backend, parameters_of(argv));
    if (!bench.installed()) return 1;
    std::string verb, packet;
    while (std::cin >> verb >> packet) {
        if (verb == "encapsulate") std::cout << bench.encapsulate(octets_of(packet)) << '\n';
        else if (verb == "decapsulate") std::cout << bench.decapsulate(octets_of(packet)) << '\n';
        else if (verb == "flip") std::cout << bench.flip(octets_of(packet)) << '\n';
        else return 2;
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) { return argc == 8 ? run(argv) : 2; }
