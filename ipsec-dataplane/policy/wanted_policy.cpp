#include "ipsec-dataplane/policy/wanted_policy.h"

namespace dataplane {

void set_lifetime(PolicyEntry& entry, const config::SaLifetime& own, const config::SaLifetime& global) {
    entry.lifetime_seconds = own.seconds.value_or(global.seconds.value_or(config::default_sa_seconds));
    entry.lifetime_kilobytes = own.kilobytes.value_or(global.kilobytes.value_or(config::default_sa_kilobytes));
    if (own.kilobytes_disabled || (global.kilobytes_disabled && !own.kilobytes)) entry.lifetime_kilobytes = 0;
}

WantedPolicies wanted_policies(ControlPlane& control) {
    WantedPolicies wanted;
    for (const auto& [name, interface] : control.interfaces) {
        add_crypto_maps(control, *interface, wanted);
        if (interface->is_tunnel()) add_protection(control, *interface, wanted);
    }
    add_clients(control, wanted);
    return wanted;
}

}  // namespace dataplane
