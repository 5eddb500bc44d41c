#include "config-model/ikev2/algorithms.h"
#include "config-model/ikev2/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

void show_groups(const Ikev2Proposal& proposal, Shown& shown) {
    if (proposal.groups.empty()) return;
    std::vector<Item> items;
    for (const auto group : proposal.groups) items.push_back({{}, group});
    shown.items(items);
}

std::span<const Line> proposal_lines() {
    static const Line lines[] = {
        line(kw("encryption", "Set encryption algorithm(s) for proposal") >> +one_of(ikev2_encryptions), &Ikev2Proposal::encryption)
            .no_needs(0).changes(ChangeTopic::ikev2_proposal),
        line(kw("integrity", "Set integrity hash algorithm(s) for proposal") >> +one_of(ikev2_hashes), &Ikev2Proposal::integrity)
            .no_needs(0).changes(ChangeTopic::ikev2_proposal),
        line(kw("prf", "Set prf algorithm(s) for proposal") >> +one_of(ikev2_hashes), &Ikev2Proposal::prf)
            .no_needs(0).changes(ChangeTopic::ikev2_proposal),
        line(kw("group", "Set the Diffie-Hellman group(s)") >> +one_of(diffie_hellman_groups), &Ikev2Proposal::groups)
            .show(&show_groups).no_needs(0).changes(ChangeTopic::ikev2_proposal),
        OptionLines<Ikev2Proposal>::line(kw("pqc", "Set the post-quantum key exchange algorithm(s)") >> text("mlkem512, mlkem768, mlkem1024 [optional]"),
                                         "post-quantum key exchange is not modelled", ChangeTopic::ikev2_proposal)
            .show(&OptionLines<Ikev2Proposal>::show),
    };
    return lines;
}

void note_incomplete(const Ikev2Proposal& proposal, bool, std::vector<std::string>& notes) {
    if (proposal.is_complete()) return;
    notes.emplace_back("IKEv2 proposal MUST either have a set of an encryption algorithm other than aes-gcm, "
                       "an integrity algorithm and a DH group configured or ");
    notes.emplace_back(" encryption algorithm aes-gcm, a prf algorithm and a DH group configured");
}

}  // namespace

const Mode& ikev2_proposal_mode() {
    static const Mode mode = Mode::of<Ikev2Proposal>(
        {.prompt = "config-ikev2-proposal", .title = "IKEv2 Proposal commands:", .on_enter = &note_incomplete,
         .exit_help = "Exit from crypto ikev2 proposal sub mode"},
        {proposal_lines()});
    return mode;
}

}  // namespace config
