#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/router/login_gate.h"
#include "cli/router/master_key.h"
#include "cli/router/nvram.h"
#include "cli/router/packet_capture.h"
#include "cli/shell/console.h"
#include "config-model/modes.h"
#include "show-commands/router_view.h"

/// A router without packets: a real configuration, echoes that are answered as the test says, and notes of all else.
class FakeRouter final : public cli::RouterPorts {
public:
    FakeRouter() { configured.system.hostname = "R1"; }

    const config::Configuration& configuration() const override { return configured; }
    config::ConfigSession open_configuration(unsigned privilege) override { return session(true, privilege); }
    void apply(const config::ChangeSet& changes, cli::Instant) override { applied.add(changes); }
    std::string running_configuration() const override { 
        return config::render(config::global_mode(), &configured, kept, config::running_config_order(), configured.look());
    }
    std::size_t merge_configuration(std::string_view text, cli::Instant) override {
        config::ConfigSession reading = session(false, 15);
        return config::load(reading, text).rejected;
    }
    std::optional<std::string> startup_configuration() const override { return startup; }
    bool is_configuration_modified() const override { return startup.value_or(std::string{}) != running_configuration(); }
    cli::FileOutcome save_startup_configuration(std::string_view text) override {
        if (disk) startup = text;
        return disk;
    }
    cli::FileOutcome erase_startup_configuration() override {
        if (disk) startup.reset();
        return disk;
    }
    cli::FileOutcome write_file(std::string_view name, std::string_view text, bool append) override {
        if (!disk) return disk;
        std::string& file = files[std::string{name}];
        if (!append) file.clear();
        file += text;
        return disk;
    }
    cli::FileOutcome delete_file(std::string_view name) override {
        return files.erase(std::string{name}) == 1 ? cli::FileOutcome{}
                                                    : cli::FileOutcome{cli::FileOutcome::Step::opening, "No such file or directory"};
    }
    std::optional<std::string> read_file(std::string_view name) const override {
        const auto found = files.find(std::string{name});
        return found == files.end() ? std::nullopt : std::optional{found->second};
    }
    std::vector<FileEntry> list_files(std::string_view) const override { return {{"backup.cfg", 1234}}; }
    std::size_t nvram_bytes() const override { return 1024 * 1024; }
    show::RouterView make_view() override { return show::RouterView{configured}; }
    void refresh(show::RouterView& view, cli::Instant now) override { view.now = now, view.logins = &gate.watch(); }
    std::uint16_t open_echo(cli::EchoListener& listener) override { return listener_ = &listener, 7; }
    void close_echo(std::uint16_t) override { listener_ = nullptr; }
    void send_echo(const dataplane::EchoRequest& request, cli::Instant) override { echoes.push_back(request); }
    void send_probe(const dataplane::ProbeRequest& request, cli::Instant) override { probes.push_back(request); }
    /// Answers the newest probe.
    void answer_probe(dataplane::EchoOutcome::Kind kind, std::uint8_t code, const config::IpAddress& from, cli::Instant at) {
        listener_->on({probes.back().token, kind, code, from, at});
    }
    /// Answers the newest request.
    void answer(dataplane::EchoOutcome::Kind kind, cli::Instant at) { listener_->on({echoes.back().token, kind, 0, echoes.back().destination, at}); }
    bool waits_for_echo() const { return listener_ != nullptr; }
    std::vector<config::Prefix> addresses_of(const config::InterfaceName& interface) const override {
        const auto found = addresses.find(interface.text());
        return found == addresses.end() ? std::vector<config::Prefix>{} : found->second;
    }
    bool is_own_address(const config::IpAddress& address) const override { return address.text() == "192.168.1.1"; }
    void command(const ike::Command& command, cli::Instant) override { commands.push_back(command); }
    void clear_flow_counters(cli::Instant) override { notes.push_back("flow counters"); }
    void clear_interface_counters(const std::optional<config::InterfaceName>& interface, cli::Instant) override {
        notes.push_back("interface counters " + (interface ? interface->text() : "all"));
    }
    void clear_access_list_counters(std::string_view list, cli::Instant) override { notes.push_back("list counters " + std::string{list}); }
    void clear_arp(cli::Instant) override { notes.push_back("arp"); }
    void clear_neighbours(cli::Instant) override { notes.push_back("neighbours"); }
    void clear_nat_translations(cli::Instant) override { notes.push_back("nat translations"); }
    void clear_nat_statistics(cli::Instant) override { notes.push_back("nat statistics"); }
    void clear_dhcp_bindings(const std::optional<config::IpAddress>& address, cli::Instant) override {
        notes.push_back("bindings " + (address ? address->text() : "all"));
    }
    void clear_log() override { notes.push_back("log"); }
    const debug::Switches& debugging() const override { return switches; }
    void set_debugging(debug::Switch which, bool on) override { switches.set(which, on); }
    void log(const debug::SyslogMessage& message, cli::Instant) override {
        notes.push_back("%" + std::string{message.facility} + "-" + std::to_string(message.severity) + "-" + std::string{message.mnemonic} + ": " +
                        message.text);
    }
    config::MasterKeyLine take_master_key_line() override { return std::exchange(configured.system.master_key_line, {}); }
    const cli::MasterKey& master_key() const override { return master; }
    cli::FileOutcome set_master_key(std::optional<std::string_view> passphrase, cli::Instant) override {
        return passphrase ? master.set(*passphrase, nvram) : master.erase(nvram);
    }
    cli::LoginGate& login_gate() override { return gate; }
    cli::PacketCaptures& captures() override { return packet_captures; }
    void follow_capture(cli::PacketCapture& capture, cli::Instant) override { packet_captures.note(capture); }
    void set_clock(std::int64_t unix_nanoseconds, cli::Instant) override { clock_set = unix_nanoseconds; }
    std::int64_t clock(cli::Instant now) const override { return clock_set + now.time_since_epoch().count(); }
    void reload(cli::Instant) override { notes.push_back("reload"); }
    const debug::CryptoConditions& crypto_conditions() const override { return conditions; }
    void set_crypto_conditions(debug::CryptoConditions next) override { conditions = std::move(next); }
    void plan_reload(std::optional<PlannedReload> next) override { plan = std::move(next); }
    const std::optional<PlannedReload>& planned_reload() const override { return plan; }

