#include "tests/config-model/language_toy.h"

#include <algorithm>

namespace toy {

namespace {

constexpr Choice ciphers[] = {{"des", "DES", int(Cipher::des)}, {"3des", "3DES", int(Cipher::triple_des)},
                              {"aes-cbc-128", "AES-CBC-128", int(Cipher::aes_128)}, {"aes-cbc-256", "AES-CBC-256", int(Cipher::aes_256)}};
constexpr Choice groups[] = {{"1", "DH 768 MODP", 1}, {"2", "DH 1024 MODP", 2}, {"14", "DH 2048 MODP", 14}, {"19", "DH 256 ECP", 19}};
constexpr Choice actions[] = {{"permit", "Specify packets to forward", 1}, {"deny", "Specify packets to reject", 0}};
constexpr Choice protocols[] = {{"ip", "Any Internet Protocol", 0}, {"tcp", "Transmission Control Protocol", 6},
                                {"udp", "User Datagram Protocol", 17}, {"icmp", "Internet Control Message Protocol", 1}, {"esp", "Encapsulation Security Payload", 50}};
constexpr Choice operators[] = {{"eq", "Match only packets on a given port number", 1}, {"gt", "Match only packets with a greater port number", 2},
                                {"range", "Match only packets in the range of port numbers", 3}};
constexpr Choice ports[] = {{"www", "World Wide Web (HTTP, 80)", 80}, {"isakmp", "Internet Security Association and Key Management Protocol (500)", 500}};
constexpr Choice banner_kinds[] = {{"motd", "Set Message of the Day banner", 0}, {"login", "Set login banner", 1}};

std::string words_of(const Args& args, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < args.size(); ++i) {
        const Arg& arg = args[i];
        text.append(text.empty() ? "" : " ").append(arg.leaf->kind == WordKind::keyword ? arg.leaf->word : arg.text);
    }
    return text;
}

Syntax endpoint(std::string_view help) {
    return kw("any", "Any host") | (kw("host", "A single host") >> ipv4(help)) | (ipv4(help) >> wildcard("Wildcard bits"));
}
Syntax port() { return -(one_of("operator", operators) >> (one_of("port", ports) | number("port", 0, 65535, "Port number")) >> -number(0, 65535, "Port number")); }
Syntax entry() {
    return (one_of(actions) >> (one_of(protocols) | number(0, 255, "An IP protocol number")) >> endpoint("Source address") >> port() >>
            endpoint("Destination address") >> port() >> any_order(kw("log", "Log matches against this entry"), kw("fragments", "Check non-initial fragments"),
                                                                 kw("dscp", "Match packets with given dscp value") >> number(0, 63, "Differentiated services codepoint value"))) |
           (kw("remark", "Access list entry comment") >> text("Comment up to 100 characters"));
}

std::span<const Line> proposal_lines() {
    static const Line lines[] = {
        line(kw("encryption", "Set encryption algorithm(s) for proposal") >> +one_of(ciphers), &Proposal::encryption).changes(ChangeTopic::ikev2_proposal),
        line(kw("group", "Set the Diffie-Hellman group(s)") >> +one_of(groups), &Proposal::groups).changes(ChangeTopic::ikev2_proposal),
    };
    return lines;
}
const Mode& proposal_mode() {
    static const Mode mode = Mode::of<Proposal>({.prompt = "config-ikev2-proposal", .title = "IKEv2 Proposal commands:",
        .on_enter = [](const Proposal& p, bool created, std::vector<std::string>& notes) {
            if (created && p.encryption.empty()) notes.push_back("IKEv2 proposal MUST be complete");
        }}, {proposal_lines()});
    return mode;
}

std::span<const Line> peer_lines() {
    static const Line lines[] = {
        line(kw("description", "Specify a description of this peer") >> text("description"), &Peer::description),
        line(kw("address", "Specify IPv4/IPv6 address of peer") >> ipv4("IPv4 address") >> -mask("subnet mask"))
            .set([](Peer& p, const Args& a) { p.address = a.get<IpAddress>(std::size_t{0}); p.mask = a.get<IpAddress>(std::size_t{1}); })
            .unset([](Peer& p, const Args&) { p.address.reset(); p.mask.reset(); })
            .show([](const Peer& p, Shown& out) {
                if (p.address && p.mask) out.line(*p.address, *p.mask);
                else if (p.address) out.line(*p.address);
            }),
        line(kw("pre-shared-key", "specify the pre-shared key") >> word("key"), &Peer::key).changes(ChangeTopic::ikev2_keyring),
    };
    return lines;
}
const Mode& peer_mode() {
    static const Mode mode = Mode::of<Peer>({.prompt = "config-ikev2-keyring-peer", .title = "IKEv2 Keyring Peer commands:", .leave = "!"}, {peer_lines()});
    return mode;
}
std::span<const Line> keyring_lines() {
    static const Line lines[] = {
        opens(kw("peer", "Configure a Peer and associated keys") >> word("Name of the peer block"), peer_mode, &Keyring::peers),
    };
    return lines;
}
const Mode& keyring_mode() {
    static const Mode mode = Mode::of<Keyring>({.prompt = "config-ikev2-keyring", .title = "IKEv2 Keyring commands:"}, {keyring_lines()});
    return mode;
}

std::span<const Line> profile_lines() {
    static const Line lines[] = {
        line(kw("match", "Match values of peer") >> kw("identity", "IKE identity") >> kw("remote", "Remote identity") >>
             ((kw("address", "IPv4/IPv6 address") >> ipv4("IPv4 address") >> -mask("specify mask")) | (kw("fqdn", "Fully qualified domain name") >> word("FQDN string"))))
            .set([](Profile& p, const Args& a) -> Result {
                const std::string text = words_of(a, 3);
                if (std::find(p.remote.begin(), p.remote.end(), text) != p.remote.end())
                    return Result::refused("% Already found same 'match identity' statement");
                p.remote.push_back(text);
                return Result::ok();
            })
            .unset([](Profile& p, const Args& a) {
                const std::string text = words_of(a, 3);
                p.remote.erase(std::remove_if(p.remote.begin(), p.remote.end(), [&](auto& r) { return text.empty() || r == text; }), p.remote.end());
            })
            .show([](const Profile& p, Shown& out) { for (const auto& r : p.remote) out.raw("match identity remote " + r); }),
    };
    return lines;
}
const Mode& profile_mode() {
    static const Mode mode = Mode::of<Profile>({.prompt = "config-ikev2-profile", .title = "IKEv2 profile commands:"}, {profile_lines()});
    return mode;
}

Result set_address(Interface& i, const Args& a) {
    if (a.has("dhcp")) return i.dhcp = true, i.address.reset(), Result::ok();
    const auto length = mask_length(*a.get<IpAddress>("mask"));
    const Prefix prefix{*a.get<IpAddress>("address"), *length};
    if (prefix.address == prefix.network() && *length < 31) return Result::refused("Bad mask /" + std::to_string(*length) + " for address " + prefix.address.text());
    if (a.has("secondary")) i.secondaries.push_back(prefix);
    else i.address = prefix, i.dhcp = false;
    return Result::ok();
}
void unset_address(Interface& i, const Args& a) {
    if (!a.has("secondary")) i.address.reset(), i.dhcp = false;
    if (!a.has("address") || a.size() == 2) i.secondaries.clear();
    if (a.has("secondary"))
        i.secondaries.erase(std::remove_if(i.secondaries.begin(), i.secondaries.end(), [&](const Prefix& p) { return p.address == a.get<IpAddress>("mask") || p.address.text() == a[2].text; }), i.secondaries.end());
}
void show_address(const Interface& i, Shown& out) {
    if (i.dhcp) out.line("dhcp");
    for (const Prefix& p : i.secondaries) out.line(p.address, p.mask(), "secondary");
    if (i.address) out.line(i.address->address, i.address->mask());
    if (!i.dhcp && !i.address) out.negated();
}

std::span<const Line> interface_lines() {
    static const Line lines[] = {
        line(kw("description", "Interface specific description") >> text("Up to 240 characters describing this interface"), &Interface::description),
        line(kw("ip", "Interface Internet Protocol config commands") >> kw("address", "Set the IP address of an interface") >>
             (kw("dhcp", "IP Address negotiated via DHCP") | (ipv4("address", "IP address") >> mask("mask", "IP subnet mask") >> flag("secondary", "Make this IP address a secondary address"))))
            .set(set_address).unset(unset_address).show(show_address).changes(ChangeTopic::interfaces),
        line(kw("ip", "Interface Internet Protocol config commands") >> kw("mtu", "Set IP Maximum Transmission Unit") >> number(68, 10000, "MTU (bytes)"), &Interface::mtu),
        line(kw("ip", "Interface Internet Protocol config commands") >> kw("redirects", "Enable sending ICMP Redirect messages"), &Interface::redirects),
        line(kw("shutdown", "Shutdown the selected interface"), &Interface::shutdown).changes(ChangeTopic::interfaces),
        line(kw("crypto", "Encryption/Decryption commands") >> kw("map", "Assign a Crypto Map") >> word("Crypto Map tag"), &Interface::crypto_map),
    };
    return lines;
}
const Mode& interface_mode() {
    static const Mode mode = Mode::of<Interface>({.prompt = "config-if", .title = "Interface configuration commands:"}, {interface_lines()});
    return mode;
}

std::span<const Line> map_lines() {
    static const Line lines[] = {
        line(kw("set", "Set values for encryption/decryption") >> kw("peer", "Allowed Encryption/Decryption peer.") >> word("Hostname or A.B.C.D").labelled("Hostname or A.B.C.D"), &MapEntry::peers).appends(),
        line(kw("match", "Match values.") >> kw("address", "Match address of packets to encrypt.") >> word("Access-list name"), &MapEntry::acl),
    };
    return lines;
}
const Mode& map_mode() {
    static const Mode mode = Mode::of<MapEntry>({.prompt = "config-crypto-map", .title = "Crypto Map configuration commands:"}, {map_lines()});
    return mode;
}

std::span<const Line> list_lines() {
    static const Line lines[] = {
        line(-number(1, 2147483647, "Sequence Number") >> entry())
            .set([](AccessList& l, const Args& a) { l.entries.push_back(words_of(a, 0)); })
            .unset([](AccessList& l, const Args& a) { l.entries.erase(std::remove(l.entries.begin(), l.entries.end(), words_of(a, 0)), l.entries.end()); })
            .show([](const AccessList& l, Shown& out) { for (const auto& e : l.entries) out.raw(e); }),
    };
    return lines;
}
const Mode& list_mode() {
    static const Mode mode = Mode::of<AccessList>({.prompt = "config-ext-nacl", .title = "Ext Access List configuration commands:"}, {list_lines()});
    return mode;
}

std::span<const Line> family_lines() {
    static const Line lines[] = {
        line(kw("neighbor", "Specify a neighbor router") >> ip("Neighbor address"))
            .set([](Family& f, const Args& a) { f.neighbor = a.value(0)->text; })
            .unset([](Family& f, const Args&) { f.neighbor.clear(); })
            .show([](const Family& f, Shown& out) { if (!f.neighbor.empty()) out.line(f.neighbor); }),
        line(kw("exit-address-family", "Exit from Address Family configuration mode")).leaves(),
    };
    return lines;
}
const Mode& family_mode() {
    static const Mode mode = Mode::of<Family>({.prompt = "config-vrf-af", .title = "Address family commands:", .leave = "exit-address-family"}, {family_lines()});
    return mode;
}

std::span<const Line> chain_lines() {
    static const Line lines[] = {
        line(kw("certificate", "Input a certificate") >> -kw("ca", "CA certificate") >> hex("serial", "Serial number"))
            .set([](Chain& c, const Args& a, Edit& edit) { c.certificates[words_of(a, 0)] = std::string(edit.body); })
            .unset([](Chain& c, const Args& a) { c.certificates.erase(words_of(a, 0)); })
            .show([](const Chain& c, Shown& out) { for (const auto& [words, blob] : c.certificates) out.raw(words + "\n" + blob + "\tquit"); })
            .body(Body::until_quit),
    };
    return lines;
}
const Mode& chain_mode() {
    static const Mode mode = Mode::of<Chain>({.prompt = "config-cert-chain", .title = "Certificate commands:"}, {chain_lines()});
    return mode;
}

Route route_of(const Args& a) {
    Route r{*a.get<IpAddress>("prefix"), *a.get<IpAddress>("mask"), a.get<IpAddress>("gateway"), a.get<InterfaceName>("out"), 1};
    r.distance = static_cast<int>(a.number("distance", 1));
    return r;
}

std::span<const Line> global_lines() {
    static const Line lines[] = {
        line(kw("hostname", "Set system's network name") >> word("This system's network name"), &Configuration::hostname).in("hostname").changes(ChangeTopic::hostname),
        opens(kw("interface", "Select an interface to configure") >> interface_name("interface"), interface_mode, &Configuration::interfaces).in("interface").changes(ChangeTopic::interfaces),
        opens(kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options") >> kw("proposal", "Define IKEv2 proposals") >> word("Name of IKEv2 proposal"),
              proposal_mode, &Configuration::proposals).in("proposal").changes(ChangeTopic::ikev2_proposal),
        opens(kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options") >> kw("keyring", "Define IKEv2 Keyring") >> word("Name of IKEv2 Keyring"),
              keyring_mode, &Configuration::keyrings).in("keyring"),
        opens(kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options") >> kw("profile", "Define IKEv2 Profiles") >> word("Name of IKEv2 Profile"),
              profile_mode, &Configuration::profiles).in("profile"),
        line(kw("crypto", "Encryption module") >> kw("map", "Enter a crypto map") >> word("Crypto map tag") >> kw("local-address", "Interface to use for local address for this crypto map") >> interface_name("interface"))
            .set([](Configuration& c, const Args& a) { c.local_addresses[std::string(a.value(0)->text)] = *a.get<InterfaceName>(1); })
            .unset([](Configuration& c, const Args& a) { c.local_addresses.erase(std::string(a.value(0)->text)); })
            .show([](const Configuration& c, Shown& out) { for (const auto& [name, i] : c.local_addresses) out.line(name, "local-address", i); }).no_needs(2).in("map"),
        opens(kw("crypto", "Encryption module") >> kw("map", "Enter a crypto map") >> word("Crypto map tag") >> number(1, 65535, "Sequence to insert into crypto map entry") >>
                  -kw("ipsec-isakmp", "IPSEC w/ISAKMP"), map_mode,
              Entries<Configuration, MapEntry>{
                  [](Configuration& c, const Args& a) -> MapEntry* {
                      const auto at = c.maps.find(std::pair(std::string(a.value(0)->text), int(a.value(1)->number)));
                      return at == c.maps.end() ? nullptr : &at->second;
                  },
                  [](Configuration& c, const Args& a, Edit& edit) -> Result {
                      const std::pair key(std::string(a.value(0)->text), int(a.value(1)->number));
                      if (!c.maps.count(key) && !a.has("ipsec-isakmp")) return Result::incomplete();
                      if (!c.maps.count(key)) edit.note("% NOTE: This new crypto map will remain disabled until a peer\n        and a valid access list have been configured.");
                      c.maps[key].key = key;
                      return Result::ok();
                  },
                  [](Configuration& c, const Args& a, Edit&) -> Result {
                      c.maps.erase(std::pair(std::string(a.value(0)->text), int(a.value(1)->number)));
                      return Result::ok();
                  },
                  [](const Configuration& c, ShownEntries& out) { for (const auto& [key, entry] : c.maps) out.add(entry, key.first, key.second, "ipsec-isakmp"); }, 2})
            .in("map"),
        line(kw("crypto", "Encryption module") >> kw("map", "Enter a crypto map") >> word("Crypto map tag"))
            .unset([](Configuration& c, const Args& a) { std::erase_if(c.maps, [&](const auto& e) { return e.first.first == a.value(0)->text; }); }).only_no().no_needs(1),
        line(kw("access-list", "Add an access list entry") >> number(100, 199, "IP extended access list") >> entry())
            .set([](Configuration& c, const Args& a) { c.numbered_lists[int(a.value(0)->number)].push_back(words_of(a, 2)); })
            .unset([](Configuration& c, const Args& a) { c.numbered_lists.erase(int(a.value(0)->number)); })
            .show([](const Configuration& c, Shown& out) {
                for (const auto& [n, entries] : c.numbered_lists) for (const auto& e : entries) out.raw("access-list " + std::to_string(n) + " " + e);
            }).no_needs(1).in("access-list"),
        opens(kw("ip", "Global IP configuration subcommands") >> kw("access-list", "Named access-list") >> kw("extended", "Extended Access List") >> word("Access-list name"),
              list_mode, &Configuration::named_lists).in("ip access-list"),
        line(kw("ip", "Global IP configuration subcommands") >> kw("route", "Establish static routes") >> ipv4("prefix", "Destination prefix") >> mask("mask", "Destination prefix mask") >>
             ((interface_name("out", "interface") >> -ipv4("gateway", "Forwarding router's address")) | ipv4("gateway", "Forwarding router's address")) >> -number("distance", 1, 255, "Distance metric for this route"))
            .set([](Configuration& c, const Args& a) -> Result {
                const Route r = route_of(a);
                if ((r.prefix.v4_value() & ~r.mask.v4_value()) != 0) return Result::refused("%Inconsistent address and mask");
                if (std::find(c.routes.begin(), c.routes.end(), r) == c.routes.end()) c.routes.push_back(r);
                return Result::ok();
            })
            .unset([](Configuration& c, const Args& a) {
                std::erase_if(c.routes, [&](const Route& r) { return r.prefix == a.get<IpAddress>("prefix") && r.mask == a.get<IpAddress>("mask") && (!a.has("gateway") || r.gateway == a.get<IpAddress>("gateway")); });
            })
            .show([](const Configuration& c, Shown& out) {
                for (const Route& r : c.routes) {
                    std::vector<Item> items{Value<IpAddress>::show(r.prefix), Value<IpAddress>::show(r.mask)};
                    if (r.out) items.push_back(Value<InterfaceName>::show(*r.out));
                    if (r.gateway) items.push_back(Value<IpAddress>::show(*r.gateway));
                    if (r.distance != 1) items.push_back(Value<int>::show(r.distance));
                    out.items(items);
                }
            }).no_needs(2).in("ip route").changes(ChangeTopic::routes),
        line(kw("ip", "Global IP configuration subcommands") >> kw("cef", "Cisco Express Forwarding"), &Configuration::cef).in("cef"),
        line(kw("username", "Establish User Name Authentication") >> word("name", "User name") >> any_order(kw("privilege", "Set user privilege level") >> number("level", 0, 15, "User privilege level"),
             kw("secret", "Specify the secret for the user") >> -number("type", 0, 9, "Encryption type") >> text("secret text", "The user secret")))
            .set([](Configuration& c, const Args& a) {
                User u{std::string(a.text("name")), int(a.number("level", 1)), int(a.number("type", 0)), std::string(a.text("secret text"))};
                std::erase_if(c.users, [&](const User& old) { return old.name == u.name; });
                c.users.push_back(u);
            })
            .unset([](Configuration& c, const Args& a) { std::erase_if(c.users, [&](const User& u) { return u.name == a.text("name"); }); })
            .show([](const Configuration& c, Shown& out) {
                for (const User& u : c.users) {
                    std::vector<Item> items{{u.name, {}}};
                    if (u.privilege != 1) items.insert(items.end(), {{"privilege", {}}, Value<int>::show(u.privilege)});
                    if (!u.secret.empty()) items.insert(items.end(), {{"secret", {}}, Value<int>::show(u.type), {u.secret, {}}});
                    out.items(items);
                }
            }).no_needs(1).in("username").changes(ChangeTopic::users),
        line(kw("banner", "Define a login banner") >> one_of("kind", banner_kinds) >> text("c banner-text c, where 'c' is a delimiting character"))
            .set([](Configuration& c, const Args& a, Edit& edit) { c.banners[std::string(a.find("kind")->leaf->word)] = std::string(edit.body); })
            .unset([](Configuration& c, const Args& a) { c.banners.erase(std::string(a.find("kind")->leaf->word)); })
            .show([](const Configuration& c, Shown& out) { for (const auto& [kind, body] : c.banners) out.raw("banner " + kind + " ^C" + body + "^C"); })
            .body(Body::until_delimiter).no_needs(1).in("banner"),
        opens(kw("address-family", "Enter Address Family command mode") >> word("family"), family_mode, &Configuration::families, &Family::name).in("family"),
        opens(kw("crypto", "Encryption module") >> kw("pki", "Public Key components") >> kw("certificate", "Configure certificates") >> kw("chain", "Identify certificates") >> word("CA Server Name"),
              chain_mode, &Configuration::chains).in("chain"),
    };
    return lines;
}

constexpr Section sections[] = {{"hostname", false, 1}, {"username", false, 1}, {"chain", true}, {"proposal", true}, {"keyring", true}, {"profile", true}, {"map", true, 1},
    {"interface", true}, {"family", true}, {"router", true}, {"cef", false, 1}, {"ip route", false, 1}, {"ip nat", false, 1}, {"ip access-list", true}, {"access-list", false, 1},
    {"banner", false, 1}};

}  // namespace

