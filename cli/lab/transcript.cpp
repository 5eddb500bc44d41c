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

void Transcript::print(const std::string& node, std::string_view line) {
    while (line.ends_with('\r')) line.remove_suffix(1);
    std::fprintf(out_, "%s| %.*s\n", node.c_str(), static_cast<int>(line.size()), line.data());
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
