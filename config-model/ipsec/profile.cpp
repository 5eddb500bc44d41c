#include "config-model/field.h"
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

using Profiles = NamedEntries<Configuration, &Configuration::ipsec, &IpsecConfig::profiles>;

}  // namespace

const Mode& ipsec_profile_mode() {
    static const Mode mode = Mode::of<IpsecProfile>(
        {.prompt = "ipsec-profile", .title = "Crypto Map configuration commands:", .exit_help = "Exit from crypto map configuration mode"},
        {ipsec_profile_lines()});
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
