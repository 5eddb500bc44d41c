#include "tests/show-commands/reference.h"

#include <fstream>
#include <sstream>

namespace reference {

std::optional<std::string> file(std::string_view path) {
    std::ifstream in(std::string(SOURCE_DIR) + "/../shared/reference/" + std::string(path));
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::optional<std::string> sample(std::string_view path, std::string_view label) {
    const auto text = file(path);
    if (!text) return std::nullopt;
    std::istringstream lines(*text);
    std::string block;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (inside && line.starts_with("===== END")) return block;
        if (inside) block += line + '\n';
        else inside = line.starts_with("===== BEGIN") && line.find(label) != std::string::npos;
    }
    return std::nullopt;
}

std::optional<std::string> noted(std::string_view path, std::string_view label) {
    const auto text = file(path);
    if (!text) return std::nullopt;
    std::istringstream lines(*text);
    std::string block;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        const bool mark = line.starts_with("-----");
        if (inside && mark) break;
        if (inside) block += line + '\n';
        else inside = mark && line.find(label) != std::string::npos;
    }
    if (!inside) return std::nullopt;
    while (block.ends_with("\n\n")) block.pop_back();
    return block;
}

std::string without_tabs(std::string_view text) {
    std::string result;
    std::size_t column = 0;
    for (const char character : text) {
        const std::size_t width = character == '\t' ? 8 - column % 8 : 1;
        result.append(width, character == '\t' ? ' ' : character);
        column = character == '\n' ? 0 : column + width;
    }
    return result;
}

std::string from_line(std::string_view text, std::string_view first) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(' ', at);
        if (begin != std::string_view::npos && text.substr(begin).starts_with(first)) return std::string(text.substr(at));
        const std::size_t newline = text.find('\n', at);
        if (newline == std::string_view::npos) break;
        at = newline + 1;
    }
    return {};
}

std::string before_line(std::string_view text, std::string_view stop) {
    const std::size_t found = text.find(stop);
    if (found == std::string_view::npos) return std::string(text);
    return std::string(text.substr(0, text.rfind('\n', found) + 1));
}

std::string without_trailing_blanks(std::string_view text) {
    std::string result;
    for (char character : text) {
        if (character == '\n')
            while (!result.empty() && result.back() == ' ') result.pop_back();
        result += character;
    }
    while (!result.empty() && (result.back() == '\n' || result.back() == ' ')) result.pop_back();
    return result + '\n';
}

std::string words(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::string result;
    for (std::string word; in >> word;)
        if (word != "```") result += (result.empty() ? "" : " ") + word;
    return result;
}

}  // namespace reference
