#include "cli/exec/banner.h"

#include "cli/exec/login.h"

namespace cli {

namespace {

constexpr unsigned first_vty = 2;   // con 0 and aux 0 come before

void replace_all(std::string& text, std::string_view token, std::string_view value) {
    for (std::size_t at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size()))
        text.replace(at, token.size(), value);
}

std::string line_number(const ConsoleOptions& options) {
    const bool console = options.kind == ConsoleOptions::Kind::console;
    return std::to_string(console ? options.line_number : first_vty + options.line_number);
}

}  // namespace

std::string banner_text(const config::Configuration& configuration, std::string_view kind, const ConsoleOptions& options) {
    for (const config::Banner& banner : configuration.system.banners) {
        if (banner.kind != kind) continue;
        std::string text = banner.text;
        replace_all(text, "$(hostname)", configuration.hostname());
        replace_all(text, "$(domain)", configuration.system.domain_name);
        replace_all(text, "$(line)", line_number(options));
        const config::TerminalLine* const line = configured_line(configuration, options);
        replace_all(text, "$(line-desc)", line != nullptr ? std::string_view{line->location} : std::string_view{});
        return "\n" + text + (text.empty() || text.back() != '\n' ? "\n" : "");
    }
    return {};
}

}  // namespace cli
