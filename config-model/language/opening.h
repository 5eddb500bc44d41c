#pragma once

#include <type_traits>
#include <utility>

#include "config-model/language/binding.h"
#include "config-model/named_list.h"

namespace config {

/// How a header line ("interface …", "crypto map CM 10 ipsec-isakmp") names an entry of its parent, erased.
class Opening {
public:
    virtual ~Opening() = default;
    /// The entry that the header names; null if there is none.
    virtual void* find(void* parent, const Args& args) const = 0;
    /// Creates it, or changes what the header itself says about it.
    virtual Result open(void* parent, const Args& args, Edit& edit) const = 0;
    virtual Result erase(void* parent, const Args& args, Edit& edit) const = 0;
    virtual void each(const void* parent, ShownEntries& entries) const = 0;
    /// How many of the header's values name the entry.
    unsigned keys = 1;
};

/// The four functions of an opening whose entries are not simply a container's elements.
template <class Parent, class Owner>
struct Entries {
    Owner* (*find)(Parent&, const Args&);
    Result (*open)(Parent&, const Args&, Edit&);
    Result (*erase)(Parent&, const Args&, Edit&);
    void (*each)(const Parent&, ShownEntries&);
    unsigned keys = 1;   ///< how many of the header's values name the entry
};

template <class Parent, class Owner>
class FunctionOpening final : public Opening {
public:
    explicit FunctionOpening(const Entries<Parent, Owner>& entries) : entries_(entries) { keys = entries.keys; }
    void* find(void* parent, const Args& args) const override { return entries_.find(*static_cast<Parent*>(parent), args); }
    Result open(void* parent, const Args& args, Edit& edit) const override {
        return entries_.open(*static_cast<Parent*>(parent), args, edit);
    }
    Result erase(void* parent, const Args& args, Edit& edit) const override {
        return entries_.erase(*static_cast<Parent*>(parent), args, edit);
    }
    void each(const void* parent, ShownEntries& entries) const override {
        entries_.each(*static_cast<const Parent*>(parent), entries);
    }

private:
    Entries<Parent, Owner> entries_;
};

/// The key of an entry: the header's first value, or its first two for a pair (name, sequence).
template <class Key>
struct HeaderKey {
    static constexpr unsigned values = 1;
    static std::optional<Key> read(const Args& args) { return args.get<Key>(std::size_t{0}); }
    template <class Owner>
    static void show(ShownEntries& entries, const Owner& owner, const Key& key) { entries.add(owner, key); }
};
template <class First, class Second>
struct HeaderKey<std::pair<First, Second>> {
    static constexpr unsigned values = 2;
    static std::optional<std::pair<First, Second>> read(const Args& args) {
        auto first = args.get<First>(std::size_t{0});
        auto second = args.get<Second>(std::size_t{1});
        if (!first || !second) return std::nullopt;
        return std::pair{std::move(*first), std::move(*second)};
    }
    template <class Owner>
    static void show(ShownEntries& entries, const Owner& owner, const std::pair<First, Second>& key) {
        entries.add(owner, key.first, key.second);
    }
};

/// Entries are the mapped values of a std::map member.
template <class Parent, class Map>
class MapOpening final : public Opening {
    using Key = typename Map::key_type;

public:
    explicit MapOpening(Map Parent::*member) : member_(member) { keys = HeaderKey<Key>::values; }
    void* find(void* parent, const Args& args) const override {
        const auto key = HeaderKey<Key>::read(args);
        if (!key) return nullptr;
        const auto found = of(parent).find(*key);
        return found == of(parent).end() ? nullptr : &found->second;
    }
    Result open(void* parent, const Args& args, Edit&) const override {
        const auto key = HeaderKey<Key>::read(args);
        if (!key) return Result::incomplete();
        typename Map::mapped_type& entry = of(parent).try_emplace(*key).first->second;
        if constexpr (requires { entry.name = *key; }) entry.name = *key;
        return Result::ok();
    }
    Result erase(void* parent, const Args& args, Edit&) const override {
        const auto key = HeaderKey<Key>::read(args);
        if (!key) return Result::incomplete();
        of(parent).erase(*key);
        return Result::ok();
    }
    void each(const void* parent, ShownEntries& entries) const override {
        for (const auto& [key, owner] : static_cast<const Parent*>(parent)->*member_)
            HeaderKey<Key>::show(entries, owner, key);
    }

private:
    Map& of(void* parent) const { return static_cast<Parent*>(parent)->*member_; }
    Map Parent::*member_;
};

/// Entries are the elements of a std::vector member, named by one of their own members, in the order of their creation.
template <class Parent, class Owner, class Key>
class ListOpening final : public Opening {
public:
    ListOpening(std::vector<Owner> Parent::*member, Key Owner::*key) : member_(member), key_(key) {}
    void* find(void* parent, const Args& args) const override {
        const auto key = HeaderKey<Key>::read(args);
        const auto found = key ? position(parent, *key) : of(parent).end();
        return found == of(parent).end() ? nullptr : &*found;
    }
    Result open(void* parent, const Args& args, Edit&) const override {
        auto key = HeaderKey<Key>::read(args);
        if (!key) return Result::incomplete();
        if (position(parent, *key) == of(parent).end()) of(parent).emplace_back().*key_ = std::move(*key);
        return Result::ok();
    }
    Result erase(void* parent, const Args& args, Edit&) const override {
        const auto key = HeaderKey<Key>::read(args);
        if (!key) return Result::incomplete();
        if (const auto found = position(parent, *key); found != of(parent).end()) of(parent).erase(found);
        return Result::ok();
    }
    void each(const void* parent, ShownEntries& entries) const override {
        for (const Owner& owner : static_cast<const Parent*>(parent)->*member_)
            HeaderKey<Key>::show(entries, owner, owner.*key_);
    }

private:
    std::vector<Owner>& of(void* parent) const { return static_cast<Parent*>(parent)->*member_; }
    auto position(void* parent, const Key& key) const {
        return std::find_if(of(parent).begin(), of(parent).end(), [&](const Owner& owner) { return owner.*key_ == key; });
    }
    std::vector<Owner> Parent::*member_;
    Key Owner::*key_;
};

/// Entries are the elements of a NamedList member.
template <class Parent, class Owner>
class NamedOpening final : public Opening {
public:
    explicit NamedOpening(NamedList<Owner> Parent::*member) : member_(member) {}
    void* find(void* parent, const Args& args) const override { return of(parent).find(name(args)); }
    Result open(void* parent, const Args& args, Edit&) const override { return of(parent).at(name(args)), Result::ok(); }
    Result erase(void* parent, const Args& args, Edit&) const override { return of(parent).erase(name(args)), Result::ok(); }
    void each(const void* parent, ShownEntries& entries) const override {
        for (const Owner& owner : static_cast<const Parent*>(parent)->*member_) entries.add(owner, owner.name);
    }

private:
    static std::string_view name(const Args& args) { return args.get<std::string_view>(std::size_t{0}).value_or(""); }
    NamedList<Owner>& of(void* parent) const { return static_cast<Parent*>(parent)->*member_; }
    NamedList<Owner> Parent::*member_;
};

}  // namespace config
