#pragma once

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

/// The client whose policy is bound so; null when there is none.
const ConnectedClient* client_of(const ControlPlane& control, const PolicyBinding& binding);

/// Notes at the ports which of them translate.
void mark_translations(const ControlPlane& control, ForwardingTables& tables);

}  // namespace dataplane
