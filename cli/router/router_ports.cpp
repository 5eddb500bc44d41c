#include "cli/router/router.h"

#include <algorithm>
#include <utility>

#include "cli/router/password_protection.h"
#include "config-model/configuration_text.h"
#include "ipsec-dataplane/translation/nat_rules.h"

namespace cli {

namespace {

using Topic = config::ChangeTopic;

/// What holds passwords and keys.
constexpr Topic with_secrets[] = {Topic::users,         Topic::lines,        Topic::isakmp_key,    Topic::isakmp_group, Topic::isakmp_profile,
                                  Topic::isakmp_global, Topic::ikev2_keyring, Topic::ikev2_profile, Topic::ezvpn};

}  // namespace

config::ConfigSession Router::open_configuration(unsigned privilege) {
    return config::configuration_session(*configuration_, true, {}, privilege);
}

std::string Router::running_configuration() const { return config::running_config_text(*configuration_); }

std::size_t Router::merge_configuration(std::string_view text, Instant now) {
    const config::LoadReport report = config::load_configuration(*configuration_, text);
    obey_master_key_line();
    apply(report.changes, now);
    return report.rejected;
}

void Router::apply(const config::ChangeSet& changes, Instant now) {
    if (changes.empty()) return;
    const Turn turn(*this, now);
    if (std::any_of(std::begin(with_secrets), std::end(with_secrets), [&](config::ChangeTopic topic) { return changes.touches(topic); }))
        protect_secrets();
    data_plane_->configure(*configuration_, changes, now);
    engine_->config_changed(now, changes);
    if (changes.touches(config::ChangeTopic::logging))
        log_.limit(configuration_->system.logging.buffered_bytes.value_or(4096));
    settle(now);
}

std::optional<std::string> Router::startup_configuration() const { return setup_.nvram->read("startup-config"); }

FileOutcome Router::save_startup_configuration(std::string_view text) {
    startup_changed_ = true;
    FileOutcome saved = setup_.nvram->write("startup-config", text);
    if (!saved) return saved;
    unmodified_text_ = text;
    if (master_key_.has_older() && text == running_configuration()) master_key_.forget_older(*setup_.nvram);
    return saved;
}

FileOutcome Router::erase_startup_configuration() {
    startup_changed_ = true;
    unmodified_text_.reset();
    return startup_configuration() ? setup_.nvram->erase("startup-config") : FileOutcome{};
}

FileOutcome Router::write_file(std::string_view name, std::string_view text, bool append) {
    startup_changed_ = true;
    if (!append) return setup_.nvram->write(name, text);
    return setup_.nvram->write(name, setup_.nvram->read(name).value_or(std::string{}) + std::string{text});
}

FileOutcome Router::delete_file(std::string_view name) {
    startup_changed_ = true;
    return setup_.nvram->erase(name);
}

std::optional<std::string> Router::read_file(std::string_view name) const { return setup_.nvram->read(name); }

std::vector<RouterPorts::FileEntry> Router::list_files(std::string_view filesystem) const {
    return setup_.nvram->list(filesystem);
}

show::RouterView Router::make_view() { return show::RouterView{*configuration_}; }

void Router::refresh(show::RouterView& view, Instant now) {
    if (std::exchange(startup_changed_, false)) startup_text_ = startup_configuration().value_or(std::string{});
    view.engine = engine_.get();
    view.data_plane = data_plane_.get();
    view.look = configuration_->look();
    view.kept = &configuration_->kept;
    view.now = now;
    view.booted = booted_;
    view.clock = {clock_offset_ / 1'000'000'000, clock_offset_ % 1'000'000'000, clock_set_ ? show::ClockSource::user : show::ClockSource::none};
    view.log = &log_;
    view.log_counters = log_counters_;
    view.reload_reason = reload_reason_;
    view.nvram_bytes = nvram_bytes();
    view.startup_config = startup_text_.empty() ? std::nullopt : std::optional<std::string_view>(startup_text_);
    view.ssh = &ssh_service_;
    view.logins = &login_gate_.watch();
    view.users.clear();
    for (const auto& console : consoles_)
        if (auto user = console->line_user(now)) view.users.push_back(std::move(*user));
    view.debugging.clear();
    for (const auto& names : debug::switch_names())
        if (switches_.on(names.which)) view.debugging.push_back({names.group, names.on});
}

std::uint16_t Router::open_echo(EchoListener& listener) {
    const bool translates = !configuration_->nat.sources.empty() || !configuration_->nat.statics.empty();
    const auto own = [this, translates] { return static_cast<std::uint16_t>(translates ? dataplane::first_own_port | next_echo_ : next_echo_); };
    while (echoes_.contains(own())) ++next_echo_;
    const std::uint16_t identifier = own();
    ++next_echo_;
    echoes_[identifier] = &listener;
    return identifier;
}

void Router::close_echo(std::uint16_t identifier) { echoes_.erase(identifier); }

void Router::send_echo(const dataplane::EchoRequest& request, Instant now) {
    const Turn turn(*this, now);
    data_plane_->send(request, now);
    settle(now);
}

void Router::send_probe(const dataplane::ProbeRequest& request, Instant now) {
    const Turn turn(*this, now);
    data_plane_->send(request, now);
    settle(now);
}

std::vector<config::Prefix> Router::addresses_of(const config::InterfaceName& interface) const { return data_plane_->addresses_of(interface); }

bool Router::is_own_address(const config::IpAddress& address) const {
    return std::any_of(configuration_->interfaces.begin(), configuration_->interfaces.end(), [&](const auto& entry) {
        const auto addresses = data_plane_->addresses_of(entry.first);
        return std::any_of(addresses.begin(), addresses.end(), [&](const config::Prefix& own) { return own.address == address; });
    });
}

void Router::command(const ike::Command& command, Instant now) {
    const Turn turn(*this, now);
    engine_->command(now, command);
    settle(now);
}

void Router::clear_flow_counters(Instant) { data_plane_->clear_flow_counters(); }

void Router::clear_interface_counters(const std::optional<config::InterfaceName>& interface, Instant now) {
    if (interface) return data_plane_->clear_interface_counters(*interface, now);
    data_plane_->clear_interface_counters(now);
}

void Router::clear_access_list_counters(std::string_view list, Instant) {
    if (list.empty()) return data_plane_->clear_access_list_counters();
    data_plane_->clear_access_list_counters(std::string{list});
}

void Router::clear_arp(Instant now) {
    const Turn turn(*this, now);
    data_plane_->clear_arp(now);
    settle(now);
}

void Router::clear_neighbours(Instant now) {
    const Turn turn(*this, now);
    data_plane_->clear_ipv6_neighbours(now);
    settle(now);
}

void Router::clear_nat_translations(Instant) { data_plane_->clear_nat_translations(); }

void Router::clear_nat_statistics(Instant now) { data_plane_->clear_nat_statistics(now); }

void Router::clear_dhcp_bindings(const std::optional<config::IpAddress>& address, Instant) { data_plane_->clear_dhcp_bindings(address); }

config::MasterKeyLine Router::take_master_key_line() { return std::exchange(configuration_->system.master_key_line, {}); }

FileOutcome Router::set_master_key(std::optional<std::string_view> passphrase, Instant now) {
    FileOutcome outcome = passphrase ? master_key_.set(*passphrase, *setup_.nvram) : master_key_.erase(*setup_.nvram);
    config::ChangeSet changes;
    changes.add(Topic::users);
    if (outcome) apply(changes, now);
    return outcome;
}

bool Router::obey_master_key_line() {
    const config::MasterKeyLine line = take_master_key_line();
    const auto octets = line.key.reveal();
    if (line.kind == config::MasterKeyLine::Kind::erase) master_key_.erase(*setup_.nvram);
    else if (line.kind == config::MasterKeyLine::Kind::set && octets.size() >= MasterKey::shortest)
        master_key_.set({reinterpret_cast<const char*>(octets.data()), octets.size()}, *setup_.nvram);
    return line.kind != config::MasterKeyLine::Kind::none;
}

void Router::protect_secrets() {
    protect_passwords(*configuration_, *setup_.random);
    master_key_.protect(*configuration_, *setup_.random);
}

void Router::set_clock(std::int64_t unix_nanoseconds, Instant now) {
    clock_offset_ = unix_nanoseconds - now.time_since_epoch().count();
    clock_set_ = true;
}

std::int64_t Router::clock(Instant now) const { return clock_offset_ + now.time_since_epoch().count(); }

void Router::reload(Instant) { reload_asked_ = true; }

}  // namespace cli
