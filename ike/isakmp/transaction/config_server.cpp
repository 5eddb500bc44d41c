#include <algorithm>

#include "ike/isakmp/address_pools.h"
#include "ike/isakmp/transaction/transaction.h"

namespace ike::isakmp {

namespace {

/// As AAA says; else as phase 1 knew it; else a group of nothing but the router's own address pool.
config::ClientGroup group_of(const IsakmpSa& sa, const Input& input) {
    const auto* const answer = input.answer == nullptr ? nullptr : std::get_if<completion::GroupAttributes>(input.answer);
    config::ClientGroup group;
    if (answer != nullptr) group = answer->group;
    else if (sa.client.attributes) group = *sa.client.attributes;
    if (group.pool.empty()) group.pool = sa.context.configuration.isakmp.address_pool;
    return group;
}

/// Where a list is to be asked, only its yes counts.
bool is_authorized(const IsakmpSa& sa, const Input& input) {
    const bool answered = input.answer != nullptr && std::holds_alternative<completion::GroupAttributes>(*input.answer);
    return sa.client.authorization_list.empty() || answered;
}

bool is_member(const IsakmpSa& other, const IsakmpSa& sa) {
    return &other != &sa && !other.dead && !other.doomed && other.client.config_done && other.client.group == sa.client.group;
}

bool is_full(const IsakmpSa& sa, const config::ClientGroup& group) {
    std::uint32_t members = 0, logins = 0;
    for (const auto& [number, other] : sa.context.sas) {
        if (!is_member(*other, sa)) continue;
        ++members;
        logins += other->client.user == sa.client.user;
    }
    return (group.max_users && members >= *group.max_users) || (group.max_logins && !sa.client.user.empty() && logins >= *group.max_logins);
}

/// A client that comes back before its former SA is gone takes its address over.
std::optional<config::IpAddress> address_of_former(const IsakmpSa& sa) {
    for (const auto& [number, other] : sa.context.sas) {
        ClientSession& former = other->client;
        if (other.get() == &sa || !former.assigned || other->peer != sa.peer || other->peer_port != sa.peer_port || former.user != sa.client.user) continue;
        return std::exchange(former.assigned, std::nullopt);
    }
    return std::nullopt;
}

bool assign_address(IsakmpSa& sa, const config::ClientGroup& group) {
    if (sa.client.assigned) return true;
    Context& context = sa.context;
    sa.client.assigned = address_of_former(sa);
    const std::string owner = sa.client.user.empty() ? sa.peer.text() : sa.client.user;
    if (!sa.client.assigned) sa.client.assigned = context.pools->allocate(context.configuration, group.pool, owner);
    if (sa.client.assigned) emit(sa, event::AddressAllocated{*sa.client.assigned});
    return sa.client.assigned.has_value();
}

}  // namespace

void log_connection(const IsakmpSa& sa, bool up) {
    const auto lines = sa.context.configuration.kept.in("");
    const auto is_asked_for = [](const config::KeptLine& line) { return line.text.rfind("crypto logging ezvpn", 0) == 0; };
    if (sa.client.assigned && std::any_of(lines.begin(), lines.end(), is_asked_for))
        emit(sa, event::EzvpnConnection{up, false, sa.client.user, sa.client.group, *sa.client.assigned});
}

bool wants_config_push(const IsakmpSa& sa) {
    return sa.client.addressing.initiate && !sa.client.config_done && !is_client(sa) && (!sa.client.xauth_wanted || sa.client.xauth_done);
}

/// Who has not logged in is given nothing.
bool may_pull(const Exchange& exchange, const Input& input) {
    const IsakmpSa& sa = exchange.sa;
    const auto& asked = input.node->transaction.received.attributes;
    return sa.client.addressing.respond && !is_client(sa) && !wants_xauth(sa) && !exchange.job && std::none_of(asked.begin(), asked.end(), is_xauth);
}

Outcome authorize_group(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    step(sa, Step::checking_request);
    list_attributes(sa, input.node->transaction.received.attributes);
    sa.context.submit(exchange, job::AuthorizeGroup{sa.client.authorization_list, sa.client.group}, Event::IKE_AAA_GROUP_ATTR);
    return done;
}

Outcome answer_request(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    Exchange* const node = node_in_role(sa, Role::responder);
    if (node == nullptr) return failed;
    step(sa, Step::callback);
    const config::ClientGroup group = group_of(sa, input);
    const auto& request = node->transaction.received.attributes;
    step(sa, Step::attributes_sent);
    sa.label = Label::CONF_ADDR;
    const bool wants_address = find_attribute(request, ConfigAttribute::INTERNAL_IP4_ADDRESS) != nullptr;
    if (!is_authorized(sa, input) || is_full(sa, group) || (wants_address && !assign_address(sa, group))) {
        delete_sa(sa, DeleteReason::no_address, true);
        return failed;
    }
    send_attributes(*node, ConfigKind::REPLY, answer_to(sa, group, request));
    close_node(*node, NodeReason::no_error);
    sa.client.attributes = group;
    sa.client.config_done = true;
    sa.label = Label::QM_IDLE;
    log_connection(sa, true);
    return done;
}

Outcome authorize_for_push(Exchange& exchange, const Input&) {
    IsakmpSa& sa = exchange.sa;
    step(sa, Step::need_config_address);
    sa.context.submit(exchange, job::AuthorizeGroup{sa.client.authorization_list, sa.client.group});
    return waiting;
}

Outcome push_settings(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    const config::ClientGroup group = group_of(sa, input);
    if (!is_authorized(sa, input) || is_full(sa, group) || !assign_address(sa, group)) {
        delete_sa(sa, DeleteReason::no_address, true);
        return failed;
    }
    Exchange& node = open_node(sa, Label::CONF_ADDR);
    send_attributes(node, ConfigKind::SET, pushed_attributes(sa, group));
    sa.client.attributes = group;
    return done;
}

Outcome finish_push(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    step(sa, Step::peer_accepted_address);
    close_node(*input.node, NodeReason::transaction_done);
    sa.client.config_done = true;
    sa.label = Label::QM_IDLE;
    log_connection(sa, true);
    return done;
}

}  // namespace ike::isakmp
