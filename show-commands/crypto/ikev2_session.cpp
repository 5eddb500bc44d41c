#include "show-commands/crypto/ikev2_session.h"

#include <algorithm>
#include <compare>

#include "show-commands/crypto/ike_names.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

std::size_t child_count(const Ikev2SessionRow& row) {
    std::size_t count = 0;
    for (const ike::IkeSaView& sa : row.sas) count += sa.children.size();
    return count;
}

void print_range(const dataplane::TrafficSelector& range, TextWriter& out) {
    out.put(range.first, '/', range.first_port, " - ", range.last, '/', range.last_port);
}

void print_selector_table(const ike::ChildSaView& child, TextWriter& out) {
    out.line("Child sa:").line("          local selector       ->      remote selector");
    for (std::size_t i = 0; i < std::max(child.local.size(), child.remote.size()); ++i) {
        out.put("          ");
        if (i < child.local.size()) print_range(child.local[i], out);
        out.put("    ->    ");
        if (i < child.remote.size()) print_range(child.remote[i], out);
        out.end();
    }
}

void print_selector_list(const ike::ChildSaView& child, TextWriter& out) {
    std::string_view indent = "Child sa: ";
    for (const auto& [words, selectors] : {std::pair{"local selector  ", &child.local}, std::pair{"remote selector ", &child.remote}}) {
        for (const dataplane::TrafficSelector& selector : *selectors) {
            out.put(indent, words);
            print_range(selector, out);
            out.end();
            indent = "          ";
        }
    }
}

void print_child_detail(const ike::ChildSaView& child, TextWriter& out) {
    const auto spi = [&](bool ah, std::uint32_t value) { return hex(ah == child.ah ? value : 0); };
    out.line("          AH spi in/out: 0x", spi(true, child.spi_in), "/0x", spi(true, child.spi_out), "  ");
    out.line("          CPI in/out: 0x0/0x0  ");
    out.put("          Encr: ", child.ah ? "None" : cipher_name(child.suite.encryption));
    const bool sized = child.suite.encryption == dataplane::Encryption::aes_cbc || child.suite.encryption == dataplane::Encryption::aes_gcm;
    if (sized) out.put(", keysize: ", child.suite.key_bits);
    const auto hmac = hmac_name(child.suite.integrity);
    out.line(", esp_hmac: ", child.ah ? "None" : hmac);
    out.line("          ah_hmac: ", child.ah ? hmac : "None", ", comp: IPCOMP_NONE, mode ", child.transport ? "transport" : "tunnel");
}

void print_child(const ike::ChildSaView& child, bool detailed, const ShowLook& look, TextWriter& out) {
    if (look.selector_table) print_selector_table(child, out);
    else print_selector_list(child, out);
    out.line("          ESP spi in/out: 0x", hex(child.ah ? 0 : child.spi_in), "/0x", hex(child.ah ? 0 : child.spi_out), "  ");
    if (detailed) print_child_detail(child, out);
}

/// A range of addresses and ports, for JSON.
struct SelectorRow {
    dataplane::TrafficSelector range;

    template <class F>
    void fields(F&& field) const {
        field("first_address", range.first);
        field("last_address", range.last);
        field("protocol", range.protocol);
        field("first_port", range.first_port);
        field("last_port", range.last_port);
    }
};

std::vector<SelectorRow> selector_rows(const std::vector<dataplane::TrafficSelector>& selectors) {
    std::vector<SelectorRow> rows;
    for (const dataplane::TrafficSelector& selector : selectors) rows.push_back({selector});
    return rows;
}

/// A child SA, for JSON.
struct ChildRow {
    ike::ChildSaView child;

    template <class F>
    void fields(F&& field) const {
        field("local_selectors", selector_rows(child.local));
        field("remote_selectors", selector_rows(child.remote));
        field("protocol", child.ah ? "ah" : "esp");
        field("spi_in", child.spi_in);
        field("spi_out", child.spi_out);
        field("encryption", child.ah ? "None" : cipher_name(child.suite.encryption));
        field("key_size", child.suite.key_bits);
        field("integrity", hmac_name(child.suite.integrity));
        field("mode", child.transport ? "transport" : "tunnel");
    }
};

/// An SA of a session with its children, for JSON.
struct SessionSa {
    ike::IkeSaView sa;

