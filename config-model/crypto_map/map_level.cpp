#include <algorithm>

#include "config-model/configuration.h"
#include "config-model/language/line.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::crypto_map;
constexpr std::string_view section = "crypto map";

Syntax map() { return kw("crypto", "Encryption module") >> kw("map", "Enter a crypto map") >> word("tag", "Crypto map tag"); }

void set_local_address(Configuration& configuration, const Args& args) {
    configuration.ipsec.maps.at(args.text("tag")).local_address = args.get<InterfaceName>("out");
}

void unset_local_address(Configuration& configuration, const Args& args) {
    if (CryptoMap* const found = configuration.ipsec.maps.find(args.text("tag"))) found->local_address.reset();
}

void set_option(Configuration& configuration, const Args& args) {
    auto& all = configuration.ipsec.maps.at(args.text("tag")).options;
    auto words = canonical_words(args, 3);
    if (std::find(all.begin(), all.end(), words) == all.end()) all.push_back(std::move(words));
}

void unset_option(Configuration& configuration, const Args& args) {
    CryptoMap* const found = configuration.ipsec.maps.find(args.text("tag"));
    if (!found) return;
    const auto words = canonical_words(args, 3);
    std::erase_if(found->options, [&](const std::string& option) { return option.starts_with(words); });
}

Line option(Syntax syntax, std::string_view warning) {
    return line(map() >> std::move(syntax)).set(&set_option).unset(&unset_option).no_needs(3).warns(warning).in(section).changes(topic);
}

Syntax client() { return kw("client", "Specify client configuration settings"); }

}  // namespace

std::span<const Line> crypto_map_level_lines() {
    static const Line lines[] = {
        line(map() >> kw("local-address", "Interface to use for local address for this crypto map") >> interface_name("out", "Interface"))
            .set(&set_local_address).unset(&unset_local_address).no_needs(2).in(section).changes(topic),
        option(client() >> kw("authentication", "Xauth") >> kw("list", "AAA list") >> word("AAA list name"), "Xauth is not modelled"),
        option(client() >> kw("accounting", "Accounting") >> kw("list", "AAA list") >> word("AAA list name"), "Xauth is not modelled"),
        option(client() >> kw("configuration", "Mode configuration") >> kw("address", "Address") >>
                   (kw("initiate", "Push addresses") | kw("respond", "Answer requests")),
               "mode configuration is not modelled"),
        option(client() >> kw("username", "Group members"), "Xauth is not modelled"),
        option(kw("isakmp", "Specify isakmp configuration settings") >> kw("authorization", "Authorization parameters") >>
                   kw("list", "AAA list") >> word("AAA list name"),
               "group authorization is not modelled"),
        option(kw("isakmp-profile", "Specify isakmp profile to use") >> word("Profile name"), "ISAKMP profiles are not modelled"),
        option(kw("redundancy", "High availability options for this map") >> -text("options"), "redundancy is not modelled"),
        option(kw("gdoi", "Configure crypto map gdoi features") >> text("options"), "GDOI is not modelled"),
    };
    return lines;
}

}  // namespace config
