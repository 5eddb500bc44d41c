// A session of configuration under arbitrary lines, typed or read from a file: no crash, what was accepted is printed so that it
// reads back to itself, and `?` and Tab answer at every line.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "config-model/configuration_text.h"

namespace {

using namespace config;

void ask(const ConfigSession& session, std::string_view line) {
    const std::string_view begun = line.substr(0, line.size() / 2);
    const Help help = session.help(begun);
    (void)help_text(help.items);
    if (const auto word = session.completion(begun); word && word->empty()) std::abort();
}

void type_lines(std::string_view text) {
    Configuration configuration;
    ConfigSession session = configuration_session(configuration, true);
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        ask(session, line);
        const LineResult result = session.feed(line);
        if (result.caret > static_cast<int>(line.size())) std::abort();
        if (session.prompt().empty()) std::abort();
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    (void)running_config_text(configuration);
}

void load_text(std::string_view text) {
    Configuration first, second, third;
    load_configuration(first, text);
    const std::string once = running_config_text(first);
    load_configuration(second, once);
    const std::string twice = running_config_text(second);
    load_configuration(third, twice);
    if (running_config_text(third) != twice) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 2) type_lines(text);
    else load_text(text);
    return 0;
}
