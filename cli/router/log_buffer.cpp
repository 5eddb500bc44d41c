#include "cli/router/log_buffer.h"

namespace cli {

void LogBuffer::add(std::string line) {
    bytes_ += line.size() + 1;
    lines_.push_back(std::move(line));
    trim();
}

void LogBuffer::trim() {
    while (bytes_ > limit_ && lines_.size() > 1) {
        bytes_ -= lines_.front().size() + 1;
        lines_.pop_front();
        ++first_;
    }
}

void LogBuffer::clear() {
    first_ = end();
    lines_.clear();
    bytes_ = 0;
}

void LogBuffer::limit(std::size_t bytes) {
    limit_ = bytes;
    trim();
}

std::string_view LogBuffer::line(std::uint64_t number) const {
    if (number < first_ || number >= end()) return {};
    return lines_[static_cast<std::size_t>(number - first_)];
}

}  // namespace cli
