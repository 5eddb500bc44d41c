#pragma once

#include <memory>
#include <string>

#include "show-commands/screen.h"

namespace show {

/// A text that is there already, given out some lines at a time. JSON has one object for each line at the margin, with the
/// indented lines below it; it begins behind the `heading` bytes of the screen that are no part of the document.
std::unique_ptr<Screen> text_screen(std::string text, std::size_t heading);

}  // namespace show
