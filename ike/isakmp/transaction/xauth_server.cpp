#include <string_view>

#include "ike/isakmp/transaction/transaction.h"

namespace ike::isakmp {

namespace {

/// "user@group", "user/group" and the like of a group with group-lock: the user alone, if the group is his.
std::optional<std::string> user_of_locked_group(const std::string& typed, std::string_view group) {
    const std::size_t at = typed.find_last_of("@/\\%");
    if (at == std::string::npos || std::string_view(typed).substr(at + 1) != group) return std::nullopt;
    return typed.substr(0, at);
}

bool is_locked(const ClientSession& client) { return client.attributes && client.attributes->group_lock; }

}  // namespace

bool wants_xauth(const IsakmpSa& sa) { return sa.client.xauth_wanted && !sa.client.xauth_done && !is_client(sa); }

bool has_logged_in(const Exchange& exchange, const Input&) { return exchange.sa.client.xauth_done; }

Outcome begin_xauth(Exchange& exchange, const Input&) {
    step(exchange.sa, Step::need_xauth);
    exchange.sa.context.submit(exchange, job::StartLogin{exchange.sa.client.login_list}, Event::IKE_AAA_START_LOGIN);
    return done;
}

Outcome request_credentials(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    step(sa, Step::callback);
    if (input.answer == nullptr || std::holds_alternative<completion::Failed>(*input.answer)) {
        delete_sa(sa, DeleteReason::xauth_failed, true);
        return failed;
    }
    Exchange& node = open_node(sa, Label::CONF_XAUTH);
    node.transaction.xauth = true;
    std::vector<Attribute> asked;
    for (const ConfigAttribute type : {ConfigAttribute::XAUTH_USER_NAME, ConfigAttribute::XAUTH_USER_PASSWORD}) {
        asked.push_back(Attribute::variable(number_of(type), {}));
        emit(sa, event::ConfigAttributeListed{number_of(type), true, false, {}});
    }
    send_attributes(node, ConfigKind::REQUEST, std::move(asked));
    return done;
}

Outcome take_credentials(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    const auto& attributes = input.node->transaction.received.attributes;
    for (const Attribute& attribute : attributes) emit(sa, event::ConfigAttributeListed{attribute.type, true, true, {}});
    const Attribute* const user = find_attribute(attributes, ConfigAttribute::XAUTH_USER_NAME);
    const Attribute* const password = find_attribute(attributes, ConfigAttribute::XAUTH_USER_PASSWORD);
    job::Login login{sa.client.login_list, user == nullptr ? std::string() : text_of(*user), {}};
    if (password != nullptr) login.password = config::Secret::of_text(text_of(*password));
    if (is_locked(sa.client)) login.user = user_of_locked_group(login.user, sa.client.group).value_or(std::string());
    sa.client.user = login.user;
    close_node(*input.node, NodeReason::xauth_done);
    sa.context.submit(exchange, std::move(login), Event::IKE_AAA_CONT_LOGIN);
    return done;
}

Outcome send_status(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    const auto* const result = input.answer == nullptr ? nullptr : std::get_if<completion::LoginResult>(input.answer);
    sa.client.xauth_done = result != nullptr && result->accepted && !sa.client.user.empty();
    step(sa, Step::callback);
    if (!sa.client.xauth_done) emit(sa, event::XauthFailed{sa.client.user});
    Exchange& node = open_node(sa, Label::CONF_XAUTH);
    node.transaction.xauth = true;
    send_attributes(node, ConfigKind::SET, {Attribute::basic(number_of(ConfigAttribute::XAUTH_STATUS), sa.client.xauth_done ? 1 : 0)});
    return done;
}

Outcome finish_xauth(Exchange& exchange, const Input& input) {
    step(exchange.sa, Step::xauth_ack_processed);
    close_node(*input.node, NodeReason::transaction_done);
    exchange.sa.label = Label::QM_IDLE;
    return done;
}

Outcome refuse_user(Exchange& exchange, const Input& input) {
    const Outcome outcome = finish_xauth(exchange, input);
    delete_sa(exchange.sa, DeleteReason::xauth_failed, true);
    return outcome;
}

}  // namespace ike::isakmp
