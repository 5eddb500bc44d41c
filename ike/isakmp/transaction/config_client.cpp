#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/transaction/transaction.h"

namespace ike::isakmp {

namespace {

bool needs_address(const EzvpnSession& session) { return session.client.mode != config::EzvpnMode::network_extension; }

/// The server names itself Xauth's asker by the authentication method it agreed on.
bool expects_xauth(const IsakmpSa& sa) {
    return sa.suite.authentication == Phase1Auth::XAUTH_INIT_PRE_SHARED || sa.suite.authentication == Phase1Auth::XAUTH_INIT_RSA;
}

/// False when the client cannot live with them: without an address where it needs one, or with a password it may not keep.
bool adopt(IsakmpSa& sa, const std::vector<Attribute>& attributes) {
    EzvpnSession* const session = session_of(sa);
    if (session == nullptr) return false;
    session->settings = settings_from(attributes);
    session->last_event = "MODE_CONFIG_REPLY";
    sa.client.config_done = true;
    if (session->stored_used && !session->settings.save_password) {
        session->stored_refused = true;
        emit(sa, event::EzvpnSavedPasswordRefused{session->client.name});
        return false;
    }
    return session->settings.address || !needs_address(*session);
}

Outcome adopted(IsakmpSa& sa, const std::vector<Attribute>& attributes) {
    sa.label = Label::QM_IDLE;
    if (!adopt(sa, attributes)) delete_sa(sa, DeleteReason::no_address, true);
    return done;
}

}  // namespace

bool wants_config_pull(const IsakmpSa& sa) {
    return is_client(sa) && !sa.client.config_done && (sa.client.xauth_done || !expects_xauth(sa));
}

Outcome request_settings(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    const EzvpnSession* const session = session_of(sa);
    if (session == nullptr) return failed;
    step(sa, Step::need_config_address);
    Exchange& node = open_node(sa, Label::CONF_ADDR);
    send_attributes(node, ConfigKind::REQUEST, client_request(sa.context, needs_address(*session)));
    return done;
}

Outcome take_settings(Exchange& exchange, const Input& input) {
    step(exchange.sa, Step::config_reply);
    close_node(*input.node, NodeReason::transaction_done);
    return adopted(exchange.sa, input.node->transaction.received.attributes);
}

bool is_push_for_us(const Exchange& exchange, const Input& input) {
    return is_client(exchange.sa) && input.node != nullptr && !exchange.sa.client.config_done &&
           find_attribute(input.node->transaction.received.attributes, ConfigAttribute::XAUTH_STATUS) == nullptr;
}

/// Acknowledged with the same types and no values.
Outcome take_push(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    const auto& attributes = input.node->transaction.received.attributes;
    step(sa, Step::checking_set);
    list_attributes(sa, attributes);
    std::vector<Attribute> accepted;
    for (const Attribute& attribute : attributes) accepted.push_back(Attribute::variable(attribute.type, {}));
    send_attributes(*input.node, ConfigKind::ACK, std::move(accepted));
    close_node(*input.node, NodeReason::transaction_done);
    if (Exchange* const request = node_in_role(sa, Role::initiator)) close_node(*request, NodeReason::transaction_done);
    return adopted(sa, attributes);
}

Outcome use_settings(Exchange& exchange, const Input&) {
    if (!exchange.sa.dead && !exchange.sa.doomed) open_client_policy(exchange.sa);
    return done;
}

}  // namespace ike::isakmp
