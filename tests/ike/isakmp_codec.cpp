#include <catch2/catch.hpp>

#include <memory>

#include "ike/isakmp/payload/message.h"
#include "ike/isakmp/payload/vendor_ids.h"
#include "tests/ike/crypto_octets.h"

using ike::Algorithms, ike::Bytes, ike::Hash, ike::header_size;
using namespace ike::isakmp;

namespace {

/// Draws payloads whose every field may hold anything its width can.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(random_number(seed)) {}

    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(number<std::uint64_t>() % limit); }
    template <class T>
    T number() {
        std::uint64_t value = 0;
        for (std::uint8_t octet : octets(sizeof(T))) value = value << 8 | octet;
        return static_cast<T>(value);
    }
    Bytes octets(std::size_t size) {
        Bytes out(size);
        random_.fill(out);
        return out;
    }
    Bytes up_to(std::uint32_t size) { return octets(below(size + 1)); }
    template <class T, class Make>
    std::vector<T> list(std::uint32_t least, std::uint32_t most, Make make) {
        std::vector<T> out;
        for (std::uint32_t count = least + below(most - least + 1); count > 0; --count) out.push_back(make());
        return out;
    }
    Payload payload() {
        switch (below(9)) {
            case 0: return {PayloadType::SA, SaPayload{number<std::uint32_t>(), number<std::uint32_t>(), list<Proposal>(1, 3, [this] { return proposal(); })}, {}};
            case 1: return {PayloadType::ID, identity(), {}};
            case 2: return {PayloadType::N, NotifyPayload{number<std::uint32_t>(), number<ProtocolId>(), up_to(255), number<NotifyType>(), up_to(40)}, {}};
            case 3: return {PayloadType::D, deletion(), {}};
            case 4: return {PayloadType::ATTR, AttributesPayload{number<ConfigKind>(), number<std::uint16_t>(), list<Attribute>(0, 9, [this] { return attribute(); })}, {}};
            case 5: return {below(2) ? PayloadType::NAT_OA : PayloadType::NAT_OA_DRAFT, original_address(), {}};
            case 6: return {PayloadType::FRAGMENT, FragmentPayload{number<std::uint16_t>(), static_cast<std::uint8_t>(1 + below(255)), below(2) == 0, up_to(200)}, {}};
            case 7: return {PayloadType::KE, OctetsPayload{up_to(300)}, {}};
            default: return {static_cast<PayloadType>(133 + below(100)), OctetsPayload{up_to(50)}, {}};
        }
    }
    std::vector<Payload> chain() { return list<Payload>(1, 6, [this] { return payload(); }); }

private:
    Attribute attribute() {
        const bool basic = below(2) == 0;
        return {static_cast<std::uint16_t>(number<std::uint16_t>() & 0x7fff), basic, basic ? octets(2) : up_to(20)};
    }
    Transform transform() { return {number<std::uint8_t>(), number<std::uint8_t>(), list<Attribute>(0, 9, [this] { return attribute(); })}; }
    Proposal proposal() { return {number<std::uint8_t>(), number<ProtocolId>(), up_to(16), list<Transform>(1, 6, [this] { return transform(); })}; }
    IdPayload identity() {
        static constexpr std::size_t sizes[] = {9, 4, 11, 0, 8, 16, 32, 8, 32, 50, 3, 9};
        const std::uint32_t type = below(12);
        return {static_cast<IdType>(type), number<std::uint8_t>(), number<std::uint16_t>(), octets(sizes[type])};
    }
    NatOriginalAddress original_address() {
        const bool v6 = below(2) == 0;
        return {v6 ? IdType::IPV6_ADDR : IdType::IPV4_ADDR, octets(v6 ? 16 : 4)};
    }
    DeletePayload deletion() {
        const auto size = static_cast<std::uint8_t>(1 + below(16));
        return {number<std::uint32_t>(), number<ProtocolId>(), size, list<Bytes>(0, 6, [this, size] { return octets(size); })};
    }

    dataplane::SeededRandom random_;
};

/// Octets at the very end of an allocation, so that a sanitizer sees any read beyond them.
std::unique_ptr<std::uint8_t[]> exact(Octets octets) {
    auto copy = std::make_unique<std::uint8_t[]>(octets.size());
    std::copy(octets.begin(), octets.end(), copy.get());
    return copy;
}

std::optional<DecodedPayloads> decode(PayloadType first, std::string_view hex, bool padded = false) {
    return decode_payloads(first, from_hex(hex), padded);
}

}  // namespace

