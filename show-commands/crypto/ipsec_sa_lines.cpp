#include "show-commands/crypto/ipsec_sa.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

ScreenPointer show_sas(const RouterView& view, const config::Args& args) {
    const IpsecSaFilter filter{args.get<config::IpAddress>("peer-address"), args.get<config::InterfaceName>("interface-name"),
                               std::string(args.text("map-name")), args.has("detail"),
                               std::string(args.text("vrf-name")), args.has("identity")};
    return ipsec_sa_screen(rows_of(view), view.configuration, filter, show_look(view.look));
}

ScreenPointer show_count(const RouterView& view, const config::Args&) {
    return whole_screen([&view](TextWriter& out) { print_ipsec_sa_count(count_ipsec_sas(*rows_of(view)), out); },
                        [&view] { return std::vector{count_ipsec_sas(*rows_of(view))}; });
}

}  // namespace

IpsecSaCount count_ipsec_sas(const CryptoRows& rows) {
    IpsecSaCount count;
    for (auto flow = rows.next_flow(0); flow; flow = rows.next_flow(flow->flow.id)) {
        for (const auto* direction : {&flow->inbound, &flow->outbound})
            for (const dataplane::SaView& sa : *direction) ++(sa.rekeyed ? count.rekeying : count.active);
    }
    return count;
}

void print_ipsec_sa_count(const IpsecSaCount& count, TextWriter& out) {
    out.line("IPsec SA total: ", count.total(), ", active: ", count.active, ", rekeying: ", count.rekeying, ", unused: 0, invalid: 0");
}

std::span<const config::Line> ipsec_sa_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ipsec() >> kw("sa", "IPSEC SA table") >>
                         config::any_order(
                             (kw("peer", "Show SAs for this peer") >> config::ip("peer-address", "Peer address")) |
                                 (kw("interface", "Show info for specific interface") >> config::interface_name("interface-name", "Interface name")) |
                                 (kw("map", "Show SAs for this crypto map") >> config::word("map-name", "Crypto map tag")) |
                                 (kw("vrf", "VPN Routing/Forwarding instance") >> config::word("vrf-name", "VPN Routing/Forwarding instance name")) |
                                 kw("identity", "IPSEC SADB identity tree"),
                             kw("detail", "show counter detail")),
                     &show_sas),
        config::line(show_crypto_ipsec() >> kw("sa", "IPSEC SA table") >> kw("count", "Show the number of IPSEC SAs"), &show_count),
    };
    return lines;
}

}  // namespace show
