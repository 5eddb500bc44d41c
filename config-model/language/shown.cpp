#include "config-model/language/shown.h"

#include "config-model/language/matcher.h"
#include "config-model/language/words.h"

namespace config {

namespace {

/// What is still to be written: a syntax, then the rest. `decides`: its first keyword must be among the items.
struct Rest {
    const Syntax* syntax;
    bool decides;
    const Rest* next;
    std::uint64_t used = 0;      ///< any_order: parts already written
    bool again = false;          ///< repeated: at least one is written
};

class Writer {
public:
    explicit Writer(std::span<const Item> items) : items_(items) {}

    bool write(const Rest* rest, std::size_t item) {
        if (!rest) return item == items_.size();
        switch (rest->syntax->shape()) {
            case Syntax::Shape::leaf: return leaf(*rest, item);
            case Syntax::Shape::sequence: return sequence(*rest, 0, item, rest->next);
            case Syntax::Shape::alternatives: return alternatives(*rest, item);
            case Syntax::Shape::optional: return optional(*rest, item);
            case Syntax::Shape::repeated: return repeated(*rest, item);
            case Syntax::Shape::any_order: return any_order(*rest, item);
        }
        return false;
    }
    std::string text;

private:
    bool leaf(const Rest& rest, std::size_t item) {
        const Leaf& leaf = rest.syntax->leaf();
        if (item < items_.size() && takes(leaf, items_[item]) && put(leaf, &items_[item], rest.next, item + 1)) return true;
        const bool implied = leaf.kind == WordKind::keyword && !leaf.chosen && !rest.decides;
        return implied && put(leaf, nullptr, rest.next, item);
    }

    static bool takes(const Leaf& leaf, const Item& item) {
        if (item.choice) return leaf.chosen && leaf.low == *item.choice;
        return fits_value(leaf, item.text);
    }

    bool put(const Leaf& leaf, const Item* item, const Rest* next, std::size_t rest_item) {
        const std::size_t before = text.size();
        if (before > 0) text += ' ';
        text += leaf.kind == WordKind::keyword ? leaf.word : std::string_view{item->text};
        if (write(next, rest_item)) return true;
        text.resize(before);
        return false;
    }

    /// The parts from `index` on, as a chain on the stack.
    bool sequence(const Rest& rest, std::size_t index, std::size_t item, const Rest* after) {
        const auto parts = rest.syntax->parts();
        return chain(parts, parts.size(), rest.decides, index, item, after);
    }
    bool chain(std::span<const Syntax> parts, std::size_t left, bool decides, std::size_t index, std::size_t item,
               const Rest* after) {
        if (left == index) return write(after, item);
        const Rest link{&parts[left - 1], decides && left - 1 == index, after};
        return chain(parts, left - 1, decides, index, item, &link);
    }

    bool alternatives(const Rest& rest, std::size_t item) {
        for (const Syntax& part : rest.syntax->parts()) {
            const Rest one{&part, true, rest.next};
            if (write(&one, item)) return true;
        }
        return false;
    }

    bool optional(const Rest& rest, std::size_t item) {
        const Rest one{&rest.syntax->parts()[0], true, rest.next};
        return (item < items_.size() && write(&one, item)) || write(rest.next, item);
    }

    bool repeated(const Rest& rest, std::size_t item) {
        if (item < items_.size()) {
            const Rest more{rest.syntax, rest.decides, rest.next, 0, true};
            const Rest one{&rest.syntax->parts()[0], true, &more};
            if (write(&one, item)) return true;
        }
        return rest.again && write(rest.next, item);
    }

    bool any_order(const Rest& rest, std::size_t item) {
        const auto parts = rest.syntax->parts();
        for (std::size_t i = 0; i < parts.size() && item < items_.size(); ++i) {
            if (rest.used >> i & 1) continue;
            const Rest more{rest.syntax, rest.decides, rest.next, rest.used | std::uint64_t{1} << i};
            const Rest one{&parts[i], true, &more};
            if (write(&one, item)) return true;
        }
        return write(rest.next, item);
    }

    std::span<const Item> items_;
};

bool has_value(const Syntax& syntax) {
    if (syntax.shape() == Syntax::Shape::leaf) return syntax.leaf().kind != WordKind::keyword || syntax.leaf().chosen;
    for (const Syntax& part : syntax.parts())
        if (has_value(part)) return true;
    return false;
}

/// Adds the keywords that leave no choice; false when the first choice is reached.
bool add_leading(const Syntax& syntax, std::string& text) {
    if (syntax.shape() == Syntax::Shape::leaf) {
        if (syntax.leaf().kind != WordKind::keyword || syntax.leaf().chosen) return false;
        text += text.empty() ? "" : " ";
        text += syntax.leaf().word;
        return true;
    }
    if (syntax.shape() != Syntax::Shape::sequence) return false;
    for (const Syntax& part : syntax.parts())
        if (!add_leading(part, text)) return false;
    return true;
}

}  // namespace

std::string rendered(const Syntax& syntax, std::span<const Item> items) {
    Writer writer(items);
    const Rest whole{&syntax, false, nullptr};
    if (writer.write(&whole, 0)) return writer.text;
    std::string text = leading_keywords(syntax);
    for (const Item& item : items) text.append(" ").append(item.text);
    return text;
}

std::string leading_keywords(const Syntax& syntax) {
    std::string text;
    add_leading(syntax, text);
    return text;
}

bool Shown::takes_values() const { return has_value(*syntax_); }

}  // namespace config
