#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/configuration.h"
#include "ike/crypto/suites.h"
#include "ike/payload/payloads.h"

namespace ike {

/// A copy of the IKEv2 policy that an exchange negotiates with, its proposals in order of priority.
struct IkePolicy {
    std::string name;
    bool is_default = false;
    std::vector<config::Ikev2Proposal> proposals;
};

/// The first policy in configuration order whose fvrf and local address match; the default only where the user has none.
/// `fvrf` is empty for the global table. Nothing when no policy with a complete proposal matches.
std::optional<IkePolicy> select_policy(const config::Configuration& configuration, std::string_view fvrf,
                                       const config::IpAddress& local);

/// RFC 7296 §3.3: one proposal for the block ciphers and one for the combined modes of each configured proposal. `spi` is empty, or 8
/// octets for a rekey.
SaPayload offer_of(const IkePolicy& policy, const Bytes& spi = {});
/// The group an initiator sends its first KE for: the first of the first proposal.
DhGroupId first_group(const IkePolicy& policy);

/// What a responder answers with: the number of the offered proposal and the suite.
struct IkeChoice {
    Proposal proposal;
    IkeSuite suite;
};

/// The responder walks its own policy in its own order and takes the first that was offered.
std::optional<IkeChoice> choose(const IkePolicy& policy, const SaPayload& offered);

/// The suite of an answer, if it has one transform of each type and all of them were offered under that number.
std::optional<IkeSuite> suite_of_answer(const SaPayload& offer, const SaPayload& answer);

}  // namespace ike
