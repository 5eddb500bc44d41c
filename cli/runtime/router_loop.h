#pragma once

#include <string>

#include "cli/shell/console.h"

namespace cli {

/// The event loop that routers live in, as the servers of their consoles see it. One thread.
class RouterLoop {
public:
    virtual ~RouterLoop() = default;

    virtual Instant now() const = 0;
    /// To be called after bytes were typed at `console`, or (null) after one ended or its output was taken: runs what is due, passes on
    /// what all consoles printed, and sets the timer anew. Returns output of `console` that was taken on the way.
    virtual std::string attend(Console* console) = 0;
};

}  // namespace cli
