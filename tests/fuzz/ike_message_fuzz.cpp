#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "ike/payload/encrypted_fragment.h"
#include "ike/payload/sealed.h"
#include "ipsec-dataplane/seeded_random.h"

// What is decoded encodes to the very octets it came from, can be walked, and no suite opens it; what we seal around
// arbitrary octets, whole or in fragments, opens again or is refused as malformed.
namespace {

using namespace ike;

void expect(bool condition) {
    if (!condition) std::abort();
}

class WidthSum final : public FieldVisitor {
public:
    void field(const FieldView& view) override { width += view.width + view.name.size() + view.octets.size(); }
    void begin(std::string_view, std::size_t, std::size_t) override { ++depth; }
    void end(std::string_view) override { --depth; }
    std::size_t width = 0;
    int depth = 0;
};

void check_message(Octets input) {
    const auto message = decode_message(input);
    if (!message) return;
    const Bytes again = encode_message(*message);
    expect(std::equal(again.begin(), again.end(), input.begin(), input.end()));
    for (const Payload& payload : message->payloads) {
        WidthSum sum;
        walk_fields(payload, sum);
        expect(sum.depth == 0);
        expect(wire_length(payload) >= 4);
    }
}

constexpr std::array<std::uint8_t, 64> key_octets{1, 2, 3, 4, 5, 6, 7, 8, 9};

SkProtection protection(unsigned choice) {
    const Octets keys(key_octets);
    switch (choice % 4) {
        case 0: return {EncryptionId::AES_CBC, 128, IntegrityId::HMAC_SHA1_96, keys.first(16), keys.first(20)};
        case 1: return {EncryptionId::DES, 0, IntegrityId::HMAC_MD5_96, keys.first(8), keys.first(16)};
        case 2: return {EncryptionId::AES_GCM_16, 256, IntegrityId::none, keys.first(36), {}};
        default: return {EncryptionId::AES_CBC, 256, IntegrityId::HMAC_SHA2_512_256, keys.first(32), keys.first(64)};
    }
}

/// Seals the input as the octets of an unknown payload and changes the type of what is inside, so that the inner chain
/// is arbitrary.
void check_sealed(Algorithms& algorithms, Octets input) {
    if (input.size() < 2 || input.size() > 4096) return;
    auto random = dataplane::SeededRandom::of_router(1, "fuzz");
    const SkProtection protect = protection(input[0]);
    const std::array<Payload, 1> inner{
        Payload(PayloadType{input[1]}, UnknownPayload{Bytes(input.begin() + 2, input.end())})};
    Header header;
    header.version = 0x20;
    const Bytes datagram = seal(algorithms, header, inner, protect, random);
    expect(!datagram.empty());
    const auto opened = open(algorithms, datagram, protect);
    if (!opened) return expect(opened.failure().error != DecodeError::integrity_failed);
    if (inner.front().type == PayloadType::NONE) return;
    const Bytes chain = encode_payload_chain(*opened);
    expect(chain == encode_payload_chain(inner));
}

void check_fragments(Algorithms& algorithms, Octets input) {
    if (input.size() < 3 || input.size() > 4096) return;
    auto random = dataplane::SeededRandom::of_router(1, "fuzz");
    const SkProtection protect = protection(input[0]);
    const std::array<Payload, 1> inner{Payload(VendorIdPayload{Bytes(input.begin() + 2, input.end())})};
    const std::size_t limit = 100 + std::size_t{input[1]} * 8;
    Bytes text;
    for (const Bytes& datagram : seal_fragments(algorithms, {}, inner, limit, protect, random)) {
        const auto outer = decode_message(datagram);
        expect(static_cast<bool>(outer));
        const auto fragment = open_fragment(algorithms, *outer, datagram, protect);
        if (!fragment) return expect(!fragment_of(*outer));
        expect(datagram.size() <= limit);
        text.insert(text.end(), fragment->text.begin(), fragment->text.end());
    }
    expect(text == encode_payload_chain(inner));
}

void check_opens_nothing(Algorithms& algorithms, Octets input) {
    const auto message = decode_message(input);
    for (unsigned choice = 0; choice < 4; ++choice) {
        expect(!open(algorithms, input, protection(choice)));
        if (message) expect(!open_fragment(algorithms, *message, input, protection(choice)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Algorithms algorithms;
    const Octets input(data, size);
    check_message(input);
    check_opens_nothing(algorithms, input);
    check_sealed(algorithms, input);
    check_fragments(algorithms, input);
    return 0;
}
