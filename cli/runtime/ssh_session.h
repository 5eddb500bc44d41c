#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

class SshHost;

/// Who may come in: asked by a session while its client authenticates.
class SshGate {
public:
    virtual ~SshGate() = default;
    /// Shown before the password is asked for; may be empty.
    virtual std::string banner() const = 0;
    virtual bool password_fits(std::string_view user, std::string_view password) const = 0;
    /// `hash`: MD5 of the public key's blob, in capital hexadecimal digits. Whether the client holds the key is proved elsewhere.
    virtual bool key_fits(std::string_view user, std::string_view hash) const = 0;
    /// Failures that a client is allowed.
    virtual unsigned retries() const = 0;
};

/// The server's end of the SSH protocol (RFC 4251 to 4254) on one connected socket, with one session channel: keys in, text out.
/// Never blocks. Callbacks of the library only record; what follows is done by who calls `serve`.
class SshSession {
public:
    enum class Stage : std::uint8_t {
        handshake, authentication,
        waiting,     ///< for the client to ask for a shell or a command
        running,
        over         ///< the connection is gone
    };
    struct Window {
        std::uint16_t columns = 0, rows = 0;
    };

    /// Owns the socket from now on.
    SshSession(SshHost& host, int socket, const SshGate& gate);
    ~SshSession();
    SshSession(const SshSession&) = delete;
    SshSession& operator=(const SshSession&) = delete;

    /// Reads and writes what the socket allows, a bounded share of it.
    void serve();
    Stage stage() const;
    const std::string& user() const;
    bool has_terminal() const;                       ///< the client asked for one (pty-req)
    std::optional<Window> take_window();             ///< told since the last call
    const std::optional<std::string>& command() const;   ///< of an exec request; not set: a shell
    std::string take_keys();
    bool input_ended() const;                        ///< the client will send no more
    /// Sends what the client's window and the socket have room for; returns how much that was.
    std::size_t send(std::string_view text);
    bool wants_to_write() const;                     ///< octets wait in the session for the socket
    bool has_window() const;                         ///< the client takes more text
    /// The end of the session; the client is expected to hang up.
    void finish(int status);
    /// "aes256-ctr" and "hmac-sha1", as `show ssh` names them.
    std::string cipher() const;
    std::string mac() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cli
