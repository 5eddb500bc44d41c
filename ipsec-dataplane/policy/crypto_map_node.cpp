#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/policy/protection.h"
#include "ipsec-dataplane/stack/clear_packet.h"
#include "ipsec-dataplane/stack/fragmentation.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/translation/port_translation.h"

namespace dataplane {

bool take_sa(Pass& pass, FlowSlot& flow, FlowId asking, Packet& packet) {
    packet.sa = flow.outbound_sa();
    if (packet.sa) return true;
    flow.tally(pass.worker.id).no_sa_send.add();
    if (!flow.claim_request()) return false;
    Notice notice;
    notice.kind = Notice::Kind::no_sa;
    notice.flow = asking;
    notice.vrf = packet.vrf;
    notice.packet = tuple_of(packet).key();
    pass.notice(notice);
    return false;
}

namespace node {

namespace {

/// The router's own key exchange is never protected by what it negotiates.
bool is_own_key_exchange(const Packet& packet, const PacketTuple& tuple) {
    return !packet.interface && tuple.protocol == protocol::udp &&
           (tuple.source_port == 500 || tuple.source_port == 4500);
}

/// More than any suite and encapsulation adds.
constexpr std::uint32_t most_overhead = 160;

/// A packet larger than `most`, which is what the SA's path takes in one piece. Fragmentation goes before encryption, so
/// that the peer need not reassemble, unless it is configured to come after, and where the outer header can bear it.
void encrypt_too_big(Pass& pass, const Port& port, FlowSlot& flow, const SaParameters& sa, std::uint32_t most, PacketPtr packet) {
    const bool v4 = !is_v6(*packet), tunnel = sa.mode == EncapsulationMode::tunnel;
    const bool df_cleared = v4 && tunnel && sa.df_bit == DfBit::clear;
    if (must_stay_whole(*packet) && !df_cleared) {
        flow.tally(pass.worker.id).too_big.add();
        return refuse(pass, Drop::map_too_big, fragmentation_needed(most), std::move(packet));
    }
    const bool afterwards = v4 && port.fragments_after_encryption && sa.df_bit != DfBit::set;
    if (!tunnel || afterwards) return pass.to(Node::esp_encrypt, std::move(packet));
    if (!fragment(pass, *packet, most, Node::esp_encrypt)) pass.count(Drop::rewrite_no_buffer);
}

void encrypt(Pass& pass, const Port& port, FlowSlot& flow, PacketPtr packet) {
    const std::uint32_t length = packet->l3_length();
    if (length + most_overhead > flow.path_mtu(std::min(port.ip_mtu, port.ip6_mtu))) {
        const SecurityAssociation* sa = pass.sas.outbound(packet->sa);
        const bool over_v6 = sa != nullptr && sa->parameters().local_address.is_v6();
        const std::uint32_t fits = sa == nullptr ? length : sa->plaintext_mtu(flow.path_mtu(over_v6 ? port.ip6_mtu : port.ip_mtu));
        const std::uint32_t most = is_v6(*packet) ? std::max(fits, least_ip6_mtu) : fits;
        if (length > most) return encrypt_too_big(pass, port, flow, sa->parameters(), most, std::move(packet));
    }
    pass.to(Node::esp_encrypt, std::move(packet));
}

void protect(Pass& pass, const Port& port, const CryptoMapRule& rule, const PacketTuple& tuple, PacketPtr packet) {
    rule.match.hits[pass.worker.id.value].add();
    FlowSlot* flow = flow_for(rule, tuple);
    if (!take_sa(pass, *flow, rule.flow->id, *packet)) return pass.drop(Drop::map_no_sa, std::move(packet));
    encrypt(pass, port, *flow, std::move(packet));
}

/// From an inside host, or the router's own with an inside interface's address.
bool is_from_inside(const Pass& pass, const Packet& packet) {
    if (const Port* from = pass.tables.port(packet.interface)) return from->is_inside;
    const config::IpAddress source = ip4(packet).source_address();
    return std::any_of(pass.tables.ports.begin(), pass.tables.ports.end(),
                       [&](const Port& port) { return port.is_inside && port.address == source; });
}

/// A packet from inside that the VPN client's policy would protect, if only it came from the client's address.
bool wants_translation(Pass& pass, const Port& port, const PacketTuple& tuple, const Packet& packet) {
    if (port.translation == nullptr || tuple.v6 || !is_from_inside(pass, packet)) return false;
    PacketTuple translated = tuple;
    translated.source = WideAddress::of(port.translation->outside());
    const CryptoMapRule* rule = pass.worker.flow_cache.match(pass.tables, port.crypto_map, translated, packet);
    return rule != nullptr && rule->translation == port.translation;
}

void translate(Pass& pass, const Port& port, PacketPtr packet) {
    switch (port.translation->outbound(*packet, pass.now)) {
        case PortTranslation::Fate::translated: break;
        case PortTranslation::Fate::full: return pass.drop(Drop::map_translations_full, std::move(packet));
        case PortTranslation::Fate::unknown:
        case PortTranslation::Fate::unfit: return pass.drop(Drop::map_untranslatable, std::move(packet));
    }
    const PacketTuple tuple = tuple_of(*packet);
    const CryptoMapRule* rule = pass.worker.flow_cache.match(pass.tables, port.crypto_map, tuple, *packet);
    if (rule == nullptr) return pass.to(Node::ip4_rewrite, std::move(packet));
    protect(pass, port, *rule, tuple, std::move(packet));
}

void classify(Pass& pass, PacketPtr packet) {
    const bool done = packet->sa && !packet->interface;
    const bool v6 = is_v6(*packet);
    const Node in_clear = v6 ? Node::ip6_rewrite : Node::ip4_rewrite;
    const PacketTuple tuple = tuple_of(*packet);
    if (done || is_own_key_exchange(*packet, tuple) || is_exempt_from_crypto_maps(*packet))
        return pass.to(in_clear, std::move(packet));
    const Port& port = pass.tables.ports[pass.tables.adjacencies[packet->scratch].port];
    if (wants_translation(pass, port, tuple, *packet)) return translate(pass, port, std::move(packet));
    const CryptoMapRule* rule =
        pass.worker.flow_cache.match(pass.tables, v6 ? port.crypto_map6 : port.crypto_map, tuple, *packet);
    packet->sa = SaIndex{};
    if (rule == nullptr) return pass.to(in_clear, std::move(packet));
    protect(pass, port, *rule, tuple, std::move(packet));
}

}  // namespace

void crypto_map(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) classify(pass, vector.take(i));
}

}  // namespace node

}  // namespace dataplane
