#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "ike/payload/payloads.h"

namespace ike {

/// Message ids of one IKE SA, RFC 7296 §2.2 and §2.3. Both windows are 1 until IKE_AUTH is done.
class Window {
public:
    enum class Verdict : std::uint8_t { fresh, repeated, outside };

    // The peer's requests
    std::uint32_t first_expected() const { return expected_; }
    std::uint32_t last_expected() const { return expected_ + own_size_ - 1; }
    /// `repeated`: answered already, or being answered.
    Verdict judge(std::uint32_t message_id) const;
    void begin(std::uint32_t message_id) { answers_[message_id]; }
    /// Keeps the answer, in one datagram or in fragments, until its id has left the window.
    void answer(std::uint32_t message_id, std::vector<Bytes> datagrams);
    /// Nothing while the request is still being worked on.
    const std::vector<Bytes>* answer_to(std::uint32_t message_id) const;
    void set_own_size(std::uint32_t size) { own_size_ = size; }

    // Our requests
    bool has_room() const { return next_ < oldest_outstanding() + peer_size_; }
    std::uint32_t next_request() const { return next_; }
    std::uint32_t take_id();
    void answered(std::uint32_t message_id) { outstanding_.erase(message_id); }
    void set_peer_size(std::uint32_t size) { peer_size_ = size == 0 ? 1 : size; }
    std::uint32_t oldest_outstanding() const { return outstanding_.empty() ? next_ : outstanding_.begin()->first; }

    std::uint32_t own_size() const { return own_size_; }
    std::uint32_t peer_size() const { return peer_size_; }

private:
    std::uint32_t expected_ = 0, own_size_ = 1;
    /// Requests begun; no datagrams while there is no answer.
    std::map<std::uint32_t, std::vector<Bytes>> answers_;
    std::uint32_t next_ = 0, peer_size_ = 1;
    std::map<std::uint32_t, bool> outstanding_;
};

}  // namespace ike
