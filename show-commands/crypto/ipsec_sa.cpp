#include "show-commands/crypto/ipsec_sa.h"

#include <algorithm>

#include "show-commands/crypto/ike_names.h"

namespace show {

namespace {

/// The smallest prefix that holds the whole range.
config::Prefix covering_prefix(const dataplane::TrafficSelector& selector) {
    config::Prefix prefix{selector.first, static_cast<std::uint8_t>(selector.first.bits())};
    while (prefix.length > 0 && !prefix.contains(selector.last)) --prefix.length;
    prefix.address = prefix.network();
    return prefix;
}

bool is_any_to_any(const dataplane::ProtectedFlow& flow) {
    const auto any = dataplane::TrafficSelector::any(flow.local.first.family());
    return flow.local == any && flow.remote == any;
}

IpsecSaRow sa_row(const dataplane::SaView& sa, const ShowLook& look) {
    const dataplane::SaParameters& is = sa.parameters;
    IpsecSaRow row;
    row.spi = is.spi;
    row.ah = is.protocol == dataplane::IpsecProtocol::ah;
    row.transform = transform_words(is.protocol, is.suite);
    row.transport = is.mode == dataplane::EncapsulationMode::transport;
    row.udp_encapsulated = static_cast<bool>(is.udp);
    row.esn = is.extended_sequence_numbers;
    row.flow_id = sa.connection_id > look.flow_base ? sa.connection_id - look.flow_base : sa.connection_id;
    row.connection_id = look.connection_base + sa.connection_id;
    row.initiator = sa.initiator;
    row.kilobytes_limited = is.lifetime.hard_kilobytes != 0;
    row.timed = row.kilobytes_limited || is.lifetime.hard_seconds != 0 || sa.seconds_left != 0;
    row.kilobytes_left = sa.kilobytes_left;
    row.seconds_left = sa.seconds_left;
    row.iv_bytes = row.ah ? 0 : dataplane::iv_length(is.suite.encryption);
    row.replay_window = is.replay_window;
    return row;
}

/// The view has the newest first.
std::vector<IpsecSaRow> sa_rows(const std::vector<dataplane::SaView>& views, const ShowLook& look) {
    std::vector<IpsecSaRow> rows;
    rows.reserve(views.size());
    for (auto sa = views.rbegin(); sa != views.rend(); ++sa) rows.push_back(sa_row(*sa, look));
    return rows;
}

void print_ident(std::string_view side, const IdentRow& ident, TextWriter& out) {
    out.put("   ", side, " ident (addr/mask/prot/port): (", ident.address, '/');
    if (ident.address.is_v6()) out.put(ident.prefix_length);
    else out.put(ident.mask);
    out.line('/', ident.protocol, '/', ident.port, ')');
}

void print_detail_counters(const dataplane::FlowCounters& is, TextWriter& out) {
    out.line("    #pkts no sa (send) ", is.no_sa_send, ", #pkts invalid sa (rcv) ", is.invalid_sa_rcv);
    out.line("    #pkts encaps failed (send) ", is.encaps_failed, ", #pkts decaps failed (rcv) ", is.decaps_failed);
    out.line("    #pkts invalid prot (recv) ", is.invalid_prot, ", #pkts verify failed: ", is.verify_failed);
    out.line("    #pkts invalid identity (recv) ", is.invalid_identity, ", #pkts invalid len (rcv) ", is.invalid_len);
    out.line("    #pkts replay rollover (send): ", is.replay_rollover_send, ", #pkts replay rollover (rcv) ",
             is.replay_rollover_rcv);
    out.line("    ##pkts replay failed (rcv): ", is.replay_failed);
    out.line("    #pkts tagged (send): 0, #pkts untagged (rcv): 0");
    out.line("    #pkts not tagged (send): 0, #pkts not untagged (rcv): 0");
    out.line("    #pkts internal err (send): ", is.internal_err_send, ", #pkts internal err (recv) ", is.internal_err_rcv);
}

void print_counters(const dataplane::FlowCounters& is, bool detail, const ShowLook& look, TextWriter& out) {
    const std::string_view colon = look.early_ipsec_sa ? " " : ": ";
    out.line("    #pkts encaps: ", is.encaps, ", #pkts encrypt: ", is.encrypt, ", #pkts digest", colon, is.digest);
    out.line("    #pkts decaps: ", is.decaps, ", #pkts decrypt: ", is.decrypt, ", #pkts verify", colon, is.verify);
    out.line("    #pkts compressed: 0, #pkts decompressed: 0");
    out.line("    #pkts not compressed: 0, #pkts compr. failed: 0");
    out.line("    #pkts not decompressed: 0, #pkts decompress failed: 0");
    if (detail) print_detail_counters(is, out);
    else out.line("    #send errors ", is.send_errors, ", #recv errors ", is.recv_errors);
}

void print_endpoints(const IpsecIdentityRow& row, const ShowLook& look, TextWriter& out) {
    const bool v6 = row.local_address.is_v6();
    const std::string_view family = v6 ? "ipv6" : "ip";
    out.line("     local crypto endpt.: ", row.local_address, v6 ? ",\n     " : ", ", "remote crypto endpt.: ", row.peer);
    out.put("     ");
    if (look.plaintext_mtu) out.put("plaintext mtu ", row.plaintext_mtu, ", ");
    out.put("path mtu ", row.path_mtu, ", ", family, " mtu ", row.ip_mtu);
    if (!row.mtu_interface.empty() && !look.early_ipsec_sa) out.put(", ", family, " mtu idb ", row.mtu_interface);
    out.end();
    if (look.early_ipsec_sa) return static_cast<void>(out.line("     current outbound spi: ", hex(row.outbound_spi)));
    out.line("     current outbound spi: 0x", hex(row.outbound_spi), '(', row.outbound_spi, ')');
    if (row.pfs_group) out.line("     PFS (Y/N): Y, DH group: group", *row.pfs_group);
    else out.line("     PFS (Y/N): N, DH group: none");
}

void print_lifetime(const IpsecSaRow& sa, TextWriter& out) {
    if (!sa.timed) return static_cast<void>(out.line("        no sa timing"));
    if (sa.kilobytes_limited) {
        out.line("        sa timing: remaining key lifetime (k/sec): (", sa.kilobytes_left, '/', sa.seconds_left, ')');
    } else {
        out.line("        sa timing: remaining key lifetime (sec): ", sa.seconds_left);
        out.line("        Kilobyte Volume Rekey has been disabled");
    }
}

void print_replay(const IpsecSaRow& sa, TextWriter& out) {
    constexpr std::uint16_t usual_window = 64;
    out.put("        replay detection support: ", sa.replay_window == 0 ? 'N' : 'Y');
    if (sa.replay_window > usual_window) out.put("  replay window size: ", sa.replay_window);
    out.end();
}

constexpr std::uint64_t ipv6_sibling = 1;

void print_sa(const IpsecSaRow& sa, const IpsecIdentityRow& row, const ShowLook& look, TextWriter& out) {
    const std::uint64_t flags = look.sibling_flags | (sa.transport ? 0 : look.sibling_tunnel) |
                                (sa.initiator ? look.sibling_initiator : 0) | (row.local_address.is_v6() ? ipv6_sibling : 0);
    out.line("      spi: 0x", hex(sa.spi), '(', sa.spi, ')');
    out.line("        transform: ", sa.transform, " ,");
    out.line("        in use settings ={", sa.transport ? "Transport" : "Tunnel", sa.udp_encapsulated ? " UDP-Encaps, " : ", ",
             sa.esn ? "esn" : "", '}');
    if (look.early_ipsec_sa)
        out.line("        slot: 0, conn id: ", sa.connection_id, ", flow_id: ", sa.flow_id, ", crypto map: ", row.map_tag);
    else
        out.line("        conn id: ", sa.connection_id, ", flow_id: SW:", sa.flow_id, ", sibling_flags ", hex(flags),
                 ", crypto map: ", row.map_tag, look.initiator_word ? (sa.initiator ? ", initiator : True" : ", initiator : False") : "");
    if (look.initiator_word && sa.initiator) out.put(' ');
    print_lifetime(sa, out);
    if (!sa.ah) out.line("        IV size: ", sa.iv_bytes, " bytes");
    print_replay(sa, out);
    if (!look.early_ipsec_sa) out.line("        Status: ", look.sa_status);
}

/// "     inbound esp sas:" and its SAs.
void print_section(std::string_view title, const std::vector<IpsecSaRow>& sas, bool ah, const IpsecIdentityRow& row,
                   const ShowLook& look, TextWriter& out) {
    out.end().line("     ", title, " sas:");
    for (const IpsecSaRow& sa : sas)
        if (sa.ah == ah) print_sa(sa, row, look, out);
}

class IpsecSaScreen final : public RowScreen<IpsecIdentityRow> {
public:
    IpsecSaScreen(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration, const IpsecSaFilter& filter,
                  const ShowLook& look)
        : rows_(std::move(rows)), configuration_(configuration), filter_(filter), look_(look) {}

private:
    std::optional<IpsecIdentityRow> next() override {
        while (auto flow = rows_->next_flow(cursor_)) {
            cursor_ = flow->flow.id;
            const dataplane::PolicyEntry* entry = rows_->entry(flow->flow.entry);
            if (!entry || !filter_.admits(*entry, *flow)) continue;
            const std::string vrf = vrf_of(*entry);
            if (filter_.vrf.empty() || filter_.vrf == vrf) return ipsec_identity_row(*flow, *entry, vrf, look_);
        }
        return std::nullopt;
    }
    void print(const IpsecIdentityRow& row, TextWriter& out) override {
        if (row.interface != interface_ || row.map_tag != map_tag_) print_ipsec_interface(row, look_, out);
        interface_ = row.interface;
        map_tag_ = row.map_tag;
        if (filter_.identity) print_ipsec_flow(row, filter_.detail, look_, out);
        else print_ipsec_identity(row, filter_.detail, look_, out);
    }
    void print_foot(TextWriter& out) override {
        if (interface_.empty()) out.end().line("No SAs found");
    }

