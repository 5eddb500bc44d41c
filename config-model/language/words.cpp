#include "config-model/language/words.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "config-model/language/matcher.h"

namespace config {

void Words::cut(std::string_view text) {
    text_ = text;
    size_ = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    overflows_ = false;
    for (;;) {
        while (at != end && is_blank(*at)) ++at;
        if (at == end) return;
        if (size_ == capacity) return void(overflows_ = true);
        const char* const start = at;
        while (at != end && !is_blank(*at)) ++at;
        words_[size_++] = {start, static_cast<std::size_t>(at - start)};
    }
}

Words Words::without_first(std::size_t count) const {
    Words rest;
    rest.text_ = text_;
    rest.overflows_ = overflows_;
    rest.size_ = size_ - std::min(count, size_);
    std::copy_n(words_.begin() + static_cast<std::ptrdiff_t>(size_ - rest.size_), rest.size_, rest.words_.begin());
    return rest;
}

bool same_word(std::string_view left, std::string_view right) {
    return left.size() == right.size() && common_length(left, right) == left.size();
}

bool is_abbreviation(std::string_view typed, std::string_view keyword) {
    return !typed.empty() && common_length(typed, keyword) == typed.size();
}

std::size_t common_length(std::string_view left, std::string_view right) {
    const std::size_t limit = std::min(left.size(), right.size());
    std::size_t i = 0;
    while (i < limit && lower(left[i]) == lower(right[i])) ++i;
    return i;
}

namespace {

bool read_number(std::string_view word, std::int64_t& number, int base) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number, base);
    return error == std::errc{} && end == word.data() + word.size();
}

bool fits_number(const Leaf& leaf, std::string_view word) {
    std::int64_t number = 0;
    return word[0] >= '-' && word[0] <= '9' && read_number(word, number, 10) && number >= leaf.low && number <= leaf.high;
}

bool fits_prefix(std::string_view word, AddressFamily family, std::int64_t longest) {
    const auto slash = word.find('/');
    std::int64_t length = 0;
    if (slash == std::string_view::npos || !read_number(word.substr(slash + 1), length, 10)) return false;
    const auto address = IpAddress::parse(word.substr(0, slash));
    return address && address->family() == family && length >= 0 && length <= longest;
}

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f'); }

std::string_view hex_digits(std::string_view word) {
    return word.size() > 2 && word[0] == '0' && lower(word[1]) == 'x' ? word.substr(2) : word;
}

bool fits_hex(std::string_view word) {
    const auto digits = hex_digits(word);
    return !digits.empty() && std::all_of(digits.begin(), digits.end(), is_hex_digit);
}

bool fits_address(std::string_view word, bool v4, bool v6) {
    const bool has_colon = word.find(':') != std::string_view::npos;
    return (has_colon ? v6 : v4) && IpAddress::parse(word).has_value();
}

bool fits_mask(std::string_view word) {
    const auto mask = IpAddress::parse(word);
    return mask && mask->is_v4() && mask_length(*mask).has_value();
}

}  // namespace

bool fits_value(const Leaf& leaf, std::string_view word) {
    switch (leaf.kind) {
        case WordKind::keyword: return same_word(leaf.word, word);
        case WordKind::number: return fits_number(leaf, word);
        case WordKind::word:
        case WordKind::text: return !word.empty();
        case WordKind::ipv4:
        case WordKind::wildcard: return fits_address(word, true, false);
        case WordKind::ipv6: return fits_address(word, false, true);
        case WordKind::ip: return fits_address(word, true, true);
        case WordKind::mask: return fits_mask(word);
        case WordKind::ipv4_prefix: return fits_prefix(word, AddressFamily::ipv4, 32);
        case WordKind::ipv6_prefix: return fits_prefix(word, AddressFamily::ipv6, 128);
        case WordKind::interface_name: return InterfaceName::parse(word).has_value();
        case WordKind::hex: return fits_hex(word);
    }
    return false;
}

bool is_interface_kind(std::string_view word) {
    if (word.size() > 30 || word.empty() || word.find_first_of("/.") != std::string_view::npos) return false;
    if (word.back() >= '0' && word.back() <= '9') return false;
    return InterfaceName::parse(std::string(word) + '0').has_value();
}

std::int64_t number_of(const Leaf& leaf, std::string_view word) {
    std::int64_t number = leaf.low;
    if (leaf.kind == WordKind::number) read_number(word, number, 10);
    if (leaf.kind == WordKind::hex && !read_number(hex_digits(word), number, 16)) number = 0;
    return number;
}

}  // namespace config
