#include "ipsec-dataplane/stack/clear_packet.h"

#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

bool is_key_exchange_or_ipsec(const PacketTuple& tuple) {
    if (tuple.protocol == protocol::esp || tuple.protocol == protocol::ah) return true;
    const bool to_all = !tuple.v6 && tuple.destination.low == 0xffffffff;  // DHCP has no address to protect yet
    return tuple.protocol == protocol::udp &&
           (tuple.destination_port == 500 || tuple.destination_port == 4500 || to_all);
}

}  // namespace

bool is_exempt_from_crypto_maps(const Packet& packet) {
    if (!is_v6(packet)) return false;
    const Ip6Header header = ip6(packet);
    if (header.has_multicast_destination() || header.has_link_local_source() || header.has_link_local_destination())
        return true;
    return header.next_header() == protocol::icmp6 && packet.l3_length() > Ip6Header::length &&
           packet.l3()[Ip6Header::length] >= 133 && packet.l3()[Ip6Header::length] <= 137;
}

bool came_in_clear(Pass& pass, std::uint32_t map, const Packet& packet) {
    if (is_exempt_from_crypto_maps(packet)) return false;
    const PacketTuple tuple = tuple_of(packet);
    if (is_key_exchange_or_ipsec(tuple)) return false;
    const CryptoMapRule* rule = pass.worker.flow_cache.match(pass.tables, map, tuple.mirrored(), packet);
    if (rule == nullptr) return false;
    rule->flow->tally(pass.worker.id).clear_received.add();
    Notice notice;
    notice.kind = Notice::Kind::clear_packet;
    notice.flow = rule->flow->id;
    notice.vrf = packet.vrf;
    notice.packet = tuple.key();
    pass.notice(notice);
    return true;
}

}  // namespace dataplane
