#include "ike/fragment_reassembly.h"

#include <algorithm>

namespace ike {

bool FragmentReassembly::wants(Key key, std::uint16_t number, std::uint16_t total, dataplane::Instant now) {
    expire(now);
    if (number == 0 || number > total || total > max_fragments) return false;
    const auto at = partials_.find(key);
    if (at == partials_.end() || total > at->second.texts.size()) return true;
    return total == at->second.texts.size() && !at->second.texts[number - 1u];
}

std::optional<FragmentReassembly::Whole> FragmentReassembly::add(Key key, Fragment fragment, dataplane::Instant now) {
    if (!wants(key, fragment.number, fragment.total, now)) return std::nullopt;
    Partial& partial = partial_for(key, fragment.total, now);
    const std::size_t size = fragment.text.size();
    if (!make_room(key, size)) return std::nullopt;
    octets_ += size;
    partial.octets += size;
    if (fragment.number == 1) partial.first = fragment.first;
    partial.texts[fragment.number - 1u] = std::move(fragment.text);
    return --partial.missing == 0 ? std::optional(joined(key)) : std::nullopt;
}

/// RFC 7383 §2.6: more fragments than before mean that the sender has made smaller ones, and all begins anew.
FragmentReassembly::Partial& FragmentReassembly::partial_for(Key key, std::uint16_t total, dataplane::Instant now) {
    if (const auto at = partials_.find(key); at != partials_.end() && total > at->second.texts.size()) drop(at);
    const auto [at, fresh] = partials_.try_emplace(key);
    if (fresh) {
        at->second.started = now;
        at->second.missing = total;
        at->second.texts.resize(total);
    }
    return at->second;
}

/// The latest messages go first: what the peer began before can be completed. False when that was this one.
bool FragmentReassembly::make_room(Key key, std::size_t size) {
    while (octets_ + size > max_octets && !partials_.empty()) {
        const auto last = std::prev(partials_.end());
        const bool own = last->first == key;
        drop(last);
        if (own) return false;
    }
    return true;
}

void FragmentReassembly::forget(Key key) {
    if (const auto at = partials_.find(key); at != partials_.end()) drop(at);
}

void FragmentReassembly::expire(dataplane::Instant now) {
    for (auto at = partials_.begin(); at != partials_.end();)
        at = now - at->second.started >= max_age ? drop(at) : std::next(at);
}

std::optional<dataplane::Instant> FragmentReassembly::deadline() const {
    std::optional<dataplane::Instant> best;
    for (const auto& [key, partial] : partials_)
        if (!best || partial.started + max_age < *best) best = partial.started + max_age;
    return best;
}

FragmentReassembly::Partials::iterator FragmentReassembly::drop(Partials::iterator at) {
    octets_ -= at->second.octets;
    return partials_.erase(at);
}

FragmentReassembly::Whole FragmentReassembly::joined(Key key) {
    const auto at = partials_.find(key);
    Whole whole{at->second.first, {}};
    whole.text.reserve(at->second.octets);
    for (const auto& text : at->second.texts) whole.text.insert(whole.text.end(), text->begin(), text->end());
    drop(at);
    return whole;
}

}  // namespace ike
