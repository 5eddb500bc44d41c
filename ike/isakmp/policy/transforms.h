#pragma once

#include <optional>
#include <vector>

#include "config-model/configuration.h"
#include "ike/isakmp/sa.h"

/// Phase 1 transforms: made from policies, read, compared.
namespace ike::isakmp {

/// The suite of a policy under pre-shared keys; nothing when this program lacks one of its algorithms.
std::optional<Suite> suite_of(const config::IsakmpPolicy& policy);
/// Attributes in the order of the debug lines.
Transform transform_of(const Suite& suite, std::uint8_t number);
/// What a transform says, as far as it can be read.
Suite suite_of(const Transform& transform);

/// Which side proposed 65001: draft-beaulieu-ike-xauth-02 section 7.
bool is_xauth(Phase1Auth authentication);

/// What one policy is compared by.
struct Acceptance {
    bool key_found = false;              ///< for this peer
    bool xauth = false;                  ///< some profile or map asks for Xauth
};
/// The first that differs, in the order of the debug lines.
std::optional<PolicyMismatch> mismatch(const config::IsakmpPolicy& policy, const Suite& offered, const Acceptance& acceptance);

/// The offer of an initiator; empty when no policy can be used. `xauth`: the initiator is a client that will be asked for a user.
SaPayload offer_of(const std::vector<config::IsakmpPolicy>& policies, bool xauth);
/// What an ezvpn client offers, whatever its policies are.
std::vector<config::IsakmpPolicy> client_policies();

}  // namespace ike::isakmp
