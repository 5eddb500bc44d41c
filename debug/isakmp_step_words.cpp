#include <array>

#include "debug/isakmp_words.h"

// What has no values of its own: steps, the work of the crypto engine, reasons, names of notifies.

namespace debug {

namespace {

using config::Look;
using ike::isakmp::DeleteReason;
using ike::isakmp::EngineWork;
using ike::isakmp::NodeReason;
using ike::isakmp::NotifyType;
using ike::isakmp::Step;
using enum LineClass;

// clang-format off
constexpr Words<Step> steps[] = {
    {Step::cannot_start_aggressive, in_all, close, "Can not start Aggressive mode, trying Main mode."},
    {Step::tunnel_attributes_set, in_all, close, "SA has tunnel attributes set."},
    {Step::beginning_main_mode, in_all, spaced, "beginning Main Mode exchange"},
    {Step::beginning_aggressive_mode, in_all, spaced, "beginning Aggressive Mode exchange"},
    {Step::local_key_found, in_all, colonless, "local preshared key found"},
    {Step::authentication_by_xauth, in_all, colonless, "Authentication by xauth preshared"},
    {Step::acceptable_atts, from_15, close, "Acceptable atts:actual life: 0"},
    {Step::acceptable_atts, from_15, close, "Acceptable atts:life: 0"},
    {Step::skeyid_generated, in_12, close, "SKEYID state generated"},
    {Step::speaking_to_ios, in_all, spaced, "speaking to another IOS box!"},
    {Step::nat_payload, in_all, payload, "received payload type 20"},
    {Step::peer_outside_nat, from_15, note, "His hash no match - this node outside NAT"},
    {Step::no_nat, in_all, note, "No NAT Found for self or peer"},
    {Step::self_inside_nat, in_all, note, "NAT found, the node inside NAT"},
    {Step::both_inside_nat, in_all, note, "NAT found, both nodes inside NAT"},
    {Step::my_hash_no_match, in_all, note, "My hash no match -  this node inside NAT"},
    {Step::send_initial_contact, in_all, close, "Send initial contact"},
    {Step::dpd_enabled, in_all, close, "IKE_DPD is enabled, initializing timers"},
    {Step::no_paranoid_keepalives, in_all, close, "peer does not do paranoid keepalives.\n"},
    {Step::qm_initiator_gets_spi, from_15, close, "QM Initiator gets spi"},
    {Step::qm_responder_gets_spi, from_15, close, "QM Responder gets spi"},
    {Step::asking_for_spi, in_12, spaced, "asking for 1 spis from ipsec"},
    {Step::sitting_idle, in_all, spaced, "sitting IDLE. Starting QM immediately (QM_IDLE      )"},
    {Step::outstanding_requests, in_all, close, "SA has outstanding requests  (local {local} port {local_port}, remote {peer} port {peer_port})"},
    {Step::still_budding, in_all, close, "SA is still budding. Attached new ipsec request to it. (local {local}, remote {peer})"},
    {Step::fsm_error, in_all, note, "FSM action returned error: 2", LineGroup::error},
    {Step::notify_without_hash, in_all, note, "Notify has no hash. Rejected.", LineGroup::error},
    {Step::failed_to_construct_informational, in_all, spaced, "Failed to construct AG informational message.", LineGroup::error},
    {Step::no_offers_accepted, in_all, close, "no offers accepted!", LineGroup::error},
    {Step::no_certificate_or_key, in_12 | in_15, spaced, "No Cert or pre-shared address key.", LineGroup::error},
    {Step::no_certificate_or_key, in_16, spaced, "No Cert or pre-shared address key. ", LineGroup::error},
    {Step::cannot_start_main_mode, in_all, spaced, "construct_initial_message: Can not start Main mode", LineGroup::error},
    {Step::sa_request_failed, in_all, peer, "Error while processing SA request: Failed to initialize SA", LineGroup::error},
    {Step::sa_request_failed, in_all, peer, "Error while processing KMI message 0, error 2.", LineGroup::error},
    {Step::reserved_not_zero_on_id, in_all, bare, "reserved not zero on ID payload!", LineGroup::error},
    {Step::duplicate_packet, in_all, spaced, "phase 1 packet is a duplicate of a previous packet."},
    {Step::duplicate_packet, in_all, spaced, "retransmitting due to retransmit phase 1"},
    {Step::processing_responder_lifetime, in_all, spaced, "processing responder lifetime"},
    {Step::processing_responder_lifetime, in_all, spaced, "start processing isakmp responder lifetime"},
    {Step::need_xauth, in_all, close, "Need XAUTH"},
    {Step::need_config_address, in_all, close, "Need config/address"},
    {Step::xauth_ack_processed, in_12, close, "      XAUTH ACK Processed"},
    {Step::xauth_ack_processed, from_15, close, "       XAUTH ACK Processed"},
    {Step::peer_accepted_address, in_all, close, "peer accepted the address!"},
    {Step::xauth_process_request, in_all, close, "Xauth process request"},
    {Step::checking_request, in_all, close, "checking request:"},
    {Step::checking_set, in_all, close, "checking SET:"},
    {Step::returning_address, in_all, close, "returning IP addr to the address pool"},
    {Step::resetting_client_settings, in_all, close, "Setting client config settings {client}"},
    {Step::resetting_client_settings, in_all, close, "(Re)Setting client xauth list  and state"},
    {Step::resetting_client_settings, from_15, xauth, "initializing AAA request"},
    {Step::callback, in_all, bare, "got callback 1"},
    {Step::fragmentation_not_enabled, from_15, close, "Support for IKE Fragmentation not enabled"},
    {Step::peer_struct_exists, from_15, peer, "Found a peer struct for {peer}, peer port {peer_port}"},
    {Step::key_engine_message, in_12, plain, "IPSEC(key_engine): got a queue event...", LineGroup::ipsec},
    {Step::key_engine_message, from_15, plain, "IPSEC(key_engine): got a queue event with 1 KMI message(s)", LineGroup::ipsec},
    {Step::config_reply, in_all, joined, "process config reply"},
    {Step::udp_encapsulation_set, from_15, close, "Setting UDP ENC peer struct 0x{record} sa= 0x{sa}"},
    {Step::install_callback, in_16, peer, "Failed to find peer index node to update peer_info_list", LineGroup::error},
    {Step::install_callback, in_16, close, "Received IPSec Install callback... proceeding with the negotiation"},
};

constexpr auto engine = LineGroup::engine;
constexpr Words<EngineWork> engine_lines[] = {
    {EngineWork::generate_dh, in_12, plain, "CryptoEngine0: generate alg parameter", engine},
    {EngineWork::dh_status, in_12, plain, "CRYPTO_ENGINE: Dh phase 1 status: 0", engine},
    {EngineWork::dh_secret, in_12, plain, "CryptoEngine0: generate alg parameter", engine},
    {EngineWork::create_skeyid, in_12, plain, "CryptoEngine0: create ISAKMP SKEYID for conn id {n}", engine},
    {EngineWork::hmac, in_12, plain, "CryptoEngine0: generate hmac context for conn id {n}", engine},
    {EngineWork::delete_dh, in_12, plain, "CryptoEngine0: clear dh number for conn id {n}", engine},
    {EngineWork::validate_proposal, in_12, plain, "CryptoEngine0: validate proposal", engine},
    {EngineWork::validate_request, in_12, plain, "CryptoEngine0: validate proposal request", engine},
    {EngineWork::allocate_flow, in_12, plain, "CryptoEngine0: ipsec allocate flow", engine},
    {EngineWork::generate_dh, from_15, plain, "crypto_engine: Create DH", engine},
    {EngineWork::dh_secret, from_15, plain, "crypto_engine: Create DH shared secret", engine},
    {EngineWork::create_ike_sa, from_15, plain, "crypto_engine: Create IKE SA", engine},
    {EngineWork::create_ike_sa, from_15, plain, "crypto engine: created IKE SA SW:{n}", engine},
    {EngineWork::hmac, from_15, plain, "crypto_engine: Generate IKE hash", engine},
    {EngineWork::decrypt_packet, from_15, plain, "crypto_engine: Decrypt IKE packet", LineGroup::engine_packet},
    {EngineWork::encrypt_packet, from_15, plain, "crypto_engine: Encrypt IKE packet", LineGroup::engine_packet},
    {EngineWork::delete_dh, from_15, plain, "crypto_engine: Delete DH", engine},
    {EngineWork::quick_mode_keys, from_15, plain, "crypto_engine: Generate IKE QM keys", engine},
    {EngineWork::create_ipsec_sa, from_15, plain, "crypto_engine: Create IPSec SA (by keys)", engine},
};
// clang-format on

template <class Key>
struct Reason {
    Key key;
    std::string_view old, later;
};

constexpr std::array delete_reasons{
    Reason<DeleteReason>{DeleteReason::none, "No reason", "No reason"},
    Reason<DeleteReason>{DeleteReason::retransmission, "Death by retransmission P1", "Death by retransmission P1"},
    Reason<DeleteReason>{DeleteReason::policy_not_accepted, "Phase1 SA policy proposal not accepted",
                         "Phase1 SA policy proposal not accepted"},
    Reason<DeleteReason>{DeleteReason::peers_alive_timer, "P1 errcounter exceeded (PEERS_ALIVE_TIMER)",
                         "P1 errcounter exceeded (PEERS_ALIVE_TIMER)"},
    Reason<DeleteReason>{DeleteReason::lifetime, "IKE SA Lifetime Exceeded", "IKE SA Lifetime Exceeded"},
    Reason<DeleteReason>{DeleteReason::initial_contact, "Receive initial contact", "Receive initial contact"},
    Reason<DeleteReason>{DeleteReason::fatal_informational, "Recevied fatal informational",
                         "Recevied fatal informational"},
    Reason<DeleteReason>{DeleteReason::cleared, "Death by tree-walk", "Death by tree-walk"},
    Reason<DeleteReason>{DeleteReason::errors, "P1 errcounter exceeded", "P1 errcounter exceeded"},
    Reason<DeleteReason>{DeleteReason::no_address, "Fail to allocate ip address", "Fail to allocate ip address"},
    Reason<DeleteReason>{DeleteReason::xauth_failed, "XAuthenticate fail", "XAuthenticate fail"},
};

constexpr std::array node_reasons{
    Reason<NodeReason>{NodeReason::qm_done_await, "quick mode done (await)", "QM done (await)"},
    Reason<NodeReason>{NodeReason::no_error, "", "No Error"},
    Reason<NodeReason>{NodeReason::informational, "informational (in) state 1", "Informational (in) state 1"},
    Reason<NodeReason>{NodeReason::ike_deleted, "IKE deleted", "IKE deleted"},
    Reason<NodeReason>{NodeReason::qm_rejected, "quick mode rejected", "QM rejected"},
    Reason<NodeReason>{NodeReason::delete_larval, "delete_larval", "Delete Larval"},
    Reason<NodeReason>{NodeReason::xauth_done, "done with xauth request/reply exchange",
                       "Done with xauth request/reply exchange"},
    Reason<NodeReason>{NodeReason::transaction_done, "done with transaction", "Transaction mode done"},
    Reason<NodeReason>{NodeReason::retransmission, "death by retransmission P2", "Phase 2 err count exceeded"},
};

template <class Key, std::size_t N>
std::string_view reason(const std::array<Reason<Key>, N>& rows, Key key, Look look) {
    for (const Reason<Key>& row : rows)
        if (row.key == key) return look == Look::ios12 ? row.old : row.later;
    return {};
}

struct NotifyName {
    NotifyType type;
    std::string_view name;
    std::uint8_t looks = in_all;
};

/// 14 has a name of the vendor's own.
constexpr std::array notify_names{
    NotifyName{NotifyType::INVALID_PAYLOAD_TYPE, "INVALID_PAYLOAD_TYPE"},
    NotifyName{NotifyType::DOI_NOT_SUPPORTED, "DOI_NOT_SUPPORTED"},
    NotifyName{NotifyType::SITUATION_NOT_SUPPORTED, "SITUATION_NOT_SUPPORTED"},
    NotifyName{NotifyType::INVALID_COOKIE, "INVALID_COOKIE"},
    NotifyName{NotifyType::INVALID_MAJOR_VERSION, "INVALID_MAJOR_VERSION"},
    NotifyName{NotifyType::INVALID_MINOR_VERSION, "INVALID_MINOR_VERSION"},
    NotifyName{NotifyType::INVALID_EXCHANGE_TYPE, "INVALID_EXCHANGE_TYPE"},
    NotifyName{NotifyType::INVALID_FLAGS, "INVALID_FLAGS"},
    NotifyName{NotifyType::INVALID_MESSAGE_ID, "INVALID_MESSAGE_ID"},
    NotifyName{NotifyType::INVALID_PROTOCOL_ID, "INVALID_PROTOCOL_ID"},
    NotifyName{NotifyType::INVALID_SPI, "INVALID_SPI"},
    NotifyName{NotifyType::INVALID_TRANSFORM_ID, "INVALID_TRANSFORM_ID"},
    NotifyName{NotifyType::ATTRIBUTES_NOT_SUPPORTED, "ATTRIBUTES_NOT_SUPPORTED"},
    NotifyName{NotifyType::NO_PROPOSAL_CHOSEN, "PROPOSAL_NOT_CHOSEN"},
    NotifyName{NotifyType::BAD_PROPOSAL_SYNTAX, "BAD_PROPOSAL_SYNTAX"},
    NotifyName{NotifyType::PAYLOAD_MALFORMED, "PAYLOAD_MALFORMED"},
    NotifyName{NotifyType::INVALID_KEY_INFORMATION, "INVALID_KEY_INFORMATION"},
    NotifyName{NotifyType::INVALID_ID_INFORMATION, "INVALID_ID_INFO"},
    NotifyName{NotifyType::INVALID_HASH_INFORMATION, "INVALID_HASH_INFO"},
    NotifyName{NotifyType::AUTHENTICATION_FAILED, "AUTHENTICATION_FAILED"},
    NotifyName{NotifyType::ADDRESS_NOTIFICATION, "ADDRESS_NOTIFICATION"},
    NotifyName{NotifyType::NOTIFY_SA_LIFETIME, "NOTIFY_SA_LIFETIME"},
    NotifyName{NotifyType::UNEQUAL_PAYLOAD_LENGTHS, "UNEQUAL_PAYLOAD_LENGTHS"},
    NotifyName{NotifyType::CONNECTED, "CONNECTED"},
    NotifyName{NotifyType::RESPONDER_LIFETIME, "RESPONDER_LIFETIME"},
    NotifyName{NotifyType::REPLAY_STATUS, "REPLAY_STATUS"},
    NotifyName{NotifyType::INITIAL_CONTACT, "INITIAL_CONTACT"},
    NotifyName{NotifyType::R_U_THERE, "R_U_THERE", in_12},
    NotifyName{NotifyType::R_U_THERE_ACK, "R_U_THERE_ACK", in_12},
    NotifyName{NotifyType::R_U_THERE, "DPD/R_U_THERE", from_15},
    NotifyName{NotifyType::R_U_THERE_ACK, "DPD/R_U_THERE_ACK", from_15},
};

}  // namespace

std::span<const Words<Step>> step_words() { return steps; }
std::span<const Words<EngineWork>> engine_words() { return engine_lines; }

std::string_view words_of(DeleteReason key, Look look) { return reason(delete_reasons, key, look); }
std::string_view words_of(NodeReason key, Look look) { return reason(node_reasons, key, look); }

std::string_view words_of(NotifyType type, Look look) {
    for (const NotifyName& row : notify_names)
        if (row.type == type && (row.looks & bit_of(look)) != 0) return row.name;
    return {};
}

}  // namespace debug
