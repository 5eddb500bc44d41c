#include <catch2/catch.hpp>

#include <memory>

#include "ike/payload/message.h"
#include "tests/ike/payload_samples.h"

using namespace ike;

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
    Reserved3 reserved() { return {number<std::uint8_t>(), number<std::uint8_t>(), number<std::uint8_t>()}; }
    template <class T, class Make>
    std::vector<T> list(std::uint32_t least, std::uint32_t most, Make make) {
        std::vector<T> out;
        for (std::uint32_t count = least + below(most - least + 1); count > 0; --count) out.push_back(make());
        return out;
    }

    Payload payload() {
        Payload out = any_body();
        out.critical = number<std::uint8_t>() % 2 == 0 && !out.as<UnknownPayload>();
        out.reserved = number<std::uint8_t>() & 0x7f;
        return out;
    }

private:
    TransformAttribute attribute() {
        const bool tv = below(2) == 0;
        return {static_cast<std::uint16_t>(number<std::uint16_t>() & 0x7fff), tv, tv ? octets(2) : up_to(20)};
    }
    Transform transform() {
        Transform out;
        out.type = TransformType{number<std::uint8_t>()};
        out.id = number<std::uint16_t>();
        if (below(2)) out.key_length = number<std::uint16_t>();
        out.reserved = number<std::uint8_t>();
        out.reserved2 = number<std::uint8_t>();
        out.attributes = list<TransformAttribute>(0, 2, [this] { return attribute(); });
        // A key length in first place is not an attribute of the list.
        if (!out.attributes.empty() && out.attributes.front().type == key_length_attribute) out.attributes.clear();
        return out;
    }
    Proposal proposal() {
        return {number<std::uint8_t>(), ProtocolId{number<std::uint8_t>()}, up_to(16),
                list<Transform>(0, 6, [this] { return transform(); }), number<std::uint8_t>()};
    }
    config::IpAddress address(std::size_t size) { return config::IpAddress::from_bytes(octets(size)); }
    TrafficSelector selector() {
        TrafficSelector out;
        out.protocol = number<std::uint8_t>();
        const std::uint32_t kind = below(3);
        out.type = kind == 0 ? TsType::TS_IPV4_ADDR_RANGE : kind == 1 ? TsType::TS_IPV6_ADDR_RANGE : TsType{99};
        if (kind == 2) {
            out.unknown = up_to(30);
            return out;
        }
        out.start_port = number<std::uint16_t>();
        out.end_port = number<std::uint16_t>();
        out.start_address = address(kind == 0 ? 4 : 16);
        out.end_address = address(kind == 0 ? 4 : 16);
        return out;
    }
    TsPayload selectors() {
        return {list<TrafficSelector>(1, 5, [this] { return selector(); }), reserved()};
    }
    IdPayload identity() {
        const IdType type{number<std::uint8_t>()};
        const std::size_t size = type == IdType::ID_IPV4_ADDR ? 4 : type == IdType::ID_IPV6_ADDR ? 16 : below(60);
        return {type, octets(size), reserved()};
    }
    DeletePayload deletion() {
        DeletePayload out{ProtocolId{number<std::uint8_t>()},
                          static_cast<std::uint8_t>(below(9)),
                          static_cast<std::uint16_t>(below(9)),
                          {}};
        out.spis = octets(std::size_t{out.spi_size} * out.count);
        return out;
    }
    ConfigAttribute config_attribute() {
        return {static_cast<ConfigAttributeType>(number<std::uint16_t>() & 0x7fff), up_to(40), below(2) == 0};
    }
    Payload any_body() {
        switch (below(16)) {
            case 0: return SaPayload{list<Proposal>(1, 4, [this] { return proposal(); })};
            case 1: return KePayload{DhGroupId{number<std::uint16_t>()}, up_to(300), number<std::uint16_t>()};
            case 2: return {PayloadType::IDi, identity()};
            case 3: return {PayloadType::IDr, identity()};
            case 4: return CertPayload{CertEncoding{number<std::uint8_t>()}, up_to(300)};
            case 5: return CertRequestPayload{CertEncoding{number<std::uint8_t>()}, up_to(80)};
            case 6: return AuthPayload{AuthMethod{number<std::uint8_t>()}, up_to(64), reserved()};
            case 7: return NoncePayload{octets(16 + below(241))};
            case 8:
                return NotifyPayload{ProtocolId{number<std::uint8_t>()}, NotifyType{number<std::uint16_t>()},
                                     up_to(255), up_to(64)};
            case 9: return deletion();
            case 10: return VendorIdPayload{up_to(40)};
            case 11: return {PayloadType::TSi, selectors()};
            case 12: return {PayloadType::TSr, selectors()};
            case 13:
                return ConfigPayload{ConfigType{number<std::uint8_t>()},
                                     list<ConfigAttribute>(0, 8, [this] { return config_attribute(); }), reserved()};
            case 14: return EapPayload{EapCode{number<std::uint8_t>()}, number<std::uint8_t>(), up_to(50)};
            default: return {PayloadType{static_cast<std::uint8_t>(54 + below(200))}, UnknownPayload{up_to(50)}};
        }
    }

    dataplane::SeededRandom random_;
};