TEST_CASE("ISAKMP: what was encoded is decoded, and encodes to the same octets") {
    Generator generator(1);
    for (int i = 0; i < 2000; ++i) {
        const std::vector<Payload> payloads = generator.chain();
        const Bytes octets = encode_payloads(payloads);
        REQUIRE_FALSE(octets.empty());
        const auto decoded = decode_payloads(payloads.front().type, octets, false);
        REQUIRE(decoded);
        REQUIRE((decoded->payloads == payloads));
        REQUIRE(decoded->used == octets.size());
        REQUIRE(encode_payloads(decoded->payloads) == octets);
        for (const Payload& payload : decoded->payloads) REQUIRE(encode_body(payload) == payload.received);
    }
}

TEST_CASE("ISAKMP: every strict prefix of a chain is refused") {
    Generator generator(2);
    for (int i = 0; i < 60; ++i) {
        const std::vector<Payload> payloads = generator.chain();
        const Bytes octets = encode_payloads(payloads);
        for (std::size_t size = 0; size < octets.size(); ++size) {
            const auto prefix = exact(Octets(octets).first(size));
            REQUIRE_FALSE(decode_payloads(payloads.front().type, {prefix.get(), size}, true));
        }
    }
}

TEST_CASE("ISAKMP: whatever is accepted encodes to the octets it came from") {
    Generator generator(3);
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::vector<Payload> payloads = generator.chain();
        Bytes octets = encode_payloads(payloads);
        for (std::uint32_t changes = 1 + generator.below(3); changes > 0; --changes)
            octets[generator.below(static_cast<std::uint32_t>(octets.size()))] = generator.number<std::uint8_t>();
        const auto copy = exact(octets);
        const auto decoded = decode_payloads(payloads.front().type, {copy.get(), octets.size()}, false);
        if (!decoded) continue;
        ++accepted;
        REQUIRE(encode_payloads(decoded->payloads) == octets);
    }
    CHECK(accepted > 1000);
}

TEST_CASE("ISAKMP: padding is taken only where it may be, and does not count") {
    const OctetVector chain = from_hex("00000008 61626364 0000 0000");
    CHECK_FALSE(decode_payloads(PayloadType::HASH, chain, false));
    const auto decoded = decode_payloads(PayloadType::HASH, chain, true);
    REQUIRE(decoded);
    CHECK(decoded->used == 8);
    CHECK(decoded->first_size == 8);
    CHECK(body_octets(decoded->payloads.front()) == from_text("abcd"));
    const auto empty = decode_payloads(PayloadType::NONE, {}, false);
    REQUIRE(empty);
    CHECK(empty->payloads.empty());
}

TEST_CASE("ISAKMP: reserved octets that are not zero are refused") {
    CHECK(decode(PayloadType::ID, "0000000c 01 11 01f4 0a010101"));
    CHECK_FALSE(decode(PayloadType::ID, "0001000c 01 11 01f4 0a010101"));
    CHECK(decode(PayloadType::ATTR, "00000008 01 00 0007"));
    CHECK_FALSE(decode(PayloadType::ATTR, "00000008 01 01 0007"));
    CHECK(decode(PayloadType::NAT_OA, "0000000c 01 000000 0a010101"));
    CHECK_FALSE(decode(PayloadType::NAT_OA, "0000000c 01 000100 0a010101"));
}

TEST_CASE("ISAKMP: identities have the size of their type") {
    CHECK_FALSE(decode(PayloadType::ID, "0000000b 01 11 01f4 0a0101"));
    CHECK_FALSE(decode(PayloadType::ID, "0000000c 04 00 0000 0a010100"));
    CHECK(decode(PayloadType::ID, "00000010 04 00 0000 0a010100 ffffff00"));
    CHECK(decode(PayloadType::ID, "00000011 0b 11 01f4 746573746772 6f7570"));
}

