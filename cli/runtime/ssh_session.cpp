#include "cli/runtime/ssh_session.h"

#include <libssh/callbacks.h>
#include <libssh/server.h>
#include <openssl/crypto.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/runtime/ssh_host.h"
#include "config-model/hexadecimal.h"

namespace cli {

namespace {

constexpr int rounds = 8;                            ///< of the library in one call of ours
constexpr std::uint32_t most_at_once = 16 * 1024;    ///< octets of one data message
constexpr std::size_t share = 128 * 1024;            ///< octets of one `send`
constexpr int methods = SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_PUBLICKEY | SSH_AUTH_METHOD_INTERACTIVE;

std::uint16_t size_of(int told) { return static_cast<std::uint16_t>(std::clamp(told, 0, 512)); }

std::string hash_of(ssh_key key) {
    unsigned char* hash = nullptr;
    std::size_t length = 0;
    if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_MD5, &hash, &length) != SSH_OK) return {};
    std::string text = config::hexadecimal({hash, length});
    ssh_clean_pubkey_hash(&hash);
    return text;
}

std::string text_or_empty(const char* text) { return text ? text : ""; }

}  // namespace

struct SshSession::State {
    State(SshHost& host, int socket, const SshGate& asked);
    ~State();

    void set_callbacks();
    void greet();
    bool admit(const char* name, bool fits);
    int interactive(ssh_message message);
    int answer(ssh_message message);
    bool advance();
    bool is_readable() const;
    bool is_stuffed();
    void refuse() { ssh_disconnect(session), stage = Stage::over; }

    static State& of(void* user) { return *static_cast<State*>(user); }
    static int on_none(ssh_session, const char*, void* self) { return of(self).greet(), SSH_AUTH_DENIED; }
    static int on_password(ssh_session, const char* name, const char* password, void* self);
    static int on_key(ssh_session, const char* name, ssh_key key, char proof, void* self);
    static int on_message(ssh_session, ssh_message message, void* self);
    static ssh_channel on_open(ssh_session session, void* self);
    static int on_terminal(ssh_session, ssh_channel, const char*, int columns, int rows, int, int, void* self);
    static int on_window(ssh_session, ssh_channel, int columns, int rows, int, int, void* self);
    static int on_shell(ssh_session, ssh_channel, void* self);
    static int on_exec(ssh_session, ssh_channel, const char* command, void* self);
    static int on_environment(ssh_session, ssh_channel, const char*, const char*, void*) { return 0; }

    const SshGate& gate;
    ssh_session session = ssh_new();
    ssh_event event = ssh_event_new();
    ssh_channel channel = nullptr;
    ssh_server_callbacks_struct server_callbacks{};
    ssh_channel_callbacks_struct channel_callbacks{};
    Stage stage = Stage::handshake;
    std::string user;
    std::optional<std::string> command;
    std::optional<Window> window;
    bool terminal = false, greeted = false;
    unsigned failed = 0;
};

SshSession::State::State(SshHost& host, int socket, const SshGate& asked) : gate(asked) {
    set_callbacks();
    if (!session || !event || !host.accept(session, socket)) stage = Stage::over;
}

SshSession::State::~State() {
    if (event) ssh_event_free(event);
    if (session) ssh_free(session);
}

void SshSession::State::set_callbacks() {
    ssh_callbacks_init(&server_callbacks);
    server_callbacks.userdata = this;
    server_callbacks.auth_none_function = &on_none;
    server_callbacks.auth_password_function = &on_password;
    server_callbacks.auth_pubkey_function = &on_key;
    server_callbacks.channel_open_request_session_function = &on_open;
    ssh_set_server_callbacks(session, &server_callbacks);
    ssh_set_message_callback(session, &on_message, this);
    ssh_set_auth_methods(session, methods);
    ssh_callbacks_init(&channel_callbacks);
    channel_callbacks.userdata = this;
    channel_callbacks.channel_pty_request_function = &on_terminal;
    channel_callbacks.channel_pty_window_change_function = &on_window;
    channel_callbacks.channel_shell_request_function = &on_shell;
    channel_callbacks.channel_exec_request_function = &on_exec;
    channel_callbacks.channel_env_request_function = &on_environment;
}

/// The banner goes once, before the first answer (RFC 4252 §5.4).
void SshSession::State::greet() {
    const std::string banner = std::exchange(greeted, true) ? std::string{} : gate.banner();
    if (banner.empty()) return;
    ssh_string text = ssh_string_from_char(banner.c_str());
    ssh_send_issue_banner(session, text);
    ssh_string_free(text);
}

bool SshSession::State::admit(const char* name, bool fits) {
    if (!fits) return ++failed, false;
    user = text_or_empty(name);
    stage = Stage::waiting;
    return true;
}

