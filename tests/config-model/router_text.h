#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config-model/configuration_text.h"

namespace test {

/// What a terminal session printed for each line: notes and errors, one a line.
inline std::string typed(config::Configuration& configuration, std::initializer_list<std::string_view> lines) {
    auto session = config::configuration_session(configuration, true);
    std::string printed;
    for (const auto line : lines) {
        const auto result = session.feed(line);
        if (!result.error.empty()) printed += result.error + "\n";
        for (const auto& note : result.notes) printed += note + "\n";
    }
    return printed;
}

inline config::Configuration loaded(std::string_view text) {
    config::Configuration configuration;
    config::load_configuration(configuration, text);
    return configuration;
}

inline bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace test
