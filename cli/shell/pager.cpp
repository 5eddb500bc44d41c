#include "cli/shell/pager.h"

#include <algorithm>

#include "cli/editor/line_editor.h"

namespace cli {

void Pager::begin(std::uint16_t length, std::uint16_t width) {
    waiting_.clear();
    next_ = 0;
    length_ = length;
    width_ = width;
    rows_left_ = length > 1 ? length - 1U : 1U;
    paused_ = false;
}

std::size_t Pager::rows_of(std::string_view line) const {
    if (width_ == 0) return 1;
    return std::max<std::size_t>(1, (columns_of(line) + width_ - 1) / width_);
}

bool Pager::flow(Output& out, bool complete) {
    while (!paused_ && !is_empty()) {
        const std::size_t end = waiting_.find('\n', next_);
        if (end == std::string::npos && !complete) break;
        const std::size_t stop = end == std::string::npos ? waiting_.size() : end + 1;
        const std::string_view line = std::string_view{waiting_}.substr(next_, stop - next_);
        if (length_ != 0 && rows_left_ == 0) {
            out.put(more);
            paused_ = true;
            break;
        }
        rows_left_ -= std::min(rows_left_, rows_of(line));
        out.put(line);
        next_ = stop;
    }
    if (is_empty()) {
        waiting_.clear();
        next_ = 0;
    }
    return paused_;
}

bool Pager::key(char byte, Output& out) {
    out.erase_more();
    paused_ = false;
    if (byte == ' ') rows_left_ = length_ > 1 ? length_ - 1U : 1U;
    else if (byte == '\r') rows_left_ = 1;
    else return false;
    return true;
}

}  // namespace cli
