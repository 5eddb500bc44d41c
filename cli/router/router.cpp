#include "cli/router/router.h"

#include <algorithm>
#include <utility>

#include "cli/exec/login_log.h"
#include "config-model/configuration_text.h"
#include "show-commands/system/version.h"

namespace cli {

namespace {

/// A whole configuration is new: everything is to be looked at.
config::ChangeSet everything() {
    config::ChangeSet changes;
    for (int topic = 0; topic < static_cast<int>(config::ChangeTopic::none); ++topic)
        changes.add(static_cast<config::ChangeTopic>(topic));
    return changes;
}

constexpr int settle_rounds = 10000;

bool is_diffie_hellman(const ike::Job& job) {
    return std::holds_alternative<ike::job::GenerateKeyPair>(job) || std::holds_alternative<ike::job::SharedSecret>(job);
}

/// "line 12: crypto ikev2 porposal X: % Invalid input detected at '^' marker."
std::string message_of(const config::LoadNote& note) {
    const std::string why = note.result.error.empty() ? note.result.warning : note.result.error;
    return "line " + std::to_string(note.origin.line) + ": " + note.line + ": " + why;
}

}  // namespace

Router::Router(RouterSetup setup)
    : setup_(std::move(setup)), crypto_(dataplane::choose_backend(setup_.crypto_backend)),
      clock_offset_(setup_.unix_at_start * 1'000'000'000) {
    if (!crypto_) crypto_ = dataplane::choose_backend("openssl");
    if (!setup_.nvram) setup_.nvram = std::make_unique<MemoryNvram>();
    build_parts();
    consoles_.push_back(std::make_unique<Console>(*this, setup_.console));
}

/// What still runs on a terminal gives back what it holds of the router.
Router::~Router() {
    consoles_.clear();
    stop_packets();
}

void Router::stop_packets() {
    if (setup_.packets) setup_.packets->stop();
}

/// The engine and the data plane hold references to the configuration, so all three are made anew together.
void Router::build_parts() {
    stop_packets();
    engine_.reset();
    data_plane_.reset();
    captures_.clear();
    configuration_ = std::make_unique<config::Configuration>();
    aaa_.use(*configuration_);
    const unsigned workers = 1 + (setup_.packets ? setup_.packets->threads() : 0);
    data_plane_ = std::make_unique<dataplane::DataPlane>(
        dataplane::Setup{setup_.node_name, setup_.random.get(), crypto_.get(), this, setup_.mac_seed, workers, setup_.packets});
    if (setup_.key_log) logged_keys_ = std::make_unique<LoggedKeyEngine>(*data_plane_, *setup_.key_log);
    dataplane::KeyEngine* const keys = logged_keys_ ? static_cast<dataplane::KeyEngine*>(logged_keys_.get()) : data_plane_.get();
    engine_ = std::make_unique<ike::Engine>(*configuration_, ike::Ports{this, keys, data_plane_.get(), this, &aaa_, &pki_, this,
                                                                        setup_.random.get(), setup_.key_log.get()});
}

void Router::boot(std::optional<std::string_view> text, Instant now) {
    const Turn turn(*this, now);
    load_startup(text, now);
    for (auto& console : consoles_) console->start(now);
}

void Router::load_startup(std::optional<std::string_view> text, Instant now) {
    booted_ = now;
    load_messages_.clear();
    startup_changed_ = true;
    rejected_lines_ = 0;
    const auto saved = startup_configuration();
    const std::string stored = saved ? *saved : std::string{text.value_or(std::string_view{})};
    const config::LoadReport report = config::load_configuration(*configuration_, stored);
    master_key_.load(*setup_.nvram);
    const bool names_master_key = obey_master_key_line();
    protect_secrets();
    for (const config::LoadNote& note : report.notes) load_messages_.push_back(message_of(note));
    rejected_lines_ = report.rejected;
    if (configuration_->system.hostname.empty()) configuration_->system.hostname = setup_.node_name;
    if (names_master_key) setup_.nvram->write("startup-config", running_configuration());
    else if (!saved && !stored.empty()) setup_.nvram->write("startup-config", stored);
    add_hardware();
    data_plane_->configure(*configuration_, everything(), now);
    for (const auto& [interface, link] : links_) data_plane_->attach(interface, link, now);
    engine_->config_changed(now, everything());
    unmodified_text_ = running_configuration();
    if (setup_.packets) setup_.packets->start(*data_plane_);
    settle(now);
}

/// Interfaces that the machine has but the configuration does not name are there, shut down.
void Router::add_hardware() {
    for (const auto& name : setup_.hardware) {
        if (configuration_->find(name)) continue;
        config::Interface& interface = configuration_->interfaces[name];
        interface.name = name;
        interface.shutdown = true;
    }
}

void Router::attach(const config::InterfaceName& interface, dataplane::Link* link, Instant now) {
    const Turn turn(*this, now);
    links_[interface] = link;
    data_plane_->attach(interface, link, now);
    settle(now);
}

void Router::link_changed(const config::InterfaceName& interface, Instant now) {
    const Turn turn(*this, now);
    data_plane_->link_changed(interface, now);
    settle(now);
}

void Router::receive(const config::InterfaceName& interface, std::span<const std::uint8_t> frame, Instant now) {
    receive(interface, std::span(&frame, 1), now);
}

void Router::receive(const config::InterfaceName& interface, std::span<const std::span<const std::uint8_t>> frames,
                     Instant now) {
    const Turn turn(*this, now);
    data_plane_->receive(interface, frames, now);
    settle(now);
}

void Router::complete(ike::RequestId id, const ike::Completion& answer, Instant now) {
    const Turn turn(*this, now);
    engine_->complete(now, id, answer);
    settle(now);
}

void Router::tick(Instant now) {
    const Turn turn(*this, now);
    data_plane_->tick(now);
    settle(now);
    engine_->tick(now);
    settle(now);
    for (std::size_t i = 0; i < consoles_.size(); ++i) {
        const auto due = consoles_[i]->next_deadline(), expiry = consoles_[i]->expiry();
        if ((due && *due <= now) || (expiry && *expiry <= now)) consoles_[i]->tick(now);
    }
    settle(now);
    if (login_gate_.quiet_ended(now)) log_quiet_mode_off(*this, now);
    end_captures(now);
    if (reload_asked_) restart(now);
    reload_if_due(now);
}

std::optional<Instant> Router::next_deadline(bool include_background) const {
    std::optional<Instant> next = data_plane_->next_deadline(include_background);
    const auto sooner = [&](std::optional<Instant> other) {
        if (other && (!next || *other < *next)) next = other;
    };
    sooner(engine_->next_deadline(include_background));
    for (const auto& console : consoles_) {
        sooner(console->next_deadline());
        if (include_background) sooner(console->expiry());
    }
    if (include_background) sooner(login_gate_.next_deadline());
    if (include_background) sooner(captures_.next_deadline());
    if (planned_reload_ && include_background) sooner(planned_reload_->at);
    if (include_background) sooner(next_reload_notice_);
    return next;
}

void Router::shut_down(Instant now) {
    const Turn turn(*this, now);
    delete_all_sas(now);
}

/// What an always-on policy would ask for in their place is not to begin.
void Router::delete_all_sas(Instant now) {
    closing_ = true;
    engine_->command(now, ike::command::Shutdown{});
    settle(now);
    closing_ = false;
}

Console& Router::add_console(ConsoleOptions options, Instant now) {
    consoles_.push_back(std::make_unique<Console>(*this, std::move(options)));
    consoles_.back()->start(now);
    return *consoles_.back();
}

void Router::remove_console(Console& console) {
    console.lost(event_time_);
    std::erase_if(consoles_, [&](const auto& held) { return held.get() == &console; });
}

void Router::type(Console& console, std::string_view bytes, Instant now) {
    const Turn turn(*this, now);
    console.input(bytes, now);
    settle(now);
    if (reload_asked_) restart(now);
}

void Router::settle(Instant now) {
    if (settling_) return;
    settling_ = true;
    for (int round = 0; round < settle_rounds; ++round) {
        const bool moved_upcalls = move_upcalls(now), moved_datagrams = move_datagrams(now);
        if (!moved_upcalls && !moved_datagrams && !move_jobs(now)) break;
    }
    settling_ = false;
}

bool Router::move_upcalls(Instant now) {
    const auto upcalls = data_plane_->take_upcalls();
    for (const auto& upcall : upcalls) deliver(upcall, now);
    return !upcalls.empty();
}

bool Router::move_datagrams(Instant now) {
    const auto datagrams = std::exchange(datagrams_, {});
    for (const auto& datagram : datagrams) data_plane_->send(datagram, now);
    return !datagrams.empty();
}

/// One job a round, in order of submission, so that what it causes happens before the next one's answer.
bool Router::move_jobs(Instant now) {
    if (jobs_.empty()) return false;
    PendingJob job = std::move(jobs_.front());
    jobs_.erase(jobs_.begin());
    if (setup_.jobs && is_diffie_hellman(job.job)) return setup_.jobs->run(job.id, std::move(job.job)), true;
    engine_->complete(now, job.id, ike::is_for_aaa(job.job) ? aaa_.answer(job.job) : ike::perform(job.job));
    return true;
}

void Router::deliver(const dataplane::Upcall& upcall, Instant now) {
    struct Visitor {
        Router& router;
        Instant now;
        void operator()(const dataplane::Acquire& acquire) const {
            if (!router.closing_) router.engine_->acquire(now, acquire);
        }
        void operator()(const dataplane::SaExpiry& expiry) const { router.engine_->expire(now, expiry); }
        void operator()(const dataplane::UdpDatagram& datagram) const { router.engine_->receive(now, datagram); }
        void operator()(const dataplane::EchoOutcome& outcome) const { router.deliver(outcome); }
        void operator()(const dataplane::PolicyRemoved& removed) const {
            router.engine_->command(now, ike::command::RemovePairs{removed.inbound_spis});
        }
        void operator()(const dataplane::PeerMoved& moved) const { router.engine_->peer_moved(now, moved); }
        void operator()(const dataplane::UnknownSpi& packet) const { router.engine_->unknown_spi(now, packet); }
    };
    std::visit(Visitor{*this, now}, upcall);
}

void Router::deliver(const dataplane::EchoOutcome& outcome) {
    const auto listener = echoes_.find(static_cast<std::uint16_t>(outcome.token >> 16));
    if (listener != echoes_.end()) listener->second->on(outcome);
}

ike::RequestId Router::submit(ike::Job job) {
    jobs_.push_back({next_request_, std::move(job)});
    return next_request_++;
}

void Router::send(dataplane::UdpDatagram datagram) { datagrams_.push_back(std::move(datagram)); }

}  // namespace cli
