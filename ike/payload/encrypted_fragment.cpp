#include "ike/payload/encrypted_fragment.h"

#include <algorithm>

#include "ike/payload/sealed.h"

namespace ike {
namespace {

/// IKE header and generic header; the fragment's number and their total.
constexpr std::size_t whole_overhead = header_size + 4, fragment_overhead = whole_overhead + 4;

bool fits_whole(const SkProtection& protection, std::size_t text_size, std::size_t limit) {
    const auto sealed = sealed_size(protection, text_size);
    return !sealed || whole_overhead + *sealed <= limit;
}

/// Text in each fragment but the last, 0 when the message had better go whole.
std::size_t text_per_fragment(const SkProtection& protection, std::size_t text_size, std::size_t limit) {
    if (fits_whole(protection, text_size, limit) || limit <= fragment_overhead) return 0;
    const std::size_t size = text_that_fits(protection, limit - fragment_overhead);
    return size * max_fragments < text_size ? 0 : size;
}

std::vector<Bytes> one_if_any(Bytes datagram) {
    if (datagram.empty()) return {};
    return {std::move(datagram)};
}

}  // namespace

std::vector<Bytes> seal_fragments(Algorithms& algorithms, const Header& header, std::span<const Payload> inner, std::size_t limit,
                                  const SkProtection& protection, dataplane::RandomSource& iv_source) {
    const Bytes chain = encode_payload_chain(inner);
    const std::size_t size = text_per_fragment(protection, chain.size(), limit);
    if (size == 0) return one_if_any(seal(algorithms, header, inner, protection, iv_source));
    const std::size_t total = (chain.size() + size - 1) / size;
    std::vector<Bytes> datagrams;
    for (std::size_t i = 0; i < total; ++i) {
        const Octets text = Octets(chain).subspan(i * size, std::min(size, chain.size() - i * size));
        const EncryptedFragmentPayload envelope{i == 0 ? first_payload_of(inner) : PayloadType::NONE, static_cast<std::uint16_t>(i + 1),
                                                static_cast<std::uint16_t>(total), {}};
        datagrams.push_back(seal_text(algorithms, header, envelope, text, protection, iv_source));
    }
    return datagrams;
}

Decoded<Fragment> open_fragment(Algorithms& algorithms, const Message& outer, Octets datagram, const SkProtection& protection) {
    const EncryptedFragmentPayload* const sealed = fragment_of(outer);
    if (!sealed) return Failure{DecodeError::integrity_failed, PayloadType::SKF};
    auto text = open_text(algorithms, datagram, sealed->data.size(), protection);
    if (!text) return text.failure();
    return Fragment{sealed->first, sealed->number, sealed->total, std::move(*text)};
}

const EncryptedFragmentPayload* fragment_of(const Message& message) {
    return message.payloads.empty() ? nullptr : message.payloads.back().as<EncryptedFragmentPayload>();
}

}  // namespace ike
