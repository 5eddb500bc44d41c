#pragma once

#include <cstdint>

#include "config-model/ikev2.h"
#include "show-commands/text_writer.h"

namespace show {

/// `references`: crypto maps, IPsec profiles and IKE SAs that use the profile.
void print_ikev2_profile(const config::Ikev2Profile& profile, std::uint64_t references, TextWriter& out);

}  // namespace show
