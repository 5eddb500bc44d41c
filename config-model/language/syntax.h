#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace config {

/// What one word of a command may be. Everything but `keyword` is a value that the user supplies.
enum class WordKind : std::uint8_t {
    keyword,         ///< a fixed word, any case, any unique abbreviation
    number,          ///< <low-high>
    word,            ///< WORD: any one word, case kept
    text,            ///< LINE: the rest of the line verbatim
    ipv4,            ///< A.B.C.D
    ipv6,            ///< X:X:X:X::X
    ip,              ///< either family
    mask,            ///< A.B.C.D, contiguous
    wildcard,        ///< A.B.C.D, any bits
    ipv4_prefix,     ///< A.B.C.D/nn
    ipv6_prefix,     ///< X:X:X:X::X/<0-128>
    interface_name,  ///< GigabitEthernet0/0/0, "gi 0/0": one word or two
    hex              ///< hexadecimal digits, with or without 0x
};

/// One documented word of a choice and the number that stands for it (usually an enumerator).
struct Choice {
    std::string_view word;
    std::string_view help;
    int value = 0;
};

/// One word position of a command. All texts must outlive the syntax: string literals, constexpr tables.
struct Leaf {
    WordKind kind = WordKind::keyword;
    bool chosen = false;       ///< a keyword that carries a value (`low`): one of a choice
    bool hidden = false;       ///< matches, but is not listed by `?`
    std::string_view word;     ///< the keyword
    std::string_view help;
    std::string_view name;     ///< under which a handler finds the value; empty: by position only
    std::string_view label;    ///< what `?` prints; empty: the usual label of the kind
    std::int64_t low = 0;
    std::int64_t high = 0;

    /// "<1-65535>", "A.B.C.D", "WORD" or the keyword itself, written at `buffer` when it has to be composed.
    std::string_view shown_word(std::span<char, 48> buffer) const;
};

/// The words of a command as a small immutable tree. Parsing, help, abbreviation, errors and rendering all read this one tree.
///   a >> b   a, then b            a | b   one of them            -a   a or nothing
///   +a       one or more a (a choice's word at most once)        any_order(a, b, …)   each at most once, in any order
class Syntax {
public:
    enum class Shape : std::uint8_t { leaf, sequence, alternatives, optional, repeated, any_order };

    explicit Syntax(const Leaf& leaf) : leaf_(leaf) {}
    Syntax(Shape shape, std::vector<Syntax> parts) : shape_(shape), parts_(std::move(parts)) {}

    Shape shape() const { return shape_; }
    const Leaf& leaf() const { return leaf_; }
    std::span<const Syntax> parts() const { return parts_; }

    /// Names every leaf of this expression (a choice is one name): `one_of(kinds).named("kind")`.
    Syntax named(std::string_view name) &&;
    /// What `?` prints instead of the usual label: `word("host").labelled("Hostname or A.B.C.D")`.
    Syntax labelled(std::string_view label) &&;
    /// Accepted, but not listed by `?`.
    Syntax hidden() &&;

private:
    Shape shape_ = Shape::leaf;
    Leaf leaf_;
    std::vector<Syntax> parts_;
};

/// A keyword. `chosen` keywords (with a value) are made by one_of.
Syntax kw(std::string_view word, std::string_view help);
/// Several keywords in a row, without help of their own: kws("ip address") for hidden or well-known prefixes.
Syntax kws(std::string_view words);
/// An optional keyword.
Syntax flag(std::string_view word, std::string_view help);
/// Exactly one of the choice's words; the argument's number is the choice's value.
Syntax one_of(std::span<const Choice> choices);
Syntax one_of(std::string_view name, std::span<const Choice> choices);

Syntax number(std::int64_t low, std::int64_t high, std::string_view help);
Syntax number(std::string_view name, std::int64_t low, std::int64_t high, std::string_view help);
Syntax word(std::string_view help);
Syntax word(std::string_view name, std::string_view help);
/// The rest of the line, inner and trailing blanks included; at least one character.
Syntax text(std::string_view help);
Syntax text(std::string_view name, std::string_view help);
Syntax ipv4(std::string_view help);
Syntax ipv4(std::string_view name, std::string_view help);
Syntax ipv6(std::string_view help);
Syntax ipv6(std::string_view name, std::string_view help);
/// IPv4 or IPv6 address.
Syntax ip(std::string_view help);
Syntax ip(std::string_view name, std::string_view help);
Syntax mask(std::string_view help);
Syntax mask(std::string_view name, std::string_view help);
Syntax wildcard(std::string_view help);
Syntax wildcard(std::string_view name, std::string_view help);
Syntax ipv4_prefix(std::string_view help);
Syntax ipv4_prefix(std::string_view name, std::string_view help);
Syntax ipv6_prefix(std::string_view help);
Syntax ipv6_prefix(std::string_view name, std::string_view help);
Syntax interface_name(std::string_view help);
Syntax interface_name(std::string_view name, std::string_view help);
Syntax hex(std::string_view help);
Syntax hex(std::string_view name, std::string_view help);

Syntax operator>>(Syntax left, Syntax right);
Syntax operator|(Syntax left, Syntax right);
Syntax operator-(Syntax part);
Syntax operator+(Syntax part);

Syntax any_order(std::vector<Syntax> parts);
template <class... Parts>
Syntax any_order(Syntax first, Parts... parts) {
    std::vector<Syntax> all;
    all.reserve(1 + sizeof...(parts));
    all.push_back(std::move(first));
    (all.push_back(std::move(parts)), ...);
    return any_order(std::move(all));
}

}  // namespace config
