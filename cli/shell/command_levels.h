#pragma once

#include <string>
#include <string_view>

#include "config-model/language/matcher.h"
#include "config-model/system.h"

namespace cli {

/// What `privilege MODE level N COMMAND` makes of the commands of one mode for a user of one level. A rule is about its command and
/// what follows it, but a single word of EXEC (`debug`) without `all` only about itself; the longest rule counts, and shorter ones bar
/// the way to it.
class CommandLevels {
public:
    /// `mode` in the words of such a line: exec, configure, interface, line …
    CommandLevels(const config::SystemConfig& system, std::string_view mode, unsigned level) : system_(system), mode_(mode), level_(level) {}

    /// May the command be given, whose keywords are these in full and whose level is `own` without rules?
    bool allows(std::string_view command, unsigned own) const;
    /// Is there a rule for this user about what begins with these words?
    bool lowers(std::string_view words) const;
    /// Like Matcher::match: what the rules allow, and nothing else.
    bool match(const config::Matcher& commands, const config::Words& words, config::Match& match) const;
    config::Help help(const config::Matcher& commands, std::string_view text) const;

private:
    bool counts(const config::PrivilegeRule& rule) const { return rule.mode == mode_; }
    bool shows(const config::Words& words, std::string_view item) const;
    bool is_barred(const config::Words& words, std::string_view item) const;

    const config::SystemConfig& system_;
    std::string_view mode_;
    unsigned level_;
};

/// The mode's name in `privilege` lines, by its prompt: "config-if" is interface.
std::string_view privilege_mode(std::string_view prompt);

}  // namespace cli
