#include "config-model/isakmp/modes.h"
#include "config-model/isakmp/peer_key.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_global;

void set_password(IsakmpPeer& peer, const Args& args) { peer.password = read_isakmp_key(args); }
void unset_password(IsakmpPeer& peer, const Args&) { peer.password.reset(); }
void show_password(const IsakmpPeer& peer, Shown& shown) {
    if (peer.password) shown.raw("set aggressive-mode password " + isakmp_key_text(*peer.password));
}

void set_endpoint(IsakmpPeer& peer, const Args& args) {
    Identity identity;
    identity.kind = args.has("fqdn") ? IdentityKind::fqdn : args.has("user-fqdn") ? IdentityKind::email : IdentityKind::address;
    if (const auto address = args.get<IpAddress>("value")) identity.address = *address;
    else identity.text = args.text("name");
    peer.client_endpoint = std::move(identity);
}

void unset_endpoint(IsakmpPeer& peer, const Args&) { peer.client_endpoint.reset(); }

void show_endpoint(const IsakmpPeer& peer, Shown& shown) {
    if (!peer.client_endpoint) return;
    const auto& identity = *peer.client_endpoint;
    const std::string start = "set aggressive-mode client-endpoint ";
    if (identity.kind == IdentityKind::address) shown.raw(start + "ipv4-address " + identity.address.text());
    else shown.raw(start + (identity.kind == IdentityKind::fqdn ? "fqdn " : "user-fqdn ") + identity.text);
}

Syntax aggressive() { return kw("set", "Set peer policy attributes") >> kw("aggressive-mode", "Set aggressive mode attributes"); }

std::span<const Line> peer_lines() {
    static const Line lines[] = {
        line(kw("description", "Specify a description of this peer") >> text("Up to 80 characters"), &IsakmpPeer::description)
            .no_needs(0).changes(topic),
        line(aggressive() >> kw("password", "Password") >> isakmp_key_value())
            .set(&set_password).unset(&unset_password).reset(&unset_password).show(&show_password).no_needs(0).changes(topic),
        line(aggressive() >> kw("client-endpoint", "Client endpoint") >>
             ((kw("fqdn", "Fully qualified domain name") >> word("name", "Name")) |
              (kw("ipv4-address", "IPv4 address") >> ipv4("value", "Address")) |
              (kw("user-fqdn", "User name at a fully qualified domain name") >> word("name", "Name"))))
            .set(&set_endpoint).unset(&unset_endpoint).reset(&unset_endpoint).show(&show_endpoint).no_needs(0).changes(topic),
    };
    return lines;
}

/// An address in the model's own spelling, or the host name.
std::string name_of(const Args& args) {
    const auto address = args.get<IpAddress>("value");
    return address ? address->text() : std::string{args.text("host")};
}

IsakmpPeer* find(Configuration& configuration, const Args& args) { return configuration.isakmp.peers.find(name_of(args)); }

Result open(Configuration& configuration, const Args& args, Edit&) {
    IsakmpPeer& peer = configuration.isakmp.peers.at(name_of(args));
    peer.address = args.get<IpAddress>("value");
    peer.hostname = args.text("host");
    if (args.has("table")) peer.vrf = args.text("table");
    return Result::ok();
}

Result erase(Configuration& configuration, const Args& args, Edit&) { return configuration.isakmp.peers.erase(name_of(args)), Result::ok(); }

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& peer : configuration.isakmp.peers) {
        const std::string kind = !peer.address ? "hostname " : peer.address->is_v6() ? "address ipv6 " : "address ";
        entries.add_raw(peer, "crypto isakmp peer " + kind + peer.name + (peer.vrf.empty() ? "" : " vrf " + peer.vrf));
    }
}

}  // namespace

const Mode& isakmp_peer_mode() {
    static const Mode mode = Mode::of<IsakmpPeer>(
        {.prompt = "config-isakmp-peer", .title = "ISAKMP peer commands:", .exit_help = "Exit from ISAKMP peer sub mode"}, {peer_lines()});
    return mode;
}

std::span<const Line> isakmp_peer_headers() {
    static const Entries<Configuration, IsakmpPeer> entries{&find, &open, &erase, &each};
    static const Line lines[] = {
        opens(isakmp_words() >> kw("peer", "Set Peer Policy") >>
              ((kw("address", "Specify the peer's address") >>
                (ipv4("value", "Peer address") | (kw("ipv6", "IPv6 address") >> ipv6("value", "Peer address")))) |
               (kw("hostname", "Specify the peer's host name") >> word("host", "Host name"))) >>
              -(kw("vrf", "Specify FVRF") >> word("table", "FVRF name")), &isakmp_peer_mode, entries)
            .in("crypto isakmp peer").changes(topic),
    };
    return lines;
}

}  // namespace config
