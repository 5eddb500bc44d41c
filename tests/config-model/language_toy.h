#pragma once

#include <map>
#include <string>
#include <vector>

#include "config-model/language/running_config.h"
#include "config-model/language/session.h"

namespace toy {

using namespace config;

enum class Cipher { des, triple_des, aes_128, aes_256 };

struct Proposal {
    std::string name;
    std::vector<Cipher> encryption;
    std::vector<int> groups;
};
struct Peer {
    std::string name, description, key;
    std::optional<IpAddress> address;
    std::optional<IpAddress> mask;
};
struct Keyring {
    std::string name;
    NamedList<Peer> peers;
};
struct Profile {
    std::string name;
    std::vector<std::string> remote;   ///< "address A [M]" or "fqdn N"
};
struct Interface {
    InterfaceName name;
    std::string description;
    bool shutdown = false;
    std::optional<Prefix> address;
    std::vector<Prefix> secondaries;
    bool dhcp = false;
    std::optional<int> mtu;
    bool redirects = true;
    std::string crypto_map;
};
struct MapEntry {
    std::pair<std::string, int> key;
    std::vector<std::string> peers;
    std::string acl;
};
struct AccessEntry {
    std::string text;
};
struct AccessList {
    std::string name;
    std::vector<std::string> entries;
};
struct User {
    std::string name;
    int privilege = 1;
    int type = 0;
    std::string secret;
};
struct Family {
    std::string name, neighbor;
};
struct Chain {
    std::string name;
    std::map<std::string, std::string> certificates;
};
struct Route {
    IpAddress prefix, mask;
    std::optional<IpAddress> gateway;
    std::optional<InterfaceName> out;
    int distance = 1;
    bool operator==(const Route&) const = default;
};
struct Configuration {
    std::string hostname = "Router";
    std::map<InterfaceName, Interface> interfaces;
    NamedList<Proposal> proposals;
    NamedList<Keyring> keyrings;
    std::map<std::string, Profile> profiles;
    std::map<std::pair<std::string, int>, MapEntry> maps;
    std::map<std::string, InterfaceName> local_addresses;
    NamedList<AccessList> named_lists;
    std::map<int, std::vector<std::string>> numbered_lists;
    std::vector<Route> routes;
    std::vector<User> users;
    std::map<std::string, std::string> banners;
    std::vector<Family> families;
    std::map<std::string, Chain> chains;
    bool cef = true;
};

const Mode& global_mode();
RenderOrder render_order();
std::optional<KnownCommand> known_commands(std::string_view mode, WordSpan words);
bool stands_in_block(std::string_view block, WordSpan words);

/// A configuration with the session that edits it.
struct Bench {
    explicit Bench(bool interactive = false)
        : session(global_mode(), root, kept, {.interactive = interactive, .known = known_commands, .stands_in_block = stands_in_block, .file = interactive ? "" : "toy.cfg"}) {}
    Configuration root;
    KeptLines kept;
    ConfigSession session;

    LoadReport load(std::string_view text) { return config::load(session, text); }
    std::string text() const { return render(global_mode(), &root, kept, render_order(), Look::ios15_1); }
};

}  // namespace toy
