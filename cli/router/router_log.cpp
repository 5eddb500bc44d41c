#include <fmt/format.h>

#include "cli/router/router.h"
#include "cli/router/time_stamp.h"
#include "ike/isakmp/events.h"

namespace cli {

namespace {

constexpr std::uint8_t debugging_severity = 7;

}  // namespace

bool Router::wants(const config::IpAddress&) const {
    return switches_.any_ikev2() || configuration_->ikev2.logging || configuration_->ikev2.session_logging;
}

bool Router::wants_isakmp(const config::IpAddress&) const { return switches_.any_isakmp(); }

bool Router::wants(dataplane::EventGroup group) const {
    return group == dataplane::EventGroup::syslog || switches_.on(debug::Switch::ipsec) ||
           switches_.on(debug::Switch::ipsec_error);
}

void Router::on(const ike::Event& event) {
    event_time_ = event.header.at;
    debug::render(event, configuration_->look(), switches_, *this);
}

void Router::on(const ike::isakmp::EventRecord& event) {
    event_time_ = event.header.at;
    debug::render(event, configuration_->look(), switches_, *this);
}

void Router::on(const dataplane::Event& event) {
    event_time_ = event.at;
    debug::render(event, configuration_->look(), switches_, *this);
}

void Router::debug_line(std::string_view text) {
    store(configuration_->system.debug_timestamps, debugging_severity, text, event_time_);
}

void Router::unstamped_line(std::string_view text) { keep(debugging_severity, std::string{text}); }

void Router::syslog(const debug::SyslogMessage& message) {
    log(message, event_time_);
}

void Router::log(const debug::SyslogMessage& message, Instant now) {
    const std::string text =
        fmt::format("%{}-{}-{}: {}", message.facility, message.severity, message.mnemonic, message.text);
    const Turn turn(*this, now);
    store(configuration_->system.log_timestamps, message.severity, text, now);
}

void Router::store(const config::Timestamps& format, std::uint8_t severity, std::string_view text, Instant at) {
    const config::SystemConfig& system = configuration_->system;
    std::string line;
    ++log_sequence_;
    if (system.sequence_numbers) line = fmt::format("{:06}: ", log_sequence_);
    line += time_stamp(format, {clock(at), at - booted_, clock_set_, system.clock_offset_minutes,
                                system.clock_timezone.empty() ? std::string_view("UTC") : system.clock_timezone});
    keep(severity, line.append(text));
}

/// Hands a finished line to the buffer and to the terminals, each by its own severity limit.
void Router::keep(std::uint8_t severity, std::string line) {
    if (recorder_) recorder_(line);
    const config::LoggingConfig& logging = configuration_->system.logging;
    if (logging.on && !logging.buffered_off && severity <= logging.buffered_level) {
        ++log_counters_.buffer;
        log_.add(line);
    }
    if (!logging.console_off && severity <= logging.console_level) {
        ++log_counters_.console;
        unsent_log_lines_.push_back(std::move(line));
    }
}

/// Terminals are written to between calls, never from inside one of their own commands.
void Router::flush_log_lines() {
    const auto lines = std::exchange(unsent_log_lines_, {});
    for (const auto& line : lines)
        for (auto& console : consoles_)
            if (console->shows_log()) console->log_line(line);
}

}  // namespace cli
