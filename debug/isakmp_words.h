#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "config-model/look.h"
#include "ike/isakmp/events.h"

/// The words of `debug crypto isakmp` in all releases. A sentence is corrected in isakmp_words.cpp, a prefix in
/// isakmp_line.cpp, and nowhere else.
namespace debug {

/// What stands before a line's text; each has a form in 12.x, in 15.0 to 15.3 and in 15.4 and later.
enum class LineClass : std::uint8_t {
    received,   ///< "ISAKMP (1001): ", later ISAKMP-PAK
    sent,       ///< "ISAKMP:(1001): ", later ISAKMP-PAK
    note,       ///< "ISAKMP (1001): "
    spaced,     ///< "ISAKMP:(1001): "
    close,      ///< "ISAKMP:(1001):"
    bare,       ///< "ISAKMP: "
    peer,       ///< "ISAKMP: " without an SA's number in any release
    attribute,  ///< "ISAKMP:"
    volume,     ///< "ISAKMP:" in all releases
    payload,    ///< "ISAKMP:", with a number in the later releases: received payload type
    scan,       ///< "ISAKMP : "
    profile,    ///< "ISAKMP:(0):: "
    timer,      ///< "ISAKMP:(1001)::"
    no_sa,      ///< "ISAKMP (0:0): "
    colonless,  ///< "ISAKMP (0:1) "
    short_id,   ///< "ISAKMP (1): "
    slashed,    ///< "ISAKMP (0/1): "
    joined,     ///< "ISAKMP(0:1001) "
    xauth,      ///< "ISAKMP/xauth: "
    plain       ///< nothing
};

/// Which switch shows a line.
enum class LineGroup : std::uint8_t { isakmp, error, ipsec, ipsec_error, engine, engine_packet, kmi, always };

/// Every sentence that has values of its own.
enum class Sentence : std::uint8_t {
    input,
    states,
    node_input,
    node_states,
    profile_requested,
    peer_created,
    peer_fresh,
    peer_locked,
    peer_locked_ipsec,
    peer_unlocked,
    peer_reaped,
    peer_inserted,
    ports_known,
    sa_inserted,
    packet_received,
    packet_sent,
    processing,
    processing_vendor,
    processing_transaction,
    vendor_mismatch,
    vendor_constructed,
    nat_payload,
    nat_original,
    key_looked_for,
    key_looked_for_found,
    key_found,
    key_missing,
    host_key_missing,
    xauth_scan,
    xauth_scan_one,
    profile_matched,
    profile_none,
    key_in_keyring,
    transform_checked,
    acceptable,
    acceptable_next,
    not_acceptable,
    not_acceptable_next,
    basic_lifetime,
    variable_lifetime,
    lifetime_timer,
    policy_not_acceptable,
    id_used,
    id_used_xauth,
    id_sent,
    authenticated,
    authenticated_with,
    initial_contact,
    node_set,
    node_deleted,
    node_failed,
    node_purged,
    sa_purged,
    sa_deleting,
    sa_deleted,
    error_counter,
    retransmission_due,
    retransmission,
    quick_retransmission_due,
    quick_retransmission,
    unknown_input,
    quick_mode,
    proposal_checked,
    transform,
    ipsec_acceptable,
    ipsec_not_acceptable,
    proxies_not_supported,
    transform_not_supported,
    proposal_invalidated,
    spi_got,
    sa_installed,
    notify_seen,
    notify_sent,
    probe_sent,
    probe_received,
    probe_unanswered,
    peer_dead,
    delete_forwarded,
    delete_ignored,
    spi_deleted,
    timer_restarted,
    port_floated,
    responder_lifetime_sent,
    config_seen,
    attribute_listed,
    attribute_requested,
    attribute_replied,
    attributes_sent,
    attribute_unknown,
    attribute_sent,
    config_initiating,
    config_responding,
    address_allocated,
    xauth_status,
    xauth_answered,
    xauth_failed,
    ezvpn_pending,
    ezvpn_password_refused
};

/// In which looks a row is printed.
inline constexpr std::uint8_t in_12 = 1, in_15 = 2, in_16 = 12, from_15 = 14, in_all = 15;
constexpr std::uint8_t bit_of(config::Look look) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(look));
}

/// A line: for which key and looks, under which prefix, in which words. `{}` are the event's values, `{peer}` and the
/// like its header's. A key may have several rows: a line each.
template <class Key>
struct Words {
    Key key;
    std::uint8_t looks;
    LineClass line_class;
    std::string_view text;
    LineGroup group = LineGroup::isakmp;
};

std::span<const Words<Sentence>> sentence_words();
std::span<const Words<ike::isakmp::Step>> step_words();
std::span<const Words<ike::isakmp::EngineWork>> engine_words();
std::span<const Words<ike::isakmp::VendorId>> vendor_words();
std::span<const Words<ike::isakmp::PolicyMismatch>> mismatch_words();

std::string_view words_of(ike::isakmp::DeleteReason reason, config::Look look);
std::string_view words_of(ike::isakmp::NodeReason reason, config::Look look);
/// "INITIAL_CONTACT", "DPD/R_U_THERE"; empty for a number without name.
std::string_view words_of(ike::isakmp::NotifyType type, config::Look look);
/// "SA", "KE": empty for payloads that are not announced.
std::string_view words_of(ike::isakmp::PayloadType type);
/// "IP4_ADDRESS": empty for what the release does not know.
std::string_view words_of_attribute(std::uint16_t type, config::Look look);

}  // namespace debug
