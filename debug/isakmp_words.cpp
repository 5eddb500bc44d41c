#include "debug/isakmp_words.h"

#include <array>

// The sentences of `debug crypto isakmp`, `ipsec` and `engine` that an IKEv1 negotiation prints.

namespace debug {

namespace {

using enum Sentence;
using enum LineClass;

// clang-format off
constexpr Words<Sentence> sentences[] = {
    {input, in_all, close, "Input = {}"},
    {states, in_all, close, "Old State = {}  New State = {} \n"},
    {node_input, in_all, close, "Node {}, Input = {}"},
    {node_states, in_all, close, "Old State = {}  New State = {}"},

    {profile_requested, in_12, bare, "received ke message (1/1)"},
    {profile_requested, in_12, no_sa, "SA request profile is {}"},
    {profile_requested, from_15, spaced, "SA request profile is {}"},
    {peer_created, in_all, peer, "Created a peer struct for {peer}, peer port {peer_port}"},
    {peer_fresh, from_15, peer, "New peer created peer = 0x{record} peer_handle = 0x{}"},
    {peer_locked, in_12, peer, "Locking peer struct 0x{record}, IKE refcount {1} for {0}"},
    {peer_locked, from_15, peer, "Locking peer struct 0x{record}, refcount {1} for {0}"},
    {peer_locked_ipsec, in_12, peer, "Locking peer struct 0x{record}, IPSEC refcount {1} for for {0}"},
    {peer_unlocked, in_all, peer, "Unlocking peer struct 0x{record} for {0}(), count {1}"},
    {peer_reaped, in_all, peer, "Deleting peer node by peer_reap for {peer}: {record}"},
    {peer_inserted, in_12, peer, "Trying to insert a peer {local}/{peer}/{peer_port}/,  and inserted successfully."},
    {peer_inserted, in_15, peer, "Trying to insert a peer {local}/{peer}/{peer_port}/,  and inserted successfully {record}."},
    {peer_inserted, in_16, peer, "Trying to insert a peer {local}/{peer}/{peer_port}/, "},
    {peer_inserted, in_16, peer, " and inserted successfully {record}."},
    {ports_known, in_all, bare, "local port {local_port}, remote port {peer_port}"},
    {sa_inserted, in_12, bare, "insert sa successfully sa = {sa}"},
    {sa_inserted, from_15, close, "insert sa successfully sa = {sa}"},
    {packet_received, in_all, received, "received packet from {peer} dport {local_port} sport {peer_port} Global {}"},
    {packet_sent, in_all, sent, "sending packet to {peer} my_port {local_port} peer_port {peer_port} ({role}) {label}"},
    {packet_sent, from_15, close, "Sending an IKE {family} Packet."},

    {processing, in_all, spaced, "processing {} payload. message ID = {}"},
    {processing_vendor, in_all, spaced, "processing vendor id payload"},
    {processing_transaction, in_all, close, "processing transaction payload from {peer}. message ID = {}"},
    {vendor_mismatch, in_all, spaced, "vendor ID seems Unity/DPD but major {} mismatch"},
    {vendor_constructed, in_all, spaced, "constructed NAT-T vendor-{} ID"},
    {nat_payload, in_all, payload, "received payload type {}"},
    {nat_original, in_all, note, "processing {} payload. addr = {}, message ID = {}"},

    {key_looked_for, in_12, bare, "Looking for a matching key for {peer} in {}"},
    {key_looked_for_found, in_12, bare, "Looking for a matching key for {peer} in {} : success"},
    {key_found, in_all, close, "found peer pre-shared key matching {peer}"},
    {key_missing, in_all, close, "No pre-shared key with {peer}!", LineGroup::error},
    {host_key_missing, in_all, bare, "no pre-shared key based on hostname {}!", LineGroup::error},
    {xauth_scan, in_all, scan, "Scanning profiles for xauth ...{}"},
    {xauth_scan_one, in_all, scan, "Looking for xauth in profile {}"},
    {profile_matched, in_all, profile, "peer matches {} profile"},
    {profile_none, in_all, profile, "peer matches *none* of the profiles"},
    {key_in_keyring, in_all, close, "Found ADDRESS key in keyring {}"},

    {transform_checked, in_all, close, "Checking ISAKMP transform {} against priority {} policy"},
    {acceptable, in_all, close, "atts are acceptable."},
    {acceptable_next, in_all, close, "atts are acceptable. Next payload is {}"},
    {not_acceptable, in_all, close, "atts are not acceptable.", LineGroup::error},
    {not_acceptable_next, in_all, close, "atts are not acceptable. Next payload is {}", LineGroup::error},
    {basic_lifetime, from_15, close, "Basic life_in_seconds:{}"},
    {variable_lifetime, from_15, close, "Fill atts in sa vpi_length:{1}"},
    {variable_lifetime, from_15, close, "Fill atts in sa life_in_seconds:{0}"},
    {lifetime_timer, from_15, close, "Returning Actual lifetime: {}"},
    {lifetime_timer, from_15, timer, "Started lifetime timer: {}.\n"},
    {policy_not_acceptable, in_all, spaced, "phase {} SA policy not acceptable! (local {local} remote {peer})", LineGroup::error},
    {id_used, in_12 | in_15, close, "SA is doing pre-shared key authentication using id type {}"},
    {id_used, in_16, close, "SA is doing "},
    {id_used, in_16, close, "pre-shared key authentication using id type {}"},
    {id_used_xauth, in_12 | in_15, close, "SA is doing pre-shared key authentication plus XAUTH using id type {}"},
    {id_used_xauth, in_16, close, "SA is doing "},
    {id_used_xauth, in_16, close, "pre-shared key authentication plus XAUTH using id type {}"},
    {id_sent, in_12, short_id, "Total payload length: {}"},
    {id_sent, from_15, close, "Total payload length: {}"},
    {authenticated, in_all, close, "SA authentication status:\n\tauthenticated"},
    {authenticated_with, in_all, close, "SA has been authenticated with {peer}"},
    {initial_contact, in_all, spaced, "Process initial contact,\nbring down existing phase 1 and 2 SA's with local {local} remote {peer} remote port {peer_port}"},

    {node_set, in_all, bare, "set new node {} to {}"},
    {node_deleted, in_all, close, "deleting node {} error FALSE reason \"{}\""},
    {node_failed, in_all, close, "deleting node {} error TRUE reason \"{}\"", LineGroup::error},
    {node_purged, in_all, close, "purging node {}"},
    {sa_purged, in_all, close, "purging SA., sa={sa}, delme={sa}"},
    {sa_deleting, in_all, close, "deleting SA reason \"{}\" state ({role}) {label} (peer {peer})"},
    {sa_deleted, in_all, close, "deleting SA reason \"{}\" state ({role}) {label} (peer {peer}) "},
    {error_counter, in_all, note, "incrementing error counter on {}, attempt {} of 5: {}", LineGroup::error},
    {retransmission_due, in_all, spaced, "retransmitting phase 1 {label}..."},
    {retransmission, in_all, spaced, "retransmitting phase 1 {label}"},
    {quick_retransmission_due, in_all, spaced, "retransmitting phase 2 {label} {} ..."},
    {quick_retransmission, in_all, spaced, "retransmitting phase 2 {} {label}"},
    {unknown_input, in_all, note, "Unknown Input {}:  state = {}", LineGroup::error},

    {quick_mode, in_all, close, "beginning Quick Mode exchange, M-ID of {}"},
    {proposal_checked, in_12, close, "Checking IPsec proposal {}"},
    {proposal_checked, from_15, close, "Checking IPSec proposal {}"},
    {transform, in_all, bare, "transform {}, {}"},
    {transform, in_all, attribute, "   attributes in transform:"},
    {ipsec_acceptable, in_all, close, "atts are acceptable."},
    {ipsec_not_acceptable, in_12, close, "atts not acceptable. Next payload is 0", LineGroup::error},
    {ipsec_not_acceptable, in_12, close, "SA not acceptable!", LineGroup::error},
    {ipsec_not_acceptable, from_15, close, "atts not acceptable. Next payload is 0", LineGroup::error},
    {proxies_not_supported, in_12, plain, "IPSEC(validate_transform_proposal): proxy identities not supported", LineGroup::ipsec_error},
    {proxies_not_supported, from_15, plain, "map_db_find_best did not find matching map", LineGroup::ipsec_error},
    {proxies_not_supported, from_15, plain, "IPSEC(ipsec_process_proposal): proxy identities not supported", LineGroup::ipsec_error},
    {transform_not_supported, in_12, plain, "IPSEC(validate_transform_proposal): transform proposal not supported for identity: \n    {{{} }}", LineGroup::ipsec_error},
    {transform_not_supported, from_15, plain, "IPSEC(ipsec_process_proposal): transform proposal not supported for identity: \n    {{{} }}", LineGroup::ipsec_error},
    {proposal_invalidated, in_12, close, "IPSec policy invalidated proposal", LineGroup::error},
    {proposal_invalidated, from_15, spaced, "IPSec policy invalidated proposal with error {}", LineGroup::error},
    {spi_got, in_12, plain, "IPSEC(key_engine): got a queue event...", LineGroup::ipsec},
    {spi_got, in_12, plain, "IPSEC(spi_response): getting spi {0} for SA \n\tfrom {local} to {peer} for prot {1}", LineGroup::ipsec},
    {spi_got, in_12, bare, "received ke message (2/1)"},
    {sa_installed, in_16, close, "Successfully installed IPSEC SA (SPI:0x{}) on {}"},

    {notify_seen, in_12, spaced, "processing NOTIFY {} protocol {}\n\tspi {}, message ID = {}, sa = {sa}"},
    {notify_seen, from_15, spaced, "processing NOTIFY {} protocol {}\n\tspi {}, message ID = {}, sa = 0x{sa}"},
    {notify_sent, in_all, close, "Sending NOTIFY {} protocol {}\n\t{}spi {}, message ID = {}"},
    {probe_sent, in_all, spaced, "seq. no 0x{}"},
    {probe_received, in_all, spaced, "{} received from peer {peer}, sequence 0x{}"},
    {probe_unanswered, in_all, close, "DPD incrementing error counter ({}/5)", LineGroup::error},
    {peer_dead, in_all, close, "peer {peer} not responding!", LineGroup::error},
    {delete_forwarded, in_12, plain, "IPSEC(key_engine): got a queue event...", LineGroup::ipsec},
    {delete_forwarded, from_15, plain, "IPSEC(key_engine): got a queue event with 1 KMI message(s)", LineGroup::ipsec},
    {delete_forwarded, in_all, plain, "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP", LineGroup::ipsec},
    {delete_forwarded, from_15, plain, "IPSEC(key_engine_delete_sas): delete SA with spi 0x{} proto {} for {peer}", LineGroup::ipsec},
    {delete_ignored, in_all, peer, "ignoring request to send delete notify (no ISAKMP sa) src {local} dst {peer} for SPI 0x{}", LineGroup::error},
    {spi_deleted, in_all, spaced, "deleting spi {} message ID = {}"},
    {timer_restarted, in_all, spaced, "restart ike sa timer to {} secs"},
    {port_floated, in_all, close, "Detected port floating to port = {}"},
    {port_floated, in_all, close, "Trying to find existing peer {local}/{peer}/{}/"},
    {responder_lifetime_sent, in_all, bare, "Sending phase 1 responder lifetime {}"},

    {config_seen, in_all, bare, "Config payload {}"},
    {attribute_listed, in_all, attribute, "    {}"},
    {attribute_requested, in_all, xauth, "request attribute {}"},
    {attribute_replied, in_all, xauth, "reply attribute {}"},
    {attributes_sent, in_all, close, "attributes sent in message:\n        {}"},
    {attribute_unknown, in_all, slashed, "Unknown Attr: {} (0x{})"},
    {attribute_sent, in_all, bare, "Sending {}"},
    {config_initiating, in_all, spaced, "initiating peer config to {peer}. ID = {}"},
    {config_responding, in_all, spaced, "responding to peer config from {peer}. ID = {}"},
    {address_allocated, in_all, close, "allocating address {}"},
    {xauth_status, in_all, close, "Xauth process set, status = {}"},
    {xauth_answered, in_all, plain, "        username: {}"},
    {xauth_answered, in_all, plain, "        password: <omitted>"},
    {xauth_failed, in_all, xauth, "login of user {} failed", LineGroup::error},
    {ezvpn_pending, in_all, plain, "EZVPN({}): Pending XAuth Request, Please enter the following command:", LineGroup::always},
    {ezvpn_pending, in_all, plain, "EZVPN: crypto ipsec client ezvpn xauth", LineGroup::always},
    {ezvpn_password_refused, in_all, plain, "EZVPN({}): Server does not allow save password option,", LineGroup::always},
    {ezvpn_password_refused, in_all, plain, "enter your username and password manually", LineGroup::always},
};

using Mismatch = ike::isakmp::PolicyMismatch;
constexpr Words<Mismatch> mismatches[] = {
    {Mismatch::encryption, in_all, close, "Encryption algorithm offered does not match policy!", LineGroup::error},
    {Mismatch::key_length, in_all, close, "Proposed key length does not match policy", LineGroup::error},
    {Mismatch::hash, in_all, close, "Hash algorithm offered does not match policy!", LineGroup::error},
    {Mismatch::group, in_all, close, "Diffie-Hellman group offered does not match policy!", LineGroup::error},
    {Mismatch::authentication, in_all, close, "Authentication method offered does not match policy!", LineGroup::error},
    {Mismatch::preshared_without_key, in_all, close, "Preshared authentication offered but does not match policy!", LineGroup::error},
    {Mismatch::xauth, in_all, close, "Xauth authentication by pre-shared key offered but does not match policy!", LineGroup::error},
    {Mismatch::lifetime, in_all, close, "Lifetime duration offered does not match policy!", LineGroup::error},
};

using Vendor = ike::isakmp::VendorId;
constexpr Words<Vendor> vendors[] = {
    {Vendor::ios, in_all, spaced, "speaking to another IOS box!"},
    {Vendor::rfc3947, in_all, note, "vendor ID is NAT-T RFC 3947"},
    {Vendor::natt_07, in_all, note, "vendor ID is NAT-T v7"},
    {Vendor::natt_03, in_all, spaced, "vendor ID is NAT-T v3"},
    {Vendor::natt_02_n, in_all, spaced, "vendor ID is NAT-T v2"},
    {Vendor::natt_02, in_all, spaced, "vendor ID is NAT-T v2"},
    {Vendor::dpd, in_all, spaced, "vendor ID is DPD"},
    {Vendor::unity, in_all, spaced, "vendor ID is Unity"},
    {Vendor::xauth, in_12, spaced, "vendor ID is Xauth"},
    {Vendor::xauth, from_15, spaced, "vendor ID is XAUTH"},
    {Vendor::fragmentation, from_15, spaced, "processing IKE frag vendor id payload"},
};
// clang-format on

struct AttributeName {
    std::uint16_t type;
    std::string_view name;
    std::uint8_t looks = in_all;
};

using Attribute = ike::isakmp::ConfigAttribute;
constexpr AttributeName attribute_name(Attribute type, std::string_view name, std::uint8_t looks = in_all) {
    return {static_cast<std::uint16_t>(type), name, looks};
}

/// 12.x knows few of the vendor's own.
constexpr std::array attribute_names{
    attribute_name(Attribute::INTERNAL_IP4_ADDRESS, "IP4_ADDRESS"),
    attribute_name(Attribute::INTERNAL_IP4_NETMASK, "IP4_NETMASK"),
    attribute_name(Attribute::INTERNAL_IP4_DNS, "IP4_DNS"),
    attribute_name(Attribute::INTERNAL_IP4_NBNS, "IP4_NBNS"),
    attribute_name(Attribute::INTERNAL_ADDRESS_EXPIRY, "ADDRESS_EXPIRY"),
    attribute_name(Attribute::INTERNAL_IP4_DHCP, "IP4_DHCP"),
    attribute_name(Attribute::APPLICATION_VERSION, "APPLICATION_VERSION"),
    attribute_name(Attribute::INTERNAL_IP4_SUBNET, "IP4_SUBNET"),
    attribute_name(Attribute::SUPPORTED_ATTRIBUTES, "SUPPORTED_ATTRIBUTES"),
    attribute_name(Attribute::XAUTH_TYPE, "XAUTH_TYPE_V2"),
    attribute_name(Attribute::XAUTH_USER_NAME, "XAUTH_USER_NAME_V2"),
    attribute_name(Attribute::XAUTH_USER_PASSWORD, "XAUTH_USER_PASSWORD_V2"),
    attribute_name(Attribute::XAUTH_PASSCODE, "XAUTH_PASSCODE_V2"),
    attribute_name(Attribute::XAUTH_MESSAGE, "XAUTH_MESSAGE_V2"),
    attribute_name(Attribute::XAUTH_CHALLENGE, "XAUTH_CHALLENGE_V2"),
    attribute_name(Attribute::XAUTH_DOMAIN, "XAUTH_DOMAIN_V2"),
    attribute_name(Attribute::XAUTH_STATUS, "XAUTH_STATUS_V2"),
    attribute_name(Attribute::XAUTH_NEXT_PIN, "XAUTH_NEXT_PIN_V2"),
    attribute_name(Attribute::XAUTH_ANSWER, "XAUTH_ANSWER_V2"),
    attribute_name(Attribute::UNITY_DEF_DOMAIN, "DEFAULT_DOMAIN"),
    attribute_name(Attribute::UNITY_SPLIT_INCLUDE, "SPLIT_INCLUDE"),
    attribute_name(Attribute::UNITY_BANNER, "MODECFG_BANNER", from_15),
    attribute_name(Attribute::UNITY_SAVE_PASSWD, "MODECFG_SAVEPWD", from_15),
    attribute_name(Attribute::UNITY_SPLITDNS_NAME, "SPLIT_DNS", from_15),
    attribute_name(Attribute::UNITY_LOCAL_LAN, "INCLUDE_LOCAL_LAN", from_15),
    attribute_name(Attribute::UNITY_PFS, "PFS", from_15),
    attribute_name(Attribute::UNITY_FW_TYPE, "FW_RECORD", from_15),
    attribute_name(Attribute::UNITY_BACKUP_SERVERS, "BACKUP_SERVER", from_15),
    attribute_name(Attribute::UNITY_DDNS_HOSTNAME, "MODECFG_HOSTNAME", from_15),
};

struct PayloadName {
    ike::isakmp::PayloadType type;
    std::string_view name;
};

using enum ike::isakmp::PayloadType;
constexpr std::array payload_names{
    PayloadName{SA, "SA"},     PayloadName{KE, "KE"},       PayloadName{ID, "ID"},
    PayloadName{CERT, "CERT"}, PayloadName{CR, "CERT_REQ"}, PayloadName{HASH, "HASH"},
    PayloadName{SIG, "SIG"},   PayloadName{NONCE, "NONCE"}, PayloadName{D, "DELETE"},
};

}  // namespace

std::span<const Words<Sentence>> sentence_words() { return sentences; }
std::span<const Words<Mismatch>> mismatch_words() { return mismatches; }
std::span<const Words<Vendor>> vendor_words() { return vendors; }

std::string_view words_of(ike::isakmp::PayloadType type) {
    for (const PayloadName& row : payload_names)
        if (row.type == type) return row.name;
    return {};
}

std::string_view words_of_attribute(std::uint16_t type, config::Look look) {
    for (const AttributeName& row : attribute_names)
        if (row.type == type && (row.looks & bit_of(look)) != 0) return row.name;
    return {};
}

}  // namespace debug
