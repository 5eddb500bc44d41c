#include "cli/runtime/ssh_connection.h"

#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "cli/exec/login.h"
#include "cli/router/local_aaa.h"

namespace cli {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t queue_limit = 64 * 1024;         ///< octets that wait for a client; its console waits with the rest
constexpr auto patience = std::chrono::seconds(2);     ///< for a client's own end of connection

std::deque<std::string> lines_of(const std::string& command) {
    std::deque<std::string> lines;
    std::istringstream stream(command);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    if (lines.empty()) lines.emplace_back();
    return lines;
}

}  // namespace

SshConnection::SshConnection(tcp::socket socket, SshHost& host, Arrival arrival)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), session_(std::move(arrival)), users_(session_.arrival()),
      ssh_(host, ::dup(socket_.native_handle()), users_) {}

SshConnection::~SshConnection() { end_session(); }

void SshConnection::start() {
    limit(std::chrono::seconds(session_.arrival().router.configuration().system.ssh.timeout_seconds));
    ++handlers_;
    serve();
    --handlers_;
}

/// Everything that the socket allows now.
void SshConnection::serve() {
    if (!socket_.is_open()) return;
    ssh_.serve();
    if (ssh_.stage() == SshSession::Stage::over) return hang_up();
    if (ssh_.stage() == SshSession::Stage::running && !session_.console() && !leaving_) open_console();
    take_input();
    send();
    arm();
}

void SshConnection::open_console() {
    timer_.cancel();
    Router& router = session_.arrival().router;
    ConsoleOptions options = session_.options();
    options.user = ssh_.user();
    options.privilege = exec_privilege(router.configuration(), ssh_.user(), configured_line(router.configuration(), options)).value_or(options.privilege);
    if (ssh_.command()) {
        options.terminal = ConsoleOptions::pipe().terminal;
        options.takes_line_settings = false;
    } else if (const auto window = ssh_.take_window()) {
        if (window->columns != 0) options.terminal.width = window->columns;
        if (window->rows != 0) options.terminal.length = window->rows;
    }
    router.ssh_service().sessions[*session_.arrival().vty] = {ssh_.user(), ssh_.cipher(), ssh_.mac()};
    session_.open(std::move(options));
    if (!ssh_.command()) return session_.arrival().loop.attend(nullptr), void();
    commands_ = lines_of(*ssh_.command());
    session_.take_output();
    next_command();
}

void SshConnection::next_command() {
    exec_output_.begin();
    const std::string line = std::exchange(commands_.front(), {});
    commands_.pop_front();
    type(line + "\r");
    flush();
}

/// The loop may come back to `flush` meanwhile, before the output that was taken on the way is queued.
void SshConnection::type(std::string_view keys) {
    typing_ = true;
    queue(session_.type(keys));
    typing_ = false;
}

void SshConnection::take_input() {
    if (session_.console())
        if (const auto window = ssh_.take_window()) session_.resize({window->columns, window->rows});
    unread_ = true;
    while (unread_ && session_.accepts_input() && !session_.is_finished()) {
        const std::string keys = ssh_.take_keys();
        unread_ = !keys.empty();
        if (unread_) type(keys);
    }
}

void SshConnection::queue(std::string_view output) {
    if (!ssh_.command()) return void(waiting_ += output);
    std::string text = exec_output_.pass(output);
    if (!ssh_.has_terminal()) std::erase(text, '\r');
    waiting_ += text;
}

void SshConnection::flush() {
    if (!socket_.is_open()) return;
    if (session_.console() && waiting_.size() < queue_limit) {
        queue(session_.take_output());
        after_output();
    }
    arm();
}

/// What the console's state asks for once its output is taken: the next command, or the end.
void SshConnection::after_output() {
    Console* const console = session_.console();
    if (!console || leaving_ || typing_) return;
    const bool rests = console->is_at_prompt() && !session_.has_more();
    if (ssh_.command() && console->is_asking_question()) waiting_ += exec_output_.take_held();
    if (ssh_.command() && rests && !commands_.empty()) return next_command();
    if (!ssh_.command() && !rests && ssh_.input_ended() && !std::exchange(ended_, true)) return type("\r");
    const bool has_no_more_to_do = ssh_.command() ? rests : rests && ssh_.input_ended();
    const bool asks_in_vain = ssh_.input_ended() && console->is_asking_question();
    if (console->is_finished() || has_no_more_to_do || asks_in_vain) {
        if (all_sent()) leave(ssh_.command() && (console->failed_commands() > 0 || asks_in_vain) ? 1 : 0);
    }
}

void SshConnection::send() {
    sent_ += ssh_.send(std::string_view(waiting_).substr(sent_));
    if (sent_ == waiting_.size() || sent_ >= queue_limit / 2) waiting_.erase(0, std::exchange(sent_, 0));
    if (!session_.console()) return;
    if (session_.has_more() && waiting_.size() < queue_limit) session_.arrival().loop.attend(nullptr);
    else flush();
}

void SshConnection::arm() {
    if (!socket_.is_open()) return;
    const bool sends = ssh_.wants_to_write() || (!waiting_.empty() && ssh_.has_window());
    const bool goes_on = unread_ && session_.accepts_input();
    wait(tcp::socket::wait_read, reads_);
    if (sends || goes_on) wait(tcp::socket::wait_write, writes_);
}

void SshConnection::wait(tcp::socket::wait_type what, bool& waits) {
    if (waits) return;
    waits = true;
    ++handlers_;
    socket_.async_wait(what, [this, &waits](const boost::system::error_code& error) {
        waits = false;
        if (error) hang_up();
        else serve();
        --handlers_;
        session_.swept();
    });
}

/// The time that the client has.
void SshConnection::limit(std::chrono::seconds time) {
    ++handlers_;
    timer_.expires_after(time);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) hang_up();
        --handlers_;
        session_.swept();
    });
}

/// The client gets the end of the session and a moment to hang up.
void SshConnection::leave(int status) {
    leaving_ = true;
    end_session();
    ssh_.finish(status);
    limit(patience);
}

void SshConnection::hang_up() {
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    timer_.cancel();
    if (!session_.console()) return;
    end_session();
    session_.arrival().loop.attend(nullptr);
}

void SshConnection::end_session() {
    if (session_.console()) session_.arrival().router.ssh_service().sessions.erase(*session_.arrival().vty);
    session_.end();
}

}  // namespace cli
