#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shell/file_outcome.h"
#include "config-model/change_set.h"
#include "config-model/configuration.h"
#include "config-model/language/session.h"
#include "debug/crypto_conditions.h"
#include "debug/debug_text.h"
#include "ike/engine.h"
#include "ipsec-dataplane/data_plane.h"

namespace show {
struct RouterView;
}

namespace cli {

class MasterKey;
class LoginGate;
class PacketCapture;
class PacketCaptures;

using dataplane::Duration;
using dataplane::Instant;

/// Told about echo requests that it sent. Only records: what follows is sent at the next tick.
class EchoListener {
public:
    virtual ~EchoListener() = default;
    virtual void on(const dataplane::EchoOutcome& outcome) = 0;
};

/// What the shell and the EXEC commands need of a router. All calls are made on the control thread, between engine calls;
/// none of them calls back into the shell before it returns.
class RouterPorts {
public:
    virtual ~RouterPorts() = default;

    // Configuration
    virtual const config::Configuration& configuration() const = 0;
    /// A session that edits the running configuration in place; each line's changes are announced by `apply`.
    virtual config::ConfigSession open_configuration(unsigned privilege) = 0;
    virtual void apply(const config::ChangeSet& changes, Instant now) = 0;
    /// The running configuration as `show running-config` prints it below its heading, down to `end`.
    virtual std::string running_configuration() const = 0;
    /// Feeds a whole file into the running configuration (`copy startup-config running-config`); the number of rejected lines.
    virtual std::size_t merge_configuration(std::string_view text, Instant now) = 0;
    /// Text of the startup configuration in NVRAM; nothing when there is none.
    virtual std::optional<std::string> startup_configuration() const = 0;
    /// The running configuration is not what was loaded or saved last.
    virtual bool is_configuration_modified() const = 0;
    virtual FileOutcome save_startup_configuration(std::string_view text) = 0;
    virtual FileOutcome erase_startup_configuration() = 0;
    /// Files behind `| redirect`, `| append`, `| tee` and `copy`: "flash:name".
    virtual FileOutcome write_file(std::string_view name, std::string_view text, bool append) = 0;
    virtual FileOutcome delete_file(std::string_view name) = 0;
    virtual std::optional<std::string> read_file(std::string_view name) const = 0;
    struct FileEntry { std::string name; std::size_t bytes = 0; };
    virtual std::vector<FileEntry> list_files(std::string_view filesystem) const = 0;
    /// Size of NVRAM.
    virtual std::size_t nvram_bytes() const = 0;

    // Screens
    /// What the screens of one line see. The line completes `terminal` and `history`.
    virtual show::RouterView make_view() = 0;
    /// Brings `now` and all else that is copied up to date; called before each part of a screen.
    virtual void refresh(show::RouterView& view, Instant now) = 0;

    // Packets
    /// A number for EchoRequest::token >> 16; its outcomes go to the listener until `close_echo`.
    virtual std::uint16_t open_echo(EchoListener& listener) = 0;
    virtual void close_echo(std::uint16_t identifier) = 0;
    virtual void send_echo(const dataplane::EchoRequest& request, Instant now) = 0;
    /// One datagram of a `traceroute`; its outcome goes to the same listener.
    virtual void send_probe(const dataplane::ProbeRequest& request, Instant now) = 0;
    /// Addresses in use, learnt ones included: IPv4, then IPv6, link-local last. Empty for an interface that is not there.
    virtual std::vector<config::Prefix> addresses_of(const config::InterfaceName& interface) const = 0;
    /// Is this the address of an interface that is up?
    virtual bool is_own_address(const config::IpAddress& address) const = 0;

    /// `monitor capture`.
    virtual PacketCaptures& captures() = 0;
    /// The capture was started, or stopped.
    virtual void follow_capture(PacketCapture& capture, Instant now) = 0;

    // Clearing
    virtual void command(const ike::Command& command, Instant now) = 0;
    virtual void clear_flow_counters(Instant now) = 0;
    virtual void clear_interface_counters(const std::optional<config::InterfaceName>& interface, Instant now) = 0;
    virtual void clear_access_list_counters(std::string_view list, Instant now) = 0;
    virtual void clear_arp(Instant now) = 0;
    /// The IPv6 neighbour cache.
    virtual void clear_neighbours(Instant now) = 0;
    /// Leases of this router's DHCP server: one, or all.
    virtual void clear_dhcp_bindings(const std::optional<config::IpAddress>& address, Instant now) = 0;
    /// `clear ip nat`.
    virtual void clear_nat_translations(Instant now) = 0;
    virtual void clear_nat_statistics(Instant now) = 0;
    virtual void clear_log() = 0;

    // Debugging and logging
    virtual const debug::Switches& debugging() const = 0;
    virtual void set_debugging(debug::Switch which, bool on) = 0;
    virtual const debug::CryptoConditions& crypto_conditions() const = 0;
    virtual void set_crypto_conditions(debug::CryptoConditions conditions) = 0;
    /// Stamps the message, stores it and sends it to console, monitors and hosts as the configuration says.
    virtual void log(const debug::SyslogMessage& message, Instant now) = 0;

    // Secrets and logins
    /// The `key config-key …` line that was typed last, once: its questions are still to be asked.
    virtual config::MasterKeyLine take_master_key_line() = 0;
    virtual const MasterKey& master_key() const = 0;
    /// Nothing: it is erased. Keys are sealed and opened anew.
    virtual FileOutcome set_master_key(std::optional<std::string_view> passphrase, Instant now) = 0;
    /// Who may log in now, and who failed to.
    virtual LoginGate& login_gate() = 0;

    // The system
    /// Sets the wall clock: nanoseconds since 1970-01-01 UTC at `now`.
    virtual void set_clock(std::int64_t unix_nanoseconds, Instant now) = 0;
    /// The wall clock at `now`, nanoseconds since 1970-01-01 UTC.
    virtual std::int64_t clock(Instant now) const = 0;
    /// Asks for a restart from the startup configuration, done when the current call has returned.
    virtual void reload(Instant now) = 0;
    /// A restart at a time to come; nothing calls it off.
    struct PlannedReload {
        Instant at{};
        std::string by, reason;
    };
    virtual void plan_reload(std::optional<PlannedReload> plan) = 0;
    virtual const std::optional<PlannedReload>& planned_reload() const = 0;
};

}  // namespace cli
