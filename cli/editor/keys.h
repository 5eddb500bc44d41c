#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace cli {

/// What a key, or a whole escape sequence, means to the line editor.
enum class Command : std::uint8_t {
    none, insert, enter, help, complete, interrupt, end_mode, escape_task,
    left, right, line_start, line_end, word_left, word_right, previous_line, next_line,
    delete_left, delete_right, kill_right, kill_left, kill_word_left, kill_word_right,
    recall_killed, recall_next_killed, transpose, redisplay, quote_next, capitalise_word, lower_word, upper_word
};

/// Turns bytes into commands, one byte at a time. CR, LF, CR LF and CR NUL are each one `enter`; other NULs are nothing.
class KeyDecoder {
public:
    Command decode(char byte);
    /// The byte that follows is inserted as it is.
    void quote_next() { state_ = State::quoted; }
    void reset() { state_ = State::plain; }

private:
    enum class State : std::uint8_t { plain, escape, sequence, single_shift, quoted };
    Command plain(char byte);
    Command escaped(char byte);
    Command sequence(char byte);
    State state_ = State::plain;
    std::string parameters_;
};

/// Drops the second byte of a two-byte line end and turns every line end into CR. Sits before everything that reads keys, so that a
/// one-key prompt never sees half an Enter.
class LineEndFilter {
public:
    /// The byte to use, or nothing.
    std::optional<char> pass(char byte);

private:
    bool after_return_ = false;
};

}  // namespace cli
