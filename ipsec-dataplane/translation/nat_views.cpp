#include <set>

#include "ipsec-dataplane/data_plane_state.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

std::uint64_t seconds_between(Instant from, Instant to) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(to - from).count());
}

NatTranslationView view_of(const NatSession& session, Instant now) {
    NatTranslationView view;
    view.protocol = session.local.protocol;
    view.inside_global = config::IpAddress::v4(session.global.inside);
    view.inside_local = config::IpAddress::v4(session.local.inside);
    view.outside = config::IpAddress::v4(session.local.outside);
    view.global_port = session.global.inside_port;
    view.local_port = session.local.inside_port;
    // The identifier of an echo is the same at both ends.
    view.outside_port = view.protocol == protocol::icmp ? session.global.inside_port : session.local.outside_port;
    view.closing = session.closing;
    view.age = seconds_between(session.created, now);
    view.idle = seconds_between(session.used, now);
    if (session.until != Instant::max()) view.left = seconds_between(session.used, session.until) - *view.idle;
    return view;
}

NatTranslationView view_of(const NatBinding& binding, Instant now) {
    NatTranslationView view;
    view.inside_global = config::IpAddress::v4(binding.global);
    view.inside_local = config::IpAddress::v4(binding.local);
    view.age = seconds_between(binding.created, now);
    view.idle = seconds_between(binding.used, now);
    if (binding.until != Instant::max()) view.left = seconds_between(binding.used, binding.until) - *view.idle;
    return view;
}

NatTranslationView view_of(const StaticNat& rule) {
    NatTranslationView view;
    view.protocol = rule.protocol;
    view.inside_global = config::IpAddress::v4(rule.global);
    view.inside_local = config::IpAddress::v4(rule.local);
    view.global_port = rule.global_port;
    view.local_port = rule.local_port;
    view.is_static = true;
    return view;
}

NatMappingView mapping_of(const DynamicNat& rule, const std::vector<NatSession>& sessions) {
    NatMappingView view;
    view.title = rule.title;
    view.pool = rule.pool;
    std::set<std::uint32_t> used;
    for (const NatSession& session : sessions) {
        if (session.rule != rule.id) continue;
        ++view.references;
        used.insert(session.global.inside);
    }
    if (rule.pool.empty() || rule.first == 0) return view;
    view.first = config::IpAddress::v4(rule.first);
    view.last = config::IpAddress::v4(rule.last);
    view.mask = config::Prefix{view.first, rule.pool_length}.mask();
    view.addresses = rule.last - rule.first + std::uint64_t{1};
    view.allocated = used.size();
    return view;
}

}  // namespace

std::vector<NatTranslationView> DataPlane::nat_translations(Instant now) const {
    std::vector<NatTranslationView> views;
    for (const NatSession& session : state_->nat.sessions(now)) views.push_back(view_of(session, now));
    for (const NatBinding& binding : state_->nat.bindings(now)) views.push_back(view_of(binding, now));
    for (const StaticNat& rule : state_->tables.get().nat.statics) views.push_back(view_of(rule));
    return views;
}

NatStatisticsView DataPlane::nat_statistics(Instant now) const {
    const NatRules& rules = state_->tables.get().nat;
    const std::vector<NatSession> sessions = state_->nat.sessions(now);
    const NatStatistics counts = state_->nat.statistics(now);
    NatStatisticsView view;
    view.statics = rules.statics.size();
    view.dynamics = sessions.size() + state_->nat.bindings(now).size();
    view.extended = sessions.size();
    view.hits = counts.hits;
    view.misses = counts.misses;
    view.expired = counts.expired;
    view.peak = counts.peak;
    view.peak_age = counts.peak == 0 ? 0 : seconds_between(counts.peak_at, now);
    for (const auto& [name, interface] : state_->interfaces) {
        if (interface->settings.nat_outside) view.outside.push_back(name);
        if (interface->settings.nat_inside) view.inside.push_back(name);
    }
    for (const DynamicNat& rule : rules.dynamics) view.mappings.emplace_back(mapping_of(rule, sessions)).misses = state_->nat.refused(rule.id);
    return view;
}

void DataPlane::clear_nat_translations() { state_->nat.clear(); }

void DataPlane::clear_nat_statistics(Instant now) { state_->nat.clear_statistics(now); }

}  // namespace dataplane
