#pragma once

#include "config-model/configuration.h"
#include "ipsec-dataplane/random_source.h"

namespace cli {

/// What IOS does with passwords as soon as they are entered: a clear secret becomes a hash, of the type that `algorithm-type` asks for
/// or the release's own; under `service password-encryption` clear passwords of users, lines and `enable` become type 7. Never keys of
/// IKE. Nothing turns them back.
void protect_passwords(config::Configuration& configuration, dataplane::RandomSource& random);

}  // namespace cli
