#include <algorithm>
#include <array>

#include "debug/ikev2_line.h"

namespace debug {

namespace {

using ike::Step;
using enum ike::Step;

/// The words of one step. An empty text is not printed by that release: `early` is 15.1T, `late` 15.4 and after.
struct StepText {
    Step step;
    std::string_view early, late;
    PrefixKind kind = PrefixKind::full;
    Level level = Level::standard;  ///< of the late text
};

constexpr std::string_view pki_open = "Opening a PKI session", pki_close = "Closing the PKI session";
constexpr Level internal = Level::internal;
constexpr PrefixKind full = PrefixKind::full, bare = PrefixKind::bare, sa_only = PrefixKind::sa_only;
constexpr std::string_view dh_passed = "[Crypto Engine -> IKEv2] DH key Computation PASSED";

constexpr std::array texts{
    StepText{got_packet_from_dispatcher, "Got a packet from dispatcher", "Got a packet from dispatcher", bare,
             internal},
    StepText{processing_item_off_queue, "Processing an item off the pak queue", "Processing an item off the pak queue",
             bare, internal},
    StepText{sa_request_admitted, "New ikev2 sa request admitted", "New ikev2 sa request admitted", bare, internal},
    StepText{sa_request_activated, "New ikev2 sa request activated", "New ikev2 sa request activated", bare, internal},
    StepText{increment_outgoing_negotiating, "Incrementing outgoing negotiating sa count by one",
             "Incrementing outgoing negotiating sa count by one", bare, internal},
    StepText{increment_incoming_negotiating, "Incrementing incoming negotiating sa count by one",
             "Incrementing incoming negotiating sa count by one", bare, internal},
    StepText{decrement_outgoing_negotiating, "Decrement count for outgoing negotiating",
             "Decrement count for outgoing negotiating", bare, internal},
    StepText{decrement_incoming_negotiating, "Decrement count for incoming negotiating",
             "Decrement count for incoming negotiating", bare, internal},
    StepText{failed_to_decrement_outgoing, "Failed to decrement count for outgoing negotiating",
             "Failed to decrement count for outgoing negotiating", bare, internal},
    StepText{failed_to_decrement_incoming, "Failed to decrement count for incoming negotiating",
             "Failed to decrement count for incoming negotiating", bare, internal},
    StepText{policies_set, "Setting configured policies", "Setting configured policies", full, internal},
    StepText{action_null, "Action: Action_Null", "Action: Action_Null", full, internal},
    StepText{dh_public_key_passed, "", dh_passed, sa_only},
    StepText{dh_public_key_queued, "", "Request queued for computation of DH key"},
    StepText{dh_secret_passed, "", dh_passed, sa_only},
    StepText{dh_secret_queued, "", "Request queued for computation of DH secret"},
    StepText{skeyseed_calculation, "", "[IKEv2 -> Crypto Engine] Calculate SKEYSEED and create rekeyed IKEv2 SA",
             sa_only},
    StepText{skeyseed_passed, "",
             "[Crypto Engine -> IKEv2] SKEYSEED calculation and creation of rekeyed IKEv2 SA PASSED", sa_only},
    StepText{skeyid_generated, "Generate skeyid", "Generate skeyid", full, internal},
    StepText{no_config_data_init_initiator, "IKEv2 initiator - no config data to send in IKE_SA_INIT exch",
             "IKEv2 initiator - no config data to send in IKE_SA_INIT exch", bare},
    StepText{no_config_data_init_responder, "IKEv2 responder - no config data to send in IKE_SA_INIT exch",
             "IKEv2 responder - no config data to send in IKE_SA_INIT exch", bare},
    StepText{no_config_data_to_toolkit,
             "No config data to send to toolkit: ", "No config data to send to toolkit: ", bare, internal},
    StepText{sending_config_data_to_toolkit, "Sending config data to toolkit", "Config data to send:", bare},
    StepText{received_config_data_from_toolkit,
             "Received config data from toolkit: ", "Received config data from toolkit: ", bare, internal},
    StepText{error_constructing_config_reply, "Error constructing config reply", "Error constructing config reply",
             bare, Level::error},
    StepText{have_config_mode_data, "", "Have config mode data to send"},
    StepText{no_data_for_mode_config_set, "No data to send in mode config set.", "No data to send in mode config set.",
             bare, internal},
    StepText{generating_init_message, "", "Generating IKE_SA_INIT message"},
    StepText{generating_auth_message, "", "Generating IKE_AUTH message"},
    StepText{generating_create_child_message, "", "Generating CREATE_CHILD_SA message"},
    StepText{insert_sa, "", "Insert SA"},
    StepText{processing_init_message, "Processing IKE_SA_INIT message", "Processing IKE_SA_INIT message"},
    StepText{verify_init_message, "", "Verify SA init message"},
    StepText{processing_init_payloads, "", "Processing IKE_SA_INIT message"},
    StepText{process_nat_discovery, "Process NAT discovery notify", "Checking NAT discovery"},
    StepText{processing_nat_source, "Processing nat detect src notify", "Processing nat detect src notify", full,
             internal},
    StepText{processing_nat_destination, "Processing nat detect dst notify", "Processing nat detect dst notify", full,
             internal},
    StepText{remote_address_matched, "Remote address matched", "Remote address matched", full, internal},
    StepText{remote_address_not_matched, "Remote address not matched", "Remote address not matched", full, internal},
    StepText{local_address_matched, "Local address matched", "Local address matched", full, internal},
    StepText{local_address_not_matched, "Local address not matched", "Local address not matched", full, internal},
    StepText{nat_not_found, "No NAT found", "NAT not found"},
    StepText{nat_inside, "Host is located NAT inside", "NAT INSIDE found"},
    StepText{nat_outside, "Host is located NAT outside", "NAT OUTSIDE found"},
    StepText{opening_pki_session, pki_open, pki_open, full, internal},
    StepText{closing_pki_session, pki_close, pki_close, full, internal},
    StepText{delete_reason_enabled, "Cisco DeleteReason Notify is enabled", "Cisco DeleteReason Notify is enabled",
             full, internal},
    StepText{completed_init_exchange, "", "Completed SA init exchange"},
    StepText{valid_parameters_in_id, "Received valid parameteres in process id",
             "Received valid parameteres in process id", full, internal},
    StepText{verify_peer_policy, "", "Verify peer's policy"},
    StepText{peer_policy_verified, "", "Peer's policy verified"},
    StepText{get_my_auth_method, "", "Get my authentication method"},
    StepText{get_peer_auth_method, "", "Get peer's authentication method"},
    StepText{check_for_eap, "", "Check for EAP exchange"},
    StepText{generate_my_auth, "", "Generate my authentication data"},
    StepText{verify_peer_auth, "", "Verify peer's authentication data"},
    StepText{peer_auth_passed, "", "Verification of peer's authenctication data PASSED"},
    StepText{peer_auth_failed, "Verification of peer's authentication data FAILED",
             "Verification of peer's authentication data FAILED"},
    StepText{redirect_not_needed, "Redirect check is not needed, skipping it",
             "Redirect check is not needed, skipping it", full, internal},
    StepText{aaa_group_not_configured, "AAA group authorization is not configured",
             "AAA group authorization is not configured", bare, internal},
    StepText{aaa_user_not_configured, "AAA user authorization is not configured",
             "AAA user authorization is not configured", bare, internal},
    StepText{accounting_not_required, "Accounting not required", "Accounting not required", full, internal},
    StepText{kmi_message_8_consumed, "KMI message 8 consumed. No action taken.",
             "KMI message 8 consumed. No action taken.", bare, internal},
    StepText{kmi_message_12_consumed, "KMI message 12 consumed. No action taken.",
             "KMI message 12 consumed. No action taken.", bare, internal},
    StepText{checking_duplicate, "", "Checking for duplicate IKEv2 SA"},
    StepText{no_duplicate_found, "", "No duplicate IKEv2 SA found"},
    StepText{duplicate_found, "", "Duplicate IKEv2 SA found"},
    StepText{check_existing_ipsec_sa, "Check for existing IPSEC SA", "Check for existing IPSEC SA"},
    StepText{check_existing_active_sa, "Check for existing active SA", "Check for existing active SA"},
    StepText{delete_all_ike_sas, "Delete all IKE SAs", "Delete all IKE SAs"},
    StepText{deleting_sa, "Deleting SA", "Deleting SA"},
    StepText{processing_informational_ack, "Processing ACK to informational exchange",
             "Processing ACK to informational exchange"},
    StepText{sending_informational_ack, "Sending ACK to informational exchange",
             "Sending ACK to informational exchange"},
    StepText{checking_peer_window, "Checking if request will fit in peer window",
             "Checking if request will fit in peer window"},
    StepText{process_delete_request, "Process delete request from peer", "Process delete request from peer"},
    StepText{process_auth_response_notify, "Process auth response notify", "Process auth response notify"},
    StepText{retransmitting, "Retransmitting packet ", "Retransmitting packet \n"},
    StepText{initial_contact_processed, "Process initial contact notify", "Process initial contact notify"},
    StepText{received_no_proposal_chosen, ": Received no proposal chosen notify",
             ": Received no proposal chosen notify", full, Level::error},
    StepText{received_authentication_failed, ": Auth exchange failed", ": Auth exchange failed", full, Level::error},
    StepText{received_ts_unacceptable, ": Received TS unacceptable notify", ": Received TS unacceptable notify", full,
             Level::error},
    StepText{validating_create_child, "", "Validating create child message"},
    StepText{checking_create_child_type, "", "Check for create child response message type"},
    StepText{processing_create_child_notifies, "", "Processing any notify-messages in child SA exchange"},
    StepText{processing_create_child, "", "Processing child SA exchange"},
    StepText{checking_pfs, "", "Checking for PFS configuration"},
    StepText{checking_ipsec_rekey, "", "Check for IPSEC rekey"},
    StepText{checking_ike_rekey, "", "Checking if IKE SA rekey"},
    StepText{loading_key_material, "", "Load IPSEC key material"},
    StepText{starting_delete_timer, "", "Starting timer to delete negotiation context"},
    StepText{sending_liveness_query, "Sending DPD/liveness query", "Sending DPD/liveness query"},
    StepText{received_liveness_query, "Received DPD/liveness query", "Received DPD/liveness query"},
    StepText{received_invalid_ke, "Process invalid KE notify", "Process invalid KE notify"},
};

/// Steps of two lines.
struct StepPair {
    Step step;
    std::string_view first, second;
    PrefixKind kind;
    Level level;
    bool late_only;
};

constexpr StepPair pairs[] = {
    {asynchronous_request_queued, "Asynchronous request queued", "", full, internal, false},
    {auth_data_generated, "[IKEv2 -> Crypto Engine] Generate IKEv2 authentication data",
     "[Crypto Engine -> IKEv2] IKEv2 authentication data generation PASSED", bare, Level::standard, true},
};

}  // namespace

void write_step(Ikev2Writer& out, Step step) {
    if (const auto pair =
            std::find_if(std::begin(pairs), std::end(pairs), [=](const StepPair& p) { return p.step == step; });
        pair != std::end(pairs)) {
        if (pair->late_only && out.is_early()) return;
        out.line(pair->level, pair->first, pair->kind);
        return out.line(pair->level, pair->second, pair->kind);
    }
    const auto found =
        std::find_if(texts.begin(), texts.end(), [=](const StepText& text) { return text.step == step; });
    if (found == texts.end()) return;
    const bool early = out.is_early();
    if (early && step == processing_init_message && out.header().role == ike::Role::responder) return;
    const std::string_view text = early ? found->early : found->late;
    if (text.empty()) return;
    const bool before_answer = step == insert_sa && out.header().role == ike::Role::initiator;
    out.line(early ? Level::standard : found->level, before_answer ? std::string_view("Insert SA \n") : text,
             found->kind);
}

}  // namespace debug
