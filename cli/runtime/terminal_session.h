#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/router/router.h"
#include "cli/runtime/router_loop.h"

namespace cli {

/// Where a connection came in, and what it may use there.
struct Arrival {
    Router& router;
    RouterLoop& loop;
    std::string peer;                          ///< address, for screens and logs
    std::optional<std::uint16_t> vty{};        ///< taken for it; not set: it is the console
    std::function<void()> sweep{};             ///< to be called when a handler of the connection has ended
};

/// The console behind a connection of any protocol. Gives its vty back when it goes.
class TerminalSession {
public:
    struct Window {
        std::uint16_t columns = 0, rows = 0;   ///< 0: not known
    };

    explicit TerminalSession(Arrival arrival) : arrival_(std::move(arrival)), holds_vty_(arrival_.vty.has_value()) {}
    ~TerminalSession();
    TerminalSession(const TerminalSession&) = delete;
    TerminalSession& operator=(const TerminalSession&) = delete;

    /// The line that this arrival stands for, to be completed before `open`.
    ConsoleOptions options() const;
    void open(ConsoleOptions options);
    /// Keys to the console, line by line: what follows `exit` is not for a new session. Returns output that was taken on the way.
    std::string type(std::string_view keys);
    /// The window's size counts while nothing else was configured or typed.
    void resize(Window window);
    std::string take_output() { return console_ ? console_->take_output() : std::string{}; }
    /// The far end or the session is gone.
    void end();

    Console* console() { return console_; }
    bool accepts_input() const { return console_ && console_->accepts_input(); }
    bool is_finished() const { return console_ && console_->is_finished(); }
    bool has_more() const { return console_ && console_->next_deadline().has_value(); }
    const Arrival& arrival() const { return arrival_; }
    /// A handler of the connection has ended; the connection may be gone afterwards.
    void swept() const {
        const auto sweep = arrival_.sweep;
        sweep();
    }

private:
    void give_back();

    Arrival arrival_;
    bool holds_vty_;
    Console* console_ = nullptr;               ///< null before and after the session
    Window window_;                            ///< what the terminal was set to last
};

/// One connection to a line, of whatever protocol.
class LineConnection {
public:
    virtual ~LineConnection() = default;
    virtual void start() = 0;
    /// Sends on what the console printed.
    virtual void flush() = 0;
    /// Its socket is closed and no handler refers to it any more.
    virtual bool is_over() const = 0;
};

}  // namespace cli
