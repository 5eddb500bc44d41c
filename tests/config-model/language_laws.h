#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config-model/language/session.h"

namespace laws {

/// One configuration at its beginning, with the session that edits it and its running-config.
class Router {
public:
    virtual ~Router() = default;
    virtual config::ConfigSession& session() = 0;
    virtual std::string text() const = 0;
};
using NewRouter = std::function<std::unique_ptr<Router>()>;

/// What to leave out, by the whole sample line and the headers above it: combinations that a real router refuses or completes.
using Skip = std::function<bool(const std::vector<std::string>& headers, const std::string& line)>;

// Each law gives one sentence for every line that breaks it.

/// Over the declarations alone: every sample is matched by its own line, every prefix of it has help, and every abbreviation of a
/// keyword that is matched as a keyword means the same line.
std::vector<std::string> words_failures(const config::Matcher& matcher);
/// words_failures of a mode and of every mode that its lines open.
std::vector<std::string> words_failures(const config::Mode& root_mode);

/// From the default configuration, with the entries above created: a line and then its `no` (or, where the line says the default, its
/// `no` and then the line) give the same text, `default` likewise,
/// and the text that the line gives reads back to itself. `accepted` counts the samples that were not refused.
std::vector<std::string> edit_failures(const config::Mode& root_mode, const NewRouter& new_router, const Skip& skip, std::size_t& accepted);

/// parse(render(parse(C))) == parse(C), as text.
std::vector<std::string> round_trip_failures(const NewRouter& new_router, std::string_view configuration);

/// The first line in which two texts differ.
std::string first_difference(std::string_view left, std::string_view right);

}  // namespace laws
