#include "ike/isakmp/phase1/negotiation.h"

#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

/// Names up to the first profile that has an Xauth list.
std::vector<std::string> scanned_profiles(const config::Configuration& configuration) {
    std::vector<std::string> names;
    for (const config::IsakmpProfile& profile : configuration.isakmp.profiles) {
        names.push_back(profile.name);
        if (!profile.client_authentication_list.empty()) break;
    }
    return names;
}

}  // namespace

void scan_for_xauth(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    const bool chosen = !sa.profile.empty();
    if (!chosen) emit(sa, event::XauthScan{scanned_profiles(sa.context.configuration), false});
    else if (sa.context.look() != config::Look::ios12) emit(sa, event::XauthScan{{sa.profile}, true});
    const bool wanted = chosen ? !sa.client.login_list.empty() : xauth_possible(sa);
    if (wanted) step(sa, Step::authentication_by_xauth);
}

}  // namespace ike::isakmp
