#include "cli/router/login_gate.h"

#include <algorithm>
#include <chrono>

namespace cli {

using namespace config;

namespace {

constexpr std::size_t remembered_failures = 50;

bool permits(const AccessList& list, const IpAddress& peer) {
    const auto fits = [&](const AccessListEntry& entry) { return !entry.is_remark() && entry.source.matches(peer); };
    const auto first = std::find_if(list.entries.begin(), list.entries.end(), fits);
    return first != list.entries.end() && first->permit;
}

}  // namespace

bool LoginGate::failed(const LoginGuard& guard, const Attempt& attempt, Instant now) {
    remember(attempt);
    if (guard.block_seconds == 0 || watch_.quiet_until) return false;
    if (!watch_.window_ends || *watch_.window_ends <= now) {
        watch_.window_ends = now + std::chrono::seconds(guard.within_seconds);
        watch_.failures_in_window = 0;
    }
    if (++watch_.failures_in_window < guard.attempts) return false;
    watch_.quiet_until = now + std::chrono::seconds(guard.block_seconds);
    return true;
}

void LoginGate::remember(const Attempt& attempt) {
    ++watch_.failures;
    auto& all = watch_.last_failures;
    const auto same = [&](const show::LoginFailure& each) {
        return each.user == attempt.user && each.source == attempt.source && each.local_port == attempt.local_port;
    };
    const auto known = std::find_if(all.begin(), all.end(), same);
    show::LoginFailure failure{attempt.user, attempt.source, attempt.local_port, 0, 0};
    if (known != all.end()) failure = *known, all.erase(known);
    ++failure.count;
    failure.last = attempt.unix_seconds;
    all.push_back(std::move(failure));
    if (all.size() > remembered_failures) all.erase(all.begin());
}

std::int64_t LoginGate::seconds_left_to_watch(Instant now) const {
    if (!watch_.window_ends || *watch_.window_ends <= now) return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(*watch_.window_ends - now).count();
}

bool LoginGate::quiet_ended(Instant now) {
    if (!watch_.quiet_until || *watch_.quiet_until > now) return false;
    watch_.quiet_until.reset();
    watch_.window_ends.reset();
    watch_.failures_in_window = 0;
    return true;
}

bool LoginGate::admits(const Configuration& configuration, const IpAddress& peer, Instant now) const {
    if (!watch_.quiet_until || *watch_.quiet_until <= now) return true;
    const AccessList* const list = configuration.access_lists.find(configuration.system.login_guard.quiet_access_class);
    return list != nullptr && peer.is_v4() && permits(*list, peer);
}

bool LoginGate::is_due(bool succeeded, const LoginReports& reports) {
    if (!reports.log) return false;
    unsigned& waiting = succeeded ? unreported_successes_ : unreported_failures_;
    if (++waiting < reports.every) return false;
    waiting = 0;
    return true;
}

}  // namespace cli
