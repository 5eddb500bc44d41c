#include <catch2/catch.hpp>

#include <sstream>
#include <vector>

#include "config-model/configuration_text.h"
#include "tests/show-commands/reference.h"

namespace {

constexpr auto document = "ikev2/show/show_running-config_crypto.txt";

/// Without the lines that hold only a mark: the samples differ in how many stand in a row.
std::vector<std::string> statements(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (line.find_first_not_of(" !") != std::string::npos) lines.push_back(line);
    return lines;
}

/// From the first line of the crypto part to the first after it.
std::vector<std::string> crypto_part(const std::string& text) {
    std::vector<std::string> part;
    bool inside = false;
    for (const std::string& line : statements(text)) {
        if (line.front() != ' ') inside = line.starts_with("crypto ");
        if (inside) part.push_back(line);
    }
    return part;
}

}  // namespace

TEST_CASE("show running-config prints the crypto part of the documented configurations as they stand") {
    struct Sample { const char *label, *release; bool keeps_blanks; };   // of which the page kept the blanks at line ends
    for (const auto& [label, release, keeps_blanks] :
         {Sample{"CSR1000v 16/17", "version 16.9\n", true}, Sample{"IOS 15.4", "version 15.4\n", false}}) {
        REFERENCE(block, sample(document, label));
        config::Configuration configuration;
        const auto report = config::load_configuration(configuration, release + block);
        CHECK(report.rejected == 0);
        const std::string text = config::running_config_text(configuration);
        CHECK(crypto_part(keeps_blanks ? text : reference::without_trailing_blanks(text)) == statements(block));
    }
}
