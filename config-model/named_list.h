#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace config {

/// Entries in the order in which they were configured, found by their case-sensitive `name` in constant time.
/// `T` has a member `std::string name`.
template <typename T>
class NamedList {
public:
    T* find(std::string_view name) {
        const auto at = index_.find(std::string{name});
        return at == index_.end() ? nullptr : &items_[at->second];
    }
    const T* find(std::string_view name) const { return const_cast<NamedList*>(this)->find(name); }

    /// The entry of that name, appended with default values when it is not there.
    T& at(std::string_view name) {
        if (T* found = find(name)) return *found;
        index_.emplace(name, items_.size());
        items_.emplace_back();
        items_.back().name = name;
        return items_.back();
    }

    bool erase(std::string_view name) {
        const auto at = index_.find(std::string{name});
        if (at == index_.end()) return false;
        items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(at->second));
        reindex();
        return true;
    }

    void clear() {
        items_.clear();
        index_.clear();
    }

    bool empty() const { return items_.empty(); }
    std::size_t size() const { return items_.size(); }
    auto begin() { return items_.begin(); }
    auto end() { return items_.end(); }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }
    bool operator==(const NamedList& other) const { return items_ == other.items_; }

private:
    void reindex() {
        index_.clear();
        for (std::size_t i = 0; i < items_.size(); ++i) index_.emplace(items_[i].name, i);
    }
    std::vector<T> items_;
    std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace config
