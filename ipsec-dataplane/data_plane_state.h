#pragma once

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

struct DataPlane::State : ControlPlane {
    using ControlPlane::ControlPlane;
};

}  // namespace dataplane
