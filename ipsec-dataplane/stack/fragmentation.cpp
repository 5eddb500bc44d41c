#include "ipsec-dataplane/stack/fragmentation.h"

#include <algorithm>

#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

constexpr std::uint32_t fragment_header_length = 8;

void copy_notes(Packet& piece, const Packet& packet) {
    piece.interface = packet.interface;
    piece.vrf = packet.vrf;
    piece.sa = packet.sa;
    piece.scratch = packet.scratch;
    piece.out = packet.out;
}

/// What every IPv6 fragment repeats: the header and the options that routers on the way read.
struct RepeatedPart {
    std::uint32_t length = Ip6Header::length;
    std::uint32_t names_next_at = 6;  ///< offset of the byte that names what follows
    std::uint8_t next = 0;
};

RepeatedPart repeated_part(const Packet& packet) {
    RepeatedPart part;
    const std::uint8_t* at = packet.l3();
    part.next = at[part.names_next_at];
    while ((part.next == protocol::hop_by_hop || part.next == protocol::ip6_routing) &&
           part.length + 8 <= packet.l3_length()) {
        part.names_next_at = part.length;
        part.next = at[part.length];
        part.length += (at[part.length + 1] + 1U) * 8;
    }
    return part;
}

/// A piece of an IPv6 packet: the bytes behind the repeated part from `from` on.
PacketPtr piece_of(Pass& pass, const Packet& packet, const RepeatedPart& part, std::uint32_t from, std::uint32_t size,
                   std::uint32_t identification) {
    const std::uint32_t total = part.length + fragment_header_length + size;
    PacketPtr piece = pass.worker.pool.take_for(total);
    if (!piece) return piece;
    std::uint8_t* at = piece->append(total);
    piece->l3_offset = piece->data_offset();
    std::copy_n(packet.l3(), part.length, at);
    at[part.names_next_at] = protocol::ip6_fragment;
    Ip6Header(at).set_total_length(total);
    std::uint8_t* header = at + part.length;
    const bool last = part.length + from + size == packet.l3_length();
    header[0] = part.next;
    header[1] = 0;
    wire::store16(header + 2, static_cast<std::uint16_t>(from | (last ? 0U : 1U)));
    wire::store32(header + 4, identification);
    std::copy_n(packet.l3() + part.length + from, size, header + fragment_header_length);
    copy_notes(*piece, packet);
    return piece;
}

bool fragment6(Pass& pass, const Packet& packet, std::uint32_t mtu, Node next) {
    const RepeatedPart part = repeated_part(packet);
    if (part.length >= packet.l3_length()) return false;
    const std::uint32_t payload = packet.l3_length() - part.length;
    const std::uint32_t around = part.length + fragment_header_length;
    const std::uint32_t step = mtu > around + 8 ? (mtu - around) & ~7U : 8;
    const std::uint32_t identification =
        static_cast<std::uint32_t>(pass.worker.id.value) << 16 | pass.worker.next_identification++;
    for (std::uint32_t from = 0; from < payload; from += step) {
        PacketPtr piece = piece_of(pass, packet, part, from, std::min(step, payload - from), identification);
        if (!piece) return false;
        pass.to(next, std::move(piece));
    }
    return true;
}

PacketPtr piece_of(Pass& pass, const Packet& packet, std::uint32_t from, std::uint32_t size, bool last) {
    const Ip4Header original = ip4(packet);
    const std::uint32_t header = original.header_length();
    PacketPtr piece = pass.worker.pool.take_for(header + size);
    if (!piece) return piece;
    std::uint8_t* at = piece->append(header + size);
    piece->l3_offset = piece->data_offset();
    std::copy_n(packet.l3(), header, at);
    std::copy_n(packet.l3() + header + from, size, at + header);
    Ip4Header written(at);
    written.set_total_length(header + size);
    written.set_fragment(original.fragment_offset() + from, !last || original.more_fragments(), false);
    written.update_checksum();
    copy_notes(*piece, packet);
    return piece;
}

bool fragment4(Pass& pass, const Packet& packet, std::uint32_t mtu, Node next) {
    const std::uint32_t header = ip4(packet).header_length();
    const std::uint32_t payload = packet.l3_length() - header;
    const std::uint32_t step = mtu > header + 8 ? (mtu - header) & ~7U : 8;
    for (std::uint32_t from = 0; from < payload; from += step) {
        const std::uint32_t size = std::min(step, payload - from);
        PacketPtr piece = piece_of(pass, packet, from, size, from + size == payload);
        if (!piece) return false;
        pass.to(next, std::move(piece));
    }
    return true;
}

}  // namespace

bool fragment(Pass& pass, const Packet& packet, std::uint32_t mtu, Node next) {
    return is_v6(packet) ? fragment6(pass, packet, mtu, next) : fragment4(pass, packet, mtu, next);
}

}  // namespace dataplane
