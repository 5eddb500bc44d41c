#include "config-model/field.h"
#include "config-model/ipsec/option_set_lines.h"
#include "config-model/ipsec/set_lines.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ipsec_profile;
using Set = SetLines<IpsecProfile, topic>;

std::span<const Line> ipsec_profile_lines() {
    static const Line lines[] = {
        line(kw("description", "Description of the crypto map statement policy") >> text("Up to 80 characters"), &IpsecProfile::description)
            .no_needs(0).changes(topic),
        Set::lifetime(), Set::idle_time(), Set::replay(), Set::transform_sets(), Set::pfs(), Set::ikev2_profile(), Set::isakmp_profile(),
        line(kw("responder-only", "Do not initiate SAs from this device"), &IpsecProfile::responder_only).changes(topic),
    };
    return lines;
}

std::span<const Line> remembered_lines() {
    using Options = OptionLines<IpsecProfile>;
    static const auto lines = [] {
        auto all = option_set_lines<IpsecProfile, topic>();
        all.push_back(Options::line(Set::set_word() >> kw("mixed-mode", "Turn on IPSec mixed-mode"), "mixed mode is not modelled", topic));
        all.push_back(Options::line(kw("redundancy", "Configure HA for this ipsec profile") >> text("Name"), "redundancy is not modelled", topic));
        all.push_back(Options::line(kw("reverse-route", "Reverse Route Injection.") >> -text("static, remote-peer"), "routes are not injected", topic));
        all.push_back(Options::line(kw("rri-dvti-disable", "Disable automatic Reverse Routes Installation for DVTI"), "", topic));
        all.push_back(Options::line(kw("dialer", "Dialer related commands") >> kw("pre-classify", "Enable dialer list classification before initiating IKE"), "", topic));
        return all;
    }();
    return lines;
}

using Profiles = NamedEntries<Configuration, &Configuration::ipsec, &IpsecConfig::profiles>;

}  // namespace

const Mode& ipsec_profile_mode() {
    static const Mode mode = Mode::of<IpsecProfile>(
        {.prompt = "ipsec-profile", .title = "Crypto Map configuration commands:", .exit_help = "Exit from crypto map configuration mode"},
        {ipsec_profile_lines(), remembered_lines()});
    return mode;
}

std::span<const Line> ipsec_profile_headers() {
    static const Line lines[] = {
        opens(kw("crypto", "Encryption module") >> kw("ipsec", "Configure IPSEC policy") >>
              kw("profile", "Configure an ipsec policy profile") >> word("Profile name"), &ipsec_profile_mode, Profiles::entries())
            .in("crypto ipsec profile").changes(topic),
    };
    return lines;
}

}  // namespace config
