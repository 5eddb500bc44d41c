#include <utility>

#include "cli/router/reload_notice.h"
#include "cli/router/router.h"
#include "show-commands/system/version.h"

namespace cli {

/// Consoles come back, sessions on vtys end.
void Router::restart(Instant now) {
    const Turn turn(*this, now);
    reload_asked_ = false;
    plan_reload(std::nullopt);
    reload_reason_ = "reload";
    switches_ = {};
    // Screens and tasks hold on to the configuration and the tables that go now.
    for (auto& console : consoles_) console->lost(now);
    delete_all_sas(now);
    jobs_.clear();
    datagrams_.clear();
    echoes_.clear();
    flush_log_lines();
    conditions_ = {};
    log_.clear();
    log_counters_ = {};
    login_gate_ = {};
    log_sequence_ = 0;
    build_parts();
    load_startup(std::nullopt, now);
    for (auto& console : consoles_)
        if (!console->is_vty()) console->restart(now);
    log({"SYS", 5, "RESTART", "System restarted --\n" + show::banner_line(configuration_->system.version)}, now);
}

void Router::plan_reload(std::optional<PlannedReload> plan) {
    planned_reload_ = std::move(plan);
    next_reload_notice_ = planned_reload_ ? std::optional{event_time_} : std::nullopt;
}

/// Every terminal is told, whatever log messages it shows.
void Router::give_reload_notice(Instant now) {
    for (auto& console : consoles_)
        if (!console->is_vty() || console->line_user(now)) console->log_line(reload_notice(planned_reload_->at - now));
    next_reload_notice_ = next_reload_notice(planned_reload_->at, now);
}

void Router::reload_if_due(Instant now) {
    if (next_reload_notice_ && *next_reload_notice_ <= now) give_reload_notice(now);
    if (!planned_reload_ || planned_reload_->at > now) return;
    log({"SYS", 5, "RELOAD", "Reload requested by " + planned_reload_->by + ". Reload Reason: " + planned_reload_->reason + "."}, now);
    restart(now);
}

}  // namespace cli
