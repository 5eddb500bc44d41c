#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "config-model/ip_address.h"

namespace show {

/// Blanks up to this column (0-based) of the line; nothing when the line is already that wide.
struct Column {
    std::size_t column;
};
constexpr Column at(std::size_t column) { return {column}; }

/// A number with blanks or zeros in front, up to `width` characters.
struct Padded {
    std::uint64_t value;
    unsigned width;
    char fill;
    unsigned base;
};
template <std::integral N>
constexpr Padded right(N value, unsigned width) { return {static_cast<std::uint64_t>(value), width, ' ', 10}; }
template <std::integral N>
constexpr Padded zeros(N value, unsigned width) { return {static_cast<std::uint64_t>(value), width, '0', 10}; }
/// Upper-case hexadecimal digits, at least `width` of them.
template <std::integral N>
constexpr Padded hex(N value, unsigned width = 1) { return {static_cast<std::uint64_t>(value), width, '0', 16}; }

/// Text right-aligned in `width` characters.
struct RightText {
    std::string_view text;
    std::size_t width;
};
constexpr RightText right(std::string_view text, std::size_t width) { return {text, width}; }

/// Text that screens append to; lines end in \n. A line is written as it looks:
/// `out.line("  Peer = ", address, at(40), count)`.
class TextWriter {
public:
    std::string_view text() const { return text_; }
    std::size_t size() const { return text_.size(); }
    bool empty() const { return text_.empty(); }
    void reserve(std::size_t bytes) { text_.reserve(bytes); }
    /// Forgets what was written (after it was sent); the storage and the current column stay.
    void drain();
    std::string take();

    template <class... Parts>
    TextWriter& put(const Parts&... parts) {
        (one(parts), ...);
        return *this;
    }
    template <class... Parts>
    TextWriter& line(const Parts&... parts) {
        (one(parts), ...);
        return end();
    }
    /// Ends the line.
    TextWriter& end() {
        text_.push_back('\n');
        line_start_ = text_.size();
        return *this;
    }
    /// Several lines as they stand.
    TextWriter& block(std::string_view lines);

private:
    void one(std::string_view part) { text_.append(part); }
    void one(const char* part) { text_.append(part); }
    void one(const std::string& part) { text_.append(part); }
    void one(char part) { text_.push_back(part); }
    void one(const config::IpAddress& address);
    void one(Column column);
    void one(const Padded& number);
    void one(const RightText& part);
    template <std::integral N>
        requires(!std::same_as<N, bool> && !std::same_as<N, char>)
    void one(N value) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        text_.append(digits, static_cast<std::size_t>(end - digits));
    }

    std::string text_;
    std::size_t line_start_ = 0;   ///< offset in text_ of the current line, less what was drained of it
    std::size_t drained_ = 0;      ///< characters of the current line that were drained
};

}  // namespace show
