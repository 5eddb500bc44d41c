#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/router/key_log.h"
#include "tests/cli/ikev2_lab.h"

using namespace cli;

namespace {

struct Folder {
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "keys-XXXXXX").string();
        root = ::mkdtemp(pattern.data());
        path = root + "/log";
    }
    ~Folder() { std::filesystem::remove_all(root); }
    std::string text(const std::string& table) const {
        std::ifstream file(path + "/" + table);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }
    unsigned permissions() const {
        struct stat status {};
        return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
    }
    std::string root, path;
};

config::Secret secret(std::uint8_t octet, std::size_t size) { return config::Secret(std::vector<std::uint8_t>(size, octet)); }

dataplane::SaPair pair_of(dataplane::EspSuite suite, std::size_t encryption_octets, std::size_t integrity_octets) {
    dataplane::SaPair pair;
    pair.inbound.suite = pair.outbound.suite = suite;
    pair.inbound.local_address = pair.outbound.local_address = *config::IpAddress::parse("10.0.0.1");
    pair.inbound.remote_address = pair.outbound.remote_address = *config::IpAddress::parse("10.0.0.2");
    pair.inbound.spi = 0x1000, pair.outbound.spi = 0xabcdef01;
    pair.inbound.encryption_key = secret(1, encryption_octets), pair.outbound.encryption_key = secret(2, encryption_octets);
    pair.inbound.integrity_key = secret(3, integrity_octets), pair.outbound.integrity_key = secret(4, integrity_octets);
    return pair;
}

}  // namespace

TEST_CASE("keys of IKE SAs are lines of Wireshark's decryption tables, each written once", "[keylog]") {
    const Folder folder;
    KeyLog log(folder.path);
    const ike::IkeSuite suite{ike::EncryptionId::AES_CBC, 128, ike::IntegrityId::HMAC_SHA1_96, ike::PrfId::HMAC_SHA1, ike::DhGroupId::none};
    const ike::SkKeys keys{{}, secret(0xa1, 3), secret(0xa2, 3), secret(0xe1, 2), secret(0xe2, 2), {}, {}};
    for (int router = 0; router < 2; ++router) {
        log.on_ike_keys(0x0123456789abcdef, 0x1, suite, keys);
        log.on_isakmp_key(0xfedcba9876543210, secret(0x5a, 8));
    }
    CHECK(folder.text("ikev2_decryption_table") ==
          "0123456789abcdef,0000000000000001,e1e1,e2e2,\"AES-CBC-128 [RFC3602]\",a1a1a1,a2a2a2,\"HMAC_SHA1_96 [RFC2404]\"\n");
    CHECK(folder.text("ikev1_decryption_table") == "fedcba9876543210,5a5a5a5a5a5a5a5a\n");
    CHECK(folder.permissions() == 0700);
    KeyLog(folder.path).on_isakmp_key(0xfedcba9876543210, secret(0x5a, 8));
    KeyLog(folder.path).on_isakmp_key(1, secret(0x5b, 1));
    CHECK(folder.text("ikev1_decryption_table") == "fedcba9876543210,5a5a5a5a5a5a5a5a\n0000000000000001,5b\n");
    CHECK(folder.text("preferences").find("esp.enable_encryption_decode: TRUE\n") == 0);
}

TEST_CASE("both directions of a pair are lines of Wireshark's esp_sa", "[keylog]") {
    const Folder folder;
    KeyLog log(folder.path);
    log.add(pair_of({dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha2_256_128}, 2, 1));
    CHECK(folder.text("esp_sa") ==
          "\"IPv4\",\"10.0.0.2\",\"10.0.0.1\",\"0x00001000\",\"AES-CBC [RFC3602]\",\"0x0101\",\"HMAC-SHA-256-128 [RFC4868]\",\"0x03\"\n"
          "\"IPv4\",\"10.0.0.1\",\"10.0.0.2\",\"0xabcdef01\",\"AES-CBC [RFC3602]\",\"0x0202\",\"HMAC-SHA-256-128 [RFC4868]\",\"0x04\"\n");
}

TEST_CASE("what Wireshark cannot decrypt is left out", "[keylog]") {
    const Folder folder;
    KeyLog log(folder.path);
    log.add(pair_of({dataplane::Encryption::chacha20_poly1305, 256, dataplane::Integrity::none}, 36, 0));
    dataplane::SaPair header = pair_of({dataplane::Encryption::null, 0, dataplane::Integrity::hmac_sha1_96}, 0, 20);
    header.inbound.protocol = header.outbound.protocol = dataplane::IpsecProtocol::ah;
    log.add(header);
    log.on_ike_keys(1, 2, {ike::EncryptionId::CHACHA20_POLY1305, 0, ike::IntegrityId::none, ike::PrfId::HMAC_SHA1, ike::DhGroupId::none}, {});
    CHECK(folder.text("esp_sa").empty());
    CHECK(folder.text("ikev2_decryption_table").empty());
}

TEST_CASE("every IKE SA of a lab, and every pair, is in the log, also those that rekeying makes", "[keylog]") {
    const Folder folder;
    LabOptions options = Ikev2Lab::options(1);
    options.key_log = std::make_shared<KeyLog>(folder.path);
    FolderLab lab("examples/ikev2-site-to-site", std::move(options));
    lab.start();
    const auto lines = [&](const char* table) {
        const std::string text = folder.text(table);
        return std::count(text.begin(), text.end(), '\n');
    };
    // Both ends began at once: two IKE SAs had keys, and a pair each.
    CHECK(lines("ikev2_decryption_table") == 2);
    CHECK(lines("esp_sa") == 4);
    lab.lab.advance(std::chrono::seconds(130));
    CHECK(lines("ikev2_decryption_table") == 3);
    CHECK(lines("esp_sa") == 4);
    lab.lab.advance(std::chrono::hours(1));
    CHECK(lines("esp_sa") == 6);
}

TEST_CASE("a key log that cannot be kept is refused at the start", "[keylog]") {
    const Folder folder;
    CHECK_THROWS(KeyLog(folder.root + "/missing/log"));
    std::ofstream(folder.path) << "a file\n";
    CHECK_THROWS(KeyLog(folder.path));
}
