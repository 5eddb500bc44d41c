#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

struct KeyName {
    std::string_view name, bytes;
};

/// Names beside <^A> … <^_>; a '<' of its own is <lt>.
constexpr std::array key_names{
    KeyName{"Enter", "\r"},      KeyName{"Tab", "\t"},        KeyName{"Esc", "\x1b"},     KeyName{"Backspace", "\x7f"},
    KeyName{"Up", "\x1b[A"},     KeyName{"Down", "\x1b[B"},   KeyName{"Right", "\x1b[C"}, KeyName{"Left", "\x1b[D"},
    KeyName{"Home", "\x1b[1~"},  KeyName{"End", "\x1b[4~"},   KeyName{"Delete", "\x1b[3~"}, KeyName{"Break", "\x1e"},
    KeyName{"LF", "\n"},         KeyName{"lt", "<"},          KeyName{"NBSP", "\xc2\xa0"}, KeyName{"BOM", "\xef\xbb\xbf"},
};

inline std::string bytes_of_key(std::string_view name) {
    if (name.size() == 2 && name[0] == '^' && name[1] >= '@') return std::string(1, static_cast<char>(name[1] & 0x1f));
    for (const KeyName& each : key_names)
        if (each.name == name) return std::string{each.bytes};
    throw std::runtime_error("no such key: <" + std::string{name} + ">");
}

/// "sh<Tab>ver<Enter>" -> the bytes that such a keyboard sends.
inline std::string bytes_of_keys(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t end = text[at] == '<' ? text.find('>', at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            bytes += text[at];
            continue;
        }
        bytes += bytes_of_key(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return bytes;
}
