#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace cli {

/// The last lines that were entered, numbered from the first one ever; a line equal to its predecessor is not stored again.
class History {
public:
    explicit History(std::size_t size = 20) : size_(size) {}
    void add(std::string_view line);
    /// The newest line is remembered so: without a secret that was typed.
    void amend(std::string_view line);
    /// How many lines are kept; 0 keeps none.
    void resize(std::size_t size);
    std::size_t size() const { return size_; }
    /// Numbers of the oldest line kept and one past the newest.
    std::uint64_t first() const { return first_; }
    std::uint64_t end() const { return first_ + lines_.size(); }
    /// Empty for a number that is not kept.
    std::string_view line(std::uint64_t number) const;

private:
    void trim();
    std::deque<std::string> lines_;
    std::uint64_t first_ = 0;
    std::size_t size_;
};

}  // namespace cli
