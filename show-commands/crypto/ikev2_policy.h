#pragma once

#include "config-model/ikev2.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

void print_ikev2_proposal(const config::Ikev2Proposal& proposal, TextWriter& out);
void print_ikev2_policy(const config::Ikev2Policy& policy, TextWriter& out);
/// The policy that counts while no other is configured.
void print_default_ikev2_policy(TextWriter& out);

}  // namespace show
