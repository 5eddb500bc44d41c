#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "config-model/secret.h"

namespace config {

enum class TimestampStyle : std::uint8_t { none, uptime, datetime };

/// `service timestamps debug|log …`
struct Timestamps {
    TimestampStyle style = TimestampStyle::none;
    bool msec = false;
    bool localtime = false;
    bool show_timezone = false;
    bool year = false;
    bool operator==(const Timestamps&) const = default;
};

struct PasswordText {
    std::uint8_t type = 0;                   ///< 0, 4, 5, 6, 7, 8, 9
    bool type_given = false;
    std::string text;
    bool operator==(const PasswordText&) const = default;
};

struct User {
    std::string name;
    std::optional<std::uint8_t> privilege;
    std::optional<PasswordText> password, secret;
    std::string rest;
    bool operator==(const User&) const = default;
};

/// `line con 0`, `line aux 0`, `line vty 0 4`.
struct TerminalLine {
    enum class Kind : std::uint8_t { console, aux, vty, tty } kind = Kind::console;
    std::uint16_t first = 0, last = 0;
    std::optional<PasswordText> password;
    bool login = false, login_local = false;
    bool no_login = false;
    std::string login_authentication;
    std::string authorization_exec;          ///< the list of `aaa authorization exec` that counts here; empty: default
    std::optional<std::uint8_t> privilege;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> exec_timeout;  ///< minutes, seconds
    bool logging_synchronous = false;
    std::optional<std::uint16_t> length, width, history_size;
    std::optional<std::uint16_t> escape_character;
    std::string transport_input, transport_output, transport_preferred;
    std::string access_class_in, access_class_out;   ///< whole: "23 in vrf-also"
    std::string autocommand;                 ///< run in the place of a session
    std::string location;                    ///< what $(line-desc) says
    bool exec = true;                        ///< `no exec`: nobody gets a session here
    bool prompt_timestamp = false;           ///< `exec prompt timestamp`
    std::optional<std::uint16_t> login_response_seconds;   ///< `timeout login response`; not set: 30
    std::vector<std::string> options;        ///< settings of the serial port, whole: stopbits 1, flowcontrol hardware …
    bool operator==(const TerminalLine&) const = default;
};

/// What every router has: con 0, aux 0, vty 0 4 with `login`.
std::vector<TerminalLine> default_terminal_lines();

struct Banner {
    std::string kind;                        ///< motd, login, exec, incoming
    std::string text;                        ///< between the delimiters, line ends as \n
    bool operator==(const Banner&) const = default;
};

struct LoggingHost {
    IpAddress address;
    std::uint16_t port = 514;
    bool operator==(const LoggingHost&) const = default;
};

/// `logging origin-id …`: what stands before each message to a host.
struct LoggingOrigin {
    enum class Kind : std::uint8_t { none, hostname, ip, ipv6, string } kind = Kind::none;
    std::string text;                              ///< of string
    bool operator==(const LoggingOrigin&) const = default;
};

struct LoggingConfig {
    std::optional<std::uint32_t> buffered_bytes;   ///< not set: 4096 and on by default
    bool buffered_off = false;
    std::uint8_t buffered_level = 7;
    bool console_off = false;
    std::uint8_t console_level = 7;
    bool monitor_off = false;
    std::uint8_t monitor_level = 7;
    bool on = true;
    std::vector<LoggingHost> hosts;
    bool trap_off = false;
    std::uint8_t trap_level = 6;
    std::uint8_t facility = 23;                    ///< RFC 3164 §4.1.1; 23 is local7
    std::optional<InterfaceName> source_interface;
    LoggingOrigin origin;
    bool operator==(const LoggingConfig&) const = default;
};

/// A public key that opens the router to a user.
struct SshUserKey {
    std::string type;                        ///< ssh-rsa, ssh-ed25519, …
    std::string hash;                        ///< MD5 of its blob, in capital hexadecimal digits
    std::string comment;
    bool operator==(const SshUserKey&) const = default;
};

/// `username X` of `ip ssh pubkey-chain`.
struct SshUser {
    std::string name;
    std::vector<SshUserKey> keys;
    bool operator==(const SshUser&) const = default;
};

struct SshConfig {
    std::optional<std::uint8_t> version;     ///< not set: 1.99
    std::uint8_t timeout_seconds = 120;
    std::uint8_t retries = 3;
    std::vector<SshUser> users;
    bool operator==(const SshConfig&) const = default;
};

/// When `clock summer-time … recurring` begins or ends: "last Sun Mar 2:00", of the local time until then.
struct SummerTimeEdge {
    std::uint8_t week = 1;                         ///< 1 to 4; 5 is the last
    std::uint8_t day = 0;                          ///< 0 is Sunday
    std::uint8_t month = 1;
    std::uint16_t minutes = 120;                   ///< after midnight
    bool operator==(const SummerTimeEdge&) const = default;
};

struct SummerTime {
    std::string zone;                              ///< "CEST"
    bool rule_given = false;                       ///< else the rule of the United States
    SummerTimeEdge begins{2, 0, 3, 120}, ends{1, 0, 11, 120};
    std::int32_t offset_minutes = 60;
    bool operator==(const SummerTime&) const = default;
};

/// `key config-key password-encrypt [KEY]` until the router has taken it: no part of what the configuration says.
struct MasterKeyLine {
    enum class Kind : std::uint8_t { none, set, erase } kind = Kind::none;
    Secret key;                              ///< empty: it is to be asked for
    bool operator==(const MasterKeyLine&) const { return true; }
};

/// `privilege MODE [all] level N COMMAND`.
struct PrivilegeRule {
    std::string mode;                        ///< exec, configure, interface …
    bool all = false;                        ///< whatever follows the command, too
    std::uint8_t level = 0;
    std::string command;
    bool operator==(const PrivilegeRule&) const = default;
};

/// `login on-failure [log] [trap] [every N]` and `login on-success …`.
struct LoginReports {
    bool log = false, trap = false;
    std::uint16_t every = 1;
    bool operator==(const LoginReports&) const = default;
};

/// `login block-for S attempts N within S` and what belongs to it.
struct LoginGuard {
    std::uint16_t block_seconds = 0;         ///< 0: the router never goes quiet
    std::uint16_t attempts = 0, within_seconds = 0;
    std::string quiet_access_class;          ///< whom quiet mode lets in
    std::optional<std::uint8_t> delay_seconds;
    LoginReports on_failure, on_success;
    bool operator==(const LoginGuard&) const = default;
};

/// `file prompt`: which questions file commands ask.
enum class FilePrompt : std::uint8_t { alert, noisy, quiet };

struct SystemConfig {
    std::string version = "15.2";
    std::string hostname;                    ///< empty: Router
    Timestamps debug_timestamps{TimestampStyle::datetime, true, false, false, false};
    Timestamps log_timestamps{TimestampStyle::datetime, true, false, false, false};
    bool password_encryption = false;
    bool aes_encryption = false;             ///< `password encryption aes`
    MasterKeyLine master_key_line;
    std::optional<std::uint8_t> minimum_password_length;
    bool sequence_numbers = false;
    std::optional<PasswordText> enable_secret, enable_password;
    std::vector<User> users;
    std::vector<TerminalLine> lines = default_terminal_lines();
    std::vector<PrivilegeRule> privileges;
    LoginGuard login_guard;
    std::vector<Banner> banners;
    LoggingConfig logging;
    SshConfig ssh;
    std::string domain_name;
    bool domain_lookup = true;
    std::string clock_timezone;              ///< name, empty: UTC
    std::int32_t clock_offset_minutes = 0;
    std::optional<SummerTime> summer_time;
    FilePrompt file_prompt = FilePrompt::alert;
    bool aaa_new_model = false;
    bool operator==(const SystemConfig&) const = default;
};

}  // namespace config
