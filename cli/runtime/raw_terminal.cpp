#include "cli/runtime/raw_terminal.h"

#include <sys/ioctl.h>

namespace cli {

RawTerminal::RawTerminal(int descriptor) : descriptor_(descriptor) {
    if (tcgetattr(descriptor_, &saved_) != 0) return;
    termios raw = saved_;
    cfmakeraw(&raw);
    active_ = tcsetattr(descriptor_, TCSANOW, &raw) == 0;
}

RawTerminal::~RawTerminal() {
    if (active_) tcsetattr(descriptor_, TCSANOW, &saved_);
}

RawTerminal::Size RawTerminal::size_of(int descriptor) {
    winsize window{};
    if (ioctl(descriptor, TIOCGWINSZ, &window) != 0 || window.ws_row == 0) return {};
    return {window.ws_row, window.ws_col};
}

}  // namespace cli