Message random_message(Generator& generator) {
    Message message;
    message.header.initiator_spi = generator.number<std::uint64_t>();
    message.header.responder_spi = generator.number<std::uint64_t>();
    message.header.exchange = ExchangeType{generator.number<std::uint8_t>()};
    message.header.flags = generator.number<std::uint8_t>();
    message.header.message_id = generator.number<std::uint32_t>();
    for (std::uint32_t count = generator.below(8); count > 0; --count) message.payloads.push_back(generator.payload());
    message.header.next_payload = first_payload_of(message.payloads);
    return message;
}

/// Octets at the very end of an allocation, so that a sanitizer sees any read beyond them.
std::unique_ptr<std::uint8_t[]> exact(Octets octets) {
    auto copy = std::make_unique<std::uint8_t[]>(octets.size());
    std::copy(octets.begin(), octets.end(), copy.get());
    return copy;
}

}  // namespace

TEST_CASE("what was encoded is decoded, and encodes to the same octets") {
    Generator generator(1);
    for (int i = 0; i < 2000; ++i) {
        Message message = random_message(generator);
        const Bytes datagram = encode_message(message);
        REQUIRE_FALSE(datagram.empty());
        message.header.length = static_cast<std::uint32_t>(datagram.size());
        const auto decoded = decode_message(datagram);
        REQUIRE(decoded);
        REQUIRE((*decoded == message));
        REQUIRE((encode_message(*decoded) == datagram));
    }
}

TEST_CASE("every strict prefix is refused, also when the header's length agrees") {
    Generator generator(2);
    std::vector<Message> messages{samples::init_request(), samples::init_response()};
    for (int i = 0; i < 20; ++i) messages.push_back(random_message(generator));
    for (const Message& message : messages) {
        const Bytes datagram = encode_message(message);
        for (std::size_t size = 0; size < datagram.size(); ++size) {
            const auto prefix = exact(Octets(datagram).first(size));
            REQUIRE_FALSE(decode_message({prefix.get(), size}));
            if (size < header_size) continue;
            prefix[26] = static_cast<std::uint8_t>(size >> 8);
            prefix[27] = static_cast<std::uint8_t>(size);
            REQUIRE_FALSE(decode_message({prefix.get(), size}));
        }
    }
}

TEST_CASE("whatever is accepted encodes to the octets it came from") {
    Generator generator(3);
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        Bytes datagram = encode_message(random_message(generator));
        const std::uint32_t changes = 1 + generator.below(3);
        for (std::uint32_t change = 0; change < changes; ++change)
            datagram[generator.below(static_cast<std::uint32_t>(datagram.size()))] = generator.number<std::uint8_t>();
        const auto octets = exact(datagram);
        const auto decoded = decode_message({octets.get(), datagram.size()});
        if (!decoded) continue;
        ++accepted;
        REQUIRE((encode_message(*decoded) == datagram));
    }
    CHECK(accepted > 1000);
}

TEST_CASE("the walk of any payload ends and shows as many octets as the body has") {
    struct Sum final : FieldVisitor {
        void field(const FieldView& view) override { width += view.width; }
        void begin(std::string_view, std::size_t, std::size_t) override { ++depth; }
        void end(std::string_view) override { --depth; }
        std::size_t width = 0;
        int depth = 0;
    };
    Generator generator(4);
    for (int i = 0; i < 500; ++i) {
        const Payload payload = generator.payload();
        Sum sum;
        walk_fields(payload, sum);
        CHECK(sum.depth == 0);
        const auto* sa = payload.as<SaPayload>();
        std::size_t tags = 0;
        if (sa)
            for (const Proposal& proposal : sa->proposals)
                for (const Transform& transform : proposal.transforms) tags += transform.key_length ? 2 : 0;
        CHECK(sum.width + tags == encode_body(payload).size());
    }
}
