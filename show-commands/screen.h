#pragma once

#include "show-commands/text_writer.h"

namespace show {

/// One running `show` command. It resumes where it stopped: each call appends one bounded part (some lines), so that a
/// slow reader never makes it build the whole. Between calls SAs, routes and configuration may come and go.
class Screen {
public:
    virtual ~Screen() = default;
    /// Appends the next part. False when the screen is complete (the call may still have appended its last lines).
    virtual bool print_some(TextWriter& out) = 0;
    /// Whether `| json` is possible. A screen is printed either as text or as JSON, not both.
    virtual bool has_json() const { return false; }
    /// The same rows as a JSON array of objects, one object a line.
    virtual bool json_some(TextWriter& out) { return static_cast<void>(out), false; }
};

}  // namespace show
