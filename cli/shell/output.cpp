#include "cli/shell/output.h"

#include <utility>

namespace cli {

void Output::put(std::string_view text) {
    for (const char byte : text) {
        if (byte == '\n') bytes_ += '\r';
        bytes_ += byte;
    }
    if (!text.empty()) at_line_start_ = text.back() == '\n';
}

void Output::erase_more() {
    put("\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b");
    at_line_start_ = true;
}

void Output::fresh_line() {
    if (!at_line_start_) put("\n");
}

std::string Output::take() { return std::exchange(bytes_, {}); }

}  // namespace cli
