#pragma once

#include <memory>
#include <string>

#include "show-commands/screen.h"

namespace show {

/// A text that is there already, given out some lines at a time.
std::unique_ptr<Screen> text_screen(std::string text);

}  // namespace show
