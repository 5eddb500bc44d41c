#include "ipsec-dataplane/translation/layer4.h"
#include "ipsec-dataplane/translation/nat_keys.h"

/// What a translation does to packets, to errors about them and to fragments.
namespace dataplane {

namespace {

constexpr Duration fragment_lifetime = std::chrono::seconds(10);

/// Both ports of an ICMP echo are its identifier: it stands for the inside end alone.
NatKey key_of(std::uint8_t number, std::uint32_t inside, std::uint16_t inside_port, std::uint32_t outside, std::uint16_t outside_port) {
    return {inside, outside, inside_port, number == protocol::icmp ? std::uint16_t{0} : outside_port, number};
}

/// The source end of a packet becomes that.
void write_source(Packet& packet, const NatKey& global) {
    if (has_ports(packet)) return set_source(packet, global.inside, global.inside_port);
    set_source_address(packet, global.inside);
}

void write_destination(Packet& packet, const NatKey& local) {
    if (has_ports(packet)) return set_destination(packet, local.inside, local.inside_port);
    set_destination_address(packet, local.inside);
}

}  // namespace

NatTable::Fate NatTable::outbound(Packet& packet, const NatRules& rules, InterfaceId out, WorkerId worker, Instant now) {
    const std::lock_guard lock(mutex_);
    const Ip4Header header = ip4(packet);
    if (header.fragment_offset() != 0) return later_fragment(packet, true, now);
    if (is_icmp_error(packet)) return outbound_error(packet, now);
    const auto ports = ports_of(packet);
    if (!ports) return Fate::untouched;
    const NatKey local = key_of(header.protocol(), header.source(), ports->first, header.destination(), ports->second);
    NatSession* session = find_local(local, now);
    bool denied = false;
    if (session != nullptr) ++statistics_.hits;
    else if ((session = begin_outbound(packet, local, rules, out, worker, now, denied)) != nullptr) ++statistics_.misses;
    if (session == nullptr && denied) return Fate::full;
    remember_fragments(packet, header.source(), session == nullptr ? header.source() : session->global.inside, true, now);
    if (session == nullptr) return Fate::untouched;
    touch(*session, packet, rules, now);
    write_source(packet, session->global);
    return Fate::translated;
}

NatTable::Fate NatTable::inbound(Packet& packet, const NatRules& rules, Instant now) {
    const std::lock_guard lock(mutex_);
    const Ip4Header header = ip4(packet);
    if (header.fragment_offset() != 0) return later_fragment(packet, false, now);
    if (is_icmp_error(packet)) return inbound_error(packet, now);
    const auto ports = ports_of(packet);
    if (!ports) return Fate::untouched;
    const NatKey global = key_of(header.protocol(), header.destination(), ports->second, header.source(), ports->first);
    NatSession* session = find_global(global, now);
    if (session != nullptr) ++statistics_.hits;
    else if ((session = begin_inbound(global, rules, now)) != nullptr) ++statistics_.misses;
    if (session == nullptr) return Fate::untouched;
    touch(*session, packet, rules, now);
    remember_fragments(packet, header.source(), session->local.inside, false, now);
    write_destination(packet, session->local);
    return Fate::translated;
}

/// About a packet that had come in: its destination is the inside host's.
NatTable::Fate NatTable::outbound_error(Packet& packet, Instant now) {
    const auto quoted = quoted_packet(packet);
    if (!quoted) return Fate::untouched;
    const NatSession* session =
        find_local(key_of(quoted->protocol, quoted->destination, quoted->destination_port, quoted->source, quoted->source_port), now);
    if (session == nullptr) return Fate::untouched;
    set_quoted_destination_end(packet, session->global.inside, session->global.inside_port);
    set_source_address(packet, session->global.inside);
    return Fate::translated;
}

NatTable::Fate NatTable::inbound_error(Packet& packet, Instant now) {
    const auto quoted = quoted_packet(packet);
    if (!quoted) return Fate::untouched;
    const NatSession* session =
        find_global(key_of(quoted->protocol, quoted->source, quoted->source_port, quoted->destination, quoted->destination_port), now);
    if (session == nullptr) return Fate::untouched;
    set_quoted_source_end(packet, session->local.inside, session->local.inside_port);
    set_destination_address(packet, session->local.inside);
    return Fate::translated;
}

/// A first fragment tells where those behind it go.
void NatTable::remember_fragments(const Packet& packet, std::uint32_t source, std::uint32_t address, bool outward, Instant now) {
    const Ip4Header header = ip4(packet);
    if (!header.more_fragments()) return;
    fragments_[next_fragments_++ % most_fragments] = {source, header.destination(), address, header.identification(), header.protocol(), outward, now + fragment_lifetime};
}

NatTable::Fate NatTable::later_fragment(Packet& packet, bool outward, Instant now) {
    const Ip4Header header = ip4(packet);
    for (const Fragments& known : fragments_) {
        const bool same = known.source == header.source() && known.destination == header.destination() &&
                          known.identification == header.identification() && known.protocol == header.protocol();
        if (!same || known.outward != outward || known.until <= now) continue;
        outward ? set_source_address(packet, known.address) : set_destination_address(packet, known.address);
        return Fate::translated;
    }
    return outward ? Fate::fragment : Fate::untouched;
}

}  // namespace dataplane
