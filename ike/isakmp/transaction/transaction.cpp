#include "ike/isakmp/transaction/transaction.h"

#include <algorithm>

#include "ike/isakmp/address_pools.h"
#include "ike/isakmp/ezvpn.h"

namespace ike::isakmp {

namespace {

constexpr Event event_of(ConfigKind kind) {
    switch (kind) {
        case ConfigKind::REQUEST: return Event::IKE_CFG_REQUEST;
        case ConfigKind::REPLY: return Event::IKE_CFG_REPLY;
        case ConfigKind::SET: return Event::IKE_CFG_SET;
        case ConfigKind::ACK: return Event::IKE_CFG_ACK;
        case ConfigKind::none: break;
    }
    return Event::NONE;
}

/// Requests and sets open a node, replies and acknowledgements answer ours.
bool fits(const Exchange* node, ConfigKind kind) {
    const bool opens = kind == ConfigKind::REQUEST || kind == ConfigKind::SET;
    return opens ? node == nullptr : node != nullptr && node->role == Role::initiator;
}

/// Nothing could be done with it now: the peer's repetition may find another state.
void forget(IsakmpSa& sa, Exchange& node) {
    node.over = true;
    sa.seen_ids.erase(node.message_id);
}

bool is_idle(const Exchange& exchange) { return !exchange.job; }
bool needs_xauth(const Exchange& exchange, const Input&) { return is_idle(exchange) && wants_xauth(exchange.sa); }
bool needs_push(const Exchange& exchange, const Input&) { return is_idle(exchange) && wants_config_push(exchange.sa); }
bool needs_pull(const Exchange& exchange, const Input&) { return is_idle(exchange) && wants_config_pull(exchange.sa); }

}  // namespace

using enum State;
using enum Event;

const Row transaction_rows[] = {
    // server
    {IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, begin_xauth, IKE_XAUTH_AAA_START_LOGIN_AWAIT, REST, nothing, nullptr, needs_xauth},
    {IKE_XAUTH_AAA_START_LOGIN_AWAIT, IKE_AAA_START_LOGIN, request_credentials, IKE_XAUTH_REQ_SENT, REST},
    {IKE_XAUTH_REQ_SENT, IKE_CFG_REPLY, take_credentials, IKE_XAUTH_AAA_CONT_LOGIN_AWAIT, REST},
    {IKE_XAUTH_AAA_CONT_LOGIN_AWAIT, IKE_AAA_CONT_LOGIN, send_status, IKE_XAUTH_SET_SENT, REST},
    {IKE_XAUTH_SET_SENT, IKE_CFG_ACK, finish_xauth, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, nothing, nullptr, has_logged_in},
    {IKE_XAUTH_SET_SENT, IKE_CFG_ACK, refuse_user, IKE_P1_COMPLETE, REST},
    {IKE_P1_COMPLETE, IKE_CFG_REQUEST, authorize_group, IKE_CONFIG_AUTHOR_AAA_AWAIT, REST, nothing, nullptr, may_pull},
    {IKE_CONFIG_AUTHOR_AAA_AWAIT, IKE_AAA_GROUP_ATTR, answer_request, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE},
    {IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, authorize_for_push, IKE_CONFIG_MODE_SET_SENT, REST, nothing, push_settings, needs_push},
    {IKE_CONFIG_MODE_SET_SENT, IKE_CFG_ACK, finish_push, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE},
    // client
    {IKE_P1_COMPLETE, IKE_CFG_REQUEST, read_xauth_request, IKE_XAUTH_REPLY_AWAIT, IKE_XAUTH_REPLY_ATTR, nothing, nullptr, can_answer_xauth},
    {IKE_P1_COMPLETE, IKE_CFG_REQUEST, read_xauth_request, IKE_XAUTH_REPLY_AWAIT, REST, nothing, nullptr, is_xauth_request, ask_user},
    {IKE_XAUTH_REPLY_AWAIT, IKE_XAUTH_REPLY_ATTR, send_credentials, IKE_XAUTH_REPLY_SENT, REST},
    {IKE_XAUTH_REPLY_SENT, IKE_CFG_REQUEST, read_xauth_request, IKE_XAUTH_REPLY_AWAIT, REST, nothing, nullptr, is_xauth_request, ask_user},
    {IKE_XAUTH_REPLY_SENT, IKE_CFG_SET, accept_status, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, nothing, nullptr, is_good_status},
    {IKE_XAUTH_REPLY_SENT, IKE_CFG_SET, leave_after_refusal, IKE_P1_COMPLETE, REST, nothing, nullptr, is_bad_status},
    {IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, request_settings, IKE_CONFIG_MODE_REQ_SENT, REST, nothing, nullptr, needs_pull},
    {IKE_CONFIG_MODE_REQ_SENT, IKE_CFG_REPLY, take_settings, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, nothing, nullptr, nullptr, use_settings},
    {IKE_CONFIG_MODE_REQ_SENT, IKE_CFG_SET, take_push, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, nothing, nullptr, is_push_for_us, use_settings},
    {IKE_P1_COMPLETE, IKE_CFG_SET, take_push, IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, nothing, nullptr, is_push_for_us, use_settings},
};
const std::size_t transaction_row_count = std::size(transaction_rows);

void announce_transaction(const IsakmpSa& sa, const Exchange* node, std::uint32_t message_id) {
    if (node == nullptr) emit(sa, event::NodeSet{message_id, sa.label});
    emit(sa, event::Processing{PayloadType::ATTR, message_id});
}

void take_transaction(IsakmpSa& sa, Exchange* node, const Input& input) {
    const auto* const received = find_body<AttributesPayload>(input.payloads, PayloadType::ATTR);
    if (received == nullptr || event_of(received->kind) == Event::NONE || !fits(node, received->kind)) return emit(sa, event::BadMessage{});
    const bool opens = node == nullptr;
    if (opens) node = &add_exchange(sa, node_table, Role::responder, ExchangeType::TRANSACTION, input.header->message_id, &input);
    emit(sa, event::ConfigSeen{received->kind});
    const Repetition awaited = std::exchange(node->repetition, {});
    node->transaction.received = *received;
    node->transaction.identifier = received->identifier;
    Input with_node = input;
    with_node.node = node;
    if (dispatch(*sa.phase1, event_of(received->kind), with_node)) return;
    node->repetition = awaited;
    if (opens) forget(sa, *node);
}

void abandon_transaction(Exchange& node) {
    if (node.role == Role::initiator) delete_sa(node.sa, DeleteReason::retransmission, true);
}

void end_client_session(IsakmpSa& sa) {
    if (EzvpnSession* const session = session_of(sa)) session->lost = true;
    if (!sa.client.assigned) return;
    if (sa.client.config_done) log_connection(sa, false);
    step(sa, Step::returning_address);
    sa.context.pools->release(*sa.client.assigned);
    sa.client.assigned.reset();
}

// --- what the nodes have in common ---

const Attribute* find_attribute(const std::vector<Attribute>& attributes, ConfigAttribute type) {
    const auto at = std::find_if(attributes.begin(), attributes.end(), [=](const Attribute& one) { return one.type == number_of(type); });
    return at == attributes.end() ? nullptr : &*at;
}

std::string text_of(const Attribute& attribute) {
    std::string text(attribute.value.begin(), attribute.value.end());
    while (!text.empty() && text.back() == '\0') text.pop_back();
    return text;
}

bool is_xauth(const Attribute& attribute) {
    return attribute.type >= number_of(ConfigAttribute::XAUTH_TYPE) && attribute.type <= number_of(ConfigAttribute::XAUTH_ANSWER);
}

Exchange& open_node(IsakmpSa& sa, Label label) {
    Context& context = sa.context;
    Exchange& node = add_exchange(sa, node_table, Role::initiator, ExchangeType::TRANSACTION, context.fresh_message_id(sa), nullptr);
    const Bytes identifier = context.random_octets(2);
    node.transaction.identifier = static_cast<std::uint16_t>(identifier[0] << 8 | identifier[1]);
    sa.label = label;
    emit(sa, event::NodeSet{node.message_id, label});
    return node;
}

Exchange* node_in_role(IsakmpSa& sa, Role role) {
    for (auto at = sa.exchanges.rbegin(); at != sa.exchanges.rend(); ++at)
        if ((*at)->type == ExchangeType::TRANSACTION && (*at)->role == role && !(*at)->over) return at->get();
    return nullptr;
}

void send_attributes(Exchange& node, ConfigKind kind, std::vector<Attribute> attributes) {
    IsakmpSa& sa = node.sa;
    std::vector<Payload> payloads(1);
    payloads[0] = {PayloadType::ATTR, AttributesPayload{kind, node.transaction.identifier, std::move(attributes)}, {}};
    emit(sa, event::EngineDone{EngineWork::hmac});
    Bytes hash = message_hash(sa.context.algorithms, sa.suite, sa.keys, node.message_id, encode_payloads(payloads));
    payloads.insert(payloads.begin(), {PayloadType::HASH, OctetsPayload{std::move(hash)}, {}});
    emit(sa, event::ConfigExchange{node.role == Role::initiator, node.message_id});
    send_encrypted(node, payloads);
    if (node.role == Role::initiator) await_answer(node);
}

void close_node(Exchange& node, NodeReason reason) {
    if (node.role == Role::initiator) node.sent.clear();
    end_node(node, false, reason);
}

void list_attributes(const IsakmpSa& sa, const std::vector<Attribute>& attributes) {
    for (const Attribute& attribute : attributes) emit(sa, event::ConfigAttributeListed{attribute.type, false, false, {}});
}

}  // namespace ike::isakmp