TEST_CASE("ISAKMP: an SA says the truth about its proposals and transforms") {
    const std::string_view good = "00000024 00000001 00000001  00000018 01 01 00 02  03000008 01 01 0000  00000008 02 01 0000";
    REQUIRE(decode(PayloadType::SA, good));
    CHECK(std::get<SaPayload>(decode(PayloadType::SA, good)->payloads[0].body).proposals[0].transforms.size() == 2);
    // one transform too many, one too few
    CHECK_FALSE(decode(PayloadType::SA, "00000024 00000001 00000001  00000018 01 01 00 03  03000008 01 01 0000  00000008 02 01 0000"));
    CHECK_FALSE(decode(PayloadType::SA, "00000024 00000001 00000001  00000018 01 01 00 01  03000008 01 01 0000  00000008 02 01 0000"));
    // a last transform that says another follows, a first that says none does
    CHECK_FALSE(decode(PayloadType::SA, "00000024 00000001 00000001  00000018 01 01 00 02  03000008 01 01 0000  03000008 02 01 0000"));
    CHECK_FALSE(decode(PayloadType::SA, "00000024 00000001 00000001  00000018 01 01 00 02  00000008 01 01 0000  00000008 02 01 0000"));
    // a transform longer than its proposal, an SPI longer than any
    CHECK_FALSE(decode(PayloadType::SA, "00000024 00000001 00000001  00000018 01 01 00 02  03000008 01 01 0000  00000009 02 01 0000"));
    CHECK_FALSE(decode(PayloadType::SA, "0000002c 00000001 00000001  00000020 01 01 11 01 0011223344556677 8899aabbccddeeff 00000008 01 01 0000"));
    // no proposal, no transform
    CHECK_FALSE(decode(PayloadType::SA, "0000000c 00000001 00000001"));
    CHECK_FALSE(decode(PayloadType::SA, "00000014 00000001 00000001  00000008 01 01 00 00"));
}

TEST_CASE("ISAKMP: a delete has as many SPIs as it counts") {
    CHECK(decode(PayloadType::D, "00000010 00000001 03 04 0001 01020304"));
    CHECK_FALSE(decode(PayloadType::D, "00000010 00000001 03 04 0002 01020304"));
    CHECK_FALSE(decode(PayloadType::D, "0000000c 00000001 03 00 ffff"));
    CHECK_FALSE(decode(PayloadType::D, "0000001d 00000001 01 11 0001 0102030405060708 090a0b0c0d0e0f10 11"));
}

TEST_CASE("ISAKMP: attributes have two forms") {
    const auto decoded = decode(PayloadType::ATTR, "00000016 02 00 1234  c088 0000  4089 0006 636973636f31");
    REQUIRE(decoded);
    const auto& attributes = std::get<AttributesPayload>(decoded->payloads[0].body);
    CHECK(attributes.kind == ConfigKind::REPLY);
    CHECK(attributes.identifier == 0x1234);
    REQUIRE(attributes.attributes.size() == 2);
    CHECK(attributes.attributes[0] == Attribute::basic(16520, 0));
    CHECK(attributes.attributes[1] == Attribute::variable(16521, from_text("cisco1")));
    CHECK(Attribute::basic(1, 0x1234).number() == 0x1234);
    CHECK(Attribute::variable(12, from_hex("00015180")).number() == 86400);
    CHECK_FALSE(Attribute::variable(12, Bytes(9)).number());
    CHECK_FALSE(Attribute::variable(12, {}).number());
}

TEST_CASE("ISAKMP: counts are bounded") {
    OctetVector many(4 * 65, 0);
    for (std::size_t i = 0; i < 65; ++i) many[4 * i] = i < 64 ? 8 : 0, many[4 * i + 3] = 4;
    CHECK_FALSE(decode_payloads(PayloadType::HASH, many, false));
    CHECK(decode_payloads(PayloadType::HASH, Octets(many).subspan(4), false)->payloads.size() == 64);
    OctetVector attributes = from_hex("00000000 01 00 0000");
    for (std::size_t i = 0; i < 257; ++i) attributes.insert(attributes.end(), {0x80, 1, 0, 0});
    attributes[2] = static_cast<std::uint8_t>(attributes.size() >> 8);
    attributes[3] = static_cast<std::uint8_t>(attributes.size());
    CHECK_FALSE(decode_payloads(PayloadType::ATTR, attributes, false));
}

TEST_CASE("ISAKMP: the header is 28 octets and does not promise more than came") {
    Header header;
    header.initiator_cookie = 0x0102030405060708;
    header.exchange = ExchangeType::MAIN;
    header.flags = flag_encryption;
    header.message_id = 0xdeadbeef;
    const std::vector<Payload> payloads{{PayloadType::VID, OctetsPayload{vendor_id_octets(VendorId::dpd)}, {}}};
    Bytes datagram = encode_message(header, payloads);
    CHECK(datagram.size() == 48);
    auto decoded = decode_header(datagram);
    REQUIRE(decoded);
    CHECK(decoded->length == 48);
    CHECK(decoded->next_payload == PayloadType::VID);
    CHECK(decoded->message_id == 0xdeadbeef);
    CHECK(decoded->is_encrypted());
    CHECK(encode_header(*decoded) == Bytes(datagram.begin(), datagram.begin() + 28));
    for (std::size_t size = 0; size < 48; ++size) REQUIRE_FALSE(decode_header(Octets(datagram).first(size)));
    datagram[27] = 27;
    CHECK_FALSE(decode_header(datagram));
}

