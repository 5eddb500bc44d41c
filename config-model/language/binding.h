#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "config-model/language/edit.h"
#include "config-model/language/shown.h"

namespace config {

/// What `no` does with a member.
enum class Negates : std::uint8_t {
    by_type,          ///< bool: false; optional: absent; appended list: erase_value; anything else: its default
    reset,            ///< the default
    erase_value,      ///< remove the given values from the list, all without values
    erase_entry,      ///< remove the entry that the header names (lines that open a mode)
    erase_container,  ///< remove every value
    inverted          ///< the plain line sets false, `no` sets true
};

enum class Shows : std::uint8_t { when_not_default, when_set, always, never };

/// How a declaration reads and writes its owner, erased. A Line's own functions come before its binding.
class Binding {
public:
    virtual ~Binding() = default;
    virtual Result set(void* owner, const Args& args, Edit& edit) const = 0;
    virtual Result unset(void* owner, const Args& args, Edit& edit) const = 0;
    virtual Result reset(void* owner, const Args& args, Edit& edit) const = 0;
    virtual void show(const void* owner, Shown& shown) const = 0;

    Negates negates = Negates::by_type;
    Shows shows = Shows::when_not_default;
    bool appends = false;
};

template <class T>
struct MemberShape {
    static constexpr bool is_list = false, is_optional = false;
    using Element = T;
};
template <class T>
struct MemberShape<std::optional<T>> {
    static constexpr bool is_list = false, is_optional = true;
    using Element = T;
};
template <class T>
struct MemberShape<std::vector<T>> {
    static constexpr bool is_list = true, is_optional = false;
    using Element = T;
};

/// A member of the owner. `defaults` gives the value that a release has without the line; without it the owner's initialiser counts.
template <class Owner, class T>
class MemberBinding final : public Binding {
    using Shape = MemberShape<T>;
    using Element = typename Shape::Element;

public:
    using Defaults = T (*)(const Owner&, Look);
    MemberBinding(T Owner::*member, Defaults defaults) : member_(member), defaults_(defaults) {}

    Result set(void* owner, const Args& args, Edit&) const override { return assign(of(owner), args); }

    Result unset(void* owner, const Args& args, Edit& edit) const override {
        T& value = of(owner);
        if (negates == Negates::erase_container) return clear(value);
        if constexpr (Shape::is_list) {
            if (negates == Negates::erase_value || (negates == Negates::by_type && appends)) return remove(value, args);
        } else if constexpr (std::is_same_v<T, bool>) {
            if (negates != Negates::reset) return store(value, negates == Negates::inverted);
        } else if constexpr (Shape::is_optional) {
            if (negates == Negates::by_type) return clear(value);
        }
        return reset(owner, args, edit);
    }

    Result reset(void* owner, const Args&, Edit& edit) const override {
        of(owner) = default_of(*static_cast<const Owner*>(owner), edit.look);
        return Result::ok();
    }

    void show(const void* owner, Shown& shown) const override {
        const Owner& whole = *static_cast<const Owner*>(owner);
        const T& value = whole.*member_;
        if (shows == Shows::never || (shows == Shows::when_set && value == T{})) return;
        if (shows == Shows::when_not_default && value == default_of(whole, shown.look())) return;
        print(value, shown);
    }

private:
    T& of(void* owner) const { return static_cast<Owner*>(owner)->*member_; }
    static Result store(T& value, T next) { return value = std::move(next), Result::ok(); }
    static Result clear(T& value) { return store(value, T{}); }

    T default_of(const Owner& owner, Look look) const {
        if (defaults_) return defaults_(owner, look);
        if constexpr (std::is_default_constructible_v<Owner>) return Owner{}.*member_;
        else return T{};
    }

    Result assign(T& value, const Args& args) const {
        if constexpr (std::is_same_v<T, bool>) {
            if (args.value_count() == 0) return store(value, negates != Negates::inverted);
        }
        if constexpr (Shape::is_list) {
            T read;
            if (Result result = read_all(read, args); !result) return result;
            if (!appends) return store(value, std::move(read));
            for (Element& element : read)
                if (std::find(value.begin(), value.end(), element) == value.end()) value.push_back(std::move(element));
            return Result::ok();
        } else {
            const Arg* arg = args.value(0);
            if (!arg) return Result::incomplete();
            std::optional<Element> element = Value<Element>::read(*arg);
            if (!element) return Result::invalid_at(*arg);
            value = std::move(*element);
            return Result::ok();
        }
    }

    template <class List>
    static Result read_all(List& list, const Args& args) {
        for (const Arg& arg : args) {
            if (!arg.is_value()) continue;
            std::optional<Element> element = Value<Element>::read(arg);
            if (!element) return Result::invalid_at(arg);
            list.push_back(std::move(*element));
        }
        return Result::ok();
    }

    static Result remove(T& value, const Args& args) {
        T unwanted;
        if (Result result = read_all(unwanted, args); !result) return result;
        if (unwanted.empty()) return clear(value);
        for (const Element& element : unwanted) value.erase(std::remove(value.begin(), value.end(), element), value.end());
        return Result::ok();
    }

    void print(const T& value, Shown& shown) const {
        if constexpr (std::is_same_v<T, bool>) {
            if (shown.takes_values()) shown.line(value);
            else value != (negates == Negates::inverted) ? shown.line() : shown.negated();
        } else if constexpr (Shape::is_list) {
            print_list(value, shown);
        } else if constexpr (Shape::is_optional) {
            value ? shown.line(*value) : shown.negated();
        } else {
            shown.line(value);
        }
    }

    void print_list(const T& value, Shown& shown) const {
        if (value.empty()) return shown.negated();
        if (appends) {
            for (const Element& element : value) shown.line(element);
            return;
        }
        std::vector<Item> items;
        for (const Element& element : value) items.push_back(Value<Element>::show(element));
        shown.items(items);
    }

    T Owner::*member_;
    Defaults defaults_;
};

}  // namespace config
