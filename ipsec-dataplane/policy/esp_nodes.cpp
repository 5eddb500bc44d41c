#include <array>
#include <span>

#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/translation/port_translation.h"

namespace dataplane::node {

namespace {

constexpr Drop encrypt_reason(EspDrop drop) {
    switch (drop) {
        case EspDrop::none:
        case EspDrop::invalid_sa: return Drop::encrypt_no_sa;
        case EspDrop::not_owner: return Drop::encrypt_not_owner;
        case EspDrop::lifetime_expired: return Drop::encrypt_expired;
        case EspDrop::sequence_overflow: return Drop::encrypt_sequence;
        case EspDrop::no_room: return Drop::encrypt_no_room;
        case EspDrop::bad_header:
        case EspDrop::bad_length:
        case EspDrop::bad_padding:
        case EspDrop::bad_next_header:
        case EspDrop::dummy: return Drop::encrypt_malformed;
        case EspDrop::replay:
        case EspDrop::authentication_failed:
        case EspDrop::crypto_error: return Drop::encrypt_crypto;
    }
    return Drop::encrypt_crypto;
}

constexpr Drop decrypt_reason(EspDrop drop) {
    switch (drop) {
        case EspDrop::none:
        case EspDrop::invalid_sa: return Drop::decrypt_no_sa;
        case EspDrop::not_owner: return Drop::decrypt_not_owner;
        case EspDrop::lifetime_expired: return Drop::decrypt_expired;
        case EspDrop::sequence_overflow:
        case EspDrop::bad_header:
        case EspDrop::bad_length:
        case EspDrop::no_room: return Drop::decrypt_malformed;
        case EspDrop::replay: return Drop::decrypt_replay;
        case EspDrop::authentication_failed: return Drop::decrypt_integrity;
        case EspDrop::bad_padding: return Drop::decrypt_padding;
        case EspDrop::bad_next_header: return Drop::decrypt_next_header;
        case EspDrop::dummy: return Drop::decrypt_dummy;
        case EspDrop::crypto_error: return Drop::decrypt_crypto;
    }
    return Drop::decrypt_crypto;
}

/// A vector with the SA of each packet.
struct Batch {
    std::array<EspItem, PacketVector::capacity> items;
    std::array<Notice, PacketVector::capacity> notes;
    std::uint32_t size = 0;
    PacketVector packets;

