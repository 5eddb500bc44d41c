#include "ike/sa/window.h"

namespace ike {

Window::Verdict Window::judge(std::uint32_t message_id) const {
    if (answers_.count(message_id) != 0) return Verdict::repeated;
    return message_id >= expected_ && message_id <= last_expected() ? Verdict::fresh : Verdict::outside;
}

void Window::answer(std::uint32_t message_id, std::vector<Bytes> datagrams) {
    answers_[message_id] = std::move(datagrams);
    for (auto at = answers_.find(expected_); at != answers_.end() && !at->second.empty(); at = answers_.find(expected_)) ++expected_;
    while (!answers_.empty() && answers_.begin()->first + own_size_ < expected_) answers_.erase(answers_.begin());
}

const std::vector<Bytes>* Window::answer_to(std::uint32_t message_id) const {
    const auto at = answers_.find(message_id);
    return at == answers_.end() || at->second.empty() ? nullptr : &at->second;
}

std::uint32_t Window::take_id() {
    outstanding_[next_] = true;
    return next_++;
}

}  // namespace ike
