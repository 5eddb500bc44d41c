#include "show-commands/system/ssh.h"

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

constexpr std::string_view no_sessions = "%No SSHv2 server connections running.";
constexpr std::string_view no_old_sessions = "%No SSHv1 server connections running.";

std::string_view version_text(const config::SshConfig& ssh) { return ssh.version == 2 ? "2.0" : ssh.version == 1 ? "1.5" : "1.99"; }

void print_session(unsigned vty, const SshService::Session& session, std::string_view direction, TextWriter& out) {
    out.line(vty, at(15), "2.0     ", direction, at(28), session.cipher, ' ', at(41), session.mac, ' ', at(55), "Session started ", at(77), session.user);
}

/// What JSON has of the server.
struct IpSshRow {
    const RouterView& view;

    template <class F>
    void fields(F&& field) const {
        const config::SshConfig& ssh = view.configuration.system.ssh;
        const bool enabled = view.ssh && view.ssh->enabled;
        field("enabled", enabled);
        field("version", version_text(ssh));
        field("encryption", unless_empty(enabled ? std::string_view{view.ssh->encryption} : std::string_view{}));
        field("macs", unless_empty(enabled ? std::string_view{view.ssh->macs} : std::string_view{}));
        field("timeout_seconds", ssh.timeout_seconds);
        field("retries", ssh.retries);
        field("host_key", unless_empty(enabled ? std::string_view{view.ssh->host_key} : std::string_view{}));
    }
};

/// A session, for JSON.
struct SshSessionRow {
    unsigned connection;
    SshService::Session session;

    template <class F>
    void fields(F&& field) const {
        field("connection", connection);
        field("version", "2.0");
        field("encryption", session.cipher);
        field("mac", session.mac);
        field("state", "Session started");
        field("username", session.user);
    }
};

std::vector<SshSessionRow> session_rows(const RouterView& view) {
    std::vector<SshSessionRow> rows;
    if (!view.ssh) return rows;
    for (const auto& [vty, session] : view.ssh->sessions) rows.push_back({vty, session});
    return rows;
}

/// Lines of 72 characters, as keys are printed.
void print_key(std::string_view base64, TextWriter& out) {
    const std::string text = "ssh-rsa " + std::string{base64};
    for (std::size_t begin = 0; begin < text.size(); begin += 72) out.line(std::string_view{text}.substr(begin, 72));
}

}  // namespace

void print_ip_ssh(const RouterView& view, TextWriter& out) {
    const config::SshConfig& ssh = view.configuration.system.ssh;
    const bool enabled = view.ssh && view.ssh->enabled;
    out.line("SSH ", enabled ? "Enabled" : "Disabled", " - version ", version_text(ssh));
    if (!enabled) out.line("%Please create RSA keys to enable SSH (and of atleast 768 bits for SSH v2).");
    out.line("Authentication methods:publickey,keyboard-interactive,password");
    if (enabled) out.line("Encryption Algorithms:", view.ssh->encryption).line("MAC Algorithms:", view.ssh->macs);
    out.line("Authentication timeout: ", ssh.timeout_seconds, " secs; Authentication retries: ", ssh.retries);
    if (!enabled) return;
    out.line("Minimum expected Diffie Hellman key size : 2048 bits");
    out.line("IOS Keys in SECSH format(ssh-rsa, base64 encoded): ", view.ssh->host_key.empty() ? "NONE" : view.configuration.hostname());
    if (!view.ssh->host_key.empty()) print_key(view.ssh->host_key, out);
}

void print_ssh(const SshService& service, TextWriter& out) {
    if (service.sessions.empty()) return static_cast<void>(out.line(no_sessions).line(no_old_sessions));
    out.line("Connection     Version Mode Encryption   Hmac          State                 Username");
    for (const auto& [vty, session] : service.sessions)
        for (const std::string_view direction : {"IN", "OUT"}) print_session(vty, session, direction, out);
    out.line(no_old_sessions);
}

std::span<const config::Line> ssh_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("ssh", "Information on SSH"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_ip_ssh(view, out); },
                                [&view] { return std::vector<IpSshRow>{{view}}; });
        }),
        config::line(show_word() >> kw("ssh", "Status of SSH server connections"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_ssh(view.ssh ? *view.ssh : SshService{}, out); },
                                [&view] { return session_rows(view); });
        }),
    };
    return lines;
}

}  // namespace show
