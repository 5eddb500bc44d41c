#include "config-model/ikev2/modes.h"

namespace config {

const Mode& authorization_policy_mode() {
    static const Mode mode = Mode::of<NamedBlock>(
        {.prompt = "config-ikev2-author-policy", .title = "IKEv2 Authorization policy commands:"}, {});
    return mode;
}

const Mode& name_mangler_mode() {
    static const Mode mode = Mode::of<NamedBlock>({.prompt = "config-ikev2-name-mangler", .title = "IKEv2 Name mangler commands:"}, {});
    return mode;
}

const Mode& flexvpn_client_mode() {
    static const Mode mode = Mode::of<NamedBlock>({.prompt = "config-ikev2-flexvpn", .title = "IKEv2 FlexVPN client commands:"}, {});
    return mode;
}

}  // namespace config
