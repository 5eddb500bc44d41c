#pragma once

#include "ike/context.h"

namespace ike {

void obey(Context& context, const Command& command);

/// Deletes what an edit has made void. Interfaces, crypto maps and IPsec profiles decide which entries exist: pairs of an entry that is
/// gone, or whose local address has changed, go with it. Edits of peers, lists, transform sets, PFS, lifetimes, proposals, policies,
/// keyrings and profiles count at the next negotiation.
void follow_configuration(Context& context, const config::ChangeSet& changes);

}  // namespace ike
