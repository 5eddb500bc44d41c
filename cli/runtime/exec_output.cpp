#include "cli/runtime/exec_output.h"

namespace cli {

std::string ExecOutput::pass(std::string_view output) {
    held_ += output;
    if (in_echo_) {
        const auto end = held_.find('\n');
        if (end == std::string::npos) return {};
        held_.erase(0, end + 1);
        in_echo_ = false;
    }
    const auto last = held_.rfind('\n');
    if (last == std::string::npos) return {};
    std::string certain = held_.substr(0, last + 1);
    held_.erase(0, last + 1);
    return certain;
}

}  // namespace cli
