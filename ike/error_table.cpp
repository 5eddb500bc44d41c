#include "ike/error_table.h"

#include <algorithm>

namespace ike {

void ErrorTable::note(Failed why, IkeSpi initiator_spi, const MachinePath& path) {
    auto at = std::find_if(entries_.begin(), entries_.end(), [=](const Entry& entry) { return entry.why == why; });
    if (at == entries_.end()) at = entries_.insert(at, Entry{why});
    ++at->count;
    at->initiator_spi = initiator_spi;
    at->path = path;
    std::rotate(entries_.begin(), at, at + 1);
    resize(room_);
}

void ErrorTable::resize(std::size_t room) {
    room_ = room;
    if (entries_.size() <= room_) return;
    deleted_ += entries_.size() - room_;
    entries_.resize(room_);
}

void ErrorTable::clear() {
    entries_.clear();
    deleted_ = 0;
}

}  // namespace ike
