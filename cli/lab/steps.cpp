#include "cli/lab/steps.h"

namespace cli {

namespace {

std::string_view without_line_end(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    return line;
}

Step step_of(std::string_view line, std::size_t number) {
    const auto colon = line.find(':');
    const auto blank = line.find(' ');
    if (colon == std::string_view::npos || colon == 0 || blank < colon) return {{}, std::string{line}, number};
    std::string_view text = line.substr(colon + 1);
    if (text.starts_with(' ')) text.remove_prefix(1);
    return {std::string{line.substr(0, colon)}, std::string{text}, number};
}

}  // namespace

std::vector<Step> parse_steps(std::string_view text) {
    std::vector<Step> steps;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = without_line_end(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '!') continue;
        steps.push_back(step_of(line, number));
    }
    return steps;
}

}  // namespace cli
