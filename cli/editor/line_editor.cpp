#include "cli/editor/line_editor.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace cli {

namespace {

constexpr std::size_t killed_capacity = 10;
constexpr std::size_t scroll_step = 10;
constexpr std::size_t narrowest = 8;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }
bool is_letter(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte & 0x80) != 0;
}
char to_upper(char byte) { return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte; }
char to_lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; }

std::size_t common_prefix(std::string_view left, std::string_view right) {
    std::size_t length = 0;
    while (length < left.size() && length < right.size() && left[length] == right[length]) ++length;
    while (length > 0 && ((length < left.size() && continues_character(left[length])) ||
                          (length < right.size() && continues_character(right[length]))))
        --length;
    return length;
}

/// Control characters (typed after Ctrl-V) as terminals show them: ^G.
std::string pictured(std::string_view text) {
    std::string shown;
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) < 0x20) (shown += '^') += static_cast<char>(byte | 0x40);
        else shown += byte;
    }
    return shown;
}

/// The byte behind `count` characters from `at`.
std::size_t skip(std::string_view text, std::size_t at, std::size_t count) {
    for (; count > 0 && at < text.size(); --count)
        do ++at;
        while (at < text.size() && continues_character(text[at]));
    return at;
}

std::size_t last_character(std::string_view text) {
    std::size_t at = text.size() - 1;
    while (at > 0 && continues_character(text[at])) --at;
    return at;
}

/// `$` in the place of the character at `at`; `cursor` stays on its character.
void put_mark(std::string& text, std::size_t at, std::size_t& cursor) {
    const std::size_t bytes = skip(text, at, 1) - at;
    text.replace(at, bytes, "$");
    if (cursor > at) cursor -= bytes - 1;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return !continues_character(byte); }));
}

void LineEditor::begin(std::string_view prompt, const Reading& how, History* history, std::string& out) {
    prompt_ = prompt;
    how_ = how;
    history_ = history;
    keys_.reset();
    set_text({});
    draft_.clear();
    browsing_ = history ? history->end() : 0;
    scroll_ = 0;
    shown_.clear();
    shown_cursor_ = 0;
    recalled_ = 0;
    out += prompt_;
}

EditorEvent LineEditor::key(char byte, std::string& out) {
    Command command = keys_.decode(byte);
    if (!how_.help_keys && (command == Command::help || command == Command::complete)) command = Command::insert;
    return run(command, byte, out);
}

EditorEvent LineEditor::run(Command command, char byte, std::string& out) {
    switch (command) {
    case Command::none: return EditorEvent::none;
    case Command::enter: return EditorEvent::line;
    case Command::help: return EditorEvent::help;
    case Command::complete: return EditorEvent::complete;
    case Command::interrupt: return EditorEvent::interrupt;
    case Command::end_mode: return EditorEvent::end_mode;
    case Command::escape_task: return EditorEvent::escape;
    case Command::quote_next: keys_.quote_next(); return EditorEvent::none;
    case Command::insert: insert(byte, out); return EditorEvent::none;
    case Command::redisplay:
        out += '\n';
        redisplay(out);
        return EditorEvent::none;
    case Command::left: case Command::right: case Command::line_start: case Command::line_end:
    case Command::word_left: case Command::word_right: move(command); break;
    case Command::previous_line: case Command::next_line: browse(command == Command::previous_line); break;
    case Command::delete_left: case Command::delete_right: case Command::kill_right: case Command::kill_left:
    case Command::kill_word_left: case Command::kill_word_right: erase(command); break;
    case Command::recall_killed: case Command::recall_next_killed: recall(command); break;
    case Command::transpose: transpose(); break;
    case Command::capitalise_word: case Command::lower_word: case Command::upper_word: change_word(command); break;
    }
    if (command != Command::recall_killed && command != Command::recall_next_killed) recalled_ = 0;
    update(out);
    return EditorEvent::none;
}

