#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// A glass terminal without end: what bytes leave on it, and where its cursor stands. Wraps like a VT100: the cursor stays behind
/// the last column until the next character comes.
class TerminalPicture {
public:
    explicit TerminalPicture(std::size_t width = 80) : width_(width), rows_(1) {}

    void show(std::string_view bytes) {
        for (const char byte : bytes) show(byte);
    }
    std::size_t row() const { return row_; }
    std::size_t column() const { return column_; }
    std::size_t bells() const { return bells_; }
    std::size_t row_count() const { return rows_.size(); }
    /// A row without the blanks at its end; with `cursor` a mark stands before the character under the cursor.
    std::string text(std::size_t row, std::string_view cursor = {}) const {
        const bool marked = !cursor.empty() && row == row_;
        std::size_t end = rows_[row].size();
        while (end > (marked ? column_ : 0) && (end > rows_[row].size() || rows_[row][end - 1] == " ")) --end;
        std::string text;
        for (std::size_t at = 0; at < std::max(end, marked ? column_ : 0); ++at) {
            if (marked && at == column_) text += cursor;
            text += at < rows_[row].size() ? rows_[row][at] : " ";
        }
        return marked && column_ >= end ? text += cursor : text;
    }

private:
    void show(char byte) {
        if (byte == '\r') column_ = 0;
        else if (byte == '\n') next_row();
        else if (byte == '\b') column_ = std::min(column_, width_ - 1) - (column_ > 0 ? 1 : 0);
        else if (byte == '\a') ++bells_;
        else if ((static_cast<unsigned char>(byte) & 0xc0) == 0x80) last_ ? void(*last_ += byte) : void();
        else put(byte);
    }
    void next_row() {
        last_ = nullptr;
        if (++row_ == rows_.size()) rows_.emplace_back();
    }
    void put(char byte) {
        if (column_ == width_) column_ = 0, next_row();
        std::vector<std::string>& cells = rows_[row_];
        if (cells.size() <= column_) cells.resize(column_ + 1, " ");
        cells[column_] = std::string(1, byte);
        last_ = &cells[column_++];
    }

    std::size_t width_;
    std::vector<std::vector<std::string>> rows_;
    std::string* last_ = nullptr;       ///< the character that continuation bytes belong to
    std::size_t row_ = 0, column_ = 0, bells_ = 0;
};
