#pragma once

#include "ike/machine/table.h"

/// Actions that several tables share.
namespace ike::action {

// Any request of ours
Outcome retransmit(Exchange& exchange, const Input&);
Outcome give_up(Exchange& exchange, const Input&);
Outcome abandon(Exchange& exchange, const Input&);

// IKE_SA_INIT, both roles
Outcome check_pki(Exchange& exchange, const Input&);
Outcome generate_key_pair(Exchange& exchange, const Input&);
Outcome generate_shared_secret(Exchange& exchange, const Input&);
Outcome generate_skeyid(Exchange& exchange, const Input&);
Outcome detect_nat(Exchange& exchange, const Input& input);
Outcome refuse_early_config(Exchange& exchange, const Input& input);
Outcome finish_init(Exchange& exchange, const Input&);

// IKE_AUTH, both roles
Outcome check_auth_type_of_peer(Exchange& exchange, const Input& input);
Outcome get_peer_key(Exchange& exchange, const Input&);
Outcome verify_auth(Exchange& exchange, const Input&);
Outcome generate_auth(Exchange& exchange, const Input&);
Outcome keep_auth(Exchange& exchange, const Input&);
Outcome check_for_certificate_fetch(Exchange& exchange, const Input& input);
Outcome verify_peer_policy(Exchange& exchange, const Input&);
Outcome process_initial_contact(Exchange& exchange, const Input& input);
Outcome notify_auth_done(Exchange& exchange, const Input&);
Outcome note_config_payload(Exchange& exchange, const Input& input);
Outcome refuse_eap(Exchange& exchange, const Input& input);
Outcome authentication_failed(Exchange& exchange, const Input&);

// AUTH_DONE and READY, both roles
Outcome close_pki_session(Exchange& exchange, const Input&);
Outcome update_cac_stats(Exchange& exchange, const Input&);
Outcome insert_ike(Exchange& exchange, const Input&);
Outcome load_ipsec(Exchange& exchange, const Input&);
Outcome start_accounting(Exchange& exchange, const Input&);
Outcome check_duplicate(Exchange& exchange, const Input&);
Outcome open_windows(Exchange& exchange, const Input&);
Outcome complete_sa(Exchange& exchange, const Input&);

}  // namespace ike::action
