#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "cli/shell/console.h"

namespace cli {

/// Standard input and output as the wire of a console. A reader that stops holds nobody up: what it does not take waits.
class StandardConsole {
public:
    /// What to do with keys, and when output was taken or the input ended.
    struct Listener {
        std::function<void(std::string_view)> keys;
        std::function<void()> moved;
    };
    StandardConsole(boost::asio::io_context& io, Listener listener);
    ~StandardConsole();
    StandardConsole(const StandardConsole&) = delete;
    StandardConsole& operator=(const StandardConsole&) = delete;

    /// Waits for keys, unless it does already or the input has ended.
    void read();
    bool has_ended() const { return ended_; }
    /// Everything written so far is out.
    bool is_idle() const { return waiting_.empty(); }
    void write(std::string text);
    /// The last words: waits for a reader, but not for one that has stopped.
    void finish(std::string_view text);

    /// A terminal's console is as large as its window.
    static ConsoleOptions terminal_options();

private:
    int write_some();
    void write_waiting();

    boost::asio::posix::stream_descriptor input_, output_;
    Listener listener_;
    int input_flags_, output_flags_;        ///< of the descriptors as they were found
    std::array<char, 4096> buffer_{};
    std::string waiting_;
    bool reading_ = false, ended_ = false, writing_ = false;
};

}  // namespace cli
