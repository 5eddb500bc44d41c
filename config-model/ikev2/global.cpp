#include <algorithm>

#include "config-model/field.h"
#include "config-model/ikev2/modes.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_global;

Syntax crypto() { return kw("crypto", "Encryption module"); }
Syntax ikev2() { return crypto() >> kw("ikev2", "Configure IKEv2 Options"); }

void add_option(Configuration& configuration, const Args& args) {
    auto& all = configuration.ikev2.options;
    auto words = canonical_words(args, 2);
    if (std::find(all.begin(), all.end(), words) == all.end()) all.push_back(std::move(words));
}

void erase_option(Configuration& configuration, const Args& args) {
    const auto words = canonical_words(args, 2);
    std::erase_if(configuration.ikev2.options, [&](const std::string& option) { return option.starts_with(words); });
}

Line option(Syntax syntax, std::string_view warning) {
    return line(ikev2() >> std::move(syntax)).set(&add_option).unset(&erase_option).reset(&erase_option)
        .no_needs(0).warns(warning).changes(topic);
}

void show_options(const Configuration& configuration, Shown& shown) {
    for (const auto& words : configuration.ikev2.options) shown.raw("crypto ikev2 " + words);
}

template <auto List>
Line named_block(Syntax syntax, const Mode& (*mode)(), std::string_view section) {
    return opens(ikev2() >> std::move(syntax) >> word("Name"), mode, NamedEntries<Configuration, &Configuration::ikev2, List>::entries())
        .in(section).changes(topic);
}

}  // namespace

std::span<const Line> ikev2_global_lines() {
    static const Line lines[] = {
        option(kw("certificate-cache", "Cache for storing certs fetched from HTTP URLs") >> number(1, 2000, "Number of certificates"),
               "certificates are not modelled").show(&show_options).in("crypto ikev2"),
        option(kw("disconnect-revoked-peers", "Disconnect Crypto Session with Cert Revoked Peer"), "certificates are not modelled"),
        option(kw("cts", "Cisco Trust Security") >> kw("sgt", "Security Group Tag"), "TrustSec is not modelled"),
        option(kw("redirect", "IKEv2 Redirect Mechanism") >> text("client, or gateway init|auth"), "redirection is not modelled"),
        option(kw("cluster", "Cluster load-balancer settings"), "clusters are not modelled"),
        named_block<&Ikev2Config::authorization_policies>(kw("authorization", "IKEv2 authorization") >> kw("policy", "IKEv2 authorization policy"),
                                                          &authorization_policy_mode, "crypto ikev2 authorization policy"),
        named_block<&Ikev2Config::name_manglers>(kw("name-mangler", "Name mangler"), &name_mangler_mode, "crypto ikev2 name-mangler"),
        named_block<&Ikev2Config::flexvpn_clients>(kw("client", "IKEv2 client configuration") >>
                                                       kw("flexvpn", "Configure an IKEv2 FlexVPN client"),
                                                   &flexvpn_client_mode, "crypto ikev2 client"),
        field<&Configuration::ikev2, &Ikev2Config::logging>(crypto() >> kw("logging", "logging messages") >> kw("ikev2", "IKEv2 logging"))
            .in("crypto logging").changes(topic),
        field<&Configuration::ikev2, &Ikev2Config::session_logging>(crypto() >> kw("logging", "logging messages") >>
                                                                    kw("session", "logging up/down session"))
            .in("crypto logging").changes(topic),
    };
    return lines;
}

}  // namespace config
