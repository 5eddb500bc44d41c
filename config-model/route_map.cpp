#include "config-model/route_map.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace config {

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream stream{std::string{text}};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

/// A word of the language, which may be cut short.
bool is_word(std::string_view typed, std::string_view whole) { return !typed.empty() && whole.starts_with(typed); }

void read_interfaces(const std::vector<std::string>& words, RouteMapEntry& entry) {
    for (std::size_t i = 2; i < words.size(); ++i)
        if (const auto name = InterfaceName::parse(words[i])) entry.interfaces.push_back(*name);
}

void read_line(const std::vector<std::string>& words, RouteMapEntry& entry) {
    if (words.size() < 2 || !is_word(words[0], "match")) return;
    const bool by_address = words.size() > 3 && is_word(words[1], "ip") && is_word(words[2], "address") && !is_word(words[3], "prefix-list");
    if (by_address) entry.lists.insert(entry.lists.end(), words.begin() + 3, words.end());
    else if (is_word(words[1], "interface")) read_interfaces(words, entry);
    else entry.unreadable = true;
}

RouteMapEntry read_entry(const std::vector<std::string>& header, const std::vector<std::string>& block) {
    RouteMapEntry entry;
    entry.permit = header.size() < 3 || !is_word(header[2], "deny");
    if (header.size() > 3) std::from_chars(header[3].data(), header[3].data() + header[3].size(), entry.sequence);
    for (const std::string& line : block) read_line(words_of(line), entry);
    return entry;
}

}  // namespace

std::vector<RouteMapEntry> route_map(const Configuration& configuration, std::string_view name) {
    std::vector<RouteMapEntry> entries;
    for (const KeptLine& line : configuration.kept.in("")) {
        const auto words = words_of(line.text);
        if (words.size() > 1 && words[0] == "route-map" && words[1] == name) entries.push_back(read_entry(words, line.block));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const RouteMapEntry& a, const RouteMapEntry& b) { return a.sequence < b.sequence; });
    return entries;
}

}  // namespace config
