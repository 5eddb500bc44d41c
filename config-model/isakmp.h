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

enum class IsakmpEncryption : std::uint8_t { des, triple_des, aes };
enum class IsakmpAuthentication : std::uint8_t { pre_share, rsa_sig, rsa_encr, ecdsa_sig };

/// `crypto isakmp policy N`. The values here are the release defaults of the 12.x–16.x looks.
struct IsakmpPolicy {
    std::uint32_t priority = 0;             ///< 1..10000; 65507..65514 are built in
    IsakmpEncryption encryption = IsakmpEncryption::des;
    std::uint16_t key_bits = 0;             ///< 128, 192, 256 for aes; 0 otherwise
    HashAlgorithm hash = HashAlgorithm::sha1;
    IsakmpAuthentication authentication = IsakmpAuthentication::rsa_sig;
    std::uint16_t group = 1;
    std::uint32_t lifetime = 86400;         ///< seconds
    bool operator==(const IsakmpPolicy&) const = default;
};

/// `crypto isakmp key K address A [M]` and `pre-shared-key …` of a keyring: by address prefix, or by host name.
struct IsakmpKey {
    PresharedKey key;
    std::optional<Prefix> address;          ///< a host has length 32 (128); 0.0.0.0/0 matches any IPv4 peer
    bool mask_given = false;
    std::string hostname;
    bool no_xauth = false;
    bool operator==(const IsakmpKey&) const = default;
};

/// `crypto keyring NAME [vrf V]`.
struct IsakmpKeyring {
    std::string name;
    std::string vrf;
    std::string description;
    std::optional<IpAddress> local_address;
    std::optional<InterfaceName> local_interface;
    std::vector<IsakmpKey> keys;            ///< in order of configuration
    bool operator==(const IsakmpKeyring&) const = default;
};

/// One `match identity …` line of an ISAKMP profile.
struct IsakmpIdentityMatch {
    enum class Kind : std::uint8_t { address, host, host_domain, user, user_domain, group } kind = Kind::address;
    Prefix address;                         ///< 0.0.0.0 without mask is 0.0.0.0/0, any other address without mask a host
    bool mask_given = false;
    std::string vrf;
    std::string text;
    bool operator==(const IsakmpIdentityMatch&) const = default;
};

/// `client configuration address {initiate|respond}`: push and pull of RFC-draft mode config.
struct ClientAddressing {
    bool initiate = false, respond = false;
    bool operator==(const ClientAddressing&) const = default;
};

/// `crypto isakmp profile NAME`.
struct IsakmpProfile {
    std::string name;
    std::string accounting;                 ///< accounting list of the title line or of its own line
    std::string description;
    std::string vrf;
    std::vector<std::string> keyrings;
    std::optional<Identity> self_identity;
    std::vector<IsakmpIdentityMatch> matches;
    std::vector<std::string> match_certificates;
    std::string client_authentication_list;  ///< AAA login list: Xauth is asked for
    std::string authorization_list;          ///< `isakmp authorization list L`
    ClientAddressing client_addressing;
    std::string client_group;                ///< client configuration group G
    bool initiate_aggressive = false;        ///< initiate mode aggressive
    std::optional<DeadPeerDetection> keepalive;
    std::optional<IpAddress> local_address;
    std::optional<InterfaceName> local_interface;
    std::optional<std::uint32_t> virtual_template;
    std::vector<std::string> trustpoints;
    std::vector<std::string> options;        ///< further lines, whole
    bool is_complete() const { return !matches.empty() || !match_certificates.empty(); }
    bool operator==(const IsakmpProfile&) const = default;
};

/// `crypto isakmp peer {address A | hostname H}`: makes this router initiate in aggressive mode.
struct IsakmpPeer {
    std::string name;                        ///< address as text, or host name: unique
    std::optional<IpAddress> address;
    std::string hostname;
    std::string vrf;
    std::string description;
    std::optional<PresharedKey> password;    ///< set aggressive-mode password
    std::optional<Identity> client_endpoint; ///< set aggressive-mode client-endpoint
    bool operator==(const IsakmpPeer&) const = default;
};

/// `crypto isakmp client configuration group NAME`: what a VPN client of that group is given.
struct ClientGroup {
    std::string name;                        ///< `default` serves groups that have no entry
    std::optional<PresharedKey> key;
    std::vector<IpAddress> dns, wins;        ///< at most two each
    std::string domain;
    std::string pool;
    std::string acl;                         ///< split tunnel
    std::optional<IpAddress> netmask;
    bool save_password = false;
    bool include_local_lan = false;
    bool pfs = false;
    bool group_lock = false;
    bool firewall_are_u_there = false;
    std::optional<std::uint32_t> max_users, max_logins;
    std::vector<std::string> backup_gateways;
    std::vector<std::string> split_dns;
    std::string banner;
    std::vector<std::string> options;        ///< further lines, whole
    bool operator==(const ClientGroup&) const = default;
};

enum class IsakmpIdentityKind : std::uint8_t { address, hostname, dn, automatic };

/// Everything of `crypto isakmp …` and `crypto keyring`.
struct IsakmpConfig {
    bool enabled = true;
    bool default_policies_off = false;       ///< no crypto isakmp default policy
    std::vector<IsakmpPolicy> policies;      ///< ascending by priority
    std::vector<IsakmpKey> keys;             ///< keyring `default`
    NamedList<IsakmpKeyring> keyrings;
    NamedList<IsakmpProfile> profiles;
    NamedList<IsakmpPeer> peers;
    NamedList<ClientGroup> groups;
    std::optional<IsakmpIdentityKind> identity;
    std::optional<DeadPeerDetection> keepalive;  ///< interval, retry (2 by default), periodic
    bool keepalive_retry_given = false;
    std::optional<std::uint16_t> nat_keepalive;  ///< seconds
    bool aggressive_mode_disabled = false;
    bool invalid_spi_recovery = false;
    bool fragmentation = false;
    std::optional<std::uint16_t> xauth_timeout;  ///< seconds, 60 by default
    std::optional<std::uint32_t> limit_sa, limit_in_negotiation;
    std::string address_pool;                ///< crypto isakmp client configuration address-pool local NAME
    std::vector<std::string> options;        ///< further `crypto isakmp …` lines without these two words
    bool operator==(const IsakmpConfig&) const = default;
};

}  // namespace config
