#include "show-commands/text_writer.h"

namespace show {

void TextWriter::drain() {
    drained_ = text_.size() - line_start_ + (line_start_ == 0 ? drained_ : 0);
    text_.clear();
    line_start_ = 0;
}

std::string TextWriter::take() {
    std::string taken = std::move(text_);
    text_.clear();
    line_start_ = drained_ = 0;
    return taken;
}

TextWriter& TextWriter::block(std::string_view lines) {
    text_.append(lines);
    const auto newline = lines.rfind('\n');
    if (newline != std::string_view::npos) line_start_ = text_.size() - (lines.size() - newline - 1);
    return *this;
}

void TextWriter::one(Column column) {
    const std::size_t width = text_.size() - line_start_ + (line_start_ == 0 ? drained_ : 0);
    if (width < column.column) text_.append(column.column - width, ' ');
}

void TextWriter::one(const Padded& number) {
    char digits[72];
    const auto end = std::to_chars(digits, digits + sizeof digits, number.value, static_cast<int>(number.base)).ptr;
    const auto length = static_cast<std::size_t>(end - digits);
    for (char* digit = digits; digit != end; ++digit)
        if (*digit >= 'a') *digit = static_cast<char>(*digit - 'a' + 'A');
    if (length < number.width) text_.append(number.width - length, number.fill);
    text_.append(digits, length);
}

void TextWriter::one(const RightText& part) {
    if (part.text.size() < part.width) text_.append(part.width - part.text.size(), ' ');
    text_.append(part.text);
}

void TextWriter::one(const config::IpAddress& address) {
    if (!address.is_v4()) return one(address.text());
    const std::uint32_t value = address.v4_value();
    for (unsigned shift = 24;; shift -= 8) {
        one(value >> shift & 255);
        if (shift == 0) return;
        one('.');
    }
}

}  // namespace show
