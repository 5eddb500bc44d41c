#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/transaction/transaction.h"

namespace ike::isakmp {

namespace {

const std::vector<Attribute>& received_by(const Input& input) { return input.node->transaction.received.attributes; }

const Attribute* status_in(const Input& input) {
    return input.node == nullptr ? nullptr : find_attribute(received_by(input), ConfigAttribute::XAUTH_STATUS);
}

Attribute text_attribute(ConfigAttribute type, Octets text) { return Attribute::variable(number_of(type), Bytes(text.begin(), text.end())); }

Octets octets_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

/// Typed ones count once; stored ones as long as the server bears them.
std::vector<Attribute> take_credentials_of(EzvpnSession& session) {
    const bool typed = session.typed_password.has_value();
    const std::string user = typed ? session.typed_user : session.client.username;
    const config::Secret password = typed ? *session.typed_password : session.client.password->key;
    session.stored_used = !typed;
    session.user = user;
    session.typed_password.reset();
    return {text_attribute(ConfigAttribute::XAUTH_USER_NAME, octets_of(user)), text_attribute(ConfigAttribute::XAUTH_USER_PASSWORD, password.reveal())};
}

void acknowledge_status(IsakmpSa& sa, Exchange& node, bool good) {
    emit(sa, event::XauthStatus{good});
    step(sa, Step::checking_set);
    emit(sa, event::ConfigAttributeListed{number_of(ConfigAttribute::XAUTH_STATUS), false, false, good ? "XAUTH-OK" : "XAUTH-FAIL"});
    step(sa, Step::attributes_sent);
    send_attributes(node, ConfigKind::ACK, {Attribute::basic(number_of(ConfigAttribute::XAUTH_STATUS), good ? 1 : 0)});
    close_node(node, NodeReason::transaction_done);
    sa.label = Label::QM_IDLE;
}

}  // namespace

bool is_xauth_request(const Exchange& exchange, const Input& input) {
    if (!is_client(exchange.sa) || input.node == nullptr) return false;
    for (const Attribute& attribute : received_by(input))
        if (is_xauth(attribute)) return true;
    return false;
}

bool can_answer_xauth(const Exchange& exchange, const Input& input) {
    const EzvpnSession* const session = session_of(exchange.sa);
    return session != nullptr && session->has_credentials() && is_xauth_request(exchange, input);
}

bool is_good_status(const Exchange& exchange, const Input& input) {
    const Attribute* const status = status_in(input);
    return is_client(exchange.sa) && status != nullptr && status->number() == 1;
}

bool is_bad_status(const Exchange& exchange, const Input& input) {
    return is_client(exchange.sa) && status_in(input) != nullptr && !is_good_status(exchange, input);
}

Outcome read_xauth_request(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    step(sa, Step::checking_request);
    list_attributes(sa, received_by(input));
    step(sa, Step::xauth_process_request);
    input.node->transaction.xauth = true;
    sa.label = Label::CONF_XAUTH;
    return done;
}

/// Until the user has typed the command.
Outcome ask_user(Exchange& exchange, const Input&) {
    EzvpnSession* const session = session_of(exchange.sa);
    if (session == nullptr) return done;
    session->state = EzvpnState::XAUTH_REQ;
    session->last_event = "XAUTH_REQUEST";
    emit(exchange.sa, event::EzvpnPendingXauth{session->client.name});
    return done;
}

Outcome send_credentials(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    EzvpnSession* const session = session_of(sa);
    Exchange* const node = node_in_role(sa, Role::responder);
    if (session == nullptr || node == nullptr || !session->has_credentials()) return failed;
    auto credentials = take_credentials_of(*session);
    session->last_event = "XAUTH_REQ_INFO_READY";
    session->state = EzvpnState::READY;
    sa.client.user = session->user;
    emit(sa, event::XauthAnswered{session->user});
    send_attributes(*node, ConfigKind::REPLY, std::move(credentials));
    close_node(*node, NodeReason::xauth_done);
    return done;
}

Outcome accept_status(Exchange& exchange, const Input& input) {
    acknowledge_status(exchange.sa, *input.node, true);
    exchange.sa.client.xauth_done = true;
    return done;
}

/// The server deletes the SA as well; stored credentials are not tried again.
Outcome leave_after_refusal(Exchange& exchange, const Input& input) {
    acknowledge_status(exchange.sa, *input.node, false);
    if (EzvpnSession* const session = session_of(exchange.sa)) {
        session->stored_refused |= session->stored_used;
        session->last_event = "XAUTH_FAILED";
    }
    emit(exchange.sa, event::XauthFailed{exchange.sa.client.user});
    delete_sa(exchange.sa, DeleteReason::xauth_failed, true);
    return done;
}

}  // namespace ike::isakmp
