#pragma once

#include "cli/router/packet_capture.h"
#include "config-model/language/line.h"

namespace cli {

/// What stands behind `monitor capture NAME`, in any order.
config::Syntax capture_words();
/// The settings with what such a line says.
CaptureSettings changed_settings(CaptureSettings settings, const config::Args& args);

}  // namespace cli
