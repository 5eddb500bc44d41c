#pragma once

#include <termios.h>

namespace cli {

/// Puts the terminal behind a file descriptor into raw mode and back. Does nothing if it is not a terminal.
class RawTerminal {
public:
    explicit RawTerminal(int descriptor);
    ~RawTerminal();
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;
    /// Rows and columns; 24 x 80 when they are not known.
    struct Size { unsigned short rows = 24, columns = 80; };
    static Size size_of(int descriptor);

private:
    int descriptor_;
    bool active_ = false;
    termios saved_{};
};

}  // namespace cli