    std::string vrf_of(const dataplane::PolicyEntry& entry) const {
        const config::Interface* interface = configuration_.find(entry.interface);
        return interface ? interface->vrf : std::string{};
    }

    std::unique_ptr<CryptoRows> rows_;
    const config::Configuration& configuration_;
    IpsecSaFilter filter_;
    const ShowLook& look_;
    dataplane::FlowId cursor_ = 0;
    std::string interface_, map_tag_;   ///< of the identity printed last
};

}  // namespace

IdentRow ident_of(const dataplane::TrafficSelector& selector) {
    const config::Prefix prefix = covering_prefix(selector);
    IdentRow ident;
    ident.address = prefix.address;
    if (prefix.address.is_v4()) ident.mask = prefix.mask();
    ident.prefix_length = prefix.length;
    ident.protocol = selector.protocol;
    ident.port = selector.first_port == selector.last_port ? selector.first_port : std::uint16_t{0};
    return ident;
}

bool IpsecSaFilter::admits(const dataplane::PolicyEntry& entry, const dataplane::FlowView& flow) const {
    return (!peer || flow.peer == *peer) && (!interface || entry.interface == *interface) && (map.empty() || entry.map_tag == map);
}

IpsecIdentityRow ipsec_identity_row(const dataplane::FlowView& flow, const dataplane::PolicyEntry& entry, std::string protected_vrf,
                                    const ShowLook& look) {
    IpsecIdentityRow row;
    row.interface = entry.interface.text();
    row.map_tag = entry.map_tag;
    row.local_address = entry.local;
    row.protected_vrf = std::move(protected_vrf);
    row.local = ident_of(flow.flow.local);
    row.remote = ident_of(flow.flow.remote);
    if (entry.origin == dataplane::PolicyOrigin::static_vti && row.local.address.is_v4() && is_any_to_any(flow.flow))
        row.local.protocol = row.remote.protocol = look.vti_protocol;
    row.peer = flow.peer;
    row.peer_port = flow.peer_port;
    row.origin_is_acl = flow.flow.origin_is_acl;
    row.counters = flow.counters;
    row.plaintext_mtu = flow.plaintext_mtu;
    row.path_mtu = flow.path_mtu;
    row.ip_mtu = flow.ip_mtu;
    row.mtu_interface = flow.mtu_interface;
    row.outbound_spi = flow.current_outbound_spi;
    row.pfs_group = flow.pfs_group;
    row.inbound = sa_rows(flow.inbound, look);
    row.outbound = sa_rows(flow.outbound, look);
    return row;
}

void print_ipsec_interface(const IpsecIdentityRow& row, const ShowLook& look, TextWriter& out) {
    out.end().line("interface: ", row.interface);
    out.line("    Crypto map tag: ", row.map_tag, ", local addr", look.early_ipsec_sa ? ". " : " ", row.local_address);
}

void print_ipsec_flow(const IpsecIdentityRow& row, bool detail, const ShowLook& look, TextWriter& out) {
    const bool early = look.early_ipsec_sa;
    if (early && row.protected_vrf.empty()) out.end().line("   protected vrf:");
    else out.end().line("   protected vrf: ", row.protected_vrf.empty() ? "(none)" : std::string_view{row.protected_vrf});
    print_ident("local ", row.local, out);
    print_ident("remote", row.remote, out);
    out.line("   current_peer", early ? ": " : " ", row.peer, early ? ":" : " port ", row.peer_port);
    out.line("     PERMIT, flags={", row.origin_is_acl ? "origin_is_acl," : "", '}');
    print_counters(row.counters, detail, look, out);
}

void print_ipsec_identity(const IpsecIdentityRow& row, bool detail, const ShowLook& look, TextWriter& out) {
    print_ipsec_flow(row, detail, look, out);
    const bool early = look.early_ipsec_sa;
    out.end();
    print_endpoints(row, look, out);
    print_section("inbound esp", row.inbound, false, row, look, out);
    print_section("inbound ah", row.inbound, true, row, look, out);
    print_section(early ? "inbound pcsp" : "inbound pcp", {}, false, row, look, out);
    print_section("outbound esp", row.outbound, false, row, look, out);
    print_section("outbound ah", row.outbound, true, row, look, out);
    print_section(early ? "outbound pcsp" : "outbound pcp", {}, false, row, look, out);
}

std::unique_ptr<Screen> ipsec_sa_screen(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration,
                                        const IpsecSaFilter& filter, const ShowLook& look) {
    return std::make_unique<IpsecSaScreen>(std::move(rows), configuration, filter, look);
}

}  // namespace show
