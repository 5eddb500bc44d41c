#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace cli {

/// What a command prints, out of a console's output: without the line it was typed on and without the prompt behind it.
class ExecOutput {
public:
    /// The echo of the next command comes.
    void begin() { in_echo_ = true, held_.clear(); }
    /// The part that is certain; the last line, which may be the prompt, is held back.
    std::string pass(std::string_view output);
    /// A question is not a prompt: the line that is held back.
    std::string take_held() { return std::exchange(held_, {}); }

private:
    bool in_echo_ = true;
    std::string held_;
};

}  // namespace cli