int SshSession::State::on_password(ssh_session, const char* name, const char* password, void* self) {
    State& state = of(self);
    state.greet();
    return state.admit(name, state.gate.password_fits(text_or_empty(name), text_or_empty(password))) ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/// An offer is answered, a valid signature admits.
int SshSession::State::on_key(ssh_session, const char* name, ssh_key key, char proof, void* self) {
    State& state = of(self);
    state.greet();
    const bool fits = state.gate.key_fits(text_or_empty(name), hash_of(key));
    if (proof == SSH_PUBLICKEY_STATE_NONE) return fits ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
    return state.admit(name, fits && proof == SSH_PUBLICKEY_STATE_VALID) ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/// What has no callback of its own: keyboard-interactive (RFC 4256). Returns 1 for the library's own refusal.
int SshSession::State::on_message(ssh_session, ssh_message message, void* self) {
    const bool asks = ssh_message_type(message) == SSH_REQUEST_AUTH && ssh_message_subtype(message) == SSH_AUTH_METHOD_INTERACTIVE;
    return asks ? of(self).interactive(message) : 1;
}

int SshSession::State::interactive(ssh_message message) {
    greet();
    if (ssh_message_auth_kbdint_is_response(message)) return answer(message);
    user = text_or_empty(ssh_message_auth_user(message));
    const char* prompts[] = {"Password: "};
    char echo[] = {0};
    ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
    return 0;
}

int SshSession::State::answer(ssh_message message) {
    const std::string name = user;
    const bool one = ssh_userauth_kbdint_getnanswers(session) == 1;
    std::string typed = one ? text_or_empty(ssh_userauth_kbdint_getanswer(session, 0)) : std::string{};
    const bool fits = one && gate.password_fits(name, typed);
    OPENSSL_cleanse(typed.data(), typed.size());
    if (!admit(name.c_str(), fits)) return 1;
    ssh_message_auth_reply_success(message, 0);
    return 0;
}

/// One channel a connection.
ssh_channel SshSession::State::on_open(ssh_session session, void* self) {
    State& state = of(self);
    if (state.channel || state.stage != Stage::waiting) return nullptr;
    state.channel = ssh_channel_new(session);
    if (state.channel) ssh_set_channel_callbacks(state.channel, &state.channel_callbacks);
    return state.channel;
}

int SshSession::State::on_terminal(ssh_session, ssh_channel, const char*, int columns, int rows, int, int, void* self) {
    of(self).terminal = true;
    of(self).window = Window{size_of(columns), size_of(rows)};
    return 0;
}

int SshSession::State::on_window(ssh_session, ssh_channel, int columns, int rows, int, int, void* self) {
    of(self).window = Window{size_of(columns), size_of(rows)};
    return 0;
}

int SshSession::State::on_shell(ssh_session, ssh_channel, void* self) {
    if (of(self).stage != Stage::waiting) return 1;
    of(self).stage = Stage::running;
    return 0;
}

int SshSession::State::on_exec(ssh_session, ssh_channel, const char* command, void* self) {
    if (of(self).stage != Stage::waiting) return 1;
    of(self).command = text_or_empty(command);
    of(self).stage = Stage::running;
    return 0;
}

/// One round of the library. False when there is nothing more to read for now.
bool SshSession::State::advance() {
    if (stage == Stage::over) return false;
    if (stage == Stage::handshake) {
        const int done = ssh_handle_key_exchange(session);
        if (done == SSH_ERROR) return refuse(), false;
        if (done == SSH_AGAIN) return is_readable();
        stage = Stage::authentication;
        ssh_event_add_session(event, session);
        return true;
    }
    if (ssh_event_dopoll(event, 0) == SSH_ERROR || !ssh_is_connected(session)) return refuse(), false;
    if (stage == Stage::authentication && failed >= std::max(1U, gate.retries())) return refuse(), false;
    return is_readable();
}

bool SshSession::State::is_readable() const {
    pollfd socket{ssh_get_fd(session), POLLIN, 0};
    return ::poll(&socket, 1, 0) > 0;
}

/// The library asks for the socket after every write, even if all of it went: whether it really waits shows when it looked.
bool SshSession::State::is_stuffed() {
    if ((ssh_get_poll_flags(session) & SSH_WRITE_PENDING) == 0) return false;
    if (stage == Stage::handshake || ssh_event_dopoll(event, 0) == SSH_ERROR) return true;
    return (ssh_get_poll_flags(session) & SSH_WRITE_PENDING) != 0;
}

SshSession::SshSession(SshHost& host, int socket, const SshGate& gate) : state_(std::make_unique<State>(host, socket, gate)) {}
SshSession::~SshSession() = default;

void SshSession::serve() {
    for (int round = 0; round < rounds; ++round)
        if (!state_->advance()) return;
}

SshSession::Stage SshSession::stage() const { return state_->stage; }
const std::string& SshSession::user() const { return state_->user; }
bool SshSession::has_terminal() const { return state_->terminal; }
std::optional<SshSession::Window> SshSession::take_window() { return std::exchange(state_->window, std::nullopt); }
const std::optional<std::string>& SshSession::command() const { return state_->command; }

std::string SshSession::take_keys() {
    if (!state_->channel || state_->stage != Stage::running) return {};
    std::array<char, 4096> buffer;
    const int count = ssh_channel_read_nonblocking(state_->channel, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string{};
}

bool SshSession::input_ended() const { return state_->channel && ssh_channel_is_eof(state_->channel) != 0; }
bool SshSession::wants_to_write() const { return (ssh_get_poll_flags(state_->session) & SSH_WRITE_PENDING) != 0; }
bool SshSession::has_window() const { return state_->channel && ssh_channel_window_size(state_->channel) > 0; }

std::size_t SshSession::send(std::string_view text) {
    std::size_t sent = 0;
    while (state_->stage == Stage::running && sent < text.size() && sent < share && has_window() && !state_->is_stuffed()) {
        const auto size = std::min({static_cast<std::uint32_t>(text.size() - sent), ssh_channel_window_size(state_->channel), most_at_once});
        const int written = ssh_channel_write(state_->channel, text.data() + sent, size);
        if (written <= 0) break;
        sent += static_cast<std::size_t>(written);
    }
    return sent;
}

void SshSession::finish(int status) {
    if (!state_->channel || state_->stage != Stage::running) return;
    ssh_channel_request_send_exit_status(state_->channel, status);
    ssh_channel_send_eof(state_->channel);
    ssh_channel_close(state_->channel);
}

std::string SshSession::cipher() const { return text_or_empty(ssh_get_cipher_out(state_->session)); }
std::string SshSession::mac() const { return text_or_empty(ssh_get_hmac_out(state_->session)); }

}  // namespace cli
