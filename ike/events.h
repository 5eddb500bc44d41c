#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config-model/ikev2.h"
#include "config-model/ip_address.h"
#include "ike/payload/message.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/traffic_selector.h"

namespace ike {

enum class Role : std::uint8_t { initiator, responder };

/// Which debug switch shows an event; `syslog` is always on.
enum class EventLevel : std::uint8_t { syslog, standard, packet, internal, error };

/// What every event begins with. `sa_id` is 0 while no SA is known (platform lines have no "(SA ID = n)").
struct EventHeader {
    dataplane::Instant at{};
    dataplane::VrfId vrf{};
    std::uint32_t sa_id = 0;             ///< local tunnel-id
    std::uint32_t session_id = 0;
    config::IpAddress local, peer;
    std::uint16_t local_port = 500, peer_port = 500;
    Role role = Role::initiator;
    IkeSpi initiator_spi = 0, responder_spi = 0;
    std::uint32_t message_id = 0;
};

/// A thing done that has no values of its own. Which releases show it, at which level and in which words is debug/'s table.
enum class Step : std::uint8_t {
    got_packet_from_dispatcher, processing_item_off_queue,
    sa_request_admitted, sa_request_activated, increment_outgoing_negotiating, increment_incoming_negotiating,
    decrement_outgoing_negotiating, decrement_incoming_negotiating,
    failed_to_decrement_outgoing, failed_to_decrement_incoming,
    policies_set, action_null,
    computing_dh_public_key, dh_public_key_passed, dh_public_key_queued,
    computing_dh_secret, dh_secret_passed, dh_secret_queued,
    skeyseed_calculation, skeyseed_passed, skeyid_generated,
    no_config_data_init_initiator, no_config_data_init_responder, no_config_data_to_toolkit, sending_config_data_to_toolkit,
    received_config_data_from_toolkit, error_constructing_config_reply, have_config_mode_data, no_data_for_mode_config_set,
    generating_init_message, generating_auth_message, generating_create_child_message, building_packet_for_encryption,
    insert_sa, processing_init_message, verify_init_message, processing_auth_message,
    process_nat_discovery, processing_nat_source, processing_nat_destination, remote_address_matched, remote_address_not_matched,
    local_address_matched, local_address_not_matched, nat_not_found, nat_inside, nat_outside,
    opening_pki_session, closing_pki_session, delete_reason_enabled, completed_init_exchange,
    valid_parameters_in_id, verify_peer_policy, peer_policy_verified,
    get_my_auth_method, get_peer_auth_method, check_for_eap, generate_my_auth, auth_data_generated, verify_peer_auth, peer_auth_passed, peer_auth_failed,
    redirect_not_needed, aaa_group_not_configured, aaa_user_not_configured,
    processing_sa_ts, asynchronous_request_queued, accounting_not_required,
    kmi_message_8_consumed, kmi_message_12_consumed, checking_duplicate, no_duplicate_found, duplicate_found,
    check_existing_ipsec_sa, check_existing_active_sa, delete_all_ike_sas, deleting_sa, processing_informational_ack,
    sending_informational_ack, checking_peer_window, process_delete_request, process_auth_response_notify, retransmitting,
    initial_contact_processed, received_no_proposal_chosen, received_authentication_failed, received_ts_unacceptable,
    received_invalid_ke, initial_contact_check,
    processing_init_payloads,
    validating_create_child, checking_create_child_type, processing_create_child_notifies, processing_create_child,
    checking_pfs, checking_ipsec_rekey, checking_ike_rekey, loading_key_material, starting_delete_timer,
    sending_liveness_query, received_liveness_query
};

/// An exchange came to a bad end. debug/ has the sentence and the notify's name.
enum class Failed : std::uint8_t {
    no_matching_policy, no_matching_ipsec_policy, wrong_dh_group, no_profile, no_preshared_key, authentication, peer_refused_authentication,
    peer_sent_no_proposal_chosen, ts_unacceptable, peer_sent_ts_unacceptable, retransmissions_exceeded, initial_exchange, auth_exchange,
    create_child_exchange, invalid_syntax, unsupported_critical_payload, invalid_major_version, invalid_ike_spi, invalid_message_id,
    integrity, decode, negotiation_timeout, locate_item, too_many_negotiations, certificate, cleared, retry_with_group,
    temporary_failure, child_sa_not_found, no_additional_sas
};

namespace event {

struct SmTrace { std::string_view state; std::string_view event; };   ///< documented names, static storage
struct StepDone { Step step; };
struct PresharedKeyLookup { config::IpAddress address; std::string identity; std::string keyring; std::string peer_block; bool found = false; bool by_identity = false; };
struct PolicySearch { config::IpAddress local; std::string policy; bool is_default = false; bool found = false; };
struct ProposalAdded { std::string name; bool before_any_sa = false; };
struct ProfileChosen { std::string name; bool by_peer_identity = false; };      ///< "(n): Choosing IKE profile X"
struct ProfileUsed { std::string name; };                                       ///< "Using IKEv2 profile 'X'"
struct ProfileSearch { std::string identity; IdType type = IdType::ID_IPV4_ADDR; bool found = false; std::string profile; };
struct PayloadConstructed { PayloadType type; NotifyType notify{}; std::string vendor; };
struct IdConstructed { bool initiator = true; std::string identity; IdType type = IdType::ID_IPV4_ADDR; };
/// A message on its way out. `clear` holds the payloads before encryption when there is an encrypted one.
struct MessageSent { const Message* outer = nullptr; const std::vector<Payload>* clear = nullptr; bool retransmission = false; std::span<const std::uint8_t> octets; };
struct MessageReceived { const Message* outer = nullptr; const std::vector<Payload>* clear = nullptr; std::span<const std::uint8_t> octets; };
/// The encrypted payloads of a message about to be sealed: printed before the outer header.
struct PayloadsBuilt { const std::vector<Payload>* payloads = nullptr; };
struct ProposalsOffered { const SaPayload* sa = nullptr; bool ipsec = false; bool rekey = false; };
struct RequestWindow { std::uint32_t received = 0, first = 0, last = 0; };      ///< "Request has mess_id 1; expected 1 through 1"
struct ResponseSent { std::uint32_t message_id = 0, first = 0, last = 0; };
struct ResponseProcessed { std::uint32_t message_id = 0, first = 0, last = 0; };
struct AuthMethodSeen { bool mine = true; AuthMethod method{}; };
struct PresharedKeyUsed { std::string identity; std::size_t length = 0; bool peers = false; };
struct DhComputation { std::uint16_t group = 0; bool secret = false; bool queued = false; };
struct MibStored { std::uint32_t index = 0, platform = 0; };
struct IdentAdded { std::uint32_t handle = 0, spi = 0, session = 0; };
struct SaCreated { std::uint32_t lifetime = 0; };
struct SessionUp { std::string remote_id, local_id; };
struct SessionDown { std::string remote_id, local_id; };
struct DeleteQueued { std::string_view reason; };
struct DeleteSent { bool ike = false; std::uint32_t spi = 0; };
struct DeleteReceived { bool ike = false; std::uint32_t spi = 0; };
struct NotifyReceived { NotifyType type{}; };
/// Received and expected policies of a refused proposal.
struct PolicyMismatch { const SaPayload* received = nullptr; const SaPayload* expected = nullptr; bool ipsec = false; };
struct Failure { Failed why{}; NotifyType sent{}; };
/// crypto logging session
struct TunnelStatus { bool up = false; std::string remote_id; };
/// crypto logging ikev2
struct SaUp {};
struct SaDown {};
struct NegotiationAborted { Failed why{}; };
/// The configuration payload that is about to be sent.
struct ConfigData { const ConfigPayload* payload = nullptr; };

using Body = std::variant<SmTrace, StepDone, PresharedKeyLookup, PolicySearch, ProposalAdded, ProfileChosen, ProfileUsed, ProfileSearch,
                          PayloadConstructed, IdConstructed, MessageSent, MessageReceived, PayloadsBuilt, ProposalsOffered, RequestWindow,
                          ResponseSent, ResponseProcessed, AuthMethodSeen, PresharedKeyUsed, DhComputation, MibStored, IdentAdded, SaCreated,
                          SessionUp, SessionDown, DeleteQueued, DeleteSent, DeleteReceived, NotifyReceived, PolicyMismatch, Failure,
                          TunnelStatus, ConfigData, SaUp, SaDown, NegotiationAborted>;

}  // namespace event

/// Pointers in an event are valid only during `EventSink::on`.
struct Event {
    EventHeader header;
    event::Body body;
};

namespace isakmp {
struct EventRecord;
}

class EventSink {
public:
    virtual ~EventSink() = default;
    /// True when any debug switch (or syslog condition) may show events about this peer; asked before an event is built.
    virtual bool wants(const config::IpAddress& peer) const = 0;
    virtual void on(const Event& event) = 0;
    /// The same for IKEv1.
    virtual bool wants_isakmp(const config::IpAddress&) const { return false; }
    virtual void on(const isakmp::EventRecord&) {}
};

}  // namespace ike
