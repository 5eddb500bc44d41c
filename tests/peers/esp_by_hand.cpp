// esp-by-hand encapsulate|decapsulate BACKEND SUITE KEY AUTH-KEY SPI PACKET: one IPv4 packet through ESP in tunnel mode between
// 10.9.0.1 and 10.9.0.2 (RFC 4303), keys and packets in hexadecimal, for comparison with independent implementations.
// SUITE is aes-cbc-sha1, aes-cbc-sha256, 3des-sha1, des-md5 or aes-gcm. Prints the packet that results.

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "ipsec-dataplane/crypto/crypto_backend.h"
#include "ipsec-dataplane/esp/esp.h"
#include "ipsec-dataplane/esp/sa_database.h"
#include "ipsec-dataplane/system_random.h"

namespace {

using namespace dataplane;

std::vector<std::uint8_t> octets_of(const std::string& hex) {
    std::vector<std::uint8_t> octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::strtoul(hex.substr(i, 2).c_str(), nullptr, 16)));
    return octets;
}

EspSuite suite_of(const std::string& name, std::size_t key_size) {
    const auto bits = static_cast<std::uint16_t>(key_size * 8);
    static const std::map<std::string, EspSuite> suites{
        {"aes-cbc-sha1", {Encryption::aes_cbc, 0, Integrity::hmac_sha1_96}},
        {"aes-cbc-sha256", {Encryption::aes_cbc, 0, Integrity::hmac_sha2_256_128}},
        {"3des-sha1", {Encryption::triple_des, 168, Integrity::hmac_sha1_96}},
        {"des-md5", {Encryption::des, 56, Integrity::hmac_md5_96}},
        {"aes-gcm", {Encryption::aes_gcm, 0, Integrity::none}}};
    EspSuite suite = suites.at(name);
    if (suite.key_bits == 0) suite.key_bits = suite.encryption == Encryption::aes_gcm ? static_cast<std::uint16_t>(bits - 32) : bits;
    return suite;
}

SaParameters parameters_of(char** argv, std::uint32_t spi) {
    const auto key = octets_of(argv[4]), authentication = octets_of(argv[5]);
    SaParameters sa;
    sa.spi = spi;
    sa.suite = suite_of(argv[3], key.size());
    sa.encryption_key = config::Secret(key);
    sa.integrity_key = config::Secret(authentication);
    sa.local_address = config::IpAddress::v4(0x0a090001);
    sa.remote_address = config::IpAddress::v4(0x0a090002);
    sa.local_selectors = sa.remote_selectors = {TrafficSelector::any(config::AddressFamily::ipv4)};
    sa.replay_window = 0;
    return sa;
}

void print(const Packet& packet) {
    for (const std::uint8_t octet : packet.bytes()) std::printf("%02x", octet);
    std::puts("");
}

int run(char** argv) {
    const bool outbound = std::string(argv[1]) == "encapsulate";
    const auto backend = choose_backend(argv[2]);
    if (!backend) return 77;
    SystemRandom random;
    SaDatabase database(*backend);
    const auto spi = static_cast<std::uint32_t>(std::strtoul(argv[6], nullptr, 16));
    const auto installed = database.install({parameters_of(argv, spi), parameters_of(argv, spi), {}, {}}, Instant{});
    if (!installed) return 1;
    EspProcessor processor(database, *backend, random);
    PacketPool pool;
    const PacketPtr packet = pool.copy_of(octets_of(argv[7]));
    EspItem item{packet.get(), outbound ? database.outbound(installed.pair.outbound) : nullptr};
    if (!outbound)
        if (const auto key = inbound_key(*packet)) item.sa = database.find_inbound(*key);
    if (outbound) processor.encapsulate(std::span(&item, 1), Instant{});
    else processor.decapsulate(std::span(&item, 1), Instant{});
    if (item.drop != EspDrop::none) return std::puts("dropped"), 0;
    print(*packet);
    return 0;
}

}  // namespace

int main(int argc, char** argv) { return argc == 8 ? run(argv) : 2; }
