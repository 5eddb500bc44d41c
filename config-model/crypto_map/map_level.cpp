#include <algorithm>

#include "config-model/crypto_map/modes.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::crypto_map;
constexpr std::string_view section = "crypto map";

Syntax map_words(bool ipv6) {
    Syntax start = kw("crypto", "Encryption module") >> kw("map", "Enter a crypto map");
    return (ipv6 ? std::move(start) >> kw("ipv6", "IPv6 crypto map") : std::move(start)) >> word("tag", "Crypto map tag");
}

CryptoMap& map_of(Configuration& configuration, const Args& args) {
    CryptoMap* const found = configuration.ipsec.maps.find(args.text("tag"));
    if (found) return *found;
    CryptoMap& map = configuration.ipsec.maps.at(args.text("tag"));
    map.ipv6 = args.has("ipv6");
    return map;
}

/// A map that holds nothing more is gone.
void drop_if_empty(Configuration& configuration, const Args& args) {
    const CryptoMap* const map = configuration.ipsec.maps.find(args.text("tag"));
    if (map && map->entries.empty() && map_level_texts(*map).empty()) configuration.ipsec.maps.erase(args.text("tag"));
}

template <auto Member>
void set_name(Configuration& configuration, const Args& args) { map_of(configuration, args).*Member = args.text("name"); }

template <auto Member>
void unset(Configuration& configuration, const Args& args) {
    if (CryptoMap* const map = configuration.ipsec.maps.find(args.text("tag"))) map->*Member = {};
    drop_if_empty(configuration, args);
}

template <auto Way>
void set_way(Configuration& configuration, const Args& args) { map_of(configuration, args).client_addressing.*Way = true; }

template <auto Way>
void unset_way(Configuration& configuration, const Args& args) {
    if (CryptoMap* const map = configuration.ipsec.maps.find(args.text("tag"))) map->client_addressing.*Way = false;
    drop_if_empty(configuration, args);
}

void set_local_address(Configuration& configuration, const Args& args) { map_of(configuration, args).local_address = args.get<InterfaceName>("out"); }

/// The words behind the map's name.
std::string option_words(const Args& args) { return canonical_words(args, args.has("ipv6") ? 4 : 3); }

void set_option(Configuration& configuration, const Args& args) {
    auto& all = map_of(configuration, args).options;
    auto words = option_words(args);
    if (std::find(all.begin(), all.end(), words) == all.end()) all.push_back(std::move(words));
}

void unset_option(Configuration& configuration, const Args& args) {
    CryptoMap* const map = configuration.ipsec.maps.find(args.text("tag"));
    if (!map) return;
    const auto words = option_words(args);
    std::erase_if(map->options, [&](const std::string& option) { return option.starts_with(words); });
    drop_if_empty(configuration, args);
}

Line declared(Line line, unsigned words) { return std::move(line).no_needs(words).in(section).changes(topic); }

template <auto Member>
Line named(bool ipv6, Syntax words, std::string_view help, unsigned no_words) {
    return declared(line(map_words(ipv6) >> std::move(words) >> word("name", help)).set(&set_name<Member>).unset(&unset<Member>), no_words);
}

template <auto Way>
Line addressing(bool ipv6, std::string_view way, std::string_view help) {
    return declared(line(map_words(ipv6) >> kw("client", "Specify client configuration settings") >> kw("configuration", "Specify configuration policy") >>
                         kw("address", "Specify address configuration policy") >> kw(way, help))
                        .set(&set_way<Way>).unset(&unset_way<Way>), 5);
}

Line option(bool ipv6, Syntax words, std::string_view warning) {
    return declared(line(map_words(ipv6) >> std::move(words)).set(&set_option).unset(&unset_option).warns(warning), 3);
}

void add_lines(std::vector<Line>& lines, bool ipv6) {
    const auto client = [] { return kw("client", "Specify client configuration settings"); };
    const auto list = [] { return kw("list", "Specify the AAA list"); };
    lines.push_back(declared(line(map_words(ipv6) >> kw("local-address", "Interface to use for local address for this crypto map") >>
                                  interface_name("out", "Interface"))
                                 .set(&set_local_address).unset(&unset<&CryptoMap::local_address>), 2));
    lines.push_back(named<&CryptoMap::client_authentication_list>(ipv6, client() >> kw("authentication", "Use AAA authentication for Xauth") >> list(), "Named authentication list", 4));
    lines.push_back(named<&CryptoMap::authorization_list>(
        ipv6, kw("isakmp", "Specify isakmp configuration settings") >> kw("authorization", "Authorization parameters") >> list(), "Named authorization list", 4));
    lines.push_back(addressing<&ClientAddressing::initiate>(ipv6, "initiate", "Push addresses to the client"));
    lines.push_back(addressing<&ClientAddressing::respond>(ipv6, "respond", "Answer the client's request for an address"));
    lines.push_back(named<&CryptoMap::isakmp_profile>(ipv6, kw("isakmp-profile", "Specify isakmp profile to use"), "Profile name", 2));
    lines.push_back(option(ipv6, client() >> kw("accounting", "Accounting parameters") >> list() >> word("Named accounting list"), "accounting is not modelled"));
    lines.push_back(option(ipv6, client() >> kw("username", "Group members"), "Xauth group members are not modelled"));
    lines.push_back(option(ipv6, kw("redundancy", "High availability options for this map") >> -text("options"), "redundancy is not modelled"));
    lines.push_back(option(ipv6, kw("gdoi", "Configure crypto map gdoi features") >> text("options"), "GDOI is not modelled"));
}

}  // namespace

std::vector<std::string> map_level_texts(const CryptoMap& map) {
    std::vector<std::string> texts;
    if (map.local_address) texts.push_back("local-address " + map.local_address->text());
    if (!map.client_authentication_list.empty()) texts.push_back("client authentication list " + map.client_authentication_list);
    if (!map.authorization_list.empty()) texts.push_back("isakmp authorization list " + map.authorization_list);
    if (map.client_addressing.initiate) texts.emplace_back("client configuration address initiate");
    if (map.client_addressing.respond) texts.emplace_back("client configuration address respond");
    if (!map.isakmp_profile.empty()) texts.push_back("isakmp-profile " + map.isakmp_profile);
    texts.insert(texts.end(), map.options.begin(), map.options.end());
    return texts;
}

std::span<const Line> crypto_map_level_lines() {
    static const auto lines = [] {
        std::vector<Line> all;
        add_lines(all, false);
        add_lines(all, true);
        return all;
    }();
    return lines;
}

}  // namespace config
