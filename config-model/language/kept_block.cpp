#include "config-model/language/kept_block.h"

#include <algorithm>
#include <string_view>

namespace config {

namespace {

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

struct Range {
    std::size_t begin, end;
};

/// The lines under the one at `index`.
Range under(const std::vector<std::string>& lines, std::size_t index, std::size_t end) {
    std::size_t last = index + 1;
    while (last < end && indent_of(lines[last]) > indent_of(lines[index])) ++last;
    return {index + 1, last};
}

/// Where the lines of these parents stand; parents that are not there are passed over.
Range range_of(const std::vector<std::string>& lines, const std::vector<std::string>& parents) {
    Range range{0, lines.size()};
    for (const auto& parent : parents)
        for (std::size_t i = range.begin; i < range.end; ++i)
            if (lines[i] == parent) {
                range = under(lines, i, range.end);
                break;
            }
    return range;
}

bool begins_with(std::string_view line, std::string_view words) {
    return line.starts_with(words) && (line.size() == words.size() || line[words.size()] == ' ');
}

/// Erases the lines of the range that begin with these words, and what stands under them. Was there any?
bool erase_lines(std::vector<std::string>& lines, Range range, std::string_view words) {
    bool found = false;
    for (std::size_t i = range.begin; i < range.end;) {
        if (!begins_with(lines[i], words)) {
            ++i;
            continue;
        }
        const Range inner = under(lines, i, range.end);
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i), lines.begin() + static_cast<std::ptrdiff_t>(inner.end));
        range.end -= inner.end - i;
        found = true;
    }
    return found;
}

}  // namespace

void merge_into_block(std::vector<std::string>& lines, std::vector<std::string>& parents, std::string text) {
    const std::size_t indent = indent_of(text);
    if (indent == text.size() || text[indent] == '!') return;
    while (!parents.empty() && indent_of(parents.back()) >= indent) parents.pop_back();
    const Range range = range_of(lines, parents);
    const auto at = [&](std::size_t index) { return lines.begin() + static_cast<std::ptrdiff_t>(index); };
    parents.push_back(text);
    if (std::find(at(range.begin), at(range.end), text) != at(range.end)) return;
    constexpr std::string_view no = "no ";
    if (text.compare(indent, no.size(), no) == 0 && erase_lines(lines, range, text.substr(0, indent) + text.substr(indent + no.size()))) return;
    erase_lines(lines, range, std::string(indent, ' ') + "no " + text.substr(indent));
    const std::size_t end = range_of(lines, {parents.begin(), parents.end() - 1}).end;
    lines.insert(at(end), std::move(text));
}

}  // namespace config
