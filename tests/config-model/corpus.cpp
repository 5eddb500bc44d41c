#include "tests/config-model/corpus.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace test {

namespace {

namespace fs = std::filesystem;

fs::path corpus_folder() {
    if (const char* folder = std::getenv("IKE_ROUTER_CORPUS")) return folder;
    return fs::path(SOURCE_DIR).parent_path() / "shared" / "corpus";
}

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// From the `version` line to `end`; empty if a part of it is missing.
std::string running_config_in(const std::string& text) {
    if (text.find("#sh") != std::string::npos || text.find("(config") != std::string::npos) return {};
    std::istringstream lines(text);
    std::string body;
    bool named = false;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (body.empty() && !line.starts_with("version ")) continue;
        named = named || line.starts_with("hostname ");
        body.append(line).append("\n");
        if (line == "end") return named ? body : std::string{};
    }
    return {};
}

}  // namespace

std::vector<CorpusFile> corpus_files() {
    std::vector<CorpusFile> files;
    if (fs::is_directory(corpus_folder()))
        for (const auto& entry : fs::recursive_directory_iterator(corpus_folder())) {
            const auto extension = entry.path().extension();
            if (entry.is_regular_file() && extension != ".md" && extension != ".tsv")
                files.push_back({fs::relative(entry.path(), corpus_folder()).string(), contents(entry.path())});
        }
    std::sort(files.begin(), files.end(), [](const CorpusFile& a, const CorpusFile& b) { return a.name < b.name; });
    if (files.empty()) WARN("no corpus in " << corpus_folder());
    return files;
}

std::vector<CorpusFile> whole_running_configs() {
    std::vector<CorpusFile> whole;
    for (auto& file : corpus_files())
        if (auto body = running_config_in(file.text); !body.empty()) whole.push_back({std::move(file.name), std::move(body)});
    return whole;
}

}  // namespace test
