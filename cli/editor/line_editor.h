#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/editor/history.h"
#include "cli/editor/keys.h"

namespace cli {

/// What the reader of a line has to act on.
enum class EditorEvent : std::uint8_t {
    none,
    line,        ///< Enter: the line is in `text`
    help,        ///< `?`
    complete,    ///< Tab
    interrupt,   ///< Ctrl-C
    end_mode,    ///< Ctrl-Z: the line is in `text`
    escape       ///< Ctrl-^
};

/// How a line is read.
struct Reading {
    bool echo = true;         ///< false: a password, or a far side that edits by itself
    bool help_keys = true;    ///< `?` and Tab are keys; else `?` is a letter and Tab a blank
    std::uint16_t width = 80; ///< columns of the terminal; 0: unlimited
};

/// Edits one line: bytes in, the bytes that keep a terminal's picture of it up to date out. Uses no escape sequences, only
/// backspaces and blanks. A line longer than the terminal is wide slides left under a `$`. Line ends in the output are \n.
class LineEditor {
public:
    static constexpr std::size_t longest_line = 2048;

    /// Starts a line: prints the prompt. `history` may be null; it must live until the next `begin`.
    void begin(std::string_view prompt, const Reading& how, History* history, std::string& out);
    EditorEvent key(char byte, std::string& out);
    const std::string& text() const { return text_; }
    std::string_view text_before_cursor() const { return std::string_view{text_}.substr(0, cursor_); }
    bool is_empty() const { return text_.empty(); }
    /// Ends the line: prints what ends it (usually a line end) and stores it in the history if `store`.
    std::string finish(std::string_view ending, bool store, std::string& out);
    /// Prompt and line again, on a fresh line.
    void redisplay(std::string& out);
    /// Puts `text` in the place of the word before the cursor.
    void replace_word(std::string_view text);
    /// Wipes prompt and line from the terminal, for output that must not run into them; `redisplay` brings them back.
    void hide(std::string& out);
    const std::string& prompt() const { return prompt_; }

private:
    EditorEvent run(Command command, char byte, std::string& out);
    void insert(char byte, std::string& out);
    void move(Command command);
    void erase(Command command);
    void recall(Command command);
    void change_word(Command command);
    void transpose();
    void browse(bool older);
    void set_text(std::string_view text);
    void remove(std::size_t from, std::size_t to, bool keep);
    std::size_t previous(std::size_t at) const;
    std::size_t next(std::size_t at) const;
    std::size_t word_left(std::size_t at) const;
    std::size_t word_right(std::size_t at) const;

    std::size_t visible_columns() const;
    /// The part of the line that the terminal shows, and where its cursor stands in it (bytes).
    std::string visible(std::size_t& cursor);
    void update(std::string& out);

    KeyDecoder keys_;
    std::string prompt_, text_;
    Reading how_;
    std::size_t cursor_ = 0, scroll_ = 0;
    std::string shown_;                 ///< what stands after the prompt
    std::size_t shown_cursor_ = 0;
    std::vector<std::string> killed_;   ///< newest last
    std::size_t recalled_ = 0;          ///< length of what the last recall inserted
    std::size_t recall_index_ = 0;
    History* history_ = nullptr;
    std::uint64_t browsing_ = 0;
    std::string draft_;
};

/// Terminal columns of UTF-8 text, one a character.
std::size_t columns_of(std::string_view text);

}  // namespace cli
