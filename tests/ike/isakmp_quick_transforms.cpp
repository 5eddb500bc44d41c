#include <catch2/catch.hpp>

#include "ike/isakmp/quick/proxies.h"
#include "ike/isakmp/quick/transform.h"

namespace ike::isakmp {

using dataplane::Encryption;
using dataplane::Integrity;
using dataplane::TrafficSelector;

namespace {

config::IpAddress ip(const char* text) { return *config::IpAddress::parse(text); }

TransformTerms documented() {
    TransformTerms terms;
    terms.suite = {Encryption::aes_cbc, 128, Integrity::hmac_sha1_96};
    terms.encapsulation = Encapsulation::TUNNEL;
    terms.seconds = 3600;
    terms.kilobytes = 4608000;
    return terms;
}

std::vector<std::uint16_t> types_of(const Transform& transform) {
    std::vector<std::uint16_t> types;
    for (const Attribute& attribute : transform.attributes) types.push_back(attribute.type);
    return types;
}

}  // namespace

TEST_CASE("a transform's attributes stand in the documented order and form") {
    const auto made = transform_of(documented());
    CHECK(made.id == static_cast<std::uint8_t>(EspTransform::AES));
    // encaps, life type, duration, life type, duration, authenticator, key length
    CHECK(types_of(made) == std::vector<std::uint16_t>{4, 1, 2, 1, 2, 5, 6});
    CHECK(made.attributes[2] == Attribute::basic(2, 3600));
    CHECK(made.attributes[4] == Attribute::variable(2, {0x00, 0x46, 0x50, 0x00}));
    auto with_group = documented();
    with_group.group = 14;
    CHECK(transform_of(with_group).attributes.back() == Attribute::basic(3, 14));
}

TEST_CASE("a day of seconds takes four octets") {
    auto terms = documented();
    terms.seconds = 86400;
    CHECK(transform_of(terms).attributes[2] == Attribute::variable(2, {0x00, 0x01, 0x51, 0x80}));
}

TEST_CASE("every suite of the data plane comes back as it went out") {
    const Encryption ciphers[] = {Encryption::des, Encryption::triple_des, Encryption::aes_cbc, Encryption::aes_gcm, Encryption::null};
    const Integrity hashes[] = {Integrity::none, Integrity::hmac_md5_96, Integrity::hmac_sha1_96, Integrity::hmac_sha2_256_128,
                                Integrity::hmac_sha2_384_192, Integrity::hmac_sha2_512_256};
    std::size_t tried = 0;
    for (const Encryption cipher : ciphers)
        for (const Integrity hash : hashes)
            for (const std::uint16_t bits : std::initializer_list<std::uint16_t>{0, 56, 128, 168, 192, 256}) {
                auto terms = documented();
                terms.suite = {cipher, bits, hash};
                if (!dataplane::is_supported(terms.suite)) continue;
                CHECK(terms_of(ProtocolId::ESP, transform_of(terms)) == terms);
                ++tried;
            }
    CHECK(tried >= 25);
}

TEST_CASE("an AH transform says its algorithm twice, and both must agree") {
    auto terms = documented();
    terms.protocol = ProtocolId::AH;
    terms.suite = {Encryption::null, 0, Integrity::hmac_sha2_256_128};
    auto made = transform_of(terms);
    CHECK(made.id == static_cast<std::uint8_t>(AhTransform::SHA2_256));
    CHECK(terms_of(ProtocolId::AH, made) == terms);
    made.id = static_cast<std::uint8_t>(AhTransform::MD5);
    CHECK_FALSE(terms_of(ProtocolId::AH, made));
}

TEST_CASE("attributes that are not known make a transform unusable") {
    auto made = transform_of(documented());
    made.attributes.push_back(Attribute::basic(7, 12));
    CHECK_FALSE(terms_of(ProtocolId::ESP, made));
    auto twice = transform_of(documented());
    twice.id = 200;
    CHECK_FALSE(terms_of(ProtocolId::ESP, twice));
}

TEST_CASE("a life duration without its type is malformed") {
    Transform made = transform_of(documented());
    made.attributes.erase(made.attributes.begin() + 1);
    CHECK_FALSE(terms_of(ProtocolId::ESP, made));
}

TEST_CASE("lives of a RESPONDER_LIFETIME come back as they went out") {
    TransformTerms terms;
    REQUIRE(decode_lives(encode_lives(1800, 4608000), terms));
    CHECK(terms.seconds == 1800);
    CHECK(terms.kilobytes == 4608000);
    const Bytes octets = encode_lives(86400, 0);
    for (std::size_t size = 1; size < octets.size(); ++size) {
        TransformTerms cut;
        CHECK_FALSE(decode_lives(Octets(octets).first(size), cut));
    }
}

TEST_CASE("proxies are hosts, subnets or ranges of either family") {
    struct Row { TrafficSelector selector; IdType type; std::size_t octets; };
    const Row rows[] = {
        {TrafficSelector::of_host(ip("10.1.1.1")), IdType::IPV4_ADDR, 4},
        {TrafficSelector::of_prefix({ip("10.1.0.0"), 16}), IdType::IPV4_ADDR_SUBNET, 8},
        {TrafficSelector::any(config::AddressFamily::ipv4), IdType::IPV4_ADDR_SUBNET, 8},
        {TrafficSelector{ip("10.1.1.1"), ip("10.1.1.9"), 0, 0, 65535}, IdType::IPV4_ADDR_RANGE, 8},
        {TrafficSelector::of_host(ip("2001:DB8::1"), 47), IdType::IPV6_ADDR, 16},
        {TrafficSelector::of_prefix({ip("2001:DB8::"), 33}), IdType::IPV6_ADDR_SUBNET, 32},
        {TrafficSelector::any(config::AddressFamily::ipv6), IdType::IPV6_ADDR_SUBNET, 32},
        {TrafficSelector{ip("10.1.1.1"), ip("10.1.1.1"), 17, 1701, 1701}, IdType::IPV4_ADDR, 4},
    };
    for (const Row& row : rows) {
        const IdPayload id = id_of(row.selector);
        CHECK(id.type == row.type);
        CHECK(id.data.size() == row.octets);
        CHECK(selector_of(id) == row.selector);
    }
}

TEST_CASE("a proxy that is no address, or has a mask with holes, is refused") {
    IdPayload name;
    name.type = IdType::FQDN;
    name.data = {'r', '1'};
    CHECK_FALSE(selector_of(name));
    IdPayload holes;
    holes.type = IdType::IPV4_ADDR_SUBNET;
    holes.data = {10, 0, 0, 0, 255, 0, 255, 0};
    CHECK_FALSE(selector_of(holes));
    IdPayload short_one;
    short_one.type = IdType::IPV6_ADDR;
    short_one.data = {1, 2, 3, 4};
    CHECK_FALSE(selector_of(short_one));
    IdPayload backwards;
    backwards.type = IdType::IPV4_ADDR_RANGE;
    backwards.data = {10, 0, 0, 9, 10, 0, 0, 1};
    CHECK_FALSE(selector_of(backwards));
}

TEST_CASE("a refused transform is named in the words of a transform set") {
    auto terms = documented();
    CHECK(words_of(terms) == "esp-aes esp-sha-hmac ");
    terms.suite = {Encryption::aes_cbc, 256, Integrity::hmac_sha2_512_256};
    CHECK(words_of(terms) == "esp-aes 256 esp-sha512-hmac ");
}

}  // namespace ike::isakmp