    config::Configuration configured;
    config::KeptLines kept;
    config::ChangeSet applied;
    std::optional<std::string> startup;
    std::map<std::string, std::string> files;
    cli::FileOutcome disk;                  ///< what every write comes to
    std::vector<dataplane::EchoRequest> echoes;
    std::vector<dataplane::ProbeRequest> probes;
    std::map<std::string, std::vector<config::Prefix>> addresses{{"Loopback0", {{config::IpAddress::parse("192.168.1.1").value(), 32}}}};
    std::vector<ike::Command> commands;
    std::vector<std::string> notes;
    debug::Switches switches;
    debug::CryptoConditions conditions;
    std::optional<PlannedReload> plan;
    std::int64_t clock_set = 0;
    cli::MasterKey master;
    cli::MemoryNvram nvram;
    cli::LoginGate gate;
    cli::PacketCaptures packet_captures;

private:
    config::ConfigSession session(bool interactive, unsigned privilege) {
        config::ConfigSession::Setting setting;
        setting.interactive = interactive;
        setting.privilege = privilege;
        return {config::global_mode(), configured, kept, setting};
    }
    cli::EchoListener* listener_ = nullptr;
};

/// A console on such a router, and what its screen received with CR LF written as \n.
class TypedConsole {
public:
    explicit TypedConsole(cli::ConsoleOptions options = {}) : console(router, std::move(options)) {
        console.start(now);
        first = screen();
    }
    /// Types the keys; what came back.
    std::string type(std::string_view keys) {
        console.input(keys, now);
        return screen();
    }
    /// Lets time pass up to the next deadline.
    std::string wait() {
        if (const auto due = console.next_deadline()) now = std::max(now, *due);
        console.tick(now);
        return screen();
    }
    std::string enable() { return type("enable\r"); }
    std::string configure() { return type("enable\rconfigure terminal\r"); }

    FakeRouter router;
    cli::Console console;
    cli::Instant now{};
    std::string first;

private:
    std::string screen() {
        std::string text = console.take_output(), plain;
        for (const char byte : text)
            if (byte != '\r') plain += byte;
        return plain;
    }
};
