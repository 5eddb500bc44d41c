#include "show-commands/crypto/ikev2_sa.h"

#include "show-commands/crypto/ike_names.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

std::string_view status_word(ike::SaStatus status) {
    switch (status) {
        case ike::SaStatus::in_negotiation: return "IN-NEG";
        case ike::SaStatus::ready: return "READY";
        case ike::SaStatus::deleting: return "DELETE";
    }
    return {};
}

std::string_view or_none(const std::string& name) { return name.empty() ? "none" : std::string_view{name}; }

/// For JSON: nothing for the screen's word of what is not negotiated yet.
std::optional<std::string_view> chosen(std::string_view name) {
    return name == encryption_name(ike::EncryptionId::none) ? std::nullopt : std::optional(name);
}

void print_ends(const ike::IkeSaView& sa, TextWriter& out) {
    const auto status = status_word(sa.status);
    if (sa.local.is_v4()) {
        out.line("Tunnel-id Local                 Remote                fvrf/ivrf            Status ");
        out.line(sa.tunnel_id, at(10), sa.local, '/', sa.local_port, at(32), sa.remote, '/', sa.remote_port, at(54),
                 or_none(sa.fvrf), '/', or_none(sa.ivrf), at(75), status, at(82));
    } else {
        out.line("Tunnel-id    fvrf/ivrf              Status ");
        out.line(sa.tunnel_id, at(11), or_none(sa.fvrf), '/', or_none(sa.ivrf), at(33), status, at(39));
        out.line("Local  ", sa.local, '/', sa.local_port);
        out.line("Remote  ", sa.remote, '/', sa.remote_port);
    }
}

void print_algorithms(const ike::IkeSaView& sa, const ShowLook& look, TextWriter& out) {
    out.put("      Encr: ", encryption_name(sa.encryption), ", ");
    if (has_key_size(sa.encryption)) out.put("keysize: ", sa.key_bits, ", ");
    if (look.prf_column) out.put("PRF: ", prf_name(sa.prf), ", ");
    out.line("Hash: ", integrity_name(sa.integrity), ", DH Grp:", sa.dh_group, ", Auth sign: ", auth_name(sa.auth_sign),
             ", Auth verify: ", auth_name(sa.auth_verify));
    out.line("      Life/Active Time: ", sa.lifetime, '/', sa.active, " sec");
}

void print_spis(const ike::IkeSaView& sa, TextWriter& out) {
    out.line("      Local spi: ", hex(sa.local_spi, 16), "       Remote spi: ", hex(sa.remote_spi, 16));
}

void print_windows(const ike::IkeSaView& sa, TextWriter& out) {
    const auto pair = [&](std::string_view local, std::uint32_t ours, std::string_view remote, std::uint32_t theirs) {
        out.line("      ", local, at(25), ours, at(40), remote, at(60), theirs, at(70));
    };
    pair("Local req msg id:", sa.local_request_id, "Remote req msg id:", sa.remote_request_id);
    pair("Local next msg id:", sa.local_next_id, "Remote next msg id:", sa.remote_next_id);
    pair("Local req queued:", sa.local_queued, "Remote req queued:", sa.remote_queued);
    pair("Local window:", sa.local_window, "Remote window:", sa.remote_window);
}

std::string_view nat_line(const ike::IkeSaView& sa) {
    if (sa.nat_local) return "      NAT-T is detected inside";
    if (sa.nat_remote) return "      NAT-T is detected  outside";
    return "      NAT-T is not detected  ";
}

void print_features(const ike::IkeSaView& sa, const ShowLook& look, TextWriter& out) {
    out.line("      DPD configured for ", sa.dpd_interval, " seconds, retry ", sa.dpd_retry);
    const bool says_fragmentation = !look.fragmentation_off.empty();
    if (says_fragmentation) out.line("      ", sa.fragmentation ? "IETF Std Fragmentation  enabled." : look.fragmentation_off);
    if (look.dynamic_route_update) out.line("      Dynamic Route Update: enabled");
    if (says_fragmentation && sa.fragmentation)
        out.line("      IETF Std Fragmentation MTU in use: ", sa.fragmentation_mtu, " bytes.");
    if (look.extended_authentication) out.line("      Extended Authentication not configured.");
    out.line(nat_line(sa));
    out.line("      Cisco Trust Security SGT is disabled");
    out.line("      Initiator of SA : ", sa.initiator ? "Yes" : "No");
}

