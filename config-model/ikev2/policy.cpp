#include <algorithm>

#include "config-model/ikev2/modes.h"

namespace config {

namespace {

Result add_proposal(Ikev2Policy& policy, const Args& args, Edit& edit) {
    const auto name = std::string{args.text("name")};
    if (std::find(policy.proposals.begin(), policy.proposals.end(), name) == policy.proposals.end())
        policy.proposals.push_back(name);
    else if (edit.interactive)
        edit.note("% Policy already has same proposal set ");
    return Result::ok();
}

void match_vrf(Ikev2Policy& policy, const Args& args) {
    policy.fvrf_any = args.has("any");
    policy.fvrf = args.text("vrf");
}

void forget_vrf(Ikev2Policy& policy, const Args&) {
    policy.fvrf_any = false;
    policy.fvrf.clear();
}

void show_vrf(const Ikev2Policy& policy, Shown& shown) {
    if (policy.fvrf_any) shown.raw("match fvrf any");
    if (!policy.fvrf.empty()) shown.raw("match fvrf " + policy.fvrf);
}

std::span<const Line> policy_lines() {
    static const Line lines[] = {
        line(kw("match", "Match values of local fields") >> kw("fvrf", "fvrf of the profile") >>
             (kw("any", "Any fvrf") | word("vrf", "fvrf name")))
            .set(&match_vrf).unset(&forget_vrf).reset(&forget_vrf).show(&show_vrf).no_needs(0).changes(ChangeTopic::ikev2_policy),
        line(kw("match", "Match values of local fields") >> kw("address", "Match address") >> kw("local", "Local address") >>
             ip("Local address"), &Ikev2Policy::local_addresses)
            .appends().changes(ChangeTopic::ikev2_policy),
        line(kw("proposal", "Specify Proposal") >> word("name", "Specify the name of proposal to be attached"), &Ikev2Policy::proposals)
            .appends().set(&add_proposal).changes(ChangeTopic::ikev2_policy),
    };
    return lines;
}

void note_incomplete(const Ikev2Policy& policy, bool, std::vector<std::string>& notes) {
    if (policy.proposals.empty()) notes.emplace_back("IKEv2 policy MUST have atleast one complete proposal attached ");
}

}  // namespace

const Mode& ikev2_policy_mode() {
    static const Mode mode = Mode::of<Ikev2Policy>(
        {.prompt = "config-ikev2-policy", .title = "IKEv2 Policy commands:", .on_enter = &note_incomplete,
         .exit_help = "Exit from crypto ikev2 policy sub mode"},
        {policy_lines()});
    return mode;
}

}  // namespace config
