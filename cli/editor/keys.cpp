#include "cli/editor/keys.h"

#include <array>

namespace cli {

namespace {

struct KeyMeaning {
    char key;
    Command command;
};

constexpr char control(char letter) { return static_cast<char>(letter & 0x1f); }

constexpr std::array control_keys{
    KeyMeaning{'\r', Command::enter},           KeyMeaning{'\n', Command::enter},
    KeyMeaning{'\t', Command::complete},        KeyMeaning{'?', Command::help},
    KeyMeaning{0x7f, Command::delete_left},     KeyMeaning{control('H'), Command::delete_left},
    KeyMeaning{control('A'), Command::line_start}, KeyMeaning{control('E'), Command::line_end},
    KeyMeaning{control('B'), Command::left},    KeyMeaning{control('F'), Command::right},
    KeyMeaning{control('C'), Command::interrupt}, KeyMeaning{control('Z'), Command::end_mode},
    KeyMeaning{control('D'), Command::delete_right}, KeyMeaning{control('K'), Command::kill_right},
    KeyMeaning{control('U'), Command::kill_left}, KeyMeaning{control('X'), Command::kill_left},
    KeyMeaning{control('W'), Command::kill_word_left}, KeyMeaning{control('Y'), Command::recall_killed},
    KeyMeaning{control('T'), Command::transpose}, KeyMeaning{control('L'), Command::redisplay},
    KeyMeaning{control('R'), Command::redisplay}, KeyMeaning{control('P'), Command::previous_line},
    KeyMeaning{control('N'), Command::next_line}, KeyMeaning{control('V'), Command::quote_next},
    KeyMeaning{0x1e, Command::escape_task},
};

constexpr std::array escape_keys{
    KeyMeaning{'b', Command::word_left},        KeyMeaning{'f', Command::word_right},
    KeyMeaning{'d', Command::kill_word_right},  KeyMeaning{'y', Command::recall_next_killed},
    KeyMeaning{'c', Command::capitalise_word},  KeyMeaning{'l', Command::lower_word},
    KeyMeaning{'u', Command::upper_word},       KeyMeaning{'q', Command::quote_next},
    KeyMeaning{0x7f, Command::kill_word_left},  KeyMeaning{control('H'), Command::kill_word_left},
};

constexpr std::array sequence_keys{
    KeyMeaning{'A', Command::previous_line},    KeyMeaning{'B', Command::next_line},
    KeyMeaning{'C', Command::right},            KeyMeaning{'D', Command::left},
    KeyMeaning{'H', Command::line_start},       KeyMeaning{'F', Command::line_end},
};

constexpr std::array numbered_keys{
    KeyMeaning{'1', Command::line_start},       KeyMeaning{'3', Command::delete_right},
    KeyMeaning{'4', Command::line_end},         KeyMeaning{'7', Command::line_start},
    KeyMeaning{'8', Command::line_end},
};

template <std::size_t N>
Command meaning(const std::array<KeyMeaning, N>& keys, char byte, Command otherwise) {
    for (const KeyMeaning& each : keys)
        if (each.key == byte) return each.command;
    return otherwise;
}

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20; }
char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; }

}  // namespace

Command KeyDecoder::decode(char byte) {
    switch (state_) {
    case State::plain: return plain(byte);
    case State::escape: return escaped(byte);
    case State::sequence:
    case State::single_shift: return sequence(byte);
    case State::quoted: break;
    }
    state_ = State::plain;
    return Command::insert;
}

Command KeyDecoder::plain(char byte) {
    if (byte == 0x1b) {
        state_ = State::escape;
        return Command::none;
    }
    return meaning(control_keys, byte, is_control(byte) ? Command::none : Command::insert);
}

Command KeyDecoder::escaped(char byte) {
    parameters_.clear();
    state_ = byte == '[' ? State::sequence : byte == 'O' ? State::single_shift : State::plain;
    return state_ == State::plain ? meaning(escape_keys, lower(byte), Command::none) : Command::none;
}

/// ECMA-48 control sequences: parameter bytes up to one final byte.
Command KeyDecoder::sequence(char byte) {
    if (state_ == State::sequence && static_cast<unsigned char>(byte) < 0x40 && !is_control(byte)) {
        if (parameters_.size() < 16) parameters_.push_back(byte);
        return Command::none;
    }
    state_ = State::plain;
    if (byte == '~') return parameters_.empty() ? Command::none : meaning(numbered_keys, parameters_[0], Command::none);
    return meaning(sequence_keys, byte, Command::none);
}

std::optional<char> LineEndFilter::pass(char byte) {
    const bool second = after_return_ && (byte == '\n' || byte == '\0');
    after_return_ = byte == '\r';
    if (second || byte == '\0') return std::nullopt;
    return byte == '\n' ? '\r' : byte;
}

}  // namespace cli
