#include "show-commands/crypto/ikev2_policy.h"

#include "ike/policy/defaults.h"
#include "show-commands/crypto/ike_names.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

template <class List, class Name>
void print_names(std::string_view title, const List& list, Name name, TextWriter& out) {
    out.put(title);
    for (const auto& item : list) out.put(' ', name(item));
    out.end();
}

constexpr auto as_integrity = [](config::HashAlgorithm hash) { return integrity_name(hash); };
constexpr auto as_prf = [](config::HashAlgorithm hash) { return prf_name(hash); };

/// Whether `name` is asked for: an empty `wanted` asks for all.
bool asked(std::string_view wanted, std::string_view name) { return wanted.empty() || wanted == name; }

void print_proposals(const config::Configuration& configuration, std::string_view wanted, TextWriter& out) {
    const config::Ikev2Proposal* standard = ike::default_proposal(configuration);
    if (asked(wanted, "default")) {
        if (standard) print_ikev2_proposal(*standard, out);
        else out.line(" IKEv2 proposal: default Disabled");
    }
    for (const config::Ikev2Proposal& proposal : configuration.ikev2.proposals)
        if (proposal.name != "default" && asked(wanted, proposal.name)) print_ikev2_proposal(proposal, out);
}

bool is_complete(const config::Ikev2Policy& policy, const config::Configuration& configuration) {
    for (const std::string& name : policy.proposals) {
        const config::Ikev2Proposal* proposal = ike::find_proposal(configuration, name);
        if (proposal && proposal->is_complete()) return true;
    }
    return false;
}

void print_policies(const config::Configuration& configuration, const ShowLook& look, std::string_view wanted, TextWriter& out) {
    const config::Ikev2Policy* edited = configuration.ikev2.policies.find("default");
    bool first = true;
    if (!configuration.ikev2.default_policy_off && asked(wanted, "default")) {
        if (edited) print_ikev2_policy(*edited, out);
        else print_default_ikev2_policy(out);
        first = false;
    }
    for (const config::Ikev2Policy& policy : configuration.ikev2.policies) {
        if (policy.name == "default" || !asked(wanted, policy.name)) continue;
        if (!first && look.blank_between_policies) out.end();
        first = false;
        print_ikev2_policy(policy, out);
        if (!is_complete(policy, configuration))
            out.line("      Policy Incomplete(MUST have atleast one complete proposal attached)");
    }
}

template <class List, class Name>
std::vector<std::string_view> words_of(const List& list, Name name) {
    std::vector<std::string_view> words;
    for (const auto& item : list) words.push_back(name(item));
    return words;
}

/// What JSON has of a proposal.
struct Ikev2ProposalRow {
    config::Ikev2Proposal proposal;

    template <class F>
    void fields(F&& field) const {
        field("name", proposal.name);
        field("encryption", words_of(proposal.encryption, [](config::Ikev2Encryption e) { return proposal_name(e); }));
        field("integrity", words_of(proposal.integrity, as_integrity));
        field("prf", words_of(proposal.prf.empty() ? proposal.integrity : proposal.prf, as_prf));
        field("dh_groups", proposal.groups);
    }
};

std::vector<Ikev2ProposalRow> proposal_rows(const config::Configuration& configuration, std::string_view wanted) {
    std::vector<Ikev2ProposalRow> rows;
    const config::Ikev2Proposal* standard = ike::default_proposal(configuration);
    if (standard && asked(wanted, "default")) rows.push_back({*standard});
    for (const config::Ikev2Proposal& proposal : configuration.ikev2.proposals)
        if (proposal.name != "default" && asked(wanted, proposal.name)) rows.push_back({proposal});
    return rows;
}

/// What JSON has of a policy.
struct Ikev2PolicyRow {
    config::Ikev2Policy policy;
    bool complete = true;

    template <class F>
    void fields(F&& field) const {
        field("name", policy.name);
        field("fvrf", policy.fvrf_any ? "any" : policy.fvrf.empty() ? "global" : std::string_view{policy.fvrf});
        field("local_addresses", policy.local_addresses);
        field("proposals", policy.proposals);
        field("complete", complete);
    }
};

std::vector<Ikev2PolicyRow> policy_rows(const config::Configuration& configuration, std::string_view wanted) {
    std::vector<Ikev2PolicyRow> rows;
    const config::Ikev2Policy* edited = configuration.ikev2.policies.find("default");
    if (!configuration.ikev2.default_policy_off && asked(wanted, "default")) {
        if (edited) rows.push_back({*edited});
        else rows.push_back({{.name = "default", .fvrf_any = true, .fvrf = {}, .local_addresses = {}, .proposals = {"default"}}});
    }
    for (const config::Ikev2Policy& policy : configuration.ikev2.policies)
        if (policy.name != "default" && asked(wanted, policy.name)) rows.push_back({policy, is_complete(policy, configuration)});
    return rows;
}

}  // namespace

void print_ikev2_proposal(const config::Ikev2Proposal& proposal, TextWriter& out) {
    out.line(" IKEv2 proposal: ", proposal.name, proposal.name == "default" ? " " : "");
    print_names("     Encryption :", proposal.encryption, [](config::Ikev2Encryption e) { return proposal_name(e); }, out);
    if (proposal.integrity.empty()) out.line("     Integrity  : none");
    else print_names("     Integrity  :", proposal.integrity, as_integrity, out);
    print_names("     PRF        :", proposal.prf.empty() ? proposal.integrity : proposal.prf, as_prf, out);
    print_names("     DH Group   :", proposal.groups, group_name, out);
}

void print_ikev2_policy(const config::Ikev2Policy& policy, TextWriter& out) {
    out.line(" IKEv2 policy : ", policy.name);
    if (policy.fvrf_any) out.line("      Match fvrf  : any");
    else out.line("      Match fvrf  : ", policy.fvrf.empty() ? "global" : std::string_view{policy.fvrf});
    if (policy.local_addresses.empty()) out.line("      Match address local : any ");
    for (const config::IpAddress& address : policy.local_addresses) out.line("      Match address local : ", address, ' ');
    if (policy.proposals.empty()) out.line("      Proposal    : none ");
    for (const std::string& proposal : policy.proposals) out.line("      Proposal    : ", proposal, ' ');
}

void print_default_ikev2_policy(TextWriter& out) {
    out.line(" IKEv2 policy : default");
    out.line("      Match fvrf : any");
    out.line("      Match address local : any ");
    out.line("      Proposal    : default ");
}

std::span<const config::Line> ikev2_policy_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ikev2() >> kw("proposal", "Show proposals") >>
                         -config::word("name", "Name of IKEv2 proposal"),
                     +[](const RouterView& view, const config::Args& args) {
                         const std::string wanted(args.text("name"));
                         return whole_screen([&view, wanted](TextWriter& out) { print_proposals(view.configuration, wanted, out); },
                                             [&view, wanted] { return proposal_rows(view.configuration, wanted); });
                     }),
        config::line(show_crypto_ikev2() >> kw("policy", "Show policies") >> -config::word("name", "Name of IKEv2 policy"),
                     +[](const RouterView& view, const config::Args& args) {
                         const std::string wanted(args.text("name"));
                         return whole_screen([&view, wanted](TextWriter& out) { print_policies(view.configuration, show_look(view.look), wanted, out); },
                                             [&view, wanted] { return policy_rows(view.configuration, wanted); });
                     }),
    };
    return lines;
}

}  // namespace show
