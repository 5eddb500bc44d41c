#include "cli/lab/transcript.h"

#include <filesystem>
#include <utility>

namespace cli {

Transcript::~Transcript() {
    for (auto& [node, console] : consoles_)
        if (console.file) std::fclose(console.file);
}

Transcript::Console& Transcript::console(const std::string& node) {
    const auto [at, is_new] = consoles_.try_emplace(node);
    if (is_new && !folder_.empty()) {
        std::error_code error;
        std::filesystem::create_directories(folder_, error);
        at->second.file = std::fopen((folder_ + "/" + node + ".txt").c_str(), "wb");
    }
    return at->second;
}

namespace {

/// The line as a terminal shows it: carriage returns and backspaces move, what follows overwrites.
std::string as_shown(std::string_view line) {
    std::string shown;
    std::size_t column = 0;
    bool moved = false;
    for (const char c : line) {
        if (c == '\r') column = 0, moved = true;
        else if (c == '\b') column -= column > 0 ? 1 : 0, moved = true;
        else if (column < shown.size()) shown[column++] = c;
        else shown += c, ++column;
    }
    // Blanks that only wiped something are not part of the line; those that were printed are.
    if (moved && column < shown.size() && shown.find_first_not_of(' ', column) == std::string::npos) shown.resize(column);
    return shown;
}

}  // namespace

void Transcript::print(const std::string& node, std::string_view line) {
    while (line.ends_with('\r')) line.remove_suffix(1);
    std::fprintf(out_, "%s| %s\n", node.c_str(), as_shown(line).c_str());
}

void Transcript::add(const std::string& node, std::string_view bytes) {
    Console& target = console(node);
    if (target.file) std::fwrite(bytes.data(), 1, bytes.size(), target.file);
    target.unfinished += bytes;
    std::size_t begin = 0;
    for (auto end = target.unfinished.find('\n'); end != std::string::npos; end = target.unfinished.find('\n', begin)) {
        print(node, std::string_view(target.unfinished).substr(begin, end - begin));
        begin = end + 1;
    }
    target.unfinished.erase(0, begin);
}

bool Transcript::is_in_line(const std::string& node) const {
    const auto at = consoles_.find(node);
    return at != consoles_.end() && !at->second.unfinished.empty();
}

void Transcript::finish() {
    for (auto& [node, console] : consoles_)
        if (!console.unfinished.empty()) print(node, std::exchange(console.unfinished, {}));
    std::fflush(out_);
}

}  // namespace cli
