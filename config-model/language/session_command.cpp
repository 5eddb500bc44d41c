#include <algorithm>

#include "config-model/language/session_state.h"
#include "config-model/language/words.h"

namespace config {

namespace {

std::string canonical(const Arg& arg) {
    if (arg.leaf->kind == WordKind::keyword) return std::string(arg.leaf->word);
    if (arg.leaf->kind == WordKind::interface_name)
        if (const auto name = Value<InterfaceName>::read(arg)) return name->text();
    return std::string(arg.text);
}

std::string joined(WordSpan words) {
    std::string text;
    for (const std::string_view word : words) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

std::string_view without_trailing_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// The keywords that name a kept command.
std::string leading(const Words& words, const KnownCommand& command) {
    const std::size_t named = std::min<std::size_t>(command.words, words.size());
    return joined(words.span().first(named));
}

bool holds(const KeptLines& kept, std::string_view path, std::string_view text) {
    const auto lines = kept.in(path);
    return std::any_of(lines.begin(), lines.end(), [&](const KeptLine& line) { return line.text == text; });
}

/// exit, end, do, exit-address-family, quit: everything that acts on the mode itself.
bool may_leave(std::string_view word) { return lower(word[0]) == 'e' || lower(word[0]) == 'd' || lower(word[0]) == 'q'; }

void reject(LineResult& result, const MatchError& error, std::string_view line) {
    result.fate = Fate::rejected;
    result.error = error_text(error, line);
    result.caret = error.kind == MatchError::Kind::invalid ? static_cast<int>(error.column) : -1;
}

void reject(LineResult& result, const Result& outcome, std::string_view line) {
    if (outcome.kind == Result::Kind::invalid) return reject(result, {MatchError::Kind::invalid, outcome.column, 0}, line);
    if (outcome.kind == Result::Kind::incomplete) return reject(result, {MatchError::Kind::incomplete, 0, 0}, line);
    result.fate = Fate::rejected;
    result.error = outcome.text;
}

}  // namespace

std::string entry_name(const Args& args) {
    const Arg* arg = args.value(0);
    return arg ? canonical(*arg) : std::string{};
}

std::string entry_path(std::string_view parent, const Line& opening, const Args& args) {
    std::string path{parent};
    if (!path.empty()) path += '\n';
    path += opening.mode()->prompt();
    for (std::size_t i = 0; i < opening.opening()->keys; ++i)
        if (const Arg* arg = args.value(i)) path.append(" ").append(canonical(*arg));
    return path;
}

Edit ConfigSession::State::edit_for(Form form) const {
    Edit edit;
    edit.look = setting.look;
    edit.interactive = setting.interactive;
    edit.form = form;
    edit.root = root;
    edit.root_tag = root_tag;
    return edit;
}

void ConfigSession::State::leave_to(std::size_t level) {
    while (frames.size() > level) {
        spare.push_back(std::move(frames.back()));
        frames.pop_back();
    }
}

/// Looks every entered entry up again; modes whose entry is gone are left.
void ConfigSession::State::resolve() {
    levels.clear();
    levels.push_back({&root_mode, root});
    for (std::size_t i = 0; i < frames.size(); ++i) {
        void* owner = frames[i]->opening->find(levels.back().owner, frames[i]->args);
        if (!owner) return leave_to(i);
        levels.push_back({frames[i]->mode, owner});
    }
}

/// In a file that indents, an unindented line belongs outside of the modes whose bodies were indented.
std::size_t ConfigSession::State::home_level(std::size_t indent) const {
    std::size_t level = frames.size();
    while (!setting.interactive && level > 0 && frames[level - 1]->indented_body && indent <= frames[level - 1]->indent) --level;
    return level;
}

void ConfigSession::State::command(const Input& input, LineResult& result) {
    resolve();
    const std::size_t innermost = frames.size(), home = home_level(input.indent);
    if (input.words.empty()) return reject(result, {MatchError::Kind::incomplete, 0, 0}, input.raw);
    if (home != innermost && may_leave(input.words[0]) && leave(input, innermost, result)) return;
    const bool inside = home > 0 && !setting.interactive && input.indent > frames[home - 1]->indent;
    if (inside) frames[home - 1]->indented_body = true;
    for (std::size_t level = home + 1; level-- > 0;) {
        if (declared(input, level, result)) return;
        if (level == home && own_line(input, home, result)) return;
        if (inside && level == home && known(input, level, result)) return;
    }
    for (std::size_t level = innermost; level > home; --level)
        if (declared(input, level, result)) return;
    if (known_best(input, home, result)) return;
    for (std::size_t level = innermost; level > home; --level)
        if (known(input, level, result)) return;
    unknown(input, innermost, result);
}

/// `exit` and its like, unindented behind an indented body, mean the innermost mode.
bool ConfigSession::State::leave(const Input& input, std::size_t innermost, LineResult& result) {
    Match match;
    if (!levels[innermost].mode->matcher().match(input.words, input.form, setting.privilege, match)) return false;
    if (input.form != Form::plain || (match.line->control() == Control::none && !match.line->leaves_mode())) return false;
    return apply_or_control(input, match, innermost, result), true;
}

bool ConfigSession::State::declared(const Input& input, std::size_t level, LineResult& result) {
    Match match;
    if (!levels[level].mode->matcher().match(input.words, input.form, setting.privilege, match)) return false;
    if (match.line->control() != Control::none && input.form != Form::plain) return false;   // nothing to negate
    if (is_better_known(input, match, level)) return false;
    return apply_or_control(input, match, level, result), true;
}

/// A kept command whose word is spelled out goes before a declaration that the word abbreviates (`crypto key`, and not `crypto keyring`).
bool ConfigSession::State::is_better_known(const Input& input, const Match& match, std::size_t level) const {
    const auto abbreviates = [](const Arg& arg) { return arg.leaf->kind == WordKind::keyword && arg.text.size() < arg.leaf->word.size(); };
    if (!setting.known || std::none_of(match.args.begin(), match.args.end(), abbreviates)) return false;
    const auto command = setting.known(levels[level].mode->prompt(), input.words.span());
    return command && command->spelled > levels[level].mode->matcher().spelled_words(input.words, setting.privilege);
}

/// A line whose words a declaration understands further than the table of kept commands does is a bad line of that declaration
/// ("ip mtu 20" is not the beginning of "ipv6 mtu"). A single abbreviated word says too little to be kept.
bool ConfigSession::State::is_better_declared(const Input& input, const KnownCommand& command) const {
    if (!command.exact && command.words == 1) return true;
    for (const auto& level : levels) {
        if (command.spelled > level.mode->matcher().spelled_words(input.words, setting.privilege)) continue;
        const MatchError error = level.mode->matcher().explain(input.words, input.form, setting.privilege);
        const bool is_as_good = error.words == command.words || error.kind == MatchError::Kind::ambiguous;
        if (error.words > command.words || (is_as_good && !command.exact)) return true;
    }
    return false;
}

/// What is only the beginning of a typed mode's own line (`identity` of a peer) is not a kept command of the modes around it.
bool ConfigSession::State::is_incomplete_within(const Input& input, std::size_t outer) const {
    for (std::size_t level = levels.size(); setting.interactive && --level > outer;) {
        const MatchError error = levels[level].mode->matcher().explain(input.words, input.form, setting.privilege);
        if (error.kind == MatchError::Kind::incomplete) return true;
    }
    return false;
}

bool ConfigSession::State::known(const Input& input, std::size_t level, LineResult& result) {
    if (!setting.known) return false;
    const auto command = setting.known(levels[level].mode->prompt(), input.words.span());
    if (!command || is_better_declared(input, *command) || is_incomplete_within(input, level)) return false;
    if (input.form == Form::plain) keep(input, *command, level, result);
    else keep_no(input, *command, level, result);
    return true;
}

/// A kept line of the mode that is spelled out, and of which no enclosing mode knows a longer name: `crypto ipsec df-bit` of an interface.
bool ConfigSession::State::own_line(const Input& input, std::size_t home, LineResult& result) {
    const auto words = input.words.span();
    const auto command = home > 0 && setting.known ? setting.known(levels[home].mode->prompt(), words) : std::nullopt;
    if (!command || command->words < 2 || command->spelled < command->words) return false;
    for (std::size_t level = home; level-- > 0;) {
        const auto outer = setting.known(levels[level].mode->prompt(), words);
        if (outer && outer->words > command->words) return false;
        if (levels[level].mode->matcher().spelled_words(input.words, setting.privilege) > command->words) return false;
    }
    if (input.form == Form::plain) keep(input, *command, home, result);
    else keep_no(input, *command, home, result);
    return true;
}

/// The kept command that names most of the line, of the modes up to `home`; the innermost of equals (`ip nat inside` is an
/// interface's line, `ip nat inside source` is not).
bool ConfigSession::State::known_best(const Input& input, std::size_t home, LineResult& result) {
    if (!setting.known) return false;
    std::vector<std::pair<unsigned, std::size_t>> order;   // words, level
    for (std::size_t level = home + 1; level-- > 0;)
        if (const auto command = setting.known(levels[level].mode->prompt(), input.words.span())) order.emplace_back(command->words, level);
    std::stable_sort(order.begin(), order.end(), [](const auto& left, const auto& right) { return left.first > right.first; });
    return std::any_of(order.begin(), order.end(), [&](const auto& at) { return known(input, at.second, result); });
}

/// The error of the mode that understood most of the line; the innermost of equals. What is ambiguous there is not looked for outside.
void ConfigSession::State::unknown(const Input& input, std::size_t innermost, LineResult& result) {
    MatchError best;
    for (std::size_t level = innermost + 1; level-- > 0;) {
        const MatchError error = levels[level].mode->matcher().explain(input.words, input.form, setting.privilege);
        if (level == innermost || error.words > best.words) best = error;
        if (best.kind == MatchError::Kind::ambiguous) break;
    }
    if (best.kind == MatchError::Kind::none) best = {MatchError::Kind::invalid, input.words.column(0), 0};
    reject(result, best, without_trailing_blanks(input.raw.substr(input.indent)));
}

void ConfigSession::State::apply_or_control(const Input& input, const Match& match, std::size_t level, LineResult& result) {
    if (match.line->control() != Control::none) return control(match, level, result);
    if (match.line->leaves_mode()) return leave_to(level == 0 ? 0 : level - 1);
    if (input.form == Form::plain && match.line->body() != Body::none) return start_body(input, match, level, result);
    Edit edit = edit_for(input.form);
    apply(input, match, level, edit, result);
}

void ConfigSession::State::control(const Match& match, std::size_t level, LineResult& result) {
    switch (match.line->control()) {
        case Control::none: break;
        case Control::exec: result.exec = match.args.value(0)->text; break;
        case Control::help: result.exec = "help"; break;
        case Control::exit:
            result.ended = level == 0;
            leave_to(level == 0 ? 0 : level - 1);
            break;
        case Control::end:
            result.ended = true;
            leave_to(0);
            break;
    }
}

void ConfigSession::State::apply(const Input& input, const Match& match, std::size_t level, Edit& edit, LineResult& result) {
    const Line& line = *match.line;
    void* owner = levels[level].owner;
    const bool existed = line.opening() && line.opening()->find(owner, match.args);
    const Result outcome = line.apply(owner, match.args, edit);
    if (!outcome) return reject(result, outcome, input.raw);

    leave_to(level);
    last_of(level) = static_cast<int>(levels[level].mode->matcher().index_of(line));
    if (!edit.notes.empty()) result.notes = std::move(edit.notes);
    if (!edit.changes.empty()) result.changes = std::move(edit.changes);
    add_change(line, match, level, input.form, result);
    note_warning(input, match, level, outcome, result);
    if (line.opening() && input.form == Form::plain) enter(input, line, match.args, level, existed, result);
    if (line.opening() && input.form != Form::plain) kept.remove_under(entry_path(path_of(level), line, match.args));
}

void ConfigSession::State::add_change(const Line& line, const Match& match, std::size_t level, Form form, LineResult& result) const {
    if (!line.topic()) return;
    if (level > 0) return result.changes.add(*line.topic(), frames[0]->name);
    result.changes.add(*line.topic(), line.opening() ? entry_name(match.args) : std::string{}, line.opening() && form == Form::no);
}

void ConfigSession::State::enter(const Input& input, const Line& line, const Args& args, std::size_t level, bool existed, LineResult& result) {
    if (spare.empty()) spare.push_back(std::make_unique<Frame>());
    std::unique_ptr<Frame> frame = std::move(spare.back());
    spare.pop_back();
    frame->mode = line.mode();
    frame->opening = line.opening();
    frame->header = input.raw;
    frame->args = args.moved(input.raw, frame->header);
    frame->path = entry_path(path_of(level), line, frame->args);
    frame->name = entry_name(frame->args);
    frame->indent = input.indent;
    frame->indented_body = false;
    frame->last = -1;
    const void* owner = frame->opening->find(levels[level].owner, frame->args);
    if (!owner) return;
    if (setting.interactive) frame->mode->on_enter(owner, !existed, result.notes);
    frames.push_back(std::move(frame));
}

/// Lines that are acted on but not wholly are remembered beside the model, which prints them itself.
void ConfigSession::State::note_warning(const Input& input, const Match& match, std::size_t level, const Result& outcome, LineResult& result) {
    const std::string_view why = outcome.kind == Result::Kind::warned ? std::string_view{outcome.text} : match.line->warning();
    const bool warned = input.form == Form::plain && !why.empty();
    if (!warned && !kept.has_warned()) return;
    const int index = last_of(level);
    std::string text{without_trailing_blanks(input.raw.substr(input.indent))};
    const bool single = match.line->binding() && !match.line->appends_values();
    if (input.form != Form::plain || single) kept.remove_warned(path_of(level), index, single ? std::string{} : joined(input.words.span()));
    if (!warned) return;
    result.fate = Fate::warned;
    result.warning = why;
    kept.add(path_of(level), {Fate::warned, std::move(text), {}, index, std::string(why), false, origin()});
}

void ConfigSession::State::keep(const Input& input, const KnownCommand& command, std::size_t level, LineResult& result) {
    const std::string path{path_of(level)};
    const std::string text{without_trailing_blanks(input.raw.substr(input.indent))};
    if (!holds(kept, path, text)) {
        kept.remove(path, "no " + joined(input.words.span()));
        if (command.single) kept.remove(path, leading(input.words, command));
    }
    const std::size_t before = kept.in(path).size();
    const std::size_t index = kept.add(path, {command.fate, text, {}, last_of(level), std::string(command.why), true, origin()});
    leave_to(level);
    result.fate = command.fate;
    result.warning = command.why;
    if (command.takes_delimited_body) start_kept_body(input, command, path, index);
    if (!command.block.empty())
        block = {true, path, index, input.indent, std::string(command.block), command.fate, command.takes_quit_body, false, false,
                 kept.in(path).size() > before, {}};
}

/// `no` removes what was kept. In a file, or where IOS prints the `no`, the line itself is kept, too.
void ConfigSession::State::keep_no(const Input& input, const KnownCommand& command, std::size_t level, LineResult& result) {
    const std::string words = joined(input.words.span());
    const std::size_t removed = kept.remove(path_of(level), words);
    leave_to(level);
    const bool from_file = removed == 0 && !setting.interactive && command.block.empty();
    if (input.form == Form::defaulted) kept.remove(path_of(level), "no " + words);
    if (input.form == Form::defaulted || !(command.shows_no || from_file)) return;
    kept.add(path_of(level), {command.fate, "no " + words, {}, last_of(level), std::string(command.why), true, origin()});
    result.fate = command.fate;
    result.warning = command.why;
}

}  // namespace config
