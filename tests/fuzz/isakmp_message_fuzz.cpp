#include <cstdint>
#include <cstdlib>

#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/fragmentation.h"
#include "ike/isakmp/payload/message.h"

// What is decoded encodes to the very octets it came from; what a peer with the keys may encrypt is taken or refused; whatever is
// split comes together again, and whatever pieces come never make more than a message.
namespace {

using ike::Algorithms, ike::Bytes, ike::Octets, ike::header_size, ike::max_message_size;
using namespace ike::isakmp;

void expect(bool condition) {
    if (!condition) std::abort();
}

void check_chain(PayloadType first, Octets octets, bool padded) {
    const auto decoded = decode_payloads(first, octets, padded);
    if (!decoded) return;
    expect(decoded->used <= octets.size() && (padded || decoded->used == octets.size()));
    const Bytes again = encode_payloads(decoded->payloads);
    expect(std::equal(again.begin(), again.end(), octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(decoded->used)));
    for (const Payload& payload : decoded->payloads) {
        expect(encode_body(payload) == payload.received);
        (void)vendor_id_of(payload.received);
    }
}

void check_message(Octets input) {
    const auto header = decode_header(input);
    if (!header) return;
    const Bytes again = encode_header(*header);
    expect(std::equal(again.begin(), again.end(), input.begin()));
    check_chain(header->next_payload, input.subspan(header_size, header->length - header_size), header->is_encrypted());
}

/// The input as what decryption may give: any chain, padded.
void check_encrypted(Algorithms& algorithms, Octets input) {
    Suite suite;
    suite.encryption = input[0] % 2 == 0 ? Phase1Encryption::AES_CBC : Phase1Encryption::DES_CBC;
    suite.key_bits = input[0] % 2 == 0 ? 128 : 0;
    suite.hash = Phase1Hash::SHA;
    static constexpr std::uint8_t octets[16] = {1, 2, 3};
    const Keys keys = derive_keys(algorithms, suite, octets, {octets, octets}, config::Secret(Octets(octets)), {1, 2});
    Bytes iv = phase1_iv(algorithms, suite, {octets, octets}), other = iv;
    Bytes sealed(input.begin() + 1, input.end());
    encrypt(algorithms, suite, keys, iv, sealed);
    expect(decrypt(algorithms, suite, keys, other, sealed) == (input.size() > 1) && (input.size() == 1 || other == iv));
    check_chain(static_cast<PayloadType>(input[0]), sealed, true);
}

void check_pieces(Octets input) {
    FragmentReassembly reassembly;
    Header header;
    header.next_payload = PayloadType::FRAGMENT;
    while (input.size() > 4) {
        const std::size_t size = std::min<std::size_t>(input[3], input.size() - 4);
        const FragmentPayload piece{input[0], input[1], input[2] % 2 == 1, Bytes(input.begin() + 4, input.begin() + 4 + static_cast<std::ptrdiff_t>(size))};
        const auto whole = reassembly.take(header, piece, {});
        expect(!whole || (whole->size() <= max_message_size && !whole->empty()));
        input = input.subspan(4 + size);
    }
}

void check_split(Octets input) {
    const Payload payload{PayloadType::VID, OctetsPayload{Bytes(input.begin() + 1, input.end())}, {}};
    const Bytes message = encode_message({}, {&payload, 1});
    FragmentReassembly reassembly;
    std::optional<Bytes> whole;
    const auto pieces = split(message, 40u + input[0], 1);
    if (pieces.size() < 2) return;
    for (const Bytes& piece : pieces) {
        const auto decoded = decode_payloads(PayloadType::FRAGMENT, Octets(piece).subspan(header_size), false);
        expect(decoded.has_value());
        whole = reassembly.take(*decode_header(piece), std::get<FragmentPayload>(decoded->payloads.front().body), {});
    }
    expect(whole == message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Algorithms algorithms;
    if (size == 0 || size > 8192) return 0;
    const Octets input(data, size);
    check_message(input);
    check_chain(static_cast<PayloadType>(data[0]), input.subspan(1), false);
    check_encrypted(algorithms, input);
    check_pieces(input);
    check_split(input);
    return 0;
}
