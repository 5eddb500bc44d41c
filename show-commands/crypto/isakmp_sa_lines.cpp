#include "show-commands/crypto/isakmp_sa.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

ScreenPointer show_sas(const RouterView& view, const config::Args& args) {
    IsakmpSaFilter filter;
    filter.detail = args.has("detail");
    filter.standby = args.has("standby");
    filter.nat = args.has("nat");
    filter.vrf = args.text("vrf-name");
    return isakmp_sa_screen(rows_of(view), filter, show_look(view.look));
}

ScreenPointer show_count(const RouterView& view, const config::Args&) {
    return whole_screen([&view](TextWriter& out) { print_isakmp_sa_count(count_isakmp_sas(*rows_of(view)), out); },
                        [&view] { return std::vector{count_isakmp_sas(*rows_of(view))}; });
}

config::Syntax show_sa() { return show_crypto_isakmp() >> kw("sa", "Show ISAKMP Security Associations"); }

}  // namespace

std::span<const config::Line> isakmp_sa_lines() {
    static const config::Line lines[] = {
        config::line(show_sa() >> config::any_order(kw("active", "Shows HA-enabled ISAKMP SAs in the active state") |
                                                        kw("standby", "Shows HA-enabled ISAKMP SAs in the standby state"),
                                                    kw("detail", "Show ISAKMP SA Detail"), kw("nat", "Show ISAKMP SA NAT Detail"),
                                                    kw("vrf", "Show ISAKMP SA as per VRF") >> config::word("vrf-name", "VPN Routing/Forwarding instance name")),
                     &show_sas),
        config::line(show_sa() >> kw("count", "Show ISAKMP SA count"), &show_count),
    };
    return lines;
}

}  // namespace show
