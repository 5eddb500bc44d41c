#include "cli/shell/output_filter.h"

#include <algorithm>
#include <array>

namespace cli {

namespace {

struct ModifierWord {
    std::string_view word;
    Modifier kind;
    std::string_view help;
    std::string_view argument, argument_help;
};

constexpr std::array modifier_words{
    ModifierWord{"append", Modifier::append, "Append redirected output to URL (URLs supporting append operation only)", "flash:", "URL of the file"},
    ModifierWord{"begin", Modifier::begin, "Begin with the line that matches", "LINE", "Regular Expression"},
    ModifierWord{"count", Modifier::count, "Count number of lines which match regexp", "LINE", "Regular Expression"},
    ModifierWord{"exclude", Modifier::exclude, "Exclude lines that match", "LINE", "Regular Expression"},
    ModifierWord{"include", Modifier::include, "Include lines that match", "LINE", "Regular Expression"},
    ModifierWord{"json", Modifier::json, "Print the rows as JSON", {}, {}},
    ModifierWord{"redirect", Modifier::redirect, "Redirect output to a URL", "flash:", "URL of the file"},
    ModifierWord{"section", Modifier::section, "Filter a section of output", "LINE", "Regular Expression"},
    ModifierWord{"tee", Modifier::tee, "Copy output to a URL", "flash:", "URL of the file"},
};

std::string_view trimmed_left(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t");
    return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find_first_of(" \t")); }

struct WordMatch {
    const ModifierWord* word = nullptr;
    unsigned candidates = 0;
    std::size_t common = 0;       ///< letters that some word shares with what was typed
};

WordMatch find_word(std::string_view typed) {
    WordMatch match;
    for (const ModifierWord& each : modifier_words) {
        std::size_t same = 0;
        while (same < typed.size() && config::is_abbreviation(typed.substr(0, same + 1), each.word)) ++same;
        match.common = std::max(match.common, same);
        if (same < typed.size()) continue;
        match.word = &each;
        ++match.candidates;
    }
    return match;
}

ModifierResult failed(config::MatchError::Kind kind, std::size_t column) { return {{}, {kind, column, 0}}; }

std::string_view strip_section_word(std::string_view argument, OutputModifier& modifier) {
    const std::string_view word = first_word(argument);
    const std::string_view rest = trimmed_left(argument.substr(word.size()));
    if (word.empty() || rest.empty()) return argument;
    modifier.inverted = config::is_abbreviation(word, "exclude");
    return modifier.inverted || config::is_abbreviation(word, "include") ? rest : argument;
}

std::size_t indent_of(std::string_view line) {
    const std::size_t at = line.find_first_not_of(' ');
    return at == std::string_view::npos ? line.size() : at;
}

}  // namespace

ModifierResult parse_modifier(std::string_view text) {
    using Kind = config::MatchError::Kind;
    const std::string_view body = trimmed_left(text);
    const std::size_t column = text.size() - body.size();
    const std::string_view word = first_word(body);
    if (word.empty()) return failed(Kind::incomplete, text.size());
    const WordMatch match = find_word(word);
    if (match.candidates == 0) return failed(Kind::invalid, column + match.common);
    if (match.candidates > 1) return failed(Kind::ambiguous, column);

    ModifierResult result;
    result.modifier.kind = match.word->kind;
    std::string_view argument = trimmed_left(body.substr(word.size()));
    if (match.word->kind == Modifier::section) argument = strip_section_word(argument, result.modifier);
    if (argument.empty() != match.word->argument.empty())
        return failed(argument.empty() ? Kind::incomplete : Kind::invalid, argument.empty() ? text.size() : text.size() - argument.size());
    result.modifier.argument = argument;
    return result;
}

config::Help modifier_help(std::string_view text) {
    config::Help help;
    const std::string_view body = trimmed_left(text);
    const std::string_view word = first_word(body);
    if (word.size() == body.size()) {
        help.is_part_of_word = !word.empty();
        for (const ModifierWord& each : modifier_words)
            if (config::is_abbreviation(word, each.word) || word.empty())
                help.items.push_back({std::string{each.word}, std::string{each.help}});
    } else if (const WordMatch match = find_word(word); match.candidates == 1) {
        const bool takes_argument = !match.word->argument.empty();
        if (match.word->kind == Modifier::section && trimmed_left(body.substr(word.size())).empty()) {
            help.items.push_back({"exclude", "Exclude section lines that match"});
            help.items.push_back({"include", "Include section lines that match"});
        }
        help.items.push_back({takes_argument ? std::string{match.word->argument} : "<cr>", std::string{match.word->argument_help}});
    }
    if (help.items.empty()) help.error.kind = config::MatchError::Kind::invalid;
    return help;
}

bool OutputFilter::open(const OutputModifier& modifier) {
    modifier_ = modifier;
    pattern_.reset();
    unfinished_.clear();
    begun_ = false;
    section_indent_.reset();
    count_ = 0;
    const bool is_file = modifier.kind == Modifier::append || modifier.kind == Modifier::redirect || modifier.kind == Modifier::tee;
    if (modifier.argument.empty() || is_file) return true;
    pattern_ = Pattern::compile(modifier.argument);
    return pattern_.has_value();
}

void OutputFilter::pass(std::string_view text, std::string& out) {
    if (!pattern_) {
        out += text;
        return;
    }
    for (const char byte : text) {
        if (byte == '\n') line(out);
        else unfinished_ += byte;
    }
}

void OutputFilter::line(std::string& out) {
    if (wanted()) (out += unfinished_) += '\n';
    unfinished_.clear();
}

bool OutputFilter::wanted() {
    switch (modifier_.kind) {
    case Modifier::include: return pattern_->matches(unfinished_);
    case Modifier::exclude: return !pattern_->matches(unfinished_);
    case Modifier::begin: return begun_ = begun_ || pattern_->matches(unfinished_);
    case Modifier::count: return count_ += pattern_->matches(unfinished_) ? 1 : 0, false;
    case Modifier::section: return in_section() != modifier_.inverted;
    case Modifier::none: case Modifier::append: case Modifier::json: case Modifier::redirect: case Modifier::tee: break;
    }
    return true;
}

/// A matching line and the deeper indented lines below it.
bool OutputFilter::in_section() {
    const std::size_t indent = indent_of(unfinished_);
    if (section_indent_ && indent > *section_indent_) return true;
    section_indent_.reset();
    if (!pattern_->matches(unfinished_)) return false;
    section_indent_ = indent;
    return true;
}

void OutputFilter::finish(std::string& out) {
    if (!unfinished_.empty()) line(out);
    if (modifier_.kind == Modifier::count) out += "Number of lines which match regexp = " + std::to_string(count_) + "\n";
}

}  // namespace cli
