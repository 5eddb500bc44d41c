#pragma once

#include <array>
#include <string>
#include <vector>

#include "config-model/language/values.h"
#include "config-model/look.h"

namespace config {

/// The words of one running-config line. The syntax supplies every keyword that leaves no choice; `items` supply, in order, the
/// values and the keywords that choose (in an alternative, or first in an optional part). Items that do not fit the syntax are put
/// behind the leading keywords as they are.
std::string rendered(const Syntax& syntax, std::span<const Item> items);
/// The keywords up to the first value or choice: "ip address", for `no …`.
std::string leading_keywords(const Syntax& syntax);

/// Collects what one declaration prints in the running-config.
class Shown {
public:
    Shown(const Syntax& syntax, Look look) : syntax_(&syntax), look_(look) {}

    Look look() const { return look_; }
    /// Has the line any word that carries a value?
    bool takes_values() const;
    /// One line: `shown.line(address, mask, "secondary")` for `ip address A M [secondary]`.
    template <class... T>
    void line(const T&... values) {
        const std::array<Item, sizeof...(T)> words{Value<T>::show(values)...};
        items(words);
    }
    void items(std::span<const Item> words) { lines_.push_back(rendered(*syntax_, words)); }
    /// "no " before the line; without values, before its leading keywords.
    template <class... T>
    void negated(const T&... values) {
        const std::array<Item, sizeof...(T)> words{Value<T>::show(values)...};
        lines_.push_back(std::string("no ").append(words.empty() ? leading_keywords(*syntax_) : rendered(*syntax_, words)));
    }
    /// Text as it is; may hold newlines (a banner): only its first line is indented.
    void raw(std::string text) { lines_.push_back(std::move(text)); }

    std::vector<std::string>& lines() { return lines_; }

private:
    const Syntax* syntax_;
    Look look_;
    std::vector<std::string> lines_;
};

/// Collects the entries that a mode prints: the header line of each, and the owner of its body.
class ShownEntries {
public:
    struct Entry {
        std::string header;
        const void* owner;     ///< null: a line without a body
    };
    ShownEntries(const Syntax& syntax, Look look) : syntax_(&syntax), look_(look) {}

    Look look() const { return look_; }
    template <class Owner, class... T>
    void add(const Owner& owner, const T&... values) {
        const std::array<Item, sizeof...(T)> words{Value<T>::show(values)...};
        entries_.push_back({rendered(*syntax_, words), &owner});
    }
    template <class Owner>
    void add_items(const Owner& owner, std::span<const Item> words) {
        entries_.push_back({rendered(*syntax_, words), &owner});
    }
    template <class Owner>
    void add_raw(const Owner& owner, std::string header) { entries_.push_back({std::move(header), &owner}); }

    /// A line of the parent between its entries: `crypto map CM local-address Loopback0`.
    void add_line(std::string text) { entries_.push_back({std::move(text), nullptr}); }

    const std::vector<Entry>& entries() const { return entries_; }

private:
    const Syntax* syntax_;
    Look look_;
    std::vector<Entry> entries_;
};

}  // namespace config