    std::span<EspItem> span() { return {items.data(), size}; }
    void add(PacketPtr packet, SecurityAssociation* sa) {
        items[size++] = {packet.get(), sa, EspDrop::none};
        packets.push(std::move(packet));
    }
};

/// True when another worker owns the SA: the packet is on its way to it, or lost.
bool belongs_elsewhere(Pass& pass, const SecurityAssociation* sa, Node node, Drop full, Packet& packet) {
    if (sa == nullptr || sa->worker() == pass.worker.id) return false;
    if (!pass.hand_over(sa->worker(), node, packet)) pass.count(full);
    return true;
}

/// What a dropped packet leaves behind: read before the packet is touched.
Notice note_of(const Packet& packet, const std::optional<InboundKey>& key) {
    Notice note;
    note.vrf = packet.vrf;
    const PacketTuple tuple = tuple_of(packet);
    note.packet = tuple.key();
    if (!key) return note;
    note.spi = key->spi;
    const std::uint32_t l4_at =
        tuple.v6 ? read_whole_ip_header({packet.l3(), packet.l3_length()}).length : ip4(packet).header_length();
    const bool behind = tuple.protocol == protocol::udp || tuple.protocol == protocol::ah;
    const std::uint32_t at = (behind ? 8U : 0U) + (tuple.protocol == protocol::ah ? 0U : 4U);
    if (packet.l3_length() >= l4_at + at + 4) note.sequence = wire::load32(packet.l3() + l4_at + at);
    return note;
}

void report(Pass& pass, const EspItem& item, Notice note) {
    if (item.sa != nullptr) {
        note.sa = item.sa->index();
        note.flow = item.sa->parameters().policy.value;
    }
    if (item.drop == EspDrop::invalid_sa && item.sa == nullptr)
        note.kind = Notice::Kind::invalid_spi;
    else if (item.drop == EspDrop::authentication_failed)
        note.kind = Notice::Kind::integrity_failure;
    else if (item.drop == EspDrop::replay)
        note.kind = Notice::Kind::replay;
    else
        return;
    pass.notice(note);
}

/// The peer has its end of the pair: that is news once.
void announce_first(Pass& pass, SecurityAssociation& sa) {
    if (!sa.path().announces.load(std::memory_order_relaxed)) return;
    sa.path().announces.store(false, std::memory_order_relaxed);
    Notice notice;
    notice.kind = Notice::Kind::first_packet;
    notice.sa = sa.index();
    notice.spi = sa.parameters().spi;
    pass.notice(notice);
}

/// What answers this packet goes there already; the key exchange turns all that the peer has.
void turn_twin(Pass& pass, const SaPath& inbound, const FlowKey& packet) {
    const SecurityAssociation* outbound = pass.sas.outbound(inbound.twin);
    if (outbound == nullptr) return;
    const PeerMove move{inbound.twin, packet.source, packet.source_port};
    if (outbound->worker() == pass.worker.id) return pass.sas.turn(move);
    pass.tell(outbound->worker(), move);
}

/// RFC 7296 2.23: the newest authentic packet says where a peer behind a NAT is now. An older one, kept back by whoever, does not.
void follow_peer(Pass& pass, SecurityAssociation& sa, const Notice& note) {
    SaPath& path = sa.path();
    if (!path.peer_may_move || note.packet.protocol != protocol::udp) return;
    const std::uint64_t source = endpoint_word(note.packet.source, note.packet.source_port);
    if (source == path.source || note.sequence != static_cast<std::uint32_t>(path.replay.top())) return;
    Notice moved = note;
    moved.kind = Notice::Kind::peer_moved;
    moved.sa = sa.index();
    moved.spi = path.spi;
    if (!pass.notice(moved)) return;
    path.source = source;
    if (path.mode == EncapsulationMode::tunnel) turn_twin(pass, path, note.packet);
}

/// Answers to what inside hosts sent through a VPN client's address go back to them.
void untranslate(Pass& pass, const Port* port, Packet& packet) {
    if (port == nullptr || port->translation == nullptr || is_v6(packet)) return;
    PortTranslation& translation = *port->translation;
    if (ip4(packet).destination() == translation.outside().v4_value()) translation.inbound(packet, pass.now);
}

/// RFC 4301 5.2 step 4, then on to the interface that the SA belongs to.
void pass_on(Pass& pass, const EspItem& item, PacketPtr packet) {
    packet->sa = item.sa->index();
    announce_first(pass, *item.sa);
    if (!selector_matches(*item.sa, *packet)) {
        pass.worker.esp.count_bad_selector(*item.sa);
        return pass.drop(Drop::decrypt_selectors, std::move(packet));
    }
    const Port* port = pass.tables.port(item.sa->parameters().interface);
    const bool by_tunnel =
        port != nullptr && port->tunnel != no_index && pass.tables.tunnels[port->tunnel].kind == TunnelEnd::Kind::ipsec;
    if (!by_tunnel) {
        untranslate(pass, port, *packet);
        const Node input = is_v6(*packet) ? Node::ip6_input : Node::ip4_input;
        return pass.to(input, std::move(packet));
    }
    packet->interface = port->id;
    packet->vrf = port->vrf;
    pass.to(Node::tunnel_input, std::move(packet));
}

}  // namespace

void esp_encrypt(Pass& pass, PacketVector& vector) {
    Batch batch;
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        SecurityAssociation* sa = pass.sas.outbound(packet->sa);
        if (belongs_elsewhere(pass, sa, Node::esp_encrypt, Drop::encrypt_not_owner, *packet)) continue;
        batch.add(std::move(packet), sa);
    }
    pass.worker.esp.encapsulate(batch.span(), pass.now);
    for (std::uint32_t i = 0; i < batch.size; ++i) {
        PacketPtr packet = batch.packets.take(i);
        if (batch.items[i].drop != EspDrop::none) {
            pass.drop(encrypt_reason(batch.items[i].drop), std::move(packet));
            continue;
        }
        packet->interface = packet->out = InterfaceId{};
        const Node lookup = is_v6(*packet) ? Node::ip6_lookup : Node::ip4_lookup;
        pass.to(lookup, std::move(packet));
    }
}

void esp_decrypt(Pass& pass, PacketVector& vector) {
    Batch batch;
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        const auto key = inbound_key(*packet);
        SecurityAssociation* sa = key ? pass.sas.find_inbound(*key) : nullptr;
        if (belongs_elsewhere(pass, sa, Node::esp_decrypt, Drop::decrypt_not_owner, *packet)) continue;
        batch.notes[batch.size] = note_of(*packet, key);
        batch.add(std::move(packet), sa);
    }
    pass.worker.esp.decapsulate(batch.span(), pass.now);
    for (std::uint32_t i = 0; i < batch.size; ++i) {
        PacketPtr packet = batch.packets.take(i);
        const EspItem& item = batch.items[i];
        if (item.drop == EspDrop::none) {
            follow_peer(pass, *item.sa, batch.notes[i]);
            pass_on(pass, item, std::move(packet));
            continue;
        }
        report(pass, item, batch.notes[i]);
        pass.drop(decrypt_reason(item.drop), std::move(packet));
    }
}

}  // namespace dataplane::node
