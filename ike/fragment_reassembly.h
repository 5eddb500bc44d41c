#pragma once

#include <compare>
#include <map>
#include <optional>
#include <vector>

#include "ike/payload/encrypted_fragment.h"
#include "ipsec-dataplane/instant.h"

namespace ike {

/// The fragments of the messages that a peer sends under one IKE SA (RFC 7383 §2.6), authentic ones only. Incomplete messages are
/// kept for a while; together they never hold more octets than one message may.
class FragmentReassembly {
public:
    static constexpr std::size_t max_octets = 65536;
    static constexpr dataplane::Duration max_age = std::chrono::seconds(30);

    /// Requests and responses count their messages apart.
    struct Key {
        bool response = false;
        std::uint32_t message_id = 0;
        auto operator<=>(const Key&) const = default;
    };
    struct Whole {
        PayloadType first = PayloadType::NONE;
        Bytes text;
    };

    /// False for a repetition, for one of fewer fragments than are expected by now, and for one of too many: such a fragment need
    /// not be authenticated.
    bool wants(Key key, std::uint16_t number, std::uint16_t total, dataplane::Instant now);
    /// The whole text, once its last fragment is there.
    std::optional<Whole> add(Key key, Fragment fragment, dataplane::Instant now);
    /// The message came otherwise.
    void forget(Key key);
    /// Drops what has waited too long.
    void expire(dataplane::Instant now);
    /// When something will have waited too long.
    std::optional<dataplane::Instant> deadline() const;
    std::size_t octets() const { return octets_; }

private:
    struct Partial {
        dataplane::Instant started{};
        PayloadType first = PayloadType::NONE;
        std::size_t missing = 0, octets = 0;
        std::vector<std::optional<Bytes>> texts;   ///< fragment n at n - 1
    };
    using Partials = std::map<Key, Partial>;

    Partial& partial_for(Key key, std::uint16_t total, dataplane::Instant now);
    bool make_room(Key key, std::size_t size);
    Partials::iterator drop(Partials::iterator at);
    Whole joined(Key key);

    Partials partials_;
    std::size_t octets_ = 0;
};

}  // namespace ike
