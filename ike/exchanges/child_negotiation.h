#pragma once

#include "ike/sa/exchange.h"

/// The pair of child SAs that IKE_AUTH or CREATE_CHILD_SA makes.
namespace ike {

/// Copies the policy of the flow that asked, and draws our SPI. False when the flow or its transform sets are gone.
bool prepare_child(Exchange& exchange, dataplane::FlowId flow);
/// Ni or Nr, and KE where there is one: between SA and TSi in CREATE_CHILD_SA.
void append_exchange_values(const Exchange& exchange, std::vector<Payload>& payloads);
/// SA, [Ni, [KEi]], TSi, TSr of the request.
void append_child_offer(const Exchange& exchange, std::vector<Payload>& payloads);
/// The responder's choice of flow, selectors and transform set; on refusal `child.refused` names the notify.
void choose_child(Exchange& exchange, const Input& input);
/// SA, [Nr, [KEr]], TSi, TSr of the answer.
void append_child_answer(const Exchange& exchange, std::vector<Payload>& payloads);
/// Takes the responder's answer: it must lie within what was offered.
bool take_child_answer(Exchange& exchange, const Input& input);
/// Derives the keys and installs both directions. False when the data plane refuses or the policy is gone.
bool install_child(Exchange& exchange);

}  // namespace ike
