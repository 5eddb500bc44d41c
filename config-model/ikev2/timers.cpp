#include "config-model/field.h"
#include "config-model/ikev2/algorithms.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_global;
constexpr std::string_view section = "crypto ikev2";
constexpr std::uint16_t default_fragment = 576;

Syntax ikev2() { return kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options"); }

void set_dpd(Configuration& configuration, const Args& args) {
    configuration.ikev2.dpd = DeadPeerDetection{
        static_cast<std::uint16_t>(args.number("interval")), static_cast<std::uint16_t>(args.number("retry")),
        args.number("mode") == static_cast<int>(DpdMode::periodic)};
}

void unset_dpd(Configuration& configuration, const Args&) { configuration.ikev2.dpd.reset(); }

void show_dpd(const Configuration& configuration, Shown& shown) {
    if (const auto& dpd = configuration.ikev2.dpd) shown.line(dpd->interval, dpd->retry, dpd->periodic);
}

void set_fragmentation(Configuration& configuration, const Args& args) {
    configuration.ikev2.fragmentation_mtu = static_cast<std::uint16_t>(args.number("bytes", default_fragment));
}

void unset_fragmentation(Configuration& configuration, const Args&) { configuration.ikev2.fragmentation_mtu.reset(); }

void show_fragmentation(const Configuration& configuration, Shown& shown) {
    const auto& mtu = configuration.ikev2.fragmentation_mtu;
    if (!mtu) return;
    shown.raw(*mtu == default_fragment ? "crypto ikev2 fragmentation" : "crypto ikev2 fragmentation mtu " + std::to_string(*mtu));
}

template <auto Member>
Line global(Syntax syntax) {
    return field<&Configuration::ikev2, Member>(ikev2() >> std::move(syntax)).no_needs(0).in(section).changes(topic);
}

}  // namespace

std::span<const Line> ikev2_timer_lines() {
    static const Line lines[] = {
        line(ikev2() >> kw("dpd", "Enable IKE liveness check for peers") >> dpd_values())
            .set(&set_dpd).unset(&unset_dpd).reset(&unset_dpd).show(&show_dpd).no_needs(0).in(section).changes(topic),
        global<&Ikev2Config::nat_keepalive>(kw("nat", "NAT-transversal") >> kw("keepalive", "Set NAT keepalive interval") >>
                                            number(5, 3600, "Number of seconds between keepalives")),
        global<&Ikev2Config::window>(kw("window", "IKEV2 window size") >> number(1, 200, "Size of window")),
        global<&Ikev2Config::cookie_challenge>(kw("cookie-challenge", "Set Cookie-challenge watermark") >>
                                               number(0, 1000, "Maximum number of half-open SAs before cookies are asked for")),
        line(ikev2() >> kw("fragmentation", "Enable fragmentation of ikev2 packets") >>
             -(kw("mtu", "MTU size for fragmentation") >> number("bytes", 68, 1500, "MTU in bytes")))
            .set(&set_fragmentation).unset(&unset_fragmentation).reset(&unset_fragmentation).show(&show_fragmentation)
            .no_needs(0).in(section).changes(topic),
        global<&Ikev2Config::http_url_cert>(kw("http-url", "Enable http URL lookup") >>
                                            kw("cert", "Enable certificate lookup based on HTTP-based URL")),
    };
    return lines;
}

}  // namespace config
