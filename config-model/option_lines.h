#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config-model/language/line.h"

namespace config {

/// The words of a line from argument `first` on, keywords in full.
std::string canonical_words(const Args& args, std::size_t first = 0);
/// Those up to the first value.
std::string leading_words(const Args& args);

/// A line of a mode that is only remembered: its word, and whatever follows.
struct RememberedWord {
    std::string_view word, help;
    std::string_view warning = {};
};

/// Lines that are only remembered: their owner holds them in `options`, canonical and whole.
template <class Owner>
struct OptionLines {
    enum class Takes : std::uint8_t { one, many };

    static bool begins(std::string_view option, std::string_view words) {
        return option.starts_with(words) && (option.size() == words.size() || option[words.size()] == ' ');
    }
    /// Takes the place of the line with the same leading keywords.
    static void set_one(Owner& owner, const Args& args) {
        const auto leading = leading_words(args);
        auto& all = owner.options;
        const auto at = std::find_if(all.begin(), all.end(), [&](const std::string& option) { return begins(option, leading); });
        if (at == all.end()) all.push_back(canonical_words(args));
        else *at = canonical_words(args);
    }
    static void set_many(Owner& owner, const Args& args) {
        auto words = canonical_words(args);
        if (std::find(owner.options.begin(), owner.options.end(), words) == owner.options.end()) owner.options.push_back(std::move(words));
    }
    static void unset(Owner& owner, std::string_view words) {
        std::erase_if(owner.options, [&](std::string_view option) { return begins(option, words); });
    }
    static void unset_line(Owner& owner, const Args& args) { unset(owner, canonical_words(args)); }

    static config::Line line(Syntax syntax, std::string_view warning, ChangeTopic topic, Takes takes = Takes::one) {
        auto declared = config::line(std::move(syntax)).set(takes == Takes::one ? &set_one : &set_many).unset(&unset_line).reset(&unset_line)
                            .no_needs(0).changes(topic);
        return warning.empty() ? std::move(declared) : std::move(declared).warns(warning);
    }
    /// One line a word; the first of them prints all options.
    static std::vector<config::Line> lines(std::span<const RememberedWord> words, ChangeTopic topic) {
        std::vector<config::Line> all;
        for (const auto& entry : words) {
            auto declared = line(kw(entry.word, entry.help) >> -text("Further words"), entry.warning, topic, Takes::many);
            all.push_back(all.empty() ? std::move(declared).show(&show) : std::move(declared));
        }
        return all;
    }
    /// One of the lines prints them all.
    static void show(const Owner& owner, Shown& shown) {
        for (const auto& option : owner.options) shown.raw(option);
    }
};

}  // namespace config
