#include "show-commands/json.h"

#include <algorithm>

namespace show {

namespace {

/// RFC 8259 7: the escape of a character that may not stand for itself; empty for all others.
std::string_view escape(char character) {
    switch (character) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: return {};
    }
}

bool is_control(char character) { return static_cast<unsigned char>(character) < 0x20 || character == 0x7f; }

/// Bytes of the UTF-8 character (RFC 3629) that the text begins with; 0: no character begins so.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const unsigned first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    for (std::size_t at = 1; at < length; ++at)
        if ((byte(at) & 0xc0) != 0x80) return 0;
    const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
    const bool beyond = (first == 0xed && byte(1) > 0x9f) || (first == 0xf4 && byte(1) > 0x8f);
    return overlong || beyond ? 0 : length;
}

}  // namespace

void JsonWriter::string(std::string_view text) {
    out_.put('"');
    for (std::size_t length = 1; !text.empty(); text.remove_prefix(std::max<std::size_t>(length, 1))) {
        length = utf8_length(text);
        const char character = text.front();
        if (const auto escaped = escape(character); !escaped.empty()) out_.put(escaped);
        else if (length == 0 || is_control(character)) out_.put("\\u", hex(static_cast<unsigned char>(character), 4));
        else out_.put(text.substr(0, length));
    }
    out_.put('"');
}

}  // namespace show
