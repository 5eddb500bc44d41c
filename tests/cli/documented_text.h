#pragma once

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Texts of documents beside the project, and what makes them comparable with a router's own.
namespace documented {

using Lines = std::vector<std::string>;

/// The lines of a file, its path relative to the project's parent folder; nothing when it is absent.
inline std::optional<Lines> read(const std::string& path) {
    std::ifstream file(std::string(SOURCE_DIR) + "/../" + path);
    if (!file) return std::nullopt;
    Lines lines;
    for (std::string line; std::getline(file, line);) {
        if (line.ends_with('\r')) line.pop_back();
        lines.push_back(std::move(line));
    }
    return lines;
}

/// The value after `before`, of characters of `alphabet`, must differ: "~" stands for it.
struct ValueRule {
    std::string_view before, alphabet;
};
inline constexpr std::string_view digits = "0123456789", hex_digits = "0123456789ABCDEFabcdef";

inline void blank(std::string& line, const ValueRule& rule) {
    for (std::size_t at = line.find(rule.before); at != std::string::npos; at = line.find(rule.before, at)) {
        at += rule.before.size();
        const std::size_t end = std::min(line.find_first_not_of(rule.alphabet, at), line.size());
        if (end != at) line.replace(at, end - at, "~");
    }
}

inline void replace_all(std::string& line, std::string_view from, std::string_view to) {
    for (std::size_t at = line.find(from); at != std::string::npos; at = line.find(from, at + to.size()))
        line.replace(at, from.size(), to);
}

inline bool has(const std::string& line, std::string_view words) { return line.find(words) != std::string::npos; }

/// The first line in which two texts differ, in words; empty when they are the same.
inline std::string first_difference(const Lines& documented, const Lines& printed) {
    for (std::size_t i = 0; i < std::max(documented.size(), printed.size()); ++i) {
        const std::string a = i < documented.size() ? '[' + documented[i] + ']' : "(end)";
        const std::string b = i < printed.size() ? '[' + printed[i] + ']' : "(end)";
        if (a != b) return "line " + std::to_string(i) + ": documented " + a + ", printed " + b;
    }
    return {};
}

inline Lines split_lines(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        if (line.ends_with('\r')) line.pop_back();
        lines.push_back(std::move(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace documented
