#include <fmt/format.h>

#include "debug/ipsec_line.h"

namespace debug {

namespace {

using dataplane::Encryption;
using dataplane::Integrity;

std::string cipher_words(const dataplane::EspSuite& suite) {
    const bool longer = suite.key_bits > 128;
    switch (suite.encryption) {
        case Encryption::null: return "esp-null";
        case Encryption::des: return "esp-des";
        case Encryption::triple_des: return "esp-3des";
        case Encryption::aes_cbc: return longer ? fmt::format("esp-aes {}", suite.key_bits) : "esp-aes";
        case Encryption::aes_gcm: return longer ? fmt::format("esp-gcm {}", suite.key_bits) : "esp-gcm";
        case Encryption::chacha20_poly1305: return "esp-chacha20-poly1305";
    }
    return {};
}

std::string_view hash_word(Integrity integrity) {
    switch (integrity) {
        case Integrity::none: return {};
        case Integrity::hmac_md5_96: return "md5-hmac";
        case Integrity::hmac_sha1_96: return "sha-hmac";
        case Integrity::hmac_sha2_256_128: return "sha256-hmac";
        case Integrity::hmac_sha2_384_192: return "sha384-hmac";
        case Integrity::hmac_sha2_512_256: return "sha512-hmac";
    }
    return {};
}

}  // namespace

std::string mask_text(const config::Prefix& prefix) {
    if (!prefix.address.is_v4()) return std::to_string(prefix.length);
    const std::uint32_t mask = prefix.length == 0 ? 0 : 0xffffffffU << (32 - prefix.length);
    return config::IpAddress::v4(mask).text();
}

unsigned shown_key_bits(const dataplane::EspSuite& suite) {
    const bool sized = suite.encryption == Encryption::aes_cbc || suite.encryption == Encryption::aes_gcm;
    return sized ? suite.key_bits : 0;
}

std::string map_search_text(std::string_view map_tag) {
    return fmt::format("IPSEC(kei_proxy): head = {}, map->ivrf = , kei->ivrf = ", map_tag);
}

std::string transform_words(const dataplane::EspSuite& suite, dataplane::IpsecProtocol protocol) {
    const std::string_view hash = hash_word(suite.integrity);
    if (protocol == dataplane::IpsecProtocol::ah) return fmt::format("ah-{}", hash);
    return hash.empty() ? cipher_words(suite) : fmt::format("{} esp-{}", cipher_words(suite), hash);
}

std::string proxy_text(const dataplane::TrafficSelector& selector, config::Look look) {
    const auto prefix = selector.prefix();
    const std::string range = prefix ? fmt::format("{}/{}", prefix->address.text(), mask_text(*prefix))
                                     : fmt::format("{}-{}", selector.first.text(), selector.last.text());
    const unsigned port = selector.first_port == selector.last_port ? selector.first_port : 0;
    if (look == config::Look::ios12) {
        const bool host = selector.first == selector.last;
        return fmt::format("{}/{}/{} (type={})", range, selector.protocol, port, host ? 1 : 4);
    }
    const unsigned protocol = selector.protocol == 0 ? 256 : selector.protocol;
    return fmt::format("{}/{}/{}", range, protocol, port);
}

}  // namespace debug
