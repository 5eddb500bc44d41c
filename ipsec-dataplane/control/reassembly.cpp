#include "ipsec-dataplane/control/reassembly.h"

#include <algorithm>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

/// The byte of an IPv6 header chain that names what follows its last header.
std::size_t last_name_of(const std::vector<std::uint8_t>& chain) {
    std::size_t name = 6;
    for (std::size_t at = Ip6Header::length; at < chain.size(); at += (chain[at + 1] + std::size_t{1}) * 8) name = at;
    return name;
}

}  // namespace

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
    if (whole[0] >> 4 == 6) {
        Ip6Header(whole.data()).set_total_length(static_cast<std::uint32_t>(whole.size()));
        return whole;
    }
    Ip4Header header(whole.data());
    header.set_total_length(static_cast<std::uint32_t>(whole.size()));
    header.set_fragment(0, false, false);
    header.update_checksum();
    return whole;
}

std::optional<Reassembly::Fragment> Reassembly::read6(const Packet& packet) {
    constexpr std::uint32_t fragment_header_length = 8;
    const std::uint8_t* at = packet.l3();
    const IpHeader whole = read_whole_ip_header({at, packet.l3_length()});
    if (!whole.valid || !whole.fragment) return {};
    const std::uint32_t before = whole.length - fragment_header_length;
    const std::uint8_t* extension = at + before;
    Fragment fragment;
    fragment.key = {packet.vrf, source_of(packet), destination_of(packet), wire::load32(extension + 4), 0};
    fragment.from = wire::load16(extension + 2) & 0xfff8U;
    fragment.more = (extension[3] & 1) != 0;
    fragment.header.assign(at, at + before);
    fragment.header[last_name_of(fragment.header)] = extension[0];
    fragment.payload = {at + whole.length, whole.total_length - whole.length};
    return fragment;
}

std::optional<Reassembly::Fragment> Reassembly::read(const Packet& packet) {
    if (is_v6(packet)) return read6(packet);
    const Ip4Header header = ip4(packet);
    Fragment fragment;
    fragment.key = {packet.vrf, header.source_address(), header.destination_address(), header.identification(),
                    header.protocol()};
    fragment.from = header.fragment_offset();
    fragment.more = header.more_fragments();
    fragment.header.assign(packet.l3(), packet.l3() + header.header_length());
    fragment.payload = {header.payload(), packet.l3_length() - header.header_length()};
    return fragment;
}

FragmentFate Reassembly::add(const Packet& packet, Instant now, std::vector<std::uint8_t>& whole) {
    const auto fragment = read(packet);
    if (!fragment) return FragmentFate::malformed;
    const std::size_t size = fragment->payload.size();
    const bool uneven = fragment->more && size % 8 != 0;
    if (size == 0 || uneven || fragment->from + size + fragment->header.size() > 65535) return FragmentFate::malformed;
    auto at = datagrams_.find(fragment->key);
    if (at == datagrams_.end()) {
        if (datagrams_.size() >= most_datagrams) return FragmentFate::no_room;
        at = datagrams_.emplace(fragment->key, Datagram{now + patience, {}, 0, {}, {}}).first;
    }
    if (fragment->from == 0) at->second.header = fragment->header;
    const FragmentFate fate = put(at->second, fragment->from, fragment->payload, fragment->more);
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
