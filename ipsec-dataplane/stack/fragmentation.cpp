#include "ipsec-dataplane/stack/fragmentation.h"

#include <algorithm>

#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

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
    piece->interface = packet.interface;
    piece->vrf = packet.vrf;
    piece->sa = packet.sa;
    piece->scratch = packet.scratch;
    piece->flow_hash = packet.flow_hash;
    return piece;
}

}  // namespace

bool fragment(Pass& pass, const Packet& packet, std::uint32_t mtu, Node next) {
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

}  // namespace dataplane