void LineEditor::insert(char byte, std::string& out) {
    recalled_ = 0;
    if (text_.size() >= longest_line) {
        if (how_.echo) out += '\a';
        return;
    }
    const char before = cursor_ > 0 ? text_[cursor_ - 1] : ' ';
    if (continues_character(byte) && (before & 0x80) == 0) return;
    if (byte == '\xa0' && before == '\xc2') {
        text_[cursor_ - 1] = ' ';   // U+00A0, as web pages have it in the place of a blank
    } else {
        text_.insert(cursor_, 1, byte == '\t' ? ' ' : byte);
        ++cursor_;
    }
    update(out);
}

void LineEditor::move(Command command) {
    if (command == Command::left) cursor_ = previous(cursor_);
    else if (command == Command::right) cursor_ = next(cursor_);
    else if (command == Command::word_left) cursor_ = word_left(cursor_);
    else if (command == Command::word_right) cursor_ = word_right(cursor_);
    else cursor_ = command == Command::line_start ? 0 : text_.size();
}

void LineEditor::erase(Command command) {
    if (command == Command::delete_left) remove(previous(cursor_), cursor_, false);
    else if (command == Command::delete_right) remove(cursor_, next(cursor_), false);
    else if (command == Command::kill_right) remove(cursor_, text_.size(), true);
    else if (command == Command::kill_left) remove(0, cursor_, true);
    else if (command == Command::kill_word_left) remove(word_left(cursor_), cursor_, true);
    else remove(cursor_, word_right(cursor_), true);
}

void LineEditor::remove(std::size_t from, std::size_t to, bool keep) {
    if (from >= to) return;
    if (keep) {
        killed_.push_back(text_.substr(from, to - from));
        if (killed_.size() > killed_capacity) killed_.erase(killed_.begin());
    }
    text_.erase(from, to - from);
    cursor_ = from;
}

void LineEditor::recall(Command command) {
    if (killed_.empty() || (command == Command::recall_next_killed && recalled_ == 0)) return;
    if (command == Command::recall_killed) {
        recall_index_ = killed_.size() - 1;
    } else {
        remove(cursor_ - recalled_, cursor_, false);
        recall_index_ = recall_index_ == 0 ? killed_.size() - 1 : recall_index_ - 1;
    }
    const std::string& piece = killed_[recall_index_];
    recalled_ = text_.size() + piece.size() <= longest_line ? piece.size() : 0;
    text_.insert(cursor_, piece, 0, recalled_);
    cursor_ += recalled_;
}

void LineEditor::transpose() {
    if (cursor_ == 0 || text_.size() < 2) return;
    const std::size_t second = cursor_ == text_.size() ? previous(cursor_) : cursor_;
    if (second == 0) return;
    const std::size_t first = previous(second), end = next(second);
    std::rotate(text_.begin() + static_cast<std::ptrdiff_t>(first), text_.begin() + static_cast<std::ptrdiff_t>(second),
                text_.begin() + static_cast<std::ptrdiff_t>(end));
    cursor_ = end;
}

void LineEditor::change_word(Command command) {
    const std::size_t end = word_right(cursor_);
    bool first = true;
    for (; cursor_ < end; ++cursor_) {
        char& letter = text_[cursor_];
        const bool raised = command == Command::upper_word || (command == Command::capitalise_word && first);
        letter = raised ? to_upper(letter) : command == Command::capitalise_word ? letter : to_lower(letter);
        first = first && !is_letter(letter);
    }
}

void LineEditor::browse(bool older) {
    if (!history_) return;
    const std::uint64_t end = history_->end();
    if (older ? browsing_ <= history_->first() : browsing_ >= end) return;
    if (browsing_ >= end) draft_ = text_;
    browsing_ = older ? std::min(browsing_, end) - 1 : browsing_ + 1;
    set_text(browsing_ >= end ? std::string_view{draft_} : history_->line(browsing_));
}

void LineEditor::set_text(std::string_view text) {
    text_ = text;
    cursor_ = text_.size();
}

std::size_t LineEditor::previous(std::size_t at) const {
    if (at == 0) return 0;
    do --at;
    while (at > 0 && continues_character(text_[at]));
    return at;
}

