#include <algorithm>

#include "config-model/language/session_state.h"
#include "config-model/language/words.h"

namespace config {

namespace {

std::string canonical(const Arg& arg) {
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

/// exit, end, do, exit-address-family, quit: everything that acts on the mode itself.
bool may_leave(std::string_view word) { return lower(word[0]) == 'e' || lower(word[0]) == 'd' || lower(word[0]) == 'q'; }

LineResult rejected(std::string error, int caret) {
    LineResult result;
    result.fate = Fate::rejected;
    result.error = std::move(error);
    result.caret = caret;
    return result;
}

LineResult rejected(const MatchError& error, std::string_view line) {
    const bool has_caret = error.kind == MatchError::Kind::invalid;
    return rejected(error_text(error, line), has_caret ? static_cast<int>(error.column) : -1);
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

LineResult ConfigSession::State::command(const Input& input) {
    resolve();
    const std::size_t innermost = frames.size(), home = home_level(input.indent);
    if (input.words.empty()) return rejected({MatchError::Kind::incomplete, 0, 0}, input.raw);
    if (home != innermost && may_leave(input.words[0])) {
        Match match;
        const bool found = levels[innermost].mode->matcher().match(input.words, input.form, setting.privilege, match);
        if (found && (match.line->control() != Control::none || match.line->leaves_mode())) return apply_or_control(input, match, innermost);
    }
    const bool inside = home > 0 && !setting.interactive && input.indent > frames[home - 1]->indent;
    if (inside) frames[home - 1]->indented_body = true;
    for (std::size_t level = home + 1; level-- > 0;) {
        if (auto result = declared(input, level)) return std::move(*result);
        if (inside && level == home)
            if (auto result = known(input, level)) return std::move(*result);
    }
    for (std::size_t level = innermost; level > home; --level)
        if (auto result = declared(input, level)) return std::move(*result);
    for (std::size_t level = home + 1; level-- > 0;)
        if (auto result = known(input, level)) return std::move(*result);
    for (std::size_t level = innermost; level > home; --level)
        if (auto result = known(input, level)) return std::move(*result);
    return unknown(input, innermost);
}

std::optional<LineResult> ConfigSession::State::declared(const Input& input, std::size_t level) {
    Match match;
    if (!levels[level].mode->matcher().match(input.words, input.form, setting.privilege, match)) return std::nullopt;
    return apply_or_control(input, match, level);
}

std::optional<LineResult> ConfigSession::State::known(const Input& input, std::size_t level) {
    if (!setting.known) return std::nullopt;
    const auto command = setting.known(levels[level].mode->prompt(), input.words.span());
    if (!command) return std::nullopt;
    return input.form == Form::plain ? keep(input, *command, level) : keep_no(input, *command, level);
}

/// The error of the mode that understood most of the line; the innermost of equals.
LineResult ConfigSession::State::unknown(const Input& input, std::size_t innermost) {
    MatchError best;
    for (std::size_t level = innermost + 1; level-- > 0;) {
        const MatchError error = levels[level].mode->matcher().explain(input.words, input.form, setting.privilege);
        if (level == innermost || error.words > best.words) best = error;
    }
    return rejected(best, without_trailing_blanks(input.raw.substr(input.indent)));
}

LineResult ConfigSession::State::apply_or_control(const Input& input, const Match& match, std::size_t level) {
    if (match.line->control() != Control::none) return control(match, level);
    if (match.line->leaves_mode()) {
        leave_to(level == 0 ? 0 : level - 1);
        return {};
    }
    if (input.form == Form::plain && match.line->body() != Body::none)
        if (auto waiting = start_body(input, match, level)) return std::move(*waiting);
    Edit edit = edit_for(input.form);
    return apply(input, match, level, edit);
}

LineResult ConfigSession::State::control(const Match& match, std::size_t level) {
    LineResult result;
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
    return result;
}

LineResult ConfigSession::State::apply(const Input& input, const Match& match, std::size_t level, Edit& edit) {
    const Line& line = *match.line;
    void* owner = levels[level].owner;
    const bool existed = line.opening() && line.opening()->find(owner, match.args);
    const Result outcome = line.apply(owner, match.args, edit);
    if (outcome.kind == Result::Kind::refused) return rejected(outcome.text, -1);
    if (outcome.kind == Result::Kind::invalid)
        return rejected({MatchError::Kind::invalid, outcome.column, 0}, input.raw);
    if (outcome.kind == Result::Kind::incomplete) return rejected({MatchError::Kind::incomplete, 0, 0}, input.raw);

    leave_to(level);
    last_of(level) = static_cast<int>(levels[level].mode->matcher().index_of(line));
    LineResult result;
    result.notes = std::move(edit.notes);
    result.changes = std::move(edit.changes);
    if (line.topic()) {
        const std::string name = level > 0 ? frames[0]->name : line.opening() ? entry_name(match.args) : std::string{};
        result.changes.add(*line.topic(), name, line.opening() && level == 0 && input.form == Form::no);
    }
    note_warning(input, match, level, outcome, result);
    if (line.opening() && input.form == Form::plain) enter(input, line, match.args, level, existed, result);
    if (line.opening() && input.form != Form::plain) kept.remove_under(entry_path(path_of(level), line, match.args));
    return result;
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

LineResult ConfigSession::State::keep(const Input& input, const KnownCommand& command, std::size_t level) {
    const std::string path{path_of(level)};
    const auto words = input.words.span();
    kept.remove(path, std::string("no ").append(joined(words)));
    if (command.single) kept.remove(path, joined(words.first(std::min<std::size_t>(command.words, words.size()))));
    std::string text{without_trailing_blanks(input.raw.substr(input.indent))};
    const std::size_t index = kept.add(path, {command.fate, text, {}, last_of(level), std::string(command.why), true, origin()});
    leave_to(level);
    LineResult result;
    result.fate = command.fate;
    result.warning = command.why;
    if (command.takes_delimited_body) start_kept_body(input, command, path, index);
    if (!command.block.empty())
        block = {true, path, index, input.indent, std::string(command.block), command.fate, command.takes_quit_body, false, false};
    return result;
}

/// `no` removes what was kept. In a file, or where IOS prints the `no`, the line itself is kept, too.
LineResult ConfigSession::State::keep_no(const Input& input, const KnownCommand& command, std::size_t level) {
    const std::string words = joined(input.words.span());
    const std::size_t removed = kept.remove(path_of(level), words);
    LineResult result;
    leave_to(level);
    const bool from_file = removed == 0 && !setting.interactive;
    if (input.form == Form::defaulted) kept.remove(path_of(level), "no " + words);
    if (input.form == Form::defaulted || !(command.shows_no || from_file)) return result;
    kept.add(path_of(level), {command.fate, "no " + words, {}, last_of(level), std::string(command.why), true, origin()});
    result.fate = command.fate;
    result.warning = command.why;
    return result;
}

}  // namespace config
