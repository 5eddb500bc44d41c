#include <algorithm>

#include "ipsec-dataplane/esp/sa_database.h"

namespace dataplane {

SaCounterValues SaDatabase::raw_counters(PolicyId policy, const PolicyRecord& record) const {
    SaCounterValues sum = record.dead;
    for (const SaIndex index : record.live)
        if (const SecurityAssociation* sa = lookup(index)) sum += sa->counters();
    for (const Retired& retired : retired_)
        if (retired.sa->parameters().policy == policy) sum += retired.sa->counters();
    return sum;
}

SaCounterValues SaDatabase::policy_counters(PolicyId policy) const {
    const auto record = policies_.find(policy);
    if (record == policies_.end()) return {};
    SaCounterValues sum = raw_counters(policy, record->second);
    sum -= record->second.cleared;
    return sum;
}

void SaDatabase::clear_counters(PolicyId policy) {
    const auto record = policies_.find(policy);
    if (record != policies_.end()) record->second.cleared = raw_counters(policy, record->second);
}

void SaDatabase::forget_policy(PolicyId policy) {
    const auto record = policies_.find(policy);
    if (record != policies_.end() && record->second.live.empty()) policies_.erase(record);
}

void SaDatabase::drop_dead_deadlines() {
    while (!seconds_.empty() && lookup(seconds_.first().sa) == nullptr) seconds_.drop_first();
}

Instant SaDatabase::next_deadline() {
    drop_dead_deadlines();
    return seconds_.empty() ? Instant::max() : seconds_.first().at;
}

std::vector<LifetimeExpiry> SaDatabase::drain_expired(Instant now) {
    std::vector<LifetimeExpiry> expiries;
    volume_.drain_into(expiries);
    std::erase_if(expiries, [this](const LifetimeExpiry& one) { return lookup(one.sa) == nullptr; });
    while (next_deadline() <= now) {
        expiries.push_back(seconds_.first());
        seconds_.drop_first();
    }
    for (const LifetimeExpiry& expiry : expiries)
        if (expiry.kind == ExpiryKind::hard)
            lookup(expiry.sa)->path_.hard_expired.store(true, std::memory_order_relaxed);
    std::ranges::stable_sort(expiries, {}, &LifetimeExpiry::at);
    return expiries;
}

}  // namespace dataplane
