#include "show-commands/json.h"

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

}  // namespace

void JsonWriter::string(std::string_view text) {
    out_.put('"');
    for (char character : text) {
        if (const auto escaped = escape(character); !escaped.empty()) out_.put(escaped);
        else if (is_control(character)) out_.put("\\u", hex(static_cast<unsigned char>(character), 4));
        else out_.put(character);
    }
    out_.put('"');
}

}  // namespace show
