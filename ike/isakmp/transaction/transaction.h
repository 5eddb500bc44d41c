#pragma once

#include <string>
#include <vector>

#include "ike/isakmp/steps.h"

/// The Transaction exchange: Xauth (draft-beaulieu-ike-xauth-02) and mode config (draft-dukes-ike-mode-cfg-02), both roles.
/// Its rows are those of the established SA; each message id has a node of its own.
///
///     server                                    client
///     REQUEST (user, password)          -->
///                                       <--     REPLY (user, password)
///     SET (status)                      -->
///                                       <--     ACK
///                                       <--     REQUEST (address, DNS, …)
///     REPLY                             -->
namespace ike::isakmp {

constexpr std::uint16_t number_of(ConfigAttribute attribute) { return static_cast<std::uint16_t>(attribute); }
const Attribute* find_attribute(const std::vector<Attribute>& attributes, ConfigAttribute type);
std::string text_of(const Attribute& attribute);
/// An attribute of an Xauth conversation.
bool is_xauth(const Attribute& attribute);
inline bool is_client(const IsakmpSa& sa) { return !sa.client.ezvpn.empty(); }

/// A node for a conversation that we begin: announced under `label`, which the SA takes on.
Exchange& open_node(IsakmpSa& sa, Label label);
/// The youngest node in a role that is not over.
Exchange* node_in_role(IsakmpSa& sa, Role role);
/// Sends attributes under a node's message id; what we asked for is repeated until it comes.
void send_attributes(Exchange& node, ConfigKind kind, std::vector<Attribute> attributes);
/// The answer to what we asked has come: nothing of this node is repeated any more.
void close_node(Exchange& node, NodeReason reason);
void list_attributes(const IsakmpSa& sa, const std::vector<Attribute>& attributes);

// --- group_attributes.cpp ---
/// What a group's members are given of what they ask for, in their order.
std::vector<Attribute> answer_to(const IsakmpSa& sa, const config::ClientGroup& group, const std::vector<Attribute>& request);
/// What is pushed without being asked for.
std::vector<Attribute> pushed_attributes(const IsakmpSa& sa, const config::ClientGroup& group);
/// What a client asks for.
std::vector<Attribute> client_request(const Context& context, bool address);

// --- xauth_server.cpp ---
Outcome begin_xauth(Exchange& exchange, const Input& input);
Outcome request_credentials(Exchange& exchange, const Input& input);
Outcome take_credentials(Exchange& exchange, const Input& input);
Outcome send_status(Exchange& exchange, const Input& input);
Outcome finish_xauth(Exchange& exchange, const Input& input);
Outcome refuse_user(Exchange& exchange, const Input& input);
bool has_logged_in(const Exchange& exchange, const Input& input);

// --- xauth_client.cpp ---
Outcome read_xauth_request(Exchange& exchange, const Input& input);
Outcome ask_user(Exchange& exchange, const Input& input);
Outcome send_credentials(Exchange& exchange, const Input& input);
Outcome accept_status(Exchange& exchange, const Input& input);
Outcome leave_after_refusal(Exchange& exchange, const Input& input);
bool is_xauth_request(const Exchange& exchange, const Input& input);
bool can_answer_xauth(const Exchange& exchange, const Input& input);
bool is_good_status(const Exchange& exchange, const Input& input);
bool is_bad_status(const Exchange& exchange, const Input& input);

// --- config_server.cpp ---
bool may_pull(const Exchange& exchange, const Input& input);
Outcome authorize_group(Exchange& exchange, const Input& input);
Outcome answer_request(Exchange& exchange, const Input& input);
Outcome authorize_for_push(Exchange& exchange, const Input& input);
Outcome push_settings(Exchange& exchange, const Input& input);
Outcome finish_push(Exchange& exchange, const Input& input);
/// Server's syslog of a client with an address, where `crypto logging ezvpn` asks for it.
void log_connection(const IsakmpSa& sa, bool up);

// --- config_client.cpp ---
Outcome request_settings(Exchange& exchange, const Input& input);
Outcome take_settings(Exchange& exchange, const Input& input);
bool is_push_for_us(const Exchange& exchange, const Input& input);
Outcome take_push(Exchange& exchange, const Input& input);
Outcome use_settings(Exchange& exchange, const Input& input);

}  // namespace ike::isakmp
