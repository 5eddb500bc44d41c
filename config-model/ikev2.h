#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/named_list.h"
#include "config-model/secret.h"

namespace config {

enum class Ikev2Encryption : std::uint8_t {
    triple_des, aes_cbc_128, aes_cbc_192, aes_cbc_256, aes_gcm_128, aes_gcm_256, des
};
enum class HashAlgorithm : std::uint8_t { md5, sha1, sha256, sha384, sha512 };

/// `crypto ikev2 proposal NAME`. Lists are in order of priority. An AEAD proposal has `prf` and no `integrity`.
struct Ikev2Proposal {
    std::string name;
    std::vector<Ikev2Encryption> encryption;
    std::vector<HashAlgorithm> integrity;
    std::vector<HashAlgorithm> prf;
    std::vector<std::uint16_t> groups;      ///< Diffie-Hellman group numbers
    std::vector<std::string> options;       ///< further lines, whole: pqc …
    bool has_aead() const;
    bool is_complete() const;
    bool operator==(const Ikev2Proposal&) const = default;
};

/// `crypto ikev2 policy NAME`.
struct Ikev2Policy {
    std::string name;
    bool fvrf_any = false;
    std::string fvrf;                       ///< empty: global
    std::vector<IpAddress> local_addresses; ///< empty: any
    std::vector<std::string> proposals;     ///< in order of priority
    bool operator==(const Ikev2Policy&) const = default;
};

enum class IdentityKind : std::uint8_t { address, fqdn, email, key_id, dn };

/// An identity as configuration holds it. `key_id` holds the opaque string.
struct Identity {
    IdentityKind kind = IdentityKind::address;
    IpAddress address;
    std::string text;
    bool domain = false;                    ///< fqdn domain D, email domain D: the domain part counts (keyrings only)
    bool operator==(const Identity&) const = default;
};

/// One pre-shared key as configured: type 0 (clear), 6 (encrypted under the master key) or hex.
struct PresharedKey {
    std::uint8_t type = 0;
    bool type_given = false;
    bool hex = false;
    Secret key;                             ///< the bytes that IKE uses (hex already decoded); of type 6: empty until it is opened
    std::string sealed;                     ///< of type 6: the text as it is configured and printed
    /// Two keys of type 6 are the same line or not, whether the master key is there or not.
    bool operator==(const PresharedKey& other) const {
        return type == other.type && type_given == other.type_given && hex == other.hex && sealed == other.sealed &&
               (type == 6 || key == other.key);
    }
};

struct KeyringPeer {
    std::string name;
    std::string description;
    std::optional<IpAddress> address;
    std::optional<IpAddress> mask;          ///< IPv4; not set: a host. A 0.0.0.0 address with a 0.0.0.0 mask matches all
    std::optional<std::uint8_t> ipv6_length;
    std::string hostname;
    std::vector<Identity> identities;
    std::optional<PresharedKey> local_key;  ///< `pre-shared-key K` sets both and `symmetric`
    std::optional<PresharedKey> remote_key;
    bool symmetric = true;
    bool matches(const IpAddress& peer) const;
    /// Specificity for best-match lookup: prefix length, 0 for any.
    unsigned match_length() const;
    bool operator==(const KeyringPeer&) const = default;
};

struct Ikev2Keyring {
    std::string name;
    NamedList<KeyringPeer> peers;
    bool operator==(const Ikev2Keyring&) const = default;
};

/// One `match identity remote …` line.
struct IdentityMatch {
    enum class Kind : std::uint8_t { address, any, fqdn, fqdn_domain, email, email_domain, key_id } kind = Kind::address;
    IpAddress address;
    std::optional<IpAddress> mask;          ///< IPv4. Without mask: /32, except 0.0.0.0, which matches any IPv4 identity
    std::optional<std::uint8_t> ipv6_length;
    std::string text;
    bool operator==(const IdentityMatch&) const = default;
};

enum class AuthMethodName : std::uint8_t { pre_share, rsa_sig, ecdsa_sig, eap };

struct DeadPeerDetection {
    std::uint16_t interval = 0;             ///< seconds
    std::uint16_t retry = 0;                ///< seconds
    bool periodic = false;                  ///< else on-demand
    bool operator==(const DeadPeerDetection&) const = default;
};

/// `crypto ikev2 profile NAME`.
struct Ikev2Profile {
    std::string name;
    std::string description;
    std::vector<IdentityMatch> match_remote;
    bool match_fvrf_any = false;
    std::string match_fvrf;
    std::vector<IpAddress> match_local_addresses;
    std::vector<InterfaceName> match_local_interfaces;
    std::vector<std::string> match_certificates;
    bool match_any = false;
    std::optional<Identity> identity_local;
    std::vector<AuthMethodName> remote_auth;
    std::optional<AuthMethodName> local_auth;
    std::optional<PresharedKey> local_key, remote_key;   ///< authentication … pre-share key K
    std::string local_eap, remote_eap;      ///< words after `eap`
    std::string keyring_local;
    std::string keyring_aaa;                ///< words after `keyring aaa`
    std::uint32_t lifetime = 86400;         ///< seconds
    std::optional<DeadPeerDetection> dpd;
    std::optional<std::uint16_t> nat_keepalive;  ///< seconds
    std::string ivrf;
    bool shutdown = false;
    bool initial_contact_force = false;
    std::optional<std::uint32_t> virtual_template;
    bool virtual_template_auto = false;     ///< virtual-template N mode auto
    std::vector<std::string> trustpoints;   ///< words after `pki trustpoint`
    std::vector<std::string> options;       ///< further lines, whole: aaa authorization …, config-exchange …
    bool is_complete() const;
    bool operator==(const Ikev2Profile&) const = default;
};

inline constexpr std::uint16_t default_diagnose_errors = 50;

/// A named part of which only the name is modelled; its lines are kept.
struct NamedBlock {
    std::string name;
    bool operator==(const NamedBlock&) const = default;
};

struct Ikev2Config {
    NamedList<Ikev2Proposal> proposals;     ///< user's; `default` here means the default was edited
    bool default_proposal_off = false;      ///< no crypto ikev2 proposal default
    NamedList<Ikev2Policy> policies;
    bool default_policy_off = false;
    NamedList<Ikev2Keyring> keyrings;
    NamedList<Ikev2Profile> profiles;
    std::optional<DeadPeerDetection> dpd;
    std::optional<std::uint16_t> nat_keepalive;
    std::uint16_t window = 5;
    std::optional<std::uint16_t> cookie_challenge;
    std::optional<std::uint16_t> fragmentation_mtu;  ///< bytes; set: fragmentation is on (576 without `mtu`)
    bool http_url_cert = true;
    std::optional<std::uint32_t> limit_max_sa;
    std::optional<std::uint32_t> limit_in_negotiation;                       ///< of each direction
    std::optional<std::uint32_t> limit_incoming, limit_outgoing;             ///< of one direction: outranks the one of both
    std::uint32_t limit_init_queue = 5000;  ///< IKE_SA_INIT requests that wait for their Diffie-Hellman values
    std::optional<std::uint16_t> diagnose_errors;    ///< set: enabled; entries of the error table
    bool logging = false;                   ///< crypto logging ikev2
    bool session_logging = false;           ///< crypto logging session
    NamedList<NamedBlock> authorization_policies, name_manglers, flexvpn_clients;
    std::vector<std::string> options;       ///< further `crypto ikev2 …` lines without these two words
    bool operator==(const Ikev2Config&) const = default;
};

}  // namespace config
