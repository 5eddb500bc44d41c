#include "cli/runtime/standard_console.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "cli/runtime/raw_terminal.h"

namespace cli {

namespace asio = boost::asio;

namespace {

constexpr int patience = 1000;   ///< milliseconds for the reader of the last words

}  // namespace

StandardConsole::StandardConsole(asio::io_context& io, Listener listener)
    : input_(io, ::dup(STDIN_FILENO)), output_(io, ::dup(STDOUT_FILENO)), listener_(std::move(listener)),
      input_flags_(::fcntl(STDIN_FILENO, F_GETFL)), output_flags_(::fcntl(STDOUT_FILENO, F_GETFL)) {
    std::signal(SIGPIPE, SIG_IGN);
    output_.native_non_blocking(true);
}

/// Other programs have the same terminal.
StandardConsole::~StandardConsole() {
    ::fcntl(STDIN_FILENO, F_SETFL, input_flags_);
    ::fcntl(STDOUT_FILENO, F_SETFL, output_flags_);
}

ConsoleOptions StandardConsole::terminal_options() {
    const RawTerminal::Size size = RawTerminal::size_of(STDIN_FILENO);
    ConsoleOptions options;
    options.terminal.length = size.rows;
    options.terminal.width = size.columns;
    options.terminal.logging_synchronous = true;
    return options;
}

void StandardConsole::read() {
    if (reading_ || ended_) return;
    reading_ = true;
    input_.async_read_some(asio::buffer(buffer_), [this](const boost::system::error_code& error, std::size_t count) {
        reading_ = false;
        if (error) ended_ = true;
        else listener_.keys({buffer_.data(), count});
        listener_.moved();
    });
}

void StandardConsole::write(std::string text) {
    waiting_ += text;
    write_waiting();
}

/// As much as the reader takes now; 0 or the error that stands in the way of the rest.
int StandardConsole::write_some() {
    while (!waiting_.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, waiting_.data(), waiting_.size());
        if (written < 0 && errno != EINTR) return errno;
        if (written > 0) waiting_.erase(0, static_cast<std::size_t>(written));
    }
    return 0;
}

/// What nobody will read any more is dropped.
void StandardConsole::write_waiting() {
    if (writing_) return;
    const int error = write_some();
    if (error != EAGAIN) return waiting_.clear();
    writing_ = true;
    output_.async_wait(asio::posix::stream_descriptor::wait_write, [this](const boost::system::error_code& trouble) {
        writing_ = false;
        if (trouble) waiting_.clear();
        else write_waiting();
        listener_.moved();
    });
}

void StandardConsole::finish(std::string_view text) {
    waiting_ += text;
    pollfd writable{STDOUT_FILENO, POLLOUT, 0};
    while (write_some() == EAGAIN && ::poll(&writable, 1, patience) > 0) {}
}

}  // namespace cli