    template <class F>
    void fields(F&& field) const {
        field("tunnel_id", sa.tunnel_id);
        field("local", sa.local);
        field("local_port", sa.local_port);
        field("remote", sa.remote);
        field("remote_port", sa.remote_port);
        field("encryption", encryption_name(sa.encryption));
        field("key_size", sa.key_bits);
        field("prf", prf_name(sa.prf));
        field("integrity", integrity_name(sa.integrity));
        field("dh_group", sa.dh_group);
        field("life_seconds", sa.lifetime);
        field("active_seconds", sa.active);
        std::vector<ChildRow> children;
        for (const ike::ChildSaView& child : sa.children) children.push_back({child});
        field("children", children);
    }
};

/// A session's number and one of its SAs.
struct Membership {
    std::uint32_t session_id, tunnel_id;
    auto operator<=>(const Membership&) const = default;
};

/// Holds the numbers of the established SAs, and looks each up again when its turn comes.
class Ikev2SessionScreen final : public RowScreen<Ikev2SessionRow> {
public:
    Ikev2SessionScreen(std::unique_ptr<CryptoRows> rows, bool detailed, const ShowLook& look)
        : rows_(std::move(rows)), detailed_(detailed), look_(look) {}

private:
    std::optional<Ikev2SessionRow> next() override {
        for (;;) {
            if (at_ == members_.size() && !next_family()) return std::nullopt;
            Ikev2SessionRow row;
            if (at_ < members_.size()) row = next_session();
            if (!row.sas.empty()) return row;
        }
    }
    Ikev2SessionRow next_session() {
        Ikev2SessionRow row{members_[at_].session_id, {}};
        for (; at_ < members_.size() && members_[at_].session_id == row.session_id; ++at_)
            if (auto sa = rows_->ike_sa(members_[at_].tunnel_id)) row.sas.push_back(std::move(*sa));
        return row;
    }
    bool next_family() {
        if (family_ == config::AddressFamily::ipv6) return false;
        family_ = family_ == config::AddressFamily::none ? config::AddressFamily::ipv4 : config::AddressFamily::ipv6;
        members_.clear();
        at_ = 0;
        for (auto sa = rows_->next_ike_sa(0); sa; sa = rows_->next_ike_sa(sa->tunnel_id))
            if (sa->local.family() == family_ && sa->status == ike::SaStatus::ready) members_.push_back({sa->session_id, sa->tunnel_id});
        std::sort(members_.begin(), members_.end());
        return true;
    }

    void print_head(TextWriter& out) override { out.line(" IPv4 Crypto IKEv2 Session ").end(); }
    void print(const Ikev2SessionRow& row, TextWriter& out) override {
        if (family_ == config::AddressFamily::ipv6) print_v6_heading(out);
        print_ikev2_session(row, detailed_, look_, out);
    }
    void print_foot(TextWriter& out) override { print_v6_heading(out); }
    void print_v6_heading(TextWriter& out) {
        if (!v6_heading_) out.line(" IPv6 Crypto IKEv2 Session ").end();
        v6_heading_ = true;
    }

    std::unique_ptr<CryptoRows> rows_;
    bool detailed_;
    const ShowLook& look_;
    config::AddressFamily family_ = config::AddressFamily::none;
    std::vector<Membership> members_;
    std::size_t at_ = 0;
    bool v6_heading_ = false;
};

}  // namespace

template <class F>
void Ikev2SessionRow::fields(F&& field) const {
    const std::size_t children = child_count(*this);
    field("session_id", session_id);
    field("status", children != 0 ? "UP-ACTIVE" : "UP-IDLE");
    std::vector<SessionSa> rows;
    for (const ike::IkeSaView& sa : sas) rows.push_back({sa});
    field("ike_sas", rows);
}

void print_ikev2_session(const Ikev2SessionRow& row, bool detailed, const ShowLook& look, TextWriter& out) {
    const std::size_t children = child_count(row);
    out.line("Session-id:", row.session_id, ", Status:", children != 0 ? "UP-ACTIVE" : "UP-IDLE", ", IKE count:", row.sas.size(),
             ", CHILD count:", children).end();
    for (const ike::IkeSaView& sa : row.sas) {
        print_ikev2_sa(sa, detailed, look, out);
        for (const ike::ChildSaView& child : sa.children) print_child(child, detailed, look, out);
        out.end();
    }
}

std::unique_ptr<Screen> ikev2_session_screen(std::unique_ptr<CryptoRows> rows, bool detailed, const ShowLook& look) {
    return std::make_unique<Ikev2SessionScreen>(std::move(rows), detailed, look);
}

std::span<const config::Line> ikev2_session_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ikev2() >> config::kw("session", "Shows ikev2 active session ") >>
                         config::flag("detailed", "Detailed information"),
                     +[](const RouterView& view, const config::Args& args) {
                         return ikev2_session_screen(rows_of(view), args.has("detailed"), show_look(view.look));
                     }),
    };
    return lines;
}

}  // namespace show
