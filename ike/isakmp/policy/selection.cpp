#include "ike/isakmp/policy/selection.h"

#include <algorithm>

#include "ike/isakmp/policy/defaults.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/policy/transforms.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

constexpr unsigned transform_payload = 3;

Acceptance acceptance_of(const Exchange& exchange) {
    return {!exchange.phase1.preshared_key.empty() || exchange.phase1.awaits_group_key, exchange.sa.initiator || xauth_possible(exchange.sa)};
}

/// One received transform against one policy, with its lines.
bool compare(Exchange& exchange, const config::IsakmpPolicy& policy, const Transform& transform, bool last) {
    IsakmpSa& sa = exchange.sa;
    emit(sa, event::TransformChecked{transform.number, policy.priority, &transform});
    const auto difference = mismatch(policy, suite_of(transform), acceptance_of(exchange));
    if (difference) emit(sa, event::Mismatch{*difference});
    emit(sa, event::AttributesJudged{!difference, last ? 0 : transform_payload});
    return !difference;
}

void take_over(Exchange& exchange, const config::IsakmpPolicy& policy, const Proposal& proposal, const Transform& transform) {
    IsakmpSa& sa = exchange.sa;
    sa.suite = suite_of(transform);
    const bool shorter = policy.lifetime < sa.suite.lifetime;
    exchange.phase1.shorter_lifetime = !sa.initiator && shorter;
    if (shorter) sa.suite.lifetime = policy.lifetime;
    exchange.phase1.answer = transform;
    exchange.phase1.priority = policy.priority;
    exchange.phase1.offer.proposals = {proposal};
    const auto vpi = std::find_if(transform.attributes.begin(), transform.attributes.end(), [](const Attribute& one) {
        return one.type == static_cast<std::uint16_t>(Phase1Attribute::LIFE_DURATION) && !one.tv_form;
    });
    step(sa, Step::acceptable_atts);
    emit(sa, event::LifetimeStarted{sa.suite.lifetime, static_cast<std::uint8_t>(vpi == transform.attributes.end() ? 0 : vpi->value.size())});
}

bool choose(Exchange& exchange, const config::IsakmpPolicy& policy, const SaPayload& offer) {
    for (const Proposal& proposal : offer.proposals)
        for (const Transform& transform : proposal.transforms) {
            if (!compare(exchange, policy, transform, &transform == &proposal.transforms.back())) continue;
            take_over(exchange, policy, proposal, transform);
            return true;
        }
    return false;
}

bool says_the_same(const Transform& a, const Transform& b) {
    if (a.attributes.size() != b.attributes.size()) return false;
    return std::is_permutation(a.attributes.begin(), a.attributes.end(), b.attributes.begin());
}

}  // namespace

std::vector<config::IsakmpPolicy> policies_of(const IsakmpSa& sa) {
    return sa.client.ezvpn.empty() ? effective_policies(sa.context.configuration) : client_policies();
}

bool choose_transform(Exchange& exchange, const SaPayload& offer) {
    for (const config::IsakmpPolicy& policy : policies_of(exchange.sa))
        if (choose(exchange, policy, offer)) return true;
    return false;
}

bool accept_answer(Exchange& exchange, const SaPayload& answer) {
    if (answer.proposals.size() != 1 || answer.proposals.front().transforms.size() != 1 || exchange.phase1.offer.proposals.empty()) return false;
    const Transform chosen = answer.proposals.front().transforms.front();
    const auto& offered = exchange.phase1.offer.proposals.front().transforms;
    const bool ours = std::any_of(offered.begin(), offered.end(), [&chosen](const Transform& one) { return says_the_same(one, chosen); });
    return ours && choose_transform(exchange, answer);
}

}  // namespace ike::isakmp
