#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/packet.h"

namespace dataplane {

enum class FragmentFate : std::uint8_t { waiting, complete, malformed, overlapping, no_room };

/// Reassembly (RFC 791 3.2, RFC 8200 4.5, RFC 5722's rule on overlaps for both families): at most 64 datagrams at a
/// time, each for 15 seconds.
class Reassembly {
public:
    static constexpr std::size_t most_datagrams = 64;
    static constexpr Duration patience = std::chrono::seconds(15);

    /// Takes the fragment's bytes. When it was the last one missing, `whole` is the datagram from its IP header on.
    FragmentFate add(const Packet& packet, Instant now, std::vector<std::uint8_t>& whole);
    /// Gives up what is due; returns how many.
    std::size_t expire(Instant now);
    std::optional<Instant> next_deadline() const;

private:
    struct Piece {
        std::uint32_t from = 0;
        std::vector<std::uint8_t> bytes;
    };
    struct Datagram {
        Instant deadline{};
        std::optional<std::uint32_t> length;  ///< payload, once the last piece is there
        std::uint32_t have = 0;
        std::vector<std::uint8_t> header;  ///< without an IPv6 fragment header
        std::vector<Piece> pieces;         ///< ascending
    };
    using Key = std::tuple<VrfId, config::IpAddress, config::IpAddress, std::uint32_t, std::uint8_t>;
    /// What a fragment says of itself.
    struct Fragment {
        Key key;
        std::uint32_t from = 0;
        bool more = false;
        std::vector<std::uint8_t> header;
        std::span<const std::uint8_t> payload;
    };
    static std::optional<Fragment> read(const Packet& packet);
    static std::optional<Fragment> read6(const Packet& packet);

    static FragmentFate put(Datagram& datagram, std::uint32_t from, std::span<const std::uint8_t> bytes, bool more);
    static std::vector<std::uint8_t> join(const Datagram& datagram);

    std::map<Key, Datagram> datagrams_;
};

}  // namespace dataplane