const Mode& global_mode() {
    static const Mode mode = Mode::of<Configuration>({.prompt = "config", .title = "Configure commands:"}, {global_lines()});
    return mode;
}

RenderOrder render_order() { return {sections, known_commands}; }

std::optional<KnownCommand> known_commands(std::string_view mode, WordSpan words) {
    if (mode == "config" && same_word(words[0], "router")) return KnownCommand{.section = "router", .block = "config-router"};
    if (mode == "config" && words.size() > 1 && same_word(words[0], "ip") && same_word(words[1], "nat"))
        return KnownCommand{.fate = Fate::warned, .section = "ip nat", .why = "addresses are not translated", .words = 2};
    if (mode == "config" && same_word(words[0], "snmp-server")) return KnownCommand{.section = "snmp", .single = words.size() > 1 && words[1] == "location", .words = 2};
    if (mode == "config" && words.size() > 1 && same_word(words[1], "key")) return KnownCommand{.section = "keys", .block = "config-keys", .takes_quit_body = true};
    if (mode == "config" && same_word(words[0], "cdp")) return KnownCommand{.section = "cdp", .shows_no = true};
    if (mode == "config-if" && same_word(words[0], "duplex")) return KnownCommand{.single = true};
    if (mode == "config-if" && words.size() > 1 && same_word(words[0], "ip") && same_word(words[1], "nat")) return KnownCommand{.fate = Fate::warned, .why = "no translation", .words = 2};
    if (mode == "config-if" && same_word(words[0], "speed")) return KnownCommand{.single = true};
    return std::nullopt;
}

bool stands_in_block(std::string_view block, WordSpan words) {
    return block == "config-router" && (words[0] == "neighbor" || words[0] == "network");
}

}  // namespace toy
