#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "config-model/language/matcher.h"
#include "show-commands/show_commands.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/reference_index.h"

/// Every sample of a screen that this router has is compared by a test that names it, or stands with a reason in the table of
/// tests/show-commands/reference_index.h.
namespace {

namespace fs = std::filesystem;

struct Sample {
    std::string file, label, text;   ///< file from the reference folder; text without trailing blanks
};

/// The blocks between marks, as reference::sample and reference::noted find them.
std::vector<Sample> samples_of(const std::string& file) {
    std::vector<Sample> samples;
    std::istringstream lines(reference::file(file).value_or(""));
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        const bool begins = line.starts_with("===== BEGIN") || line.starts_with("----- SAMPLE");
        if (begins) samples.push_back({file, line, {}});
        if (begins || line.starts_with("=====") || line.starts_with("-----")) inside = begins;
        else if (inside) samples.back().text += line + '\n';
    }
    for (Sample& sample : samples) sample.text = reference::without_trailing_blanks(sample.text);
    return samples;
}

std::vector<Sample> all_samples() {
    std::vector<Sample> samples;
    for (const std::string folder : {"ikev1/show", "ikev2/show"}) {
        std::set<std::string> files;
        for (const auto& entry : fs::directory_iterator(fs::path(SOURCE_DIR) / "../shared/reference" / folder))
            files.insert(folder + "/" + entry.path().filename().string());
        for (const std::string& file : files)
            for (Sample& sample : samples_of(file)) samples.push_back(std::move(sample));
    }
    return samples;
}

using Names = std::set<std::pair<std::string, std::string>>;   ///< file, words of a label

void add_name(const std::string& file, const std::string& words, Names& names) {
    static const std::regex escaped_quote("\\\\\"");
    names.insert({file, std::regex_replace(words, escaped_quote, "\"")});
}

/// What a source names: sample("FILE", "LABEL"), noted(FILE_NAME, "LABEL") behind FILE_NAME = "FILE".
void add_names(const std::string& source, Names& names) {
    static const std::regex known(R"re((\w+) = "(ikev[12]/[^"]*)"|(?:sample|noted)\(\s*(?:"([^"]*)"|(\w+)),\s*"((?:[^"\\]|\\.)*)"\))re");
    std::map<std::string, std::string> files;
    for (std::sregex_iterator at(source.begin(), source.end(), known), end; at != end; ++at) {
        const std::smatch& found = *at;
        if (found[1].matched) files[found[1].str()] = found[2].str();
        else add_name(found[3].matched ? found[3].str() : files[found[4].str()], found[5].str(), names);
    }
}

Names names_in_tests() {
    Names names;
    for (const std::string folder : {"tests/show-commands", "tests/cli"})
        for (const auto& entry : fs::directory_iterator(fs::path(SOURCE_DIR) / folder)) {
            std::ifstream file(entry.path());
            std::ostringstream text;
            text << file.rdbuf();
            add_names(text.str(), names);
        }
    return names;
}

/// The texts of the samples that tests name: some files hold the same sample.
std::set<std::string> named_texts(const std::vector<Sample>& samples) {
    std::set<std::string> texts;
    for (const auto& name : names_in_tests()) {
        const auto is_named = [&](const Sample& is) { return is.file == name.first && is.label.find(name.second) != std::string::npos; };
        const auto found = std::find_if(samples.begin(), samples.end(), is_named);
        if (found != samples.end()) texts.insert(found->text);
    }
    return texts;
}

bool has_command(std::string_view command) {
    static const config::Matcher commands(show::show_commands());
    config::Match match;
    return commands.match(config::Words(command), config::Form::plain, 15, match);
}

}  // namespace

TEST_CASE("every documented sample of a screen is compared, or excused with a reason") {
    if (!reference::file("ios-behaviours.md")) {
        WARN("reference text is absent: test skipped");
        return;
    }
    const std::vector<Sample> samples = all_samples();
    const std::set<std::string> named = named_texts(samples);
    std::set<const reference::Excuse*> used;
    for (const Sample& sample : samples) {
        const auto excuse = std::find_if(std::begin(reference::excuses), std::end(reference::excuses), [&](const reference::Excuse& is) {
            return sample.file == is.file && sample.label.find(is.label) != std::string::npos;
        });
        const bool is_named = named.contains(sample.text), is_excused = excuse != std::end(reference::excuses);
        if (is_excused) used.insert(excuse);
        INFO(sample.file << '\n' << sample.label);
        CHECK((is_named || is_excused));
    }
    for (const reference::Excuse& excuse : reference::excuses) {
        INFO(excuse.file << ": " << excuse.label);
        CHECK(used.contains(&excuse));
    }
}

TEST_CASE("a screen excused as one that this router has not is not in its grammar") {
    for (const char* command : reference::absent_commands) {
        INFO(command);
        CHECK(!has_command(command));
    }
}
