#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cli {

/// Bytes on their way to a terminal: \n becomes CR LF, and it is known whether the cursor stands at the start of a line.
class Output {
public:
    void put(std::string_view text);
    /// What erases ` --More-- `: the cursor is at the start of a line again.
    void erase_more();
    /// Ends an unfinished line.
    void fresh_line();
    bool at_line_start() const { return at_line_start_; }
    std::size_t size() const { return bytes_.size(); }
    std::string take();

private:
    std::string bytes_;
    bool at_line_start_ = true;
};

}  // namespace cli
