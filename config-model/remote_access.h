#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/ikev2.h"
#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/named_list.h"

namespace config {

/// `ip local pool NAME FIRST [LAST]`; several lines of one name add ranges.
struct LocalPool {
    struct Range {
        IpAddress first, last;
        std::optional<std::uint32_t> cache_size;
        bool operator==(const Range&) const = default;
    };
    std::string name;
    std::string group;
    std::vector<Range> ranges;
    bool operator==(const LocalPool&) const = default;
};

enum class AaaMethod : std::uint8_t { local, local_case, enable, line, none, group_radius, group_tacacs, group_named, if_authenticated };

/// `aaa authentication login NAME METHOD…` or `aaa authorization network NAME METHOD…`.
struct AaaList {
    std::string name;                        ///< `default` serves where no list is named
    std::vector<AaaMethod> methods;
    std::vector<std::string> words;          ///< the methods as typed
    bool operator==(const AaaList&) const = default;
};

struct AaaConfig {
    NamedList<AaaList> login;                ///< aaa authentication login
    NamedList<AaaList> network;              ///< aaa authorization network
    NamedList<AaaList> exec;                 ///< aaa authorization exec
    bool session_id_common = false;
    bool authorizes_console = false;         ///< aaa authorization console
    bool authorizes_config_commands = false; ///< aaa authorization config-commands
    bool operator==(const AaaConfig&) const = default;
};

enum class EzvpnMode : std::uint8_t { client, network_extension, network_plus };
enum class EzvpnConnect : std::uint8_t { automatic, manual, acl };

/// `crypto ipsec client ezvpn NAME`: this router is the VPN client.
struct EzvpnClient {
    std::string name;
    EzvpnConnect connect = EzvpnConnect::automatic;
    std::string connect_acl;
    std::string group;
    std::optional<PresharedKey> group_key;
    std::vector<std::string> peers;          ///< addresses or host names, in order
    EzvpnMode mode = EzvpnMode::client;
    std::string username;                    ///< stored Xauth credentials, used when the group allows to save them
    std::optional<PresharedKey> password;
    std::string acl;                         ///< further subnets for network-extension
    std::optional<InterfaceName> local_address;
    std::string xauth_userid_mode;           ///< http-intercept or local; empty: interactive
    std::vector<std::string> options;        ///< further lines, whole
    bool operator==(const EzvpnClient&) const = default;
};

/// `ip dhcp pool NAME`: enough of a server for a lab.
struct DhcpPool {
    std::string name;
    std::optional<Prefix> network;
    std::optional<Prefix> host;              ///< manual binding
    std::string client_identifier, hardware_address;
    std::vector<IpAddress> default_routers, dns_servers;
    std::string domain_name;
    std::uint32_t lease_seconds = 86400;     ///< 0xffffffff: infinite
    std::vector<std::string> options;        ///< further lines, whole
    bool operator==(const DhcpPool&) const = default;
};

struct DhcpConfig {
    NamedList<DhcpPool> pools;
    struct Excluded { IpAddress first, last; bool operator==(const Excluded&) const = default; };
    std::vector<Excluded> excluded;
    bool service = true;                     ///< no service dhcp
    bool operator==(const DhcpConfig&) const = default;
};

}  // namespace config
