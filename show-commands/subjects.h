#pragma once

#include <span>

#include "config-model/language/line.h"

/// The lines that each subject exports.
namespace show {

}  // namespace show
