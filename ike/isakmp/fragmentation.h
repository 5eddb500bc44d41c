#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ike/isakmp/payload/message.h"
#include "ipsec-dataplane/instant.h"

/// IKEv1 fragmentation by vendor id FRAGMENTATION: an encoded message, encrypted or not, travels in messages in clear that
/// hold one FRAGMENT payload each.
namespace ike::isakmp {

/// Messages of at most `limit` octets; just the message itself if it fits or `limit` leaves no room for data. Nothing if it
/// would take more pieces than a receiver puts together.
std::vector<Bytes> split(const Bytes& message, std::size_t limit, std::uint16_t id);

/// The pieces of one message at a time of one SA.
class FragmentReassembly {
public:
    static constexpr std::size_t max_pieces = 64;
    static constexpr dataplane::Duration max_age = std::chrono::seconds(30);

    /// The whole message, once its last piece is there. `header` is that of the piece.
    std::optional<Bytes> take(const Header& header, const FragmentPayload& piece, dataplane::Instant now);

private:
    void start(std::uint16_t id, dataplane::Instant now);
    bool fits(const FragmentPayload& piece) const;
    bool complete() const;
    Bytes joined();

    std::uint16_t id_ = 0;
    dataplane::Instant started_{};
    std::size_t last_ = 0;      ///< number of the last piece, 0 while it is not known
    std::size_t octets_ = 0;
    std::vector<Bytes> pieces_; ///< piece n at n - 1, empty while it is missing
};

}  // namespace ike::isakmp
