#include <algorithm>

#include "config-model/field.h"
#include "config-model/ikev2/algorithms.h"
#include "config-model/ikev2/modes.h"
#include "config-model/modes.h"

namespace config {

namespace {

Syntax ikev2() { return kw("crypto", "Encryption module") >> kw("ikev2", "Configure IKEv2 Options"); }

/// The smart default of a list: `no … default` switches it off, the plain header or `default …` switches it on again.
template <auto List, auto Off, const char* Name>
struct WithDefault {
    using Named = NamedEntries<Configuration, &Configuration::ikev2, List>;
    static Result open(Configuration& configuration, const Args& args, Edit& edit) {
        if (args.value(0) && args.value(0)->text == "default") configuration.ikev2.*Off = false;
        return Named::open(configuration, args, edit);
    }
    static Result erase(Configuration& configuration, const Args& args, Edit& edit) {
        if (args.value(0) && args.value(0)->text == "default") configuration.ikev2.*Off = edit.form == Form::no;
        return Named::erase(configuration, args, edit);
    }
    static void each(const Configuration& configuration, ShownEntries& entries) {
        static const typename Named::Owner nothing;
        if (configuration.ikev2.*Off) entries.add_raw(nothing, std::string{"no crypto ikev2 "} + Name + " default");
        Named::each_with_blank(configuration, entries);
    }
    static Entries<Configuration, typename Named::Owner> entries() { return {&Named::find, &open, &erase, &each}; }
};

constexpr char proposal_word[] = "proposal", policy_word[] = "policy";
using Proposals = WithDefault<&Ikev2Config::proposals, &Ikev2Config::default_proposal_off, proposal_word>;
using Policies = WithDefault<&Ikev2Config::policies, &Ikev2Config::default_policy_off, policy_word>;

template <auto List>
auto listed() { return NamedEntries<Configuration, &Configuration::ikev2, List>::entries(); }

}  // namespace

std::span<const Line> ikev2_headers() {
    static const Line lines[] = {
        opens(ikev2() >> kw("proposal", "Define IKEV2 proposals") >> word("Name of IKEv2 proposal"), &ikev2_proposal_mode, Proposals::entries())
            .in("crypto ikev2 proposal").changes(ChangeTopic::ikev2_proposal),
        opens(ikev2() >> kw("policy", "Define IKEV2 policies") >> word("Name of IKEv2 policy"), &ikev2_policy_mode, Policies::entries())
            .in("crypto ikev2 policy").changes(ChangeTopic::ikev2_policy),
        opens(ikev2() >> kw("keyring", "Define IKEv2 Keyring") >> word("Name of IKEv2 Keyring"), &ikev2_keyring_mode, listed<&Ikev2Config::keyrings>())
            .in("crypto ikev2 keyring").changes(ChangeTopic::ikev2_keyring),
        opens(ikev2() >> kw("profile", "Define IKEv2 Profiles") >> word("Name of IKEv2 Profile"), &ikev2_profile_mode, listed<&Ikev2Config::profiles>())
            .in("crypto ikev2 profile").changes(ChangeTopic::ikev2_profile),
    };
    return lines;
}

}  // namespace config