void print_detail(const ike::IkeSaView& sa, const ShowLook& look, TextWriter& out) {
    if (look.spi_before_status) print_spis(sa, out);
    out.line("      Status Description: ", status_description(sa));
    if (!look.spi_before_status) print_spis(sa, out);
    out.line("      Local id: ", sa.local_id);
    out.line("      Remote id: ", sa.remote_id);
    print_windows(sa, out);
    print_features(sa, look, out);
}

/// The rows of one family after the other; the heading of each family stands even without rows.
class Ikev2SaScreen final : public RowScreen<Ikev2SaRow> {
public:
    Ikev2SaScreen(std::unique_ptr<CryptoRows> rows, const Ikev2SaFilter& filter, const ShowLook& look)
        : rows_(std::move(rows)), filter_(filter), look_(look) {}

private:
    std::optional<Ikev2SaRow> next() override {
        for (;;) {
            while (auto sa = rows_->next_ike_sa(cursor_)) {
                cursor_ = sa->tunnel_id;
                if (sa->local.is_v6() == v6_ && filter_.admits(*sa)) return Ikev2SaRow{std::move(*sa)};
            }
            if (v6_) return std::nullopt;
            v6_ = true;
            cursor_ = 0;
        }
    }
    void print_head(TextWriter& out) override { out.line(" IPv4 Crypto IKEv2  SA ").end(); }
    void print(const Ikev2SaRow& row, TextWriter& out) override {
        if (v6_) print_v6_heading(out);
        print_ikev2_sa(row.sa, filter_.detailed, look_, out);
        out.end();
    }
    void print_foot(TextWriter& out) override { print_v6_heading(out); }

    void print_v6_heading(TextWriter& out) {
        if (!v6_heading_) out.line(" IPv6 Crypto IKEv2  SA ").end();
        v6_heading_ = true;
    }

    std::unique_ptr<CryptoRows> rows_;
    Ikev2SaFilter filter_;
    const ShowLook& look_;
    std::uint32_t cursor_ = 0;
    bool v6_ = false, v6_heading_ = false;
};

ScreenPointer start(const RouterView& view, const config::Args& args) {
    const Ikev2SaFilter filter{args.get<config::IpAddress>("local-address"), args.get<config::IpAddress>("remote-address"),
                               args.has("detailed")};
    return ikev2_sa_screen(rows_of(view), filter, show_look(view.look));
}

}  // namespace

template <class F>
void Ikev2SaRow::fields(F&& field) const {
    field("tunnel_id", sa.tunnel_id);
    field("local", sa.local);
    field("local_port", sa.local_port);
    field("remote", sa.remote);
    field("remote_port", sa.remote_port);
    field("fvrf", sa.fvrf);
    field("ivrf", sa.ivrf);
    field("status", status_word(sa.status));
    field("encryption", chosen(encryption_name(sa.encryption)));
    field("key_size", sa.key_bits);
    field("prf", chosen(prf_name(sa.prf)));
    field("integrity", integrity_name(sa.integrity));
    field("dh_group", sa.dh_group);
    field("auth_sign", chosen(auth_name(sa.auth_sign)));
    field("auth_verify", chosen(auth_name(sa.auth_verify)));
    field("life_seconds", sa.lifetime);
    field("active_seconds", sa.active);
    field("ce_id", sa.ce_id);
    field("session_id", sa.session_id);
    field("local_id", sa.local_id);
    field("remote_id", sa.remote_id);
    field("initiator", sa.initiator);
    field("nat_inside", sa.nat_local);
    field("nat_outside", sa.nat_remote);
    field("children", sa.children.size());
}

void print_ikev2_sa(const ike::IkeSaView& sa, bool detailed, const ShowLook& look, TextWriter& out) {
    print_ends(sa, out);
    print_algorithms(sa, look, out);
    if (detailed || look.plain_shows_spis) out.line("      CE id: ", sa.ce_id, ", Session-id: ", sa.session_id);
    if (detailed) print_detail(sa, look, out);
    else if (look.plain_shows_spis) print_spis(sa, out);
}

std::unique_ptr<Screen> ikev2_sa_screen(std::unique_ptr<CryptoRows> rows, const Ikev2SaFilter& filter, const ShowLook& look) {
    return std::make_unique<Ikev2SaScreen>(std::move(rows), filter, look);
}

std::span<const config::Line> ikev2_sa_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ikev2() >> config::kw("sa", "Shows ikev2 SAs") >>
                         config::any_order(config::kw("local", "Show IKEv2 SAs by local address") >>
                                               config::ip("local-address", "Local address"),
                                           config::kw("remote", "Show IKEv2 SAs by remote address") >>
                                               config::ip("remote-address", "Remote address"),
                                           config::kw("detailed", "Detailed IKEv2 SA information")),
                     &start),
    };
    return lines;
}

}  // namespace show
