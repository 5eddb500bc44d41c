#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config-model/configuration_text.h"
#include "tests/config-model/corpus.h"

using namespace config;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> without_remarks(const std::string& text) {
    auto lines = lines_of(text);
    std::erase_if(lines, [](const std::string& line) { return line.find(" remark ") != std::string::npos; });
    return lines;
}

/// The corpus, and the configurations of the examples and scenarios.
std::vector<test::CorpusFile> every_configuration() {
    auto files = test::corpus_files();
    for (const char* folder : {"examples", "tests/scenarios"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".cfg") continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            files.push_back({entry.path().filename().string(), text.str()});
        }
    return files;
}

/// Types every line at a terminal. The lines that it refused.
std::string pasted(Configuration& configuration, const std::string& text) {
    auto session = configuration_session(configuration, true);
    std::istringstream lines(text);
    std::string refused;
    for (std::string line; std::getline(lines, line);) {
        const auto result = session.feed(line);
        if (!result.error.empty()) refused += line + "\n";
        if (result.ended) break;
    }
    return refused;
}

/// What a paste leaves shut and the original did not have shut is opened, as an operator would.
void open_interfaces(Configuration& pasted, const Configuration& original) {
    for (const auto& [name, interface] : original.interfaces)
        if (const auto at = pasted.interfaces.find(name); at != pasted.interfaces.end()) at->second.shutdown = interface.shutdown;
}

}  // namespace

TEST_CASE("a running-config read back is the same configuration, and its text prints again") {
    for (const auto& file : every_configuration()) {
        INFO(file.name);
        Configuration configuration, again;
        load_configuration(configuration, file.text);
        const auto printed = running_config_text(configuration);
        CHECK(load_configuration(again, printed).rejected == 0);
        CHECK(again == configuration);
        CHECK(running_config_text(again) == printed);
        // And over itself: nothing doubles but remarks, which an access list takes as often as they come.
        CHECK(load_configuration(again, printed).rejected == 0);
        CHECK(without_remarks(running_config_text(again)) == without_remarks(printed));
    }
}

TEST_CASE("a running-config pasted into a fresh router gives the same text") {
    for (const auto& file : every_configuration()) {
        INFO(file.name);
        Configuration configuration, fresh;
        load_configuration(configuration, file.text);
        const auto printed = running_config_text(configuration);
        CHECK(pasted(fresh, printed).empty());
        open_interfaces(fresh, configuration);
        CHECK(lines_of(running_config_text(fresh)) == lines_of(printed));
    }
}
