#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/shell/output.h"

namespace cli {

/// Holds text back so that a terminal of `length` rows shows it page by page.
class Pager {
public:
    static constexpr std::string_view more = " --More-- ";

    /// A new text; length or width 0: no limit.
    void begin(std::uint16_t length, std::uint16_t width);
    void add(std::string_view text) { waiting_ += text; }
    /// Lets out what fits on the page. `complete`: nothing will be added any more. True when `--More--` is on the screen.
    bool flow(Output& out, bool complete);
    /// A key at `--More--`: blank for a page, Enter for a line, anything else ends the text. False when it ended.
    bool key(char byte, Output& out);
    bool is_empty() const { return waiting_.size() == next_; }
    bool is_paused() const { return paused_; }

private:
    std::size_t rows_of(std::string_view line) const;
    std::string waiting_;
    std::size_t next_ = 0;          ///< offset in waiting_ of the first byte not yet let out
    std::size_t rows_left_ = 0;
    std::uint16_t length_ = 0, width_ = 0;
    bool paused_ = false;
};

}  // namespace cli
