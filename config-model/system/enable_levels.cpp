#include <algorithm>
#include <charconv>

#include "config-model/system/password.h"

namespace config {

namespace {

std::string leading_words(bool is_secret, std::uint8_t level) {
    return std::string{"enable "} + (is_secret ? "secret" : "password") + " level " + std::to_string(level);
}

/// "5 $1$…" or a clear text.
PasswordText password_of(std::string_view text) {
    const bool typed = text.size() > 2 && text[0] >= '0' && text[0] <= '9' && text[1] == ' ';
    if (!typed) return {0, false, std::string{text}};
    const auto type = static_cast<std::uint8_t>(text[0] - '0');
    return {type, type != 0, std::string{text.substr(2)}};
}

std::optional<EnableLevel> level_of(std::string_view line) {
    for (const bool is_secret : {true, false}) {
        const std::string_view start = is_secret ? "enable secret level " : "enable password level ";
        if (!line.starts_with(start)) continue;
        EnableLevel entry{is_secret, 0, {}};
        const char* const first = line.data() + start.size();
        const auto read = std::from_chars(first, line.data() + line.size(), entry.level);
        if (read.ec != std::errc{} || read.ptr == line.data() + line.size()) return std::nullopt;
        entry.password = password_of({read.ptr + 1, static_cast<std::size_t>(line.data() + line.size() - read.ptr - 1)});
        return entry;
    }
    return std::nullopt;
}

}  // namespace

std::vector<EnableLevel> enable_levels(const Configuration& configuration) {
    std::vector<EnableLevel> entries;
    for (const KeptLine& kept : configuration.kept.in({}))
        if (auto entry = level_of(kept.text)) entries.push_back(std::move(*entry));
    return entries;
}

void set_enable_level(Configuration& configuration, const EnableLevel& entry) {
    erase_enable_level(configuration, entry.is_secret, entry.level);
    const std::string text = leading_words(entry.is_secret, entry.level) + ' ' + password_text(entry.password);
    configuration.kept.add({}, {Fate::kept, text});
}

void erase_enable_level(Configuration& configuration, bool is_secret, std::uint8_t level) {
    configuration.kept.remove({}, leading_words(is_secret, level));
}

}  // namespace config
