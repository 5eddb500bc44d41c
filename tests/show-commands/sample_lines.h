#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

/// Reads the values of a documented sample, line by line, so that a screen can be printed from the same state and compared.
namespace sample {

/// The lines of a block, without their ends.
inline std::vector<std::string> lines_of(std::string_view block) {
    std::vector<std::string> lines;
    while (!block.empty()) {
        const std::size_t end = std::min(block.find('\n'), block.size());
        lines.emplace_back(block.substr(0, end));
        block.remove_prefix(std::min(end + 1, block.size()));
    }
    return lines;
}

/// A line read with a pattern that covers it from its first to its last letter; blanks around are of no account.
class Reading {
public:
    explicit Reading(const std::string& line) : line_(line) {}
    bool is(const char* pattern) { return std::regex_match(line_, values_, std::regex("\\s*" + std::string(pattern) + "\\s*")); }
    std::string text(std::size_t at) const { return values_[at].str(); }
    bool has(std::size_t at) const { return values_[at].matched; }
    std::uint64_t number(std::size_t at, int base = 10) const {
        const std::string digits = text(at);
        std::uint64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        return value;
    }

private:
    std::string line_;
    std::smatch values_;
};

/// "13:17:14", "3d18h", "7w0d" in seconds.
inline std::uint64_t seconds_of(const std::string& text) {
    Reading reading(text);
    if (reading.is("(\\d+):(\\d+):(\\d+)")) return reading.number(1) * 3600 + reading.number(2) * 60 + reading.number(3);
    if (reading.is("(\\d+)d(\\d+)h")) return reading.number(1) * 86400 + reading.number(2) * 3600;
    if (reading.is("(\\d+)w(\\d+)d")) return reading.number(1) * 604800 + reading.number(2) * 86400;
    return reading.is("(\\d+)") ? reading.number(1) : 0;
}

}  // namespace sample
