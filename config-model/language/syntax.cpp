#include "config-model/language/syntax.h"

#include <algorithm>
#include <charconv>

namespace config {

namespace {

Leaf value_leaf(WordKind kind, std::string_view name, std::string_view help) {
    Leaf leaf;
    leaf.kind = kind;
    leaf.name = name;
    leaf.help = help;
    return leaf;
}

std::string_view usual_label(WordKind kind) {
    switch (kind) {
        case WordKind::keyword:
        case WordKind::number: return {};
        case WordKind::word: return "WORD";
        case WordKind::text: return "LINE";
        case WordKind::ipv4:
        case WordKind::mask:
        case WordKind::wildcard: return "A.B.C.D";
        case WordKind::ipv6: return "X:X:X:X::X";
        case WordKind::ip: return "A.B.C.D or X:X:X:X::X";
        case WordKind::ipv4_prefix: return "A.B.C.D/nn";
        case WordKind::ipv6_prefix: return "X:X:X:X::X/<0-128>";
        case WordKind::interface_name: return "interface";
        case WordKind::hex: return "Hex-data";
    }
    return {};
}

std::string_view range(std::int64_t low, std::int64_t high, std::span<char, 48> buffer) {
    char* at = buffer.data();
    char* const end = at + buffer.size();
    *at++ = '<';
    at = std::to_chars(at, end, low).ptr;
    *at++ = '-';
    at = std::to_chars(at, end, high).ptr;
    *at++ = '>';
    return {buffer.data(), static_cast<std::size_t>(at - buffer.data())};
}

/// Flattens `a >> b >> c` into one sequence.
void append(std::vector<Syntax>& parts, Syntax part, Syntax::Shape shape) {
    if (part.shape() != shape) return parts.push_back(std::move(part));
    for (const Syntax& inner : part.parts()) parts.push_back(inner);
}

Syntax joined(Syntax left, Syntax right, Syntax::Shape shape) {
    std::vector<Syntax> parts;
    append(parts, std::move(left), shape);
    append(parts, std::move(right), shape);
    return {shape, std::move(parts)};
}

}  // namespace

std::string_view Leaf::shown_word(std::span<char, 48> buffer) const {
    if (!label.empty()) return label;
    if (kind == WordKind::keyword) return word;
    if (kind == WordKind::number) return range(low, high, buffer);
    return usual_label(kind);
}

Syntax Syntax::named(std::string_view name) && {
    leaf_.name = name;
    for (Syntax& part : parts_) part = std::move(part).named(name);
    return std::move(*this);
}

Syntax Syntax::labelled(std::string_view label) && {
    leaf_.label = label;
    for (Syntax& part : parts_) part = std::move(part).labelled(label);
    return std::move(*this);
}

Syntax Syntax::hidden() && {
    leaf_.hidden = true;
    for (Syntax& part : parts_) part = std::move(part).hidden();
    return std::move(*this);
}

Syntax kw(std::string_view word, std::string_view help) {
    Leaf leaf;
    leaf.word = word;
    leaf.help = help;
    return Syntax(leaf);
}

Syntax kws(std::string_view words) {
    std::vector<Syntax> parts;
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        parts.push_back(kw(words.substr(0, end), {}));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return parts.size() == 1 ? parts[0] : Syntax(Syntax::Shape::sequence, std::move(parts));
}

Syntax flag(std::string_view word, std::string_view help) { return -kw(word, help); }

Syntax one_of(std::string_view name, std::span<const Choice> choices) {
    std::vector<Syntax> parts;
    for (const Choice& choice : choices) {
        Leaf leaf;
        leaf.chosen = true;
        leaf.word = choice.word;
        leaf.help = choice.help;
        leaf.name = name;
        leaf.low = choice.value;
        parts.emplace_back(leaf);
    }
    return {Syntax::Shape::alternatives, std::move(parts)};
}

Syntax one_of(std::span<const Choice> choices) { return one_of({}, choices); }

Syntax number(std::string_view name, std::int64_t low, std::int64_t high, std::string_view help) {
    Leaf leaf = value_leaf(WordKind::number, name, help);
    leaf.low = low;
    leaf.high = high;
    return Syntax(leaf);
}

Syntax number(std::int64_t low, std::int64_t high, std::string_view help) { return number({}, low, high, help); }

Syntax word(std::string_view help) { return word({}, help); }
Syntax word(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::word, name, help)); }
Syntax text(std::string_view help) { return text({}, help); }
Syntax text(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::text, name, help)); }
Syntax ipv4(std::string_view help) { return ipv4({}, help); }
Syntax ipv4(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::ipv4, name, help)); }
Syntax ipv6(std::string_view help) { return ipv6({}, help); }
Syntax ipv6(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::ipv6, name, help)); }
Syntax ip(std::string_view help) { return ip({}, help); }
Syntax ip(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::ip, name, help)); }
Syntax mask(std::string_view help) { return mask({}, help); }
Syntax mask(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::mask, name, help)); }
Syntax wildcard(std::string_view help) { return wildcard({}, help); }
Syntax wildcard(std::string_view name, std::string_view help) {
    return Syntax(value_leaf(WordKind::wildcard, name, help));
}
Syntax ipv4_prefix(std::string_view help) { return ipv4_prefix({}, help); }
Syntax ipv4_prefix(std::string_view name, std::string_view help) {
    return Syntax(value_leaf(WordKind::ipv4_prefix, name, help));
}
Syntax ipv6_prefix(std::string_view help) { return ipv6_prefix({}, help); }
Syntax ipv6_prefix(std::string_view name, std::string_view help) {
    return Syntax(value_leaf(WordKind::ipv6_prefix, name, help));
}
Syntax interface_name(std::string_view help) { return interface_name({}, help); }
Syntax interface_name(std::string_view name, std::string_view help) {
    return Syntax(value_leaf(WordKind::interface_name, name, help));
}
Syntax hex(std::string_view help) { return hex({}, help); }
Syntax hex(std::string_view name, std::string_view help) { return Syntax(value_leaf(WordKind::hex, name, help)); }

Syntax operator>>(Syntax left, Syntax right) { return joined(std::move(left), std::move(right), Syntax::Shape::sequence); }
Syntax operator|(Syntax left, Syntax right) {
    return joined(std::move(left), std::move(right), Syntax::Shape::alternatives);
}

Syntax operator-(Syntax part) {
    std::vector<Syntax> parts;
    parts.push_back(std::move(part));
    return {Syntax::Shape::optional, std::move(parts)};
}

Syntax operator+(Syntax part) {
    std::vector<Syntax> parts;
    parts.push_back(std::move(part));
    return {Syntax::Shape::repeated, std::move(parts)};
}

Syntax any_order(std::vector<Syntax> parts) { return {Syntax::Shape::any_order, std::move(parts)}; }

}  // namespace config
