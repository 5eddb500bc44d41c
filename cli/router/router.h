#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/router/job_runner.h"
#include "cli/router/key_log.h"
#include "cli/router/local_aaa.h"
#include "cli/router/log_buffer.h"
#include "cli/router/login_gate.h"
#include "cli/router/master_key.h"
#include "cli/router/nvram.h"
#include "cli/router/packet_capture.h"
#include "cli/router/packet_runner.h"
#include "cli/router/trust_anchors.h"
#include "cli/router/vty_lines.h"
#include "cli/shell/console.h"
#include "cli/shell/ports.h"
#include "debug/debug_text.h"
#include "ike/engine.h"
#include "ipsec-dataplane/crypto/crypto_backend.h"
#include "ipsec-dataplane/data_plane.h"
#include "show-commands/router_view.h"

namespace cli {

/// What makes one router different from another in the same process.
struct RouterSetup {
    std::string node_name;                             ///< prompt and log name until a hostname is configured
    std::unique_ptr<dataplane::RandomSource> random;
    std::unique_ptr<Nvram> nvram;
    std::string crypto_backend = "auto";
    std::int64_t unix_at_start = 0;                    ///< wall clock at Instant 0, seconds
    std::uint32_t mac_seed = 1;
    std::vector<config::InterfaceName> hardware;       ///< interfaces that exist although no configuration names them
    ConsoleOptions console;
    std::shared_ptr<KeyLog> key_log{};                 ///< null: keys stay where they are
    JobRunner* jobs = nullptr;                         ///< null: Diffie-Hellman is done at once; lives longer than the router
    PacketRunner* packets = nullptr;                   ///< null: no packet threads; lives longer than the router
};

/// One router: configuration, IKE engine, data plane, log and consoles, wired together on one thread (packets and Diffie-Hellman may have
/// others). Time is passed in.
class Router final : public RouterPorts, private ike::EventSink, private dataplane::EventSink, private debug::LineSink,
                     private ike::Jobs, private ike::Datagrams {
public:
    explicit Router(RouterSetup setup);
    ~Router() override;

    /// Starts from the startup configuration of NVRAM; `text` is the first one, for a router that never saved any.
    /// The report of lines that were rejected or warned is kept for `load_messages`.
    void boot(std::optional<std::string_view> text, Instant now);
    /// Rejected and warned lines of the last boot, ready to print.
    const std::vector<std::string>& load_messages() const { return load_messages_; }
    std::size_t rejected_lines() const { return rejected_lines_; }

    void attach(const config::InterfaceName& interface, dataplane::Link* link, Instant now);
    void link_changed(const config::InterfaceName& interface, Instant now);
    void receive(const config::InterfaceName& interface, std::span<const std::uint8_t> frame, Instant now);
    void receive(const config::InterfaceName& interface, std::span<const std::span<const std::uint8_t>> frames, Instant now);
    /// The answer of a JobRunner.
    void complete(ike::RequestId id, const ike::Completion& answer, Instant now);
    /// Timers of the engine, the data plane and the consoles, and what packet threads left for this one.
    void tick(Instant now);
    std::optional<Instant> next_deadline(bool include_background) const;
    /// Deletes every SA (DELETE to the peers): the last call before the program ends.
    void shut_down(Instant now);

    Console& console() { return *consoles_.front(); }
    Console& add_console(ConsoleOptions options, Instant now);
    void remove_console(Console& console);
    /// Bytes typed at a console; runs what they cause at this Instant.
    void type(Console& console, std::string_view bytes, Instant now);

    VtyLines& vty_lines() { return vty_lines_; }
    /// What `show ssh` and `show ip ssh` know; kept by who serves SSH.
    show::SshService& ssh_service() { return ssh_service_; }

    ike::Engine& engine() { return *engine_; }
    dataplane::DataPlane& data_plane() { return *data_plane_; }
    const std::string& node_name() const { return setup_.node_name; }
    /// Every log line with its stamp, also those no console shows. For recorders.
    void on_log(std::function<void(std::string_view)> recorder) { recorder_ = std::move(recorder); }

    // RouterPorts
    const config::Configuration& configuration() const override { return *configuration_; }
    config::ConfigSession open_configuration(unsigned privilege) override;
    void apply(const config::ChangeSet& changes, Instant now) override;
    std::string running_configuration() const override;
    std::size_t merge_configuration(std::string_view text, Instant now) override;
    std::optional<std::string> startup_configuration() const override;
    bool is_configuration_modified() const override { return !unmodified_text_ || *unmodified_text_ != running_configuration(); }
    FileOutcome save_startup_configuration(std::string_view text) override;
    FileOutcome erase_startup_configuration() override;
    FileOutcome write_file(std::string_view name, std::string_view text, bool append) override;
    FileOutcome delete_file(std::string_view name) override;
    std::optional<std::string> read_file(std::string_view name) const override;
    std::vector<FileEntry> list_files(std::string_view filesystem) const override;
    std::size_t nvram_bytes() const override { return setup_.nvram->capacity(); }
    show::RouterView make_view() override;
    void refresh(show::RouterView& view, Instant now) override;
    std::uint16_t open_echo(EchoListener& listener) override;
    void close_echo(std::uint16_t identifier) override;
    void send_echo(const dataplane::EchoRequest& request, Instant now) override;
    void send_probe(const dataplane::ProbeRequest& request, Instant now) override;
    std::vector<config::Prefix> addresses_of(const config::InterfaceName& interface) const override;
    bool is_own_address(const config::IpAddress& address) const override;
    void command(const ike::Command& command, Instant now) override;
    void clear_flow_counters(Instant now) override;
    void clear_interface_counters(const std::optional<config::InterfaceName>& interface, Instant now) override;
    void clear_access_list_counters(std::string_view list, Instant now) override;
    void clear_arp(Instant now) override;
    void clear_neighbours(Instant now) override;
    void clear_nat_translations(Instant now) override;
    void clear_nat_statistics(Instant now) override;
    void clear_dhcp_bindings(const std::optional<config::IpAddress>& address, Instant now) override;
    void clear_log() override { log_.clear(); }
    const debug::Switches& debugging() const override { return switches_; }
    void set_debugging(debug::Switch which, bool on) override { switches_.set(which, on); }
    const debug::CryptoConditions& crypto_conditions() const override { return conditions_; }
    void set_crypto_conditions(debug::CryptoConditions conditions) override { conditions_ = std::move(conditions); }
    void log(const debug::SyslogMessage& message, Instant now) override;
    config::MasterKeyLine take_master_key_line() override;
    const MasterKey& master_key() const override { return master_key_; }
    FileOutcome set_master_key(std::optional<std::string_view> passphrase, Instant now) override;
    LoginGate& login_gate() override { return login_gate_; }
    PacketCaptures& captures() override { return captures_; }
    void follow_capture(PacketCapture& capture, Instant now) override;
    void set_clock(std::int64_t unix_nanoseconds, Instant now) override;
    std::int64_t clock(Instant now) const override;
    void reload(Instant now) override;
    void plan_reload(std::optional<PlannedReload> plan) override;
    const std::optional<PlannedReload>& planned_reload() const override { return planned_reload_; }

private:
    /// Moves what the engine and the data plane left in their outboxes until both are at rest.
    void settle(Instant now);
    bool move_upcalls(Instant now);
    bool move_datagrams(Instant now);
    bool move_jobs(Instant now);
    void deliver(const dataplane::Upcall& upcall, Instant now);
    void deliver(const dataplane::EchoOutcome& outcome);
    void give_reload_notice(Instant now);
    void flush_log_lines();
    /// One call from outside: what it logs reaches the terminals when the outermost one ends.
    class Turn {
    public:
        Turn(Router& router, Instant now) : router_(router) { router_.event_time_ = now, ++router_.turns_; }
        ~Turn() { if (--router_.turns_ == 0) router_.flush_log_lines(); }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
    private:
        Router& router_;
    };
    void restart(Instant now);
    void delete_all_sas(Instant now);
    void load_startup(std::optional<std::string_view> text, Instant now);
    void reload_if_due(Instant now);
    void end_captures(Instant now);
    debug::CryptoSubject subject_of(const ike::EventHeader& header) const;
    debug::CryptoSubject subject_of(const ike::isakmp::EventRecord& event) const;
    /// The switches, or none of them when no condition lets the event's lines through.
    const debug::Switches& switches_for(const debug::CryptoSubject& subject, debug::CryptoPart part) const;
    void build_parts();
    void stop_packets();
    void add_hardware();
    /// Does what a `key config-key …` line of a file says; there, nobody is asked. False: there was none.
    bool obey_master_key_line();
    void protect_secrets();

    // ike::EventSink, dataplane::EventSink
    bool wants(const config::IpAddress& peer) const override;
    void on(const ike::Event& event) override;
    bool wants_isakmp(const config::IpAddress& peer) const override;
    void on(const ike::isakmp::EventRecord& event) override;
    bool wants(dataplane::EventGroup group) const override;
    void on(const dataplane::Event& event) override;
    // debug::LineSink
    void debug_line(std::string_view text) override;
    void unstamped_line(std::string_view text) override;
    void syslog(const debug::SyslogMessage& message) override;
    // ike::Jobs, ike::Datagrams
    ike::RequestId submit(ike::Job job) override;
    void send(dataplane::UdpDatagram datagram) override;

    void store(const config::Timestamps& format, std::uint8_t severity, std::string_view text, Instant at);
    void keep(std::uint8_t severity, std::string line);
    void send_to_hosts(std::uint8_t severity, std::string_view line);

    struct PendingJob { ike::RequestId id; ike::Job job; };

    RouterSetup setup_;
    PacketCaptures captures_;                          ///< outlive the data plane that they tap
    std::unique_ptr<config::Configuration> configuration_;
    std::unique_ptr<dataplane::CryptoBackend> crypto_;
    std::unique_ptr<dataplane::DataPlane> data_plane_;
    std::unique_ptr<LoggedKeyEngine> logged_keys_;     ///< in front of it, if there is a key log
    std::unique_ptr<ike::Engine> engine_;
    BuiltInPki pki_;
    LocalAaa aaa_;
    debug::Switches switches_;
    debug::CryptoConditions conditions_;
    LogBuffer log_;
    show::LogCounters log_counters_;
    std::uint64_t log_sequence_ = 0;
    struct LogLine { std::uint8_t severity = 0; std::string text; };
    std::vector<LogLine> unsent_log_lines_;
    std::vector<std::unique_ptr<Console>> consoles_;
    VtyLines vty_lines_;
    MasterKey master_key_;
    LoginGate login_gate_;
    show::SshService ssh_service_;
    std::map<config::InterfaceName, dataplane::Link*> links_;
    std::map<std::uint16_t, EchoListener*> echoes_;
    std::uint16_t next_echo_ = 0;
    std::vector<PendingJob> jobs_;
    std::vector<dataplane::UdpDatagram> datagrams_;
    ike::RequestId next_request_ = 1;
    std::int64_t clock_offset_ = 0;                    ///< unix nanoseconds at Instant 0
    bool clock_set_ = false;
    bool reload_asked_ = false;
    std::optional<PlannedReload> planned_reload_;
    std::optional<Instant> next_reload_notice_;
    std::string_view reload_reason_ = "power-on";
    bool settling_ = false, closing_ = false;
    int turns_ = 0;
    Instant event_time_{};                             ///< of the event being rendered
    Instant booted_{};
    std::string startup_text_;                         ///< what screens see of the startup configuration
    bool startup_changed_ = true;
    std::optional<std::string> unmodified_text_;       ///< running configuration as it was loaded or saved last
    std::vector<std::string> load_messages_;
    std::size_t rejected_lines_ = 0;
    std::function<void(std::string_view)> recorder_;
};

}  // namespace cli
