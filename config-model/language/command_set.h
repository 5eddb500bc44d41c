#pragma once

#include <cstdlib>
#include <vector>

#include "config-model/language/matcher.h"

namespace config {

/// EXEC commands over one context type: the same matching, help and errors as configuration lines.
template <class Context, class R>
class CommandSet {
public:
    using Handler = R (*)(Context&, const Args&);

    /// Aborts if a line is not an EXEC command over this context.
    explicit CommandSet(std::vector<std::span<const Line>> lines) : matcher_(std::move(lines)) {
        for (std::size_t i = 0; i < matcher_.line_count(); ++i)
            if (matcher_.line(i).handler_type() != type_tag<Handler>()) std::abort();
    }

    const Matcher& matcher() const { return matcher_; }
    /// Calls the handler of a matched line.
    R run(const Match& match, Context& context) const {
        return reinterpret_cast<Handler>(match.line->handler())(context, match.args);
    }

private:
    Matcher matcher_;
};

}  // namespace config
