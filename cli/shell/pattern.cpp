#include "cli/shell/pattern.h"

#include <regex.h>

namespace cli {

struct Pattern::Compiled {
    regex_t expression{};
    bool valid = false;
    ~Compiled() {
        if (valid) regfree(&expression);
    }
};

namespace {

std::string as_posix(std::string_view expression) {
    std::string text;
    bool in_set = false, escaped = false;
    for (const char each : expression) {
        if (escaped || in_set) text += each;
        else if (each == '_') text += "(^|[ ,{}()]|$)";
        else if (each == '{' || each == '}') (text += '\\') += each;
        else text += each;
        if (!escaped && each == '[') in_set = true;
        else if (!escaped && each == ']') in_set = false;
        escaped = !escaped && !in_set && each == '\\';
    }
    return text;
}

}  // namespace

std::optional<Pattern> Pattern::compile(std::string_view expression) {
    auto compiled = std::make_unique<Compiled>();
    compiled->valid = regcomp(&compiled->expression, as_posix(expression).c_str(), REG_EXTENDED | REG_NOSUB) == 0;
    if (!compiled->valid) return std::nullopt;
    return Pattern(std::move(compiled));
}

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::matches(const std::string& line) const {
    return regexec(&compiled_->expression, line.c_str(), 0, nullptr, 0) == 0;
}

}  // namespace cli
