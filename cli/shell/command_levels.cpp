#include "cli/shell/command_levels.h"

#include <algorithm>

#include "config-model/option_lines.h"

namespace cli {

using namespace config;

namespace {

constexpr unsigned highest = 15;

/// How the words of a rule stand to those that were typed or matched; each may be the abbreviation of the other.
enum class Relation : std::uint8_t { other, begins, equal, goes_on };

bool same(std::string_view rule, std::string_view word) { return is_abbreviation(rule, word) || is_abbreviation(word, rule); }

Relation relation(const PrivilegeRule& rule, const Words& words, std::size_t count) {
    const Words own(rule.command);
    for (std::size_t i = 0; i < std::min(own.size(), count); ++i)
        if (!same(own[i], words[i])) return Relation::other;
    if (own.size() == count) return Relation::equal;
    return own.size() < count ? Relation::begins : Relation::goes_on;
}

bool reaches_further(const PrivilegeRule& rule) { return rule.all || rule.mode != "exec" || Words(rule.command).size() > 1; }

}  // namespace

bool CommandLevels::allows(std::string_view command, unsigned own) const {
    const Words words(command);
    unsigned needed = own;
    std::size_t longest = 0;
    for (const PrivilegeRule& rule : system_.privileges) {
        const Relation how = counts(rule) ? relation(rule, words, words.size()) : Relation::other;
        if (how != Relation::begins && how != Relation::equal) continue;
        if (rule.level > level_) return false;
        const std::size_t length = Words(rule.command).size();
        if ((how == Relation::equal || reaches_further(rule)) && length > longest) longest = length, needed = rule.level;
    }
    return needed <= level_;
}

bool CommandLevels::lowers(std::string_view text) const {
    const Words words(text);
    return std::any_of(system_.privileges.begin(), system_.privileges.end(), [&](const PrivilegeRule& rule) {
        return counts(rule) && rule.level <= level_ && relation(rule, words, words.size()) != Relation::other;
    });
}

bool CommandLevels::match(const Matcher& commands, const Words& words, Match& match) const {
    if (commands.match(words, Form::plain, level_, match)) return level_ >= highest || allows(canonical_words(match.args), match.line->privilege());
    if (level_ >= highest || !lowers(words.text())) return false;
    return commands.match(words, Form::plain, highest, match) && allows(canonical_words(match.args), match.line->privilege());
}

/// A keyword above the user's level is shown when it is on the way to a command that a rule gives him, or behind one.
bool CommandLevels::shows(const Words& words, std::string_view item) const {
    const std::size_t typed = words.size() - (words.ends_in_blank() ? 0 : 1);
    return std::any_of(system_.privileges.begin(), system_.privileges.end(), [&](const PrivilegeRule& rule) {
        if (!counts(rule) || rule.level > level_) return false;
        const Relation how = relation(rule, words, typed);
        if (how == Relation::goes_on) return same(Words(rule.command)[typed], item);
        return how == Relation::equal ? item == "<cr>" || reaches_further(rule) : how == Relation::begins && reaches_further(rule);
    });
}

bool CommandLevels::is_barred(const Words& words, std::string_view item) const {
    const std::size_t typed = words.size() - (words.ends_in_blank() ? 0 : 1);
    return std::any_of(system_.privileges.begin(), system_.privileges.end(), [&](const PrivilegeRule& rule) {
        const Words own(rule.command);
        return counts(rule) && rule.level > level_ && own.size() == typed + 1 && relation(rule, words, typed) == Relation::goes_on &&
               same(own[typed], item);
    });
}

Help CommandLevels::help(const Matcher& commands, std::string_view text) const {
    const Words words(text);
    Help help = commands.help(words, Form::plain, level_);
    if (level_ >= highest || system_.privileges.empty()) return help;
    const Help whole = commands.help(words, Form::plain, highest);
    std::vector<HelpItem> items;
    for (const HelpItem& item : whole.items) {
        const bool own = std::any_of(help.items.begin(), help.items.end(), [&](const HelpItem& each) { return each.word == item.word; });
        if (own ? !is_barred(words, item.word) : shows(words, item.word)) items.push_back(item);
    }
    if (items.empty()) return help.items.clear(), help;
    return {std::move(items), {}, whole.is_part_of_word};
}

std::string_view privilege_mode(std::string_view prompt) {
    constexpr std::pair<std::string_view, std::string_view> names[] = {
        {"config", "configure"}, {"config-if", "interface"}, {"config-subif", "interface"}, {"config-line", "line"}, {"config-router", "router"},
    };
    for (const auto& [word, name] : names)
        if (word == prompt) return name;
    constexpr std::string_view leading = "config-";
    return prompt.starts_with(leading) ? prompt.substr(leading.size()) : prompt;
}

}  // namespace cli
