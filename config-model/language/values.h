#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/language/syntax.h"

namespace config {

/// One matched word (two for "gi 0/0", the rest of the line for `text`).
struct Arg {
    const Leaf* leaf;
    std::string_view text;    ///< as typed
    std::int64_t number;      ///< of a number, a hex value that fits, or the value of a choice
    std::uint32_t column;     ///< byte offset in the line
    bool is_value() const { return leaf->kind != WordKind::keyword || leaf->chosen; }
};

/// How a C++ type is read from an argument and shown as a word. Specialise for further types:
///   static std::optional<T> read(const Arg&);   static Item show(const T&);
template <class T, class = void>
struct Value;

/// A word to be rendered: text, or the number of a choice (whose word the syntax knows).
struct Item {
    std::string text;
    std::optional<std::int64_t> choice;
};

/// The matched words of one line, in order. Points into the line: valid as long as the line's text.
class Args {
public:
    static constexpr std::size_t capacity = 64;
    Args() {}  // NOLINT: the array is left uninitialised on purpose
    Args(const Args& other) { *this = other; }
    Args& operator=(const Args& other);

    std::size_t size() const { return size_; }
    const Arg& operator[](std::size_t index) const { return items_[index]; }
    const Arg* begin() const { return items_.data(); }
    const Arg* end() const { return items_.data() + size_; }
    void clear() { size_ = 0; }
    /// The same words of a copy of the line.
    Args moved(std::string_view line, std::string_view copy) const;
    /// False when full.
    bool add(const Arg& arg);

    /// The first value with this name, else the keyword of this spelling; null if the line has neither.
    const Arg* find(std::string_view name) const;
    /// Was this keyword given, or a value of this name?
    bool has(std::string_view name) const { return find(name) != nullptr; }
    /// The index-th value (keywords that carry no value are not counted); null if there are fewer.
    const Arg* value(std::size_t index) const;
    std::size_t value_count() const;

    /// The text of a named value; empty if absent.
    std::string_view text(std::string_view name) const;
    /// The number of a named value, or `otherwise`.
    std::int64_t number(std::string_view name, std::int64_t otherwise = 0) const;
    template <class T>
    std::optional<T> get(std::string_view name) const { return read<T>(find(name)); }
    /// The index-th value as T.
    template <class T>
    std::optional<T> get(std::size_t index) const { return read<T>(value(index)); }
    template <class T>
    T get_or(std::string_view name, T otherwise) const { return get<T>(name).value_or(std::move(otherwise)); }

private:
    template <class T>
    static std::optional<T> read(const Arg* arg) { return arg ? Value<T>::read(*arg) : std::nullopt; }
    std::size_t size_ = 0;
    std::array<Arg, capacity> items_;
};

template <class T>
struct Value<T, std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>>> {
    static std::optional<T> read(const Arg& arg) { return static_cast<T>(arg.number); }
    static Item show(T value) { return {std::to_string(value), std::nullopt}; }
};

template <class T>
struct Value<T, std::enable_if_t<std::is_enum_v<T>>> {
    static std::optional<T> read(const Arg& arg) { return static_cast<T>(arg.number); }
    static Item show(T value) { return {{}, static_cast<std::int64_t>(value)}; }
};

/// A bool inside a line is a choice of two words (0 and 1); a line that is only a keyword needs no value.
template <>
struct Value<bool> {
    static std::optional<bool> read(const Arg& arg) { return arg.number != 0; }
    static Item show(bool value) { return {{}, value ? 1 : 0}; }
};

template <>
struct Value<std::string> {
    static std::optional<std::string> read(const Arg& arg) { return std::string(arg.text); }
    static Item show(const std::string& value) { return {value, std::nullopt}; }
};

template <>
struct Value<std::string_view> {
    static std::optional<std::string_view> read(const Arg& arg) { return arg.text; }
    static Item show(std::string_view value) { return {std::string(value), std::nullopt}; }
};

template <>
struct Value<IpAddress> {
    static std::optional<IpAddress> read(const Arg& arg) { return IpAddress::parse(arg.text); }
    static Item show(const IpAddress& value) { return {value.text(), std::nullopt}; }
};

/// A.B.C.D/nn or X::X/nn. Two-word forms (address and mask) are set and shown by functions.
template <>
struct Value<Prefix> {
    static std::optional<Prefix> read(const Arg& arg);
    static Item show(const Prefix& value);
};

template <>
struct Value<InterfaceName> {
    /// Any blanks may stand between kind and number.
    static std::optional<InterfaceName> read(const Arg& arg);
    static Item show(const InterfaceName& value) { return {value.text(), std::nullopt}; }
};

template <>
struct Value<const char*> {
    static Item show(const char* value) { return {value, std::nullopt}; }
};
template <std::size_t N>
struct Value<char[N]> {
    static Item show(const char* value) { return {value, std::nullopt}; }
};
template <>
struct Value<Item> {
    static Item show(const Item& value) { return value; }
};

}  // namespace config
