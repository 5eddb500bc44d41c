#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "show-commands/router_view.h"

namespace cli {

/// The newest log lines, bounded by their size in bytes as `logging buffered` counts.
class LogBuffer final : public show::NumberedLines {
public:
    void add(std::string line);
    void clear();
    void limit(std::size_t bytes);

    std::uint64_t first() const override { return first_; }
    std::uint64_t end() const override { return first_ + lines_.size(); }
    std::string_view line(std::uint64_t number) const override;

private:
    void trim();
    std::deque<std::string> lines_;
    std::uint64_t first_ = 0;
    std::size_t bytes_ = 0, limit_ = 4096;
};

}  // namespace cli
