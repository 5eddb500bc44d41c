#include "ike/isakmp/fragmentation.h"

#include <algorithm>

namespace ike::isakmp {
namespace {

/// ISAKMP header, generic header, and id, number and mark of the piece.
constexpr std::size_t overhead = header_size + 8;

Bytes piece_of(const Header& whole, FragmentPayload piece) {
    Header header = whole;
    header.flags = static_cast<std::uint8_t>(header.flags & ~flag_encryption);
    const Payload payload{PayloadType::FRAGMENT, std::move(piece), {}};
    return encode_message(header, {&payload, 1});
}

}  // namespace

std::vector<Bytes> split(const Bytes& message, std::size_t limit, std::uint16_t id) {
    const auto header = decode_header(message);
    if (message.size() <= limit || limit <= overhead || !header) return {message};
    const std::size_t room = limit - overhead;
    const std::size_t count = (message.size() + room - 1) / room;
    if (count > FragmentReassembly::max_pieces) return {};
    std::vector<Bytes> pieces;
    for (std::size_t i = 0; i < count; ++i) {
        const auto from = message.begin() + static_cast<std::ptrdiff_t>(i * room);
        const auto size = static_cast<std::ptrdiff_t>(std::min(room, message.size() - i * room));
        pieces.push_back(piece_of(*header, {id, static_cast<std::uint8_t>(i + 1), i + 1 == count, Bytes(from, from + size)}));
    }
    return pieces;
}

std::optional<Bytes> FragmentReassembly::take(const Header& header, const FragmentPayload& piece, dataplane::Instant now) {
    if (piece.number == 0 || piece.number > max_pieces || piece.data.empty() || header.next_payload != PayloadType::FRAGMENT) return std::nullopt;
    if (pieces_.empty() || piece.id != id_ || now - started_ > max_age || !fits(piece)) start(piece.id, now);
    if (!fits(piece)) return std::nullopt;
    if (piece.last) last_ = piece.number;
    if (pieces_.size() < piece.number) pieces_.resize(piece.number);
    Bytes& place = pieces_[piece.number - 1u];
    if (place.empty()) {
        octets_ += piece.data.size();
        place = piece.data;
    }
    return complete() ? std::optional(joined()) : std::nullopt;
}

void FragmentReassembly::start(std::uint16_t id, dataplane::Instant now) {
    id_ = id;
    started_ = now;
    last_ = octets_ = 0;
    pieces_.clear();
}

/// Not beyond the last piece, nor a second last one, nor more octets than a message has.
bool FragmentReassembly::fits(const FragmentPayload& piece) const {
    if (last_ != 0 && (piece.last ? piece.number != last_ : piece.number >= last_)) return false;
    if (piece.last && pieces_.size() > piece.number) return false;
    return octets_ + piece.data.size() <= max_message_size;
}

bool FragmentReassembly::complete() const {
    return last_ != 0 && pieces_.size() == last_ &&
           std::none_of(pieces_.begin(), pieces_.end(), [](const Bytes& piece) { return piece.empty(); });
}

Bytes FragmentReassembly::joined() {
    Bytes whole;
    whole.reserve(octets_);
    for (const Bytes& piece : pieces_) whole.insert(whole.end(), piece.begin(), piece.end());
    start(0, {});
    return whole;
}

}  // namespace ike::isakmp
