#include <fmt/format.h>

#include "cli/router/router.h"
#include "cli/router/syslog_datagram.h"
#include "cli/router/time_stamp.h"
#include "config-model/local_time.h"
#include "ike/isakmp/events.h"
#include "ike/isakmp/isakmp.h"

namespace cli {

namespace {

constexpr std::uint8_t debugging_severity = 7;

using debug::CryptoSubject;

/// The SA that an event of the data plane speaks of.
struct PairSubject {
    CryptoSubject operator()(const dataplane::event::SaRequested& is) const { return of_entry(is.entry); }
    CryptoSubject operator()(const dataplane::event::RequestTimerFired& is) const { return of_entry(is.entry); }
    CryptoSubject operator()(const dataplane::event::SaCreated& is) const { return {is.sa.remote_address, is.connection_id, {is.sa.spi}}; }
    CryptoSubject operator()(const dataplane::event::SaDeleted& is) const { return {is.sa.remote_address, is.connection_id, {is.sa.spi}}; }
    CryptoSubject operator()(const dataplane::event::OutboundSaUpdated& is) const { return {is.peer, 0, {is.spi}}; }
    CryptoSubject operator()(const dataplane::event::OutboundEnabled& is) const { return {is.peer, 0, {is.spi}}; }
    CryptoSubject operator()(const dataplane::event::LifetimeThreshold& is) const { return {{}, 0, {is.spi}}; }
    CryptoSubject operator()(const auto&) const { return {}; }

private:
    static CryptoSubject of_entry(const dataplane::PolicyEntry& entry) { return {entry.peers.empty() ? config::IpAddress{} : entry.peers.front(), 0}; }
};

CryptoSubject subject_of_pair(const dataplane::Event& event) { return std::visit(PairSubject{}, event.body); }

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
    debug::render(event, configuration_->look(), switches_for(subject_of(event.header), debug::CryptoPart::isakmp), *this);
}

void Router::on(const ike::isakmp::EventRecord& event) {
    event_time_ = event.header.at;
    debug::render(event, configuration_->look(), switches_for(subject_of(event), debug::CryptoPart::isakmp), *this);
}

void Router::on(const dataplane::Event& event) {
    event_time_ = event.at;
    debug::render(event, configuration_->look(), switches_for(subject_of_pair(event), debug::CryptoPart::ipsec), *this);
}

const debug::Switches& Router::switches_for(const debug::CryptoSubject& subject, debug::CryptoPart part) const {
    static const debug::Switches none;
    return conditions_.show(subject, part) ? switches_ : none;
}

/// Beyond the peer only what a condition may ask for.
debug::CryptoSubject Router::subject_of(const ike::EventHeader& header) const {
    debug::CryptoSubject subject{header.peer, header.sa_id};
    if (header.sa_id == 0 || conditions_.needs_peer_only()) return subject;
    const auto sa = engine_->next_sa(header.sa_id - 1, header.at);
    if (!sa || sa->tunnel_id != header.sa_id) return subject;
    subject.fvrf = sa->fvrf;
    subject.ivrf = sa->ivrf;
    subject.identity = sa->remote_id;
    for (const auto& child : sa->children) subject.spis.insert(subject.spis.end(), {child.spi_in, child.spi_out});
    return subject;
}

debug::CryptoSubject Router::subject_of(const ike::isakmp::EventRecord& event) const {
    const ike::isakmp::EventHeader& header = event.header;
    debug::CryptoSubject subject{header.peer, header.conn_id};
    if (conditions_.needs_peer_only()) return subject;
    for (auto sa = engine_->isakmp().next_sa(0, header.at); sa; sa = engine_->isakmp().next_sa(sa->number, header.at)) {
        if (header.conn_id == 0 ? sa->remote != header.peer : sa->conn_id != header.conn_id) continue;
        subject.fvrf = sa->fvrf;
        subject.ivrf = sa->ivrf;
        subject.identity = sa->phase1_id;
        subject.group = sa->group;
        subject.username = sa->username;
        subject.spis = sa->inbound_spis;
        break;
    }
    return subject;
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
    const config::LocalTime local = config::local_time(system, clock(at) / 1'000'000'000);
    line += time_stamp(format, {clock(at), at - booted_, clock_set_, local.offset_minutes, local.zone});
    keep(severity, line.append(text));
}

/// Hands a finished line to the buffer, the hosts and the terminals, each by its own severity limit.
void Router::keep(std::uint8_t severity, std::string line) {
    if (recorder_) recorder_(line);
    const config::LoggingConfig& logging = configuration_->system.logging;
    if (logging.on && !logging.buffered_off && severity <= logging.buffered_level) {
        ++log_counters_.buffer;
        log_.add(line);
    }
    if (logging.on && !logging.trap_off && severity <= logging.trap_level) {
        ++log_counters_.trap;
        send_to_hosts(severity, line);
    }
    if (!logging.console_off && severity <= logging.console_level) ++log_counters_.console;
    unsent_log_lines_.push_back({severity, std::move(line)});
}

/// The datagrams go out when the engines are at rest, as theirs do.
void Router::send_to_hosts(std::uint8_t severity, std::string_view line) {
    for (auto& datagram : syslog_datagrams(*configuration_, *data_plane_, severity, log_counters_.trap, line)) {
        ++log_counters_.hosts[datagram.remote];
        datagrams_.push_back(std::move(datagram));
    }
}

/// Terminals are written to between calls, never from inside one of their own commands.
void Router::flush_log_lines() {
    if (!datagrams_.empty()) settle(event_time_);
    const auto lines = std::exchange(unsent_log_lines_, {});
    for (const auto& line : lines) {
        bool monitored = false;
        for (auto& console : consoles_) {
            if (!console->shows_log(line.severity)) continue;
            console->log_line(line.text);
            monitored |= console->is_vty();
        }
        if (monitored) ++log_counters_.monitor;
    }
}

}  // namespace cli