std::size_t LineEditor::next(std::size_t at) const {
    if (at >= text_.size()) return text_.size();
    do ++at;
    while (at < text_.size() && continues_character(text_[at]));
    return at;
}

std::size_t LineEditor::word_left(std::size_t at) const {
    while (at > 0 && !is_letter(text_[at - 1])) --at;
    while (at > 0 && is_letter(text_[at - 1])) --at;
    return at;
}

std::size_t LineEditor::word_right(std::size_t at) const {
    while (at < text_.size() && !is_letter(text_[at])) ++at;
    while (at < text_.size() && is_letter(text_[at])) ++at;
    return at;
}

std::string LineEditor::finish(std::string_view ending, bool store, std::string& out) {
    if (how_.echo) {
        cursor_ = text_.size();
        update(out);
    }
    out += ending;
    if (store && history_) history_->add(text_);
    shown_.clear();
    shown_cursor_ = 0;
    std::string line = text_;
    OPENSSL_cleanse(text_.data(), text_.size());   // it may have been a password
    set_text({});
    return line;
}

void LineEditor::redisplay(std::string& out) {
    out += prompt_;
    shown_.clear();
    shown_cursor_ = 0;
    update(out);
}

void LineEditor::hide(std::string& out) {
    const std::size_t before = columns_of(prompt_) + columns_of(std::string_view{shown_}.substr(0, shown_cursor_));
    const std::size_t all = columns_of(prompt_) + columns_of(shown_);
    out.append(before, '\b').append(all, ' ').append(all, '\b');
    shown_.clear();
    shown_cursor_ = 0;
}

void LineEditor::replace_word(std::string_view word) {
    std::size_t start = cursor_;
    while (start > 0 && text_[start - 1] != ' ') --start;
    text_.replace(start, cursor_ - start, word);
    cursor_ = start + word.size();
}

std::size_t LineEditor::visible_columns() const {
    const std::size_t prompt = columns_of(prompt_);
    if (how_.width == 0 || how_.width < prompt + narrowest) return longest_line;
    return how_.width - prompt - 1;
}

std::string LineEditor::visible(std::size_t& cursor) {
    if (!how_.echo) return cursor = 0, std::string{};
    const std::string line = pictured(text_);
    const std::string before = pictured(text_before_cursor());
    cursor = before.size();
    const std::size_t room = visible_columns(), step = std::min(scroll_step, room / 2);
    const std::size_t column = columns_of(before);
    while (column > scroll_ + room) scroll_ += step;
    if (column < scroll_ || columns_of(line) <= room) scroll_ = column <= room ? 0 : column - step;
    if (scroll_ == 0 && columns_of(line) <= room) return line;

    const std::size_t from = skip(line, 0, scroll_), to = skip(line, from, room);
    std::string part = line.substr(from, to - from);
    cursor -= from;
    if (scroll_ > 0) put_mark(part, 0, cursor);
    if (to < line.size() && cursor < part.size()) put_mark(part, last_character(part), cursor);
    return part;
}

/// Turns what the terminal shows into what it should show: back to the first difference, rewrite, blank the rest, back to the cursor.
void LineEditor::update(std::string& out) {
    std::size_t cursor = 0;
    std::string wanted = visible(cursor);
    const std::size_t same = common_prefix(shown_, wanted);
    const std::string_view shown{shown_}, target{wanted};
    const bool changed = same < shown.size() || same < target.size();
    std::size_t at = shown_cursor_;
    if (changed) {
        if (same < at) out.append(columns_of(shown.substr(same, at - same)), '\b');
        else out += shown.substr(at, same - at);
        out += target.substr(same);
        const std::size_t before = columns_of(shown), after = columns_of(target);
        if (before > after) out.append(before - after, ' ').append(before - after, '\b');
        at = target.size();
    }
    if (cursor < at) out.append(columns_of(target.substr(cursor, at - cursor)), '\b');
    else out += target.substr(at, cursor - at);
    shown_ = std::move(wanted);
    shown_cursor_ = cursor;
}

}  // namespace cli
