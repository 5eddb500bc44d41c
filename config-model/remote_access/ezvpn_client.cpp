#include <algorithm>
#include <array>

#include "config-model/field.h"
#include "config-model/isakmp/peer_key.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"
#include "config-model/remote_access/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ezvpn;

constexpr std::array modes{
    Choice{"client", "Specify client mode", static_cast<int>(EzvpnMode::client)},
    Choice{"network-extension", "Specify network extension mode", static_cast<int>(EzvpnMode::network_extension)},
    Choice{"network-plus", "Specify network plus mode", static_cast<int>(EzvpnMode::network_plus)},
};

void set_connect(EzvpnClient& client, const Args& args) {
    client.connect = args.has("manual") ? EzvpnConnect::manual : args.has("list") ? EzvpnConnect::acl : EzvpnConnect::automatic;
    client.connect_acl = args.text("list");
}

void unset_connect(EzvpnClient& client, const Args&) {
    client.connect = EzvpnConnect::automatic;
    client.connect_acl.clear();
}

void show_connect(const EzvpnClient& client, Shown& shown) {
    switch (client.connect) {
        case EzvpnConnect::automatic: return shown.raw("connect auto");
        case EzvpnConnect::manual: return shown.raw("connect manual");
        case EzvpnConnect::acl: return shown.raw("connect acl " + client.connect_acl);
    }
}

void set_group(EzvpnClient& client, const Args& args) {
    client.group = args.text("group_name");
    client.group_key = read_isakmp_key(args);
}

void unset_group(EzvpnClient& client, const Args&) {
    client.group.clear();
    client.group_key.reset();
}

void show_group(const EzvpnClient& client, Shown& shown) {
    if (!client.group.empty()) shown.raw("group " + client.group + " key " + (client.group_key ? isakmp_key_text(*client.group_key) : ""));
}

void add_peer(EzvpnClient& client, const Args& args) {
    const std::string peer{args.text("server")};
    auto& all = client.peers;
    std::erase(all, peer);
    all.insert(args.has("default") ? all.begin() : all.end(), peer);
}

void erase_peer(EzvpnClient& client, const Args& args) {
    if (!args.has("server")) client.peers.clear();
    std::erase_if(client.peers, [&](const std::string& peer) { return peer == args.text("server"); });
}

void show_peers(const EzvpnClient& client, Shown& shown) {
    for (const auto& peer : client.peers) shown.raw("peer " + peer);
}

void set_user(EzvpnClient& client, const Args& args) {
    client.username = args.text("user");
    client.password = read_isakmp_key(args);
}

void unset_user(EzvpnClient& client, const Args&) {
    client.username.clear();
    client.password.reset();
}

void show_user(const EzvpnClient& client, Shown& shown) {
    if (!client.username.empty())
        shown.raw("username " + client.username + (client.password ? " password " + isakmp_key_text(*client.password) : ""));
}

void set_xauth_mode(EzvpnClient& client, const Args& args) {
    client.xauth_userid_mode = args.has("local") ? "local" : args.has("http-intercept") ? "http-intercept" : "";
}

void unset_xauth_mode(EzvpnClient& client, const Args&) { client.xauth_userid_mode.clear(); }

void show_xauth_mode(const EzvpnClient& client, Shown& shown) {
    shown.raw("xauth userid mode " + (client.xauth_userid_mode.empty() ? "interactive" : client.xauth_userid_mode));
}

std::span<const Line> client_lines() {
    static const Line lines[] = {
        line(kw("connect", "Connect, or wait for a command or for traffic") >>
             (kw("auto", "Connect automatically") | kw("manual", "Connect on command") |
              (kw("acl", "Connect on traffic of an access-list") >> word("list", "Access-list").labelled("<100-199>"))))
            .set(&set_connect).unset(&unset_connect).reset(&unset_connect).show(&show_connect).no_needs(0).changes(topic),
        line(kw("group", "Set group name") >> word("group_name", "Group name") >> kw("key", "Set group's key") >> isakmp_key_value())
            .set(&set_group).unset(&unset_group).reset(&unset_group).show(&show_group).no_needs(0).changes(topic),
        line(kw("local-address", "Interface to use for local address for this ezvpn configuration") >> interface_name("Interface"),
             &EzvpnClient::local_address)
            .no_needs(0).changes(topic),
        line(kw("mode", "Mode of operation") >> one_of(modes), &EzvpnClient::mode).shows(Shows::always).no_needs(0).changes(topic),
        line(kw("peer", "Set peer IP address or hostname") >> word("server", "IP address or hostname of the peer").labelled("A.B.C.D") >>
             -kw("default", "The primary peer"))
            .set(&add_peer).unset(&erase_peer).reset(&erase_peer).show(&show_peers).no_needs(0).changes(topic),
        line(kw("acl", "Additional subnets for network extension") >> word("Access-list").labelled("<100-199>"), &EzvpnClient::acl)
            .no_needs(0).changes(topic),
        line(kw("username", "Username for XAuth") >> word("user", "User name") >> -(kw("password", "Password for XAuth") >> isakmp_key_value()))
            .set(&set_user).unset(&unset_user).reset(&unset_user).show(&show_user).no_needs(0).changes(topic),
        line(kw("xauth", "Extended Authentication parameters") >> kw("userid", "User ID parameters") >> kw("mode", "How the user ID is asked for") >>
             (kw("http-intercept", "By a web page") | kw("interactive", "At the console") | kw("local", "From this configuration")))
            .set(&set_xauth_mode).unset(&unset_xauth_mode).reset(&unset_xauth_mode).show(&show_xauth_mode).no_needs(0).changes(topic),
    };
    return lines;
}

constexpr RememberedWord remembered[] = {
    {"backup", "Backup ezvpn configuration", "backup clients are not modelled"},
    {"ctcp", "Tunnel over TCP", "TCP encapsulation is not modelled"},
    {"identical-subnet", "Identical addressing", "overlapping subnets are not translated"},
    {"idletime", "Idle time of the tunnel", "the tunnel stays up"},
    {"virtual-interface", "Virtual interface for this client", "virtual access interfaces are not modelled"},
};

std::span<const Line> remembered_lines() {
    using Options = OptionLines<EzvpnClient>;
    static const auto lines = [] {
        auto all = Options::lines(remembered, topic);
        all.push_back(Options::line(kw("nat", "Address translation options") >> (kw("acl", "Access-list") | kw("allow", "Allow")) >> -word("Access-list"),
                                    "", topic));
        return all;
    }();
    return lines;
}

}  // namespace

const Mode& ezvpn_client_mode() {
    static const Mode mode = Mode::of<EzvpnClient>(
        {.prompt = "config-crypto-ezvpn", .title = "Crypto EzVPN client configuration commands:",
         .exit_help = "Exit from crypto ezvpn client mode"},
        {client_lines(), remembered_lines()});
    return mode;
}

std::span<const Line> ezvpn_client_headers() {
    using Clients = NamedEntries<Configuration, &Configuration::ezvpn_clients>;
    static const Line lines[] = {
        opens(kw("crypto", "Encryption module") >> kw("ipsec", "Configure IPSEC policy") >> kw("client", "Configure a client") >>
              kw("ezvpn", "Easy VPN client") >> word("Name of the client"), &ezvpn_client_mode, Clients::entries())
            .in("crypto ipsec client").changes(topic),
    };
    return lines;
}

}  // namespace config
