#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/df_bit.h"
#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/isakmp.h"
#include "config-model/named_list.h"

namespace config {

enum class EspCipher : std::uint8_t { none, null, des, triple_des, aes, gcm, gmac, seal };
enum class TransformHash : std::uint8_t { none, md5, sha1, sha256, sha384, sha512 };

/// `crypto ipsec transform-set NAME …`: at most one ESP cipher, one ESP authentication and one AH algorithm.
struct TransformSet {
    std::string name;
    EspCipher esp_cipher = EspCipher::none;
    std::uint16_t key_bits = 0;             ///< 128, 192, 256 for aes, gcm, gmac; 0 otherwise
    TransformHash esp_hash = TransformHash::none;
    TransformHash ah_hash = TransformHash::none;
    bool comp_lzs = false;
    bool esn = false;
    bool transport = false;                 ///< mode transport [require]
    bool transport_required = false;
    /// Words as configured, e.g. "esp-aes 256 esp-sha256-hmac"; the order ah, esp cipher, esp hash, compression.
    std::string words() const;
    bool operator==(const TransformSet&) const = default;
};

struct SaLifetime {
    std::optional<std::uint32_t> seconds;
    std::optional<std::uint64_t> kilobytes;
    bool kilobytes_disabled = false;
    bool operator==(const SaLifetime&) const = default;
};

/// `set pfs`: a group, or the release's default group when none was named.
struct PerfectForwardSecrecy {
    std::uint16_t group = 0;                ///< effective group number
    bool group_given = false;
    bool operator==(const PerfectForwardSecrecy&) const = default;
};

/// `crypto ipsec profile NAME`.
struct IpsecProfile {
    std::string name;
    std::string description;
    std::vector<std::string> transform_sets;   ///< in order of priority; empty: the default set
    std::string ikev2_profile;
    std::string isakmp_profile;
    std::optional<PerfectForwardSecrecy> pfs;
    SaLifetime lifetime;
    std::optional<std::uint32_t> idle_time;    ///< seconds
    bool idle_time_default = false;            ///< set security-association idle-time N default
    std::optional<std::uint16_t> replay_window;///< packets; 0: disabled
    bool responder_only = false;
    std::vector<std::string> options;          ///< further lines, whole: set mixed-mode …
    bool operator==(const IpsecProfile&) const = default;
};

/// One numbered entry of a crypto map.
struct CryptoMapEntry {
    std::uint32_t sequence = 0;
    bool ikev1 = true;                         ///< `ipsec-isakmp`; false: ipsec-manual and others (kept)
    std::string dynamic_map;                   ///< `ipsec-isakmp dynamic NAME`
    std::string description;
    std::vector<std::string> peers;            ///< addresses or host names, in order; [0] is tried first
    bool first_peer_default = false;
    std::vector<std::string> dynamic_peers;    ///< those of `peers` with `dynamic`: looked up at every negotiation
    std::string match_address;                 ///< access list
    bool match_ipv6 = false;                   ///< match address ipv6 NAME
    std::vector<std::string> transform_sets;
    std::string ikev2_profile;
    std::string isakmp_profile;
    std::optional<PerfectForwardSecrecy> pfs;
    SaLifetime lifetime;
    std::optional<std::uint32_t> idle_time;
    bool idle_time_default = false;
    bool reverse_route = false;
    std::string reverse_route_options;         ///< after `reverse-route [static]`: remote-peer A …
    bool discover = false;                     ///< ipsec-isakmp discover
    std::string template_profile;              ///< ipsec-isakmp profile NAME
    std::string kind = "ipsec-isakmp";         ///< ipsec-isakmp, ipsec-manual, gdoi, cisco
    bool reverse_route_static = false;
    std::optional<std::uint16_t> replay_window;
    std::vector<std::string> options;          ///< further lines, whole: qos pre-classify …
    /// Enough to protect by: without a transform set the default one serves.
    bool is_complete() const { return !peers.empty() && !match_address.empty(); }
    bool operator==(const CryptoMapEntry&) const = default;
};

struct CryptoMap {
    std::string name;
    bool ipv6 = false;
    std::optional<InterfaceName> local_address;
    std::vector<CryptoMapEntry> entries;       ///< ascending by sequence
    std::string client_authentication_list;    ///< crypto map NAME client authentication list L
    std::string authorization_list;            ///< crypto map NAME isakmp authorization list L
    ClientAddressing client_addressing;        ///< crypto map NAME client configuration address initiate|respond
    std::string isakmp_profile;                ///< crypto map NAME isakmp-profile P
    std::vector<std::string> options;          ///< further map-level lines: redundancy …
    bool operator==(const CryptoMap&) const = default;
};

/// `crypto dynamic-map NAME SEQ`: templates for peers that are not known beforehand. Entries leave `peers` and
/// `match_address` empty where any will do.
struct DynamicMap {
    std::string name;
    bool ipv6 = false;
    std::vector<CryptoMapEntry> entries;       ///< ascending by sequence
    bool operator==(const DynamicMap&) const = default;
};

struct IpsecConfig {
    NamedList<TransformSet> transform_sets;
    NamedList<IpsecProfile> profiles;
    NamedList<CryptoMap> maps;
    NamedList<DynamicMap> dynamic_maps;
    SaLifetime lifetime;                       ///< crypto ipsec security-association lifetime …
    std::optional<std::uint16_t> replay_window;///< packets; 0: disabled
    std::optional<DfBit> df_bit;
    bool fragment_after_encryption = false;
    bool nat_transparency = true;
    bool spi_matching = false;                 ///< crypto ipsec nat-transparency spi-matching
    std::optional<std::uint32_t> idle_time;
    bool operator==(const IpsecConfig&) const = default;
};

constexpr std::uint32_t default_sa_seconds = 3600;
constexpr std::uint64_t default_sa_kilobytes = 4608000;

}  // namespace config
