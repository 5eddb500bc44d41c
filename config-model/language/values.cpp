#include "config-model/language/values.h"

#include <algorithm>
#include <charconv>

#include "config-model/language/words.h"

namespace config {

Args& Args::operator=(const Args& other) {
    size_ = other.size_;
    std::copy_n(other.items_.begin(), size_, items_.begin());
    return *this;
}

Args Args::moved(std::string_view line, std::string_view copy) const {
    Args result(*this);
    for (std::size_t i = 0; i < result.size_; ++i) {
        std::string_view& text = result.items_[i].text;
        text = copy.substr(static_cast<std::size_t>(text.data() - line.data()), text.size());
    }
    return result;
}

bool Args::add(const Arg& arg) {
    if (size_ == capacity) return false;
    items_[size_++] = arg;
    return true;
}

const Arg* Args::find(std::string_view name) const {
    const Arg* keyword = nullptr;
    for (const Arg& arg : *this) {
        if (arg.leaf->name == name) return &arg;
        if (!keyword && arg.leaf->kind == WordKind::keyword && arg.leaf->word == name) keyword = &arg;
    }
    return keyword;
}

const Arg* Args::value(std::size_t index) const {
    for (const Arg& arg : *this)
        if (arg.is_value() && index-- == 0) return &arg;
    return nullptr;
}

std::size_t Args::value_count() const {
    return static_cast<std::size_t>(std::count_if(begin(), end(), [](const Arg& arg) { return arg.is_value(); }));
}

std::string_view Args::text(std::string_view name) const {
    const Arg* arg = find(name);
    return arg ? arg->text : std::string_view{};
}

std::int64_t Args::number(std::string_view name, std::int64_t otherwise) const {
    const Arg* arg = find(name);
    return arg ? arg->number : otherwise;
}

std::optional<InterfaceName> Value<InterfaceName>::read(const Arg& arg) {
    std::string text{arg.text};
    text.erase(std::remove_if(text.begin(), text.end(), is_blank), text.end());
    return InterfaceName::parse(text);
}

std::optional<Prefix> Value<Prefix>::read(const Arg& arg) {
    const auto slash = arg.text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto address = IpAddress::parse(arg.text.substr(0, slash));
    const auto digits = arg.text.substr(slash + 1);
    Prefix prefix;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix.length);
    if (!address || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    prefix.address = *address;
    return prefix;
}

Item Value<Prefix>::show(const Prefix& value) {
    return {value.address.text() + "/" + std::to_string(value.length), std::nullopt};
}

}  // namespace config
