#include "config-model/ikev2/algorithms.h"
#include "config-model/ikev2/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_profile;

Result set_keyring(Ikev2Profile& profile, const Args& args, Edit& edit) {
    const auto name = args.text("name");
    if (profile.keyring_local == name) if (edit.interactive) edit.note("% Profile already contains this keyring");
    profile.keyring_local = name;
    return Result::ok();
}

void set_dpd(Ikev2Profile& profile, const Args& args) {
    profile.dpd = DeadPeerDetection{
        static_cast<std::uint16_t>(args.number("interval")), static_cast<std::uint16_t>(args.number("retry")),
        args.number("mode") == static_cast<int>(DpdMode::periodic)};
}

void unset_dpd(Ikev2Profile& profile, const Args&) { profile.dpd.reset(); }

void show_dpd(const Ikev2Profile& profile, Shown& shown) {
    if (profile.dpd) shown.line(profile.dpd->interval, profile.dpd->retry, profile.dpd->periodic);
}

}  // namespace

std::span<const Line> profile_behaviour_lines() {
    static const Line lines[] = {
        line(kw("keyring", "Specify keyring to use") >> kw("local", "Specify the local keyring") >> word("name", "Keyring name"),
             &Ikev2Profile::keyring_local)
            .set(&set_keyring).no_needs(0).changes(topic),
        line(kw("keyring", "Specify keyring to use") >> kw("aaa", "AAA based pre-shared keys") >> text("AAA list and name"), &Ikev2Profile::keyring_aaa)
            .no_needs(0).warns("AAA keyrings are not modelled").changes(topic),
        line(kw("lifetime", "Set lifetime for ISAKMP security association") >> number(120, 86400, "lifetime in seconds"), &Ikev2Profile::lifetime)
            .no_needs(0).changes(topic),
        line(kw("dpd", "Enable IKE liveness check for peers") >> dpd_values())
            .set(&set_dpd).unset(&unset_dpd).reset(&unset_dpd).show(&show_dpd).no_needs(0).changes(topic),
        line(kw("nat", "NAT-transversal") >> kw("keepalive", "Set NAT keepalive interval") >> number(5, 3600, "Number of seconds between keepalives"),
             &Ikev2Profile::nat_keepalive)
            .no_needs(0).changes(topic),
        line(kw("ivrf", "I-VRF of the profile") >> word("IVRF name"), &Ikev2Profile::ivrf).no_needs(0).changes(topic),
        line(kw("initial-contact", "initial-contact processing") >> kw("force", "process initial-contact when not received"),
             &Ikev2Profile::initial_contact_force)
            .changes(topic),
        line(kw("shutdown", "shutdown the IKEv2 profile"), &Ikev2Profile::shutdown).changes(topic),
    };
    return lines;
}

}  // namespace config