TEST_CASE("ISAKMP: values that their fields cannot hold are not encoded") {
    const auto encodes = [](Payload payload) { return !encode_body(payload).empty(); };
    CHECK(encodes({PayloadType::ATTR, AttributesPayload{ConfigKind::SET, 1, {Attribute::basic(1, 1)}}, {}}));
    CHECK_FALSE(encodes({PayloadType::ATTR, AttributesPayload{ConfigKind::SET, 1, {Attribute{1, true, Bytes(3)}}}, {}}));
    CHECK_FALSE(encodes({PayloadType::ATTR, AttributesPayload{ConfigKind::SET, 1, {Attribute::basic(0x8000, 1)}}, {}}));
    CHECK_FALSE(encodes({PayloadType::D, DeletePayload{1, ProtocolId::ESP, 4, {Bytes(3)}}, {}}));
    CHECK_FALSE(encodes({PayloadType::N, NotifyPayload{1, ProtocolId::ESP, Bytes(256), NotifyType::CONNECTED, {}}, {}}));
    CHECK_FALSE(encodes({PayloadType::SA, SaPayload{1, 1, {}}, {}}));
    CHECK_FALSE(encodes({PayloadType::KE, OctetsPayload{Bytes(70000)}, {}}));
}

TEST_CASE("payloads are found by type and notifies by what they say") {
    const std::vector<Payload> payloads{{PayloadType::N, NotifyPayload{1, ProtocolId::ISAKMP, {}, NotifyType::R_U_THERE, {}}, {}},
                                        {PayloadType::N, NotifyPayload{1, ProtocolId::ISAKMP, Bytes(16), NotifyType::INITIAL_CONTACT, {}}, {}}};
    CHECK(find(payloads, PayloadType::N) == &payloads[0]);
    CHECK(find(payloads, PayloadType::D) == nullptr);
    CHECK(find_body<IdPayload>(payloads, PayloadType::N) == nullptr);
    REQUIRE(find_notify(payloads, NotifyType::INITIAL_CONTACT) != nullptr);
    CHECK(find_notify(payloads, NotifyType::INITIAL_CONTACT)->spi.size() == 16);
    CHECK(find_notify(payloads, NotifyType::CONNECTED) == nullptr);
}

TEST_CASE("vendor ids are known again, whatever follows their fixed part") {
    for (const VendorId id : {VendorId::rfc3947, VendorId::natt_07, VendorId::natt_03, VendorId::natt_02_n, VendorId::natt_02, VendorId::dpd,
                              VendorId::unity, VendorId::xauth, VendorId::fragmentation})
        CHECK(vendor_id_of(vendor_id_octets(id)) == id);
    CHECK(vendor_id_of(from_hex("4048b7d56ebce88525e7de7f00d6c2d380000000")) == VendorId::fragmentation);
    CHECK(vendor_id_of(from_hex("4048b7d56ebce88525e7de7f00d6c2d3")) == VendorId::fragmentation);
    CHECK(vendor_id_of(from_hex("afcad71368a1f1c96b8696fc77570200")) == VendorId::other);
    CHECK(vendor_id_of(from_hex("12f5f28c457168a9702d9fe274cc0204")) == VendorId::other);
    CHECK(vendor_id_of({}) == VendorId::other);
    CHECK(vendor_id_octets(VendorId::other).empty());
}

TEST_CASE("a router of our kind is known by a vendor id that fits its cookies only") {
    Algorithms algorithms;
    const Cookies cookies{1, 2};
    const Bytes id = ios_vendor_id(algorithms, cookies), first = ios_vendor_id(algorithms, {1, 0});
    CHECK(id.size() == 16);
    CHECK(vendor_id_of(id) == VendorId::other);
    CHECK(vendor_id_of(algorithms, cookies, id) == VendorId::ios);
    CHECK(vendor_id_of(algorithms, cookies, first) == VendorId::ios);
    CHECK(vendor_id_of(algorithms, {1, 3}, id) == VendorId::other);
    CHECK(vendor_id_of(algorithms, {3, 2}, id) == VendorId::other);
    CHECK(vendor_id_of(algorithms, cookies, vendor_id_octets(VendorId::dpd)) == VendorId::dpd);
}
