#pragma once

#include "config-model/configuration.h"
#include "show-commands/text_writer.h"

namespace show {

/// "Protection suite of priority 10" and its five lines; `title` stands before " of priority". The suite that comes last in 12.x has no number.
void print_isakmp_policy(const config::IsakmpPolicy& policy, std::string_view title, TextWriter& out);
/// show crypto isakmp policy
void print_isakmp_policies(const config::Configuration& configuration, TextWriter& out);
/// show crypto isakmp default policy
void print_default_isakmp_policies(const config::Configuration& configuration, TextWriter& out);

}  // namespace show
