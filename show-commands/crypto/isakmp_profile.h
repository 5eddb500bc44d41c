#pragma once

#include "config-model/configuration.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// How often the configuration names this profile, the profile itself included.
std::size_t isakmp_profile_references(const config::Configuration& configuration, std::string_view name);
/// One profile of `show crypto isakmp profile`, without an empty line around it.
void print_isakmp_profile(const config::IsakmpProfile& profile, std::size_t references, const ShowLook& look, TextWriter& out);

}  // namespace show
