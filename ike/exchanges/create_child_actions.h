#pragma once

#include "ike/machine/table.h"
#include "ike/sa/exchange.h"

/// What both ends of CREATE_CHILD_SA do: RFC 7296 §1.3.
namespace ike {

/// One nonce of 16 to 256 octets and one SA payload (RFC 7296 §3.9).
bool has_sa_and_nonce(std::span<const Payload> payloads);
/// Draws our nonce.
void draw_nonce(Exchange& exchange);
/// The SPI in an IKE proposal; 0 if there is none.
IkeSpi spi_of(const Proposal& proposal);
/// SET_WINDOW_SIZE, for a new IKE SA.
void append_window(const Exchange& exchange, std::vector<Payload>& payloads);
/// USE_TRANSPORT_MODE where it applies, ESP_TFC_NO_SUPPORT, NON_FIRST_FRAGS.
void append_child_notifies(const Exchange& exchange, std::vector<Payload>& payloads);

}  // namespace ike

namespace ike::action {

Outcome generate_create_key_pair(Exchange& exchange, const Input& input);
Outcome check_ike_rekey(Exchange& exchange, const Input&);
Outcome generate_successor_keys(Exchange& exchange, const Input&);
Outcome activate_new_sa(Exchange& exchange, const Input&);
Outcome count_activation(Exchange& exchange, const Input&);
Outcome load_created_pair(Exchange& exchange, const Input&);
Outcome check_collision(Exchange& exchange, const Input&);
Outcome finish_creation(Exchange& exchange, const Input&);

}  // namespace ike::action
