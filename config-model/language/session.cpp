#include "config-model/language/session.h"

#include <algorithm>
#include <utility>

#include "config-model/language/session_state.h"
#include "config-model/language/words.h"

namespace config {

ConfigSession::ConfigSession(const Mode& root_mode, void* root, TypeTag root_tag, KeptLines& kept, Setting setting)
    : state_(std::make_unique<State>(root_mode, root, root_tag, kept, std::move(setting))) {}
ConfigSession::~ConfigSession() = default;
ConfigSession::ConfigSession(ConfigSession&&) noexcept = default;

LineResult ConfigSession::feed(std::string_view line) {
    LineResult result;
    state_->feed(line, result);
    return result;
}

void ConfigSession::feed(std::string_view line, LineResult& result) {
    result.reset();
    state_->feed(line, result);
}

void LineResult::reset() {
    fate = Fate::acted_on;
    error.clear();
    caret = -1;
    notes.clear();
    warning.clear();
    changes.clear();
    exec.clear();
    ended = skipped = false;
}

bool ConfigSession::in_body() const { return state_->body.open; }
void ConfigSession::cancel_body() {
    state_->body = {};
    state_->close_blob();
}
Origin ConfigSession::origin() const { return state_->origin(); }
void ConfigSession::set_look(Look look) { state_->setting.look = look; }

std::string_view ConfigSession::prompt() const {
    if (state_->block.open) return state_->block.prompt;
    return state_->frames.empty() ? state_->root_mode.prompt() : state_->frames.back()->mode->prompt();
}

std::string_view ConfigSession::title() const {
    return state_->frames.empty() ? state_->root_mode.title() : state_->frames.back()->mode->title();
}

Form strip_form(Words& words) {
    if (words.empty()) return Form::plain;
    Form form = Form::plain;
    if (same_word(words[0], "no")) form = Form::no;
    else if (words[0].size() > 2 && is_abbreviation(words[0], "default")) form = Form::defaulted;
    if (form != Form::plain) words = words.without_first(1);
    return form;
}

namespace {

/// `no` and `default` stand beside the lines of every mode.
void add_forms(Help& help, std::string_view begun) {
    const std::array<HelpItem, 2> forms{HelpItem{"default", "Set a command to its defaults"},
                                        HelpItem{"no", "Negate a command or set its defaults"}};
    for (const HelpItem& form : forms)
        if (begun.empty() || is_abbreviation(begun, form.word)) help.items.push_back(form);
    std::stable_sort(help.items.begin(), help.items.end(), [](const HelpItem& a, const HelpItem& b) { return a.word < b.word; });
    if (!help.items.empty()) help.error = {};
    help.is_part_of_word = !begun.empty() && !help.items.empty();
}

}  // namespace

Help ConfigSession::help(std::string_view text) const {
    Words words(text);
    const bool first_word = words.empty() || (words.size() == 1 && !words.ends_in_blank());
    const Form form = first_word ? Form::plain : strip_form(words);
    Help best = (state_->frames.empty() ? state_->root_mode : *state_->frames.back()->mode)
                    .matcher().help(words, form, state_->setting.privilege);
    for (std::size_t level = state_->frames.size(); level-- > 0 && best.items.empty();) {
        const Mode& mode = level == 0 ? state_->root_mode : *state_->frames[level - 1]->mode;
        Help outer = mode.matcher().help(words, form, state_->setting.privilege);
        if (!outer.items.empty() || outer.error.words > best.error.words) best = std::move(outer);
    }
    if (first_word) add_forms(best, words.empty() ? std::string_view{} : words[0]);
    return best;
}

std::optional<std::string> ConfigSession::completion(std::string_view text) const {
    const Help help = this->help(text);
    Words words(text);
    if (!help.is_part_of_word || words.empty()) return std::nullopt;
    const std::string_view begun = words[words.size() - 1];
    for (const HelpItem& item : help.items)
        if (same_word(item.word, begun)) return item.word;
    return help.items.size() == 1 ? std::optional(help.items[0].word) : std::nullopt;
}

void ConfigSession::State::feed(std::string_view raw, LineResult& result) {
    ++line_number;
    if (!raw.empty() && raw.back() == '\r') raw.remove_suffix(1);
    if (body.open) return body_line(raw, result);
    const std::size_t indent = std::min(raw.find_first_not_of(" \t"), raw.size());
    if (indent == raw.size()) return void(result.skipped = true);
    if (block.open && block_line(raw, indent, result)) return;
    if (raw[indent] == '!') return void(result.skipped = true);

    Input input{raw, indent, Form::plain, Words(raw)};
    input.form = strip_form(input.words);
    if (!block.open) return command(input, result);
    const KeptBlock before = std::exchange(block, {});
    command(input, result);
    if (result.fate == Fate::rejected && setting.interactive) block = before;
}

}  // namespace config
