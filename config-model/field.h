#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "config-model/configuration.h"
#include "config-model/language/line.h"

namespace config {

/// A global line that stands for one member of a part of the configuration: field<&Configuration::system, &SystemConfig::hostname>(…).
/// `no` gives the empty value, `default` the initialiser's; nothing is printed while the member has the initialiser's value.
template <auto Part, auto Member>
struct Field {
    using Whole = std::remove_cvref_t<decltype(std::declval<Configuration&>().*Part)>;
    using T = std::remove_cvref_t<decltype(std::declval<Whole&>().*Member)>;
    using Element = typename MemberShape<T>::Element;

    static Result set(Configuration& configuration, const Args& args) {
        T& value = configuration.*Part.*Member;
        if constexpr (std::is_same_v<T, bool>) {
            value = true;
        } else {
            const auto read = args.get<Element>(std::size_t{0});
            if (!read) return Result::incomplete();
            value = *read;
        }
        return Result::ok();
    }
    /// A plain number has no empty value: `no` gives the initialiser's.
    static void unset(Configuration& configuration, const Args& args) {
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) reset(configuration, args);
        else configuration.*Part.*Member = T{};
    }
    static void reset(Configuration& configuration, const Args&) { configuration.*Part.*Member = Whole{}.*Member; }
    static void show(const Configuration& configuration, Shown& shown) {
        const T& value = configuration.*Part.*Member;
        if (value == Whole{}.*Member) return;
        if (value == T{}) return shown.negated();
        if constexpr (std::is_same_v<T, bool>) shown.line();
        else if constexpr (MemberShape<T>::is_optional) shown.line(*value);
        else shown.line(value);
    }
};

template <auto Part, auto Member>
Line field(Syntax syntax) {
    using F = Field<Part, Member>;
    return line(std::move(syntax)).set(&F::set).unset(&F::unset).reset(&F::reset).show(&F::show);
}

/// A header over the entries of a NamedList that is reached from the parent by member pointers, named by the header's first value.
template <class Parent, auto... Path>
struct NamedEntries {
    using Names = std::remove_cvref_t<decltype((std::declval<Parent&>() .* ... .* Path))>;
    using Owner = std::remove_cvref_t<decltype(*std::declval<Names&>().begin())>;

    static Owner* find(Parent& parent, const Args& args) {
        const Arg* name = args.value(0);
        return name ? (parent .* ... .* Path).find(name->text) : nullptr;
    }
    static Result open(Parent& parent, const Args& args, Edit&) {
        const Arg* name = args.value(0);
        if (!name) return Result::incomplete();
        (parent .* ... .* Path).at(name->text);
        return Result::ok();
    }
    static Result erase(Parent& parent, const Args& args, Edit&) {
        const Arg* name = args.value(0);
        if (!name) return Result::incomplete();
        (parent .* ... .* Path).erase(name->text);
        return Result::ok();
    }
    static void each(const Parent& parent, ShownEntries& entries) {
        for (const Owner& owner : (parent .* ... .* Path)) entries.add(owner, owner.name);
    }
    /// IOS ends some headers with a blank.
    static void each_with_blank(const Parent& parent, ShownEntries& entries) {
        ShownEntries plain = entries;
        each(parent, plain);
        for (const auto& entry : plain.entries()) entries.add_raw(*static_cast<const Owner*>(entry.owner), entry.header + ' ');
    }
    static Entries<Parent, Owner> entries() { return {&find, &open, &erase, &each}; }
    static Entries<Parent, Owner> entries_with_blank() { return {&find, &open, &erase, &each_with_blank}; }
};

}  // namespace config
