#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ipsec-dataplane/instant.h"

namespace cli {

class Exec;

/// A question that a task puts to the terminal.
struct Question {
    enum class Kind : std::uint8_t {
        line,      ///< one edited line
        password,  ///< one line that is not shown
        confirm    ///< one key: Enter and y answer "y", all others "n"
    };
    std::string prompt;
    Kind kind = Kind::line;
};

/// A running EXEC command. After `start` it is driven by answers to its questions and by time, until it calls Exec::finish.
class Task {
public:
    virtual ~Task() = default;
    virtual void start(Exec& exec) = 0;
    virtual void answer(Exec&, std::string_view) {}
    virtual void tick(Exec&) {}
    /// When `tick` wants to be called; nothing while it waits for an answer.
    virtual std::optional<dataplane::Instant> next_deadline() const { return std::nullopt; }
    /// Ctrl-^, or Ctrl-C at a question. The task is finished afterwards; what it prints still appears.
    virtual void cancel(Exec&) {}
};

}  // namespace cli
