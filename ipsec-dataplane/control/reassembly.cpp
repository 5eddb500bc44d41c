#include "ipsec-dataplane/control/reassembly.h"

#include <algorithm>

#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

FragmentFate Reassembly::put(Datagram& datagram, std::uint32_t from, std::span<const std::uint8_t> bytes, bool more) {
    const auto end = from + static_cast<std::uint32_t>(bytes.size());
    if (datagram.length && (end > *datagram.length || !more)) return FragmentFate::overlapping;
    auto at = std::lower_bound(datagram.pieces.begin(), datagram.pieces.end(), from,
                               [](const Piece& piece, std::uint32_t offset) { return piece.from < offset; });
    if (at != datagram.pieces.end() && (at->from < end || !more)) return FragmentFate::overlapping;
    if (at != datagram.pieces.begin() && std::prev(at)->from + std::prev(at)->bytes.size() > from)
        return FragmentFate::overlapping;
    if (!more) datagram.length = end;
    datagram.have += static_cast<std::uint32_t>(bytes.size());
    datagram.pieces.insert(at, Piece{from, {bytes.begin(), bytes.end()}});
    return datagram.length && datagram.have == *datagram.length ? FragmentFate::complete : FragmentFate::waiting;
}

std::vector<std::uint8_t> Reassembly::join(const Datagram& datagram) {
    std::vector<std::uint8_t> whole = datagram.header;
    for (const Piece& piece : datagram.pieces) whole.insert(whole.end(), piece.bytes.begin(), piece.bytes.end());
    Ip4Header header(whole.data());
    header.set_total_length(static_cast<std::uint32_t>(whole.size()));
    header.set_fragment(0, false, false);
    header.update_checksum();
    return whole;
}

FragmentFate Reassembly::add(const Packet& packet, Instant now, std::vector<std::uint8_t>& whole) {
    const Ip4Header header = ip4(packet);
    const std::uint32_t size = packet.l3_length() - header.header_length();
    const std::uint32_t from = header.fragment_offset();
    const bool uneven = header.more_fragments() && size % 8 != 0;
    if (size == 0 || uneven || from + size + header.header_length() > 65535) return FragmentFate::malformed;
    const Key key{packet.vrf, header.source(), header.destination(), header.identification(), header.protocol()};
    auto at = datagrams_.find(key);
    if (at == datagrams_.end()) {
        if (datagrams_.size() >= most_datagrams) return FragmentFate::no_room;
        at = datagrams_.emplace(key, Datagram{now + patience, {}, 0, {}, {}}).first;
    }
    if (from == 0) at->second.header.assign(packet.l3(), packet.l3() + header.header_length());
    const FragmentFate fate = put(at->second, from, {header.payload(), size}, header.more_fragments());
    if (fate == FragmentFate::complete) whole = join(at->second);
    if (fate != FragmentFate::waiting) datagrams_.erase(at);
    return fate;
}

std::size_t Reassembly::expire(Instant now) {
    return std::erase_if(datagrams_, [=](const auto& entry) { return entry.second.deadline <= now; });
}

std::optional<Instant> Reassembly::next_deadline() const {
    std::optional<Instant> next;
    for (const auto& [key, datagram] : datagrams_)
        if (!next || datagram.deadline < *next) next = datagram.deadline;
    return next;
}

}  // namespace dataplane
