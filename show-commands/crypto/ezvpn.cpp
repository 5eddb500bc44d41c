#include "show-commands/crypto/ezvpn.h"

#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;
using ike::isakmp::EzvpnState;
using ike::isakmp::EzvpnView;

void print_interfaces(const EzvpnView& is, TextWriter& out) {
    out.put("Inside interface list: ");
    for (const config::InterfaceName& inside : is.inside) out.put(&inside == &is.inside.front() ? "" : ", ", inside.text());
    out.end().line("Outside interface: ", is.outside ? is.outside->text() : std::string{}, ' ');
}

void print_servers(const std::vector<config::IpAddress>& servers, std::string_view what, TextWriter& out) {
    constexpr std::string_view ranks[] = {" Primary: ", " Secondary: "};
    for (std::size_t i = 0; i < servers.size() && i < std::size(ranks); ++i) out.line(what, ranks[i], servers[i]);
}

void print_split(const EzvpnView& is, TextWriter& out) {
    for (std::size_t i = 0; i < is.split_include.size(); ++i) {
        out.line("Split Tunnel List: ", i + 1, "  ");
        out.line("       Address    : ", is.split_include[i].network());
        out.line("       Mask       : ", is.split_include[i].mask());
        out.line("       Protocol   : 0x0").line("       Source Port: 0").line("       Dest Port  : 0");
    }
}

class EzvpnScreen final : public RowScreen<EzvpnRow> {
public:
    EzvpnScreen(const RouterView& view, std::string_view only) : view_(view), only_(only) {}

private:
    std::optional<EzvpnRow> next() override {
        if (!read_) read();
        return at_ < clients_.size() ? std::optional(EzvpnRow{std::move(clients_[at_++])}) : std::nullopt;
    }
    void read() {
        read_ = true;
        if (view_.engine) clients_ = view_.engine->isakmp().ezvpn();
        if (!only_.empty()) std::erase_if(clients_, [this](const EzvpnView& client) { return client.name != only_; });
    }
    void print_head(TextWriter& out) override { out.line("Easy VPN Remote Phase: ", show_look(view_.look).ezvpn_phase).end(); }
    void print(const EzvpnRow& row, TextWriter& out) override {
        print_ezvpn(row, out);
        out.end();
    }

    const RouterView& view_;
    std::string only_;
    std::vector<EzvpnView> clients_;
    std::size_t at_ = 0;
    bool read_ = false;
};

}  // namespace

std::string_view ezvpn_state_name(EzvpnState state) {
    switch (state) {
        case EzvpnState::IDLE: return "IDLE";
        case EzvpnState::READY: return "READY";
        case EzvpnState::CONNECT_REQUIRED: return "CONNECT_REQUIRED";
        case EzvpnState::VALID_CFG: return "VALID_CFG";
        case EzvpnState::SS_OPEN: return "SS_OPEN";
        case EzvpnState::XAUTH_REQ: return "XAUTH_REQ";
        case EzvpnState::IPSEC_ACTIVE: return "IPSEC_ACTIVE";
    }
    return {};
}

void print_ezvpn(const EzvpnRow& row, TextWriter& out) {
    const EzvpnView& is = row.client;
    out.line("Tunnel name : ", is.name);
    print_interfaces(is, out);
    out.line("Current State: ", ezvpn_state_name(is.state));
    out.line("Last Event: ", is.last_event);
    if (is.address) out.line("Address: ", *is.address);
    if (is.netmask) out.line("Mask: ", *is.netmask);
    print_servers(is.dns, "DNS", out);
    print_servers(is.wins, "NBMS/WINS", out);
    if (!is.domain.empty()) out.line("Default Domain: ", is.domain);
    out.line("Save Password: ", is.save_password ? "Allowed" : "Disallowed");
    print_split(is, out);
    if (is.peer) out.line("Current EzVPN Peer: ", *is.peer);
}

std::span<const config::Line> ezvpn_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ipsec() >> kw("client", "Show Client Status") >> kw("ezvpn", "Show EzVPN Status") >>
                         -config::word("name", "EzVPN tunnel name"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<EzvpnScreen>(view, args.text("name"));
                     }),
    };
    return lines;
}

}  // namespace show
