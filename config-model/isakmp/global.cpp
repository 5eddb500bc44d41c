#include <algorithm>
#include <array>

#include "config-model/field.h"
#include "config-model/isakmp/modes.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_global;
constexpr std::string_view section = "crypto isakmp";
constexpr std::uint16_t default_retry = 2;   // seconds

constexpr std::array identities{
    Choice{"address", "Use the IP address of the interface for the identity", static_cast<int>(IsakmpIdentityKind::address)},
    Choice{"auto", "Choose the identity by the way of authentication", static_cast<int>(IsakmpIdentityKind::automatic)},
    Choice{"dn", "Use the distinguished name of the router cert for the identity", static_cast<int>(IsakmpIdentityKind::dn)},
    Choice{"hostname", "Use the hostname of the router for the identity", static_cast<int>(IsakmpIdentityKind::hostname)},
};

void set_keepalive(Configuration& configuration, const Args& args) {
    auto& isakmp = configuration.isakmp;
    isakmp.keepalive = DeadPeerDetection{static_cast<std::uint16_t>(args.number("interval")),
                                         static_cast<std::uint16_t>(args.number("again", default_retry)), args.has("periodic")};
    isakmp.keepalive_retry_given = args.has("again");
}

void unset_keepalive(Configuration& configuration, const Args&) {
    configuration.isakmp.keepalive.reset();
    configuration.isakmp.keepalive_retry_given = false;
}

void show_keepalive(const Configuration& configuration, Shown& shown) {
    const auto& keepalive = configuration.isakmp.keepalive;
    if (!keepalive) return;
    std::string text = "crypto isakmp keepalive " + std::to_string(keepalive->interval);
    if (configuration.isakmp.keepalive_retry_given) text += ' ' + std::to_string(keepalive->retry);
    shown.raw(keepalive->periodic ? text + " periodic" : text);
}

template <auto Member>
Line global(Syntax syntax) {
    return field<&Configuration::isakmp, Member>(isakmp_words() >> std::move(syntax)).no_needs(0).in(section).changes(topic);
}

void add_option(Configuration& configuration, const Args& args) {
    auto& all = configuration.isakmp.options;
    auto words = canonical_words(args, 2);
    if (std::find(all.begin(), all.end(), words) == all.end()) all.push_back(std::move(words));
}

void erase_option(Configuration& configuration, const Args& args) {
    const auto words = canonical_words(args, 2);
    std::erase_if(configuration.isakmp.options, [&](const std::string& option) { return option.starts_with(words); });
}

Line option(Syntax syntax) {
    return line(isakmp_words() >> std::move(syntax)).set(&add_option).unset(&erase_option).reset(&erase_option).no_needs(0).changes(topic);
}

void show_options(const Configuration& configuration, Shown& shown) {
    for (const auto& words : configuration.isakmp.options) shown.raw("crypto isakmp " + words);
}

/// Call admission has two spellings; the newer one is printed.
template <auto Member>
Line admission(Syntax leading, std::string_view word, std::string_view help) {
    return field<&Configuration::isakmp, Member>(std::move(leading) >> kw(word, help) >> number(1, 99999, "Number of SAs"))
        .no_needs(0).in(section).changes(topic);
}

Syntax limit_of_ike() {
    return kw("crypto", "Encryption module") >> kw("call", "Configure Crypto Call Admission Control") >>
           kw("admission", "Configure Crypto Call Admission Control") >> kw("limit", "Configure Crypto Call Admission Control Limits") >>
           kw("ike", "Configure Crypto Call Admission Control for IKE");
}

Syntax old_limit() {
    return isakmp_words() >> kw("call", "Configure Call Admission Control") >> kw("admission", "Configure Call Admission Control") >>
           kw("limit", "Configure Call Admission Control Limits");
}

constexpr std::string_view sa_help = "Limit the number of established IKE SAs";
constexpr std::string_view negotiating_help = "Limit the number of IKE SAs in negotiation";

}  // namespace

std::span<const Line> isakmp_identity_lines() {
    static const Line lines[] = {
        global<&IsakmpConfig::identity>(kw("identity", "Set the identity which ISAKMP will use") >> one_of(identities)),
        global<&IsakmpConfig::invalid_spi_recovery>(kw("invalid-spi-recovery", "Initiate IKE and send Invalid SPI Notify")),
        line(isakmp_words() >> kw("keepalive", "Set a keepalive interval for use with IOS peers") >>
             number("interval", 10, 3600, "Number of seconds between keepalives") >>
             -number("again", 2, 60, "Number of seconds between retries if keepalive fails") >>
             -(kw("on-demand", "Send keepalives as required") | kw("periodic", "Send keepalives at regular intervals")))
            .set(&set_keepalive).unset(&unset_keepalive).reset(&unset_keepalive).show(&show_keepalive).no_needs(0).in(section).changes(topic),
        global<&IsakmpConfig::nat_keepalive>(kw("nat", "Set a nat  keepalive interval for use with IOS peers") >>
                                             kw("keepalive", "Set a nat  keepalive interval for use with IOS peers") >>
                                             number(5, 3600, "Number of seconds between keepalives")),
        global<&IsakmpConfig::aggressive_mode_disabled>(kw("aggressive-mode", "Disable ISAKMP aggressive mode ") >>
                                                        kw("disable", "Disable ISAKMP aggressive mode")),
    };
    return lines;
}

std::span<const Line> isakmp_global_lines() {
    static const Line lines[] = {
        global<&IsakmpConfig::enabled>(kw("enable", "Enable ISAKMP")),
        global<&IsakmpConfig::fragmentation>(kw("fragmentation", "IKE Fragmentation enabled if required")),
        global<&IsakmpConfig::xauth_timeout>(kw("xauth", "Set Extended Authentication values") >> kw("timeout", "Set timeout for Extended Authentication") >>
                                             number(5, 90, "Timeout in seconds")),
        global<&IsakmpConfig::address_pool>(kw("client", "Set client configuration policy") >> kw("configuration", "Set client configuration policy") >>
                                            kw("address-pool", "Set network address for client") >> kw("local", "Configure the local pool for addresses") >>
                                            word("Pool name")),
        admission<&IsakmpConfig::limit_sa>(limit_of_ike(), "sa", sa_help),
        admission<&IsakmpConfig::limit_in_negotiation>(limit_of_ike(), "in-negotiation-sa", negotiating_help),
        admission<&IsakmpConfig::limit_sa>(old_limit(), "sa", sa_help).alias().hidden(),
        admission<&IsakmpConfig::limit_in_negotiation>(old_limit(), "in-negotiation-sa", negotiating_help).alias().hidden(),
        option(kw("diagnose", "Diagnostic configuration") >> kw("error", "Error trace") >> -number(1, 1000, "Number of errors"))
            .show(&show_options).in(section),
        option(kw("disconnect-revoked-peers", "Disconnect Crypto Session with Revoked Peer")),
        option(kw("performance", "Enable performance statistics collection") >> -text("Further words")),
    };
    return lines;
}

}  // namespace config
