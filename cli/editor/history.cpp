#include "cli/editor/history.h"

namespace cli {

void History::add(std::string_view line) {
    if (line.empty() || (!lines_.empty() && lines_.back() == line)) return;
    lines_.emplace_back(line);
    trim();
}

void History::amend(std::string_view line) {
    if (lines_.empty()) return;
    lines_.back().assign(lines_.back().size(), ' ');
    lines_.back().assign(line);
}

void History::resize(std::size_t size) {
    size_ = size;
    trim();
}

void History::trim() {
    while (lines_.size() > size_) {
        lines_.pop_front();
        ++first_;
    }
}

std::string_view History::line(std::uint64_t number) const {
    if (number < first_ || number >= end()) return {};
    return lines_[static_cast<std::size_t>(number - first_)];
}

}  // namespace cli
