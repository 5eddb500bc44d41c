#include "tests/config-model/language_laws.h"

#include <algorithm>
#include <set>

namespace laws {

using namespace config;

namespace {

using Failures = std::vector<std::string>;

std::string with_word(const std::string& text, const Words& words, std::size_t index, std::string_view other) {
    const std::size_t column = words.column(index);
    return text.substr(0, column) + std::string(other) + text.substr(column + words[index].size());
}

void check_abbreviations(const Matcher& matcher, const Line& line, const std::string& sample, Failures& failures) {
    const Words words(sample);
    Match whole;
    matcher.match(words, Form::plain, 15, whole);
    for (std::size_t i = 0; i < words.size() && i < whole.args.size(); ++i) {
        if (whole.args[i].leaf->kind != WordKind::keyword) continue;
        for (std::size_t length = words[i].size(); --length > 0;) {
            const std::string shorter = with_word(sample, words, i, words[i].substr(0, length));
            Match match;
            if (!matcher.match(Words(shorter), Form::plain, 15, match) || match.args[i].leaf->kind != WordKind::keyword) continue;
            if (match.args[i].leaf->word.size() == length) continue;   // spelled out, it is another keyword
            const bool same = matcher.expanded(Words(shorter), Form::plain, 15) == matcher.expanded(words, Form::plain, 15);
            if (!same || (match.line != whole.line && match.line != &line)) failures.push_back("`" + shorter + "' is not `" + sample + "'");
        }
    }
}

void check_help(const Matcher& matcher, const std::string& sample, Failures& failures) {
    const Words words(sample);
    for (std::size_t i = 0; i <= words.size(); ++i) {
        const std::string prefix = i == words.size() ? sample + " " : sample.substr(0, words.column(i));
        if (matcher.help(Words(prefix), Form::plain, 15).items.empty()) failures.push_back("no help after `" + prefix + "'");
    }
}

std::string sample_for(const Line& line, std::string sample) {
    if (line.body() != Body::until_delimiter) return sample;
    const auto at = sample.find("Some  text ?");
    return at == std::string::npos ? sample : sample.replace(at, std::string::npos, "^CWelcome^C");
}

/// Walks modes depth first; entries are opened by the first sample of their header.
class Walk {
public:
    Walk(const NewRouter& new_router, const Skip& skip, std::size_t& accepted, Failures& failures)
        : new_router_(new_router), skip_(skip), accepted_(accepted), failures_(failures) {}

    void mode(const Mode& mode, std::vector<std::string>& headers) {
        if (headers.size() > 4 || !seen_.insert(&mode).second) return;
        for (std::size_t i = 0; i < mode.matcher().line_count(); ++i) {
            const Line& line = mode.matcher().line(i);
            if (line.control() != Control::none || line.leaves_mode() || line.is_only_no()) continue;
            lines(line, headers);
        }
        seen_.erase(&mode);
    }

private:
    void lines(const Line& line, std::vector<std::string>& headers) {
        bool opened = false;
        for (const std::string& plain : sample_lines(line.syntax())) {
            const std::string sample = sample_for(line, plain);
            if (skip_ && skip_(headers, sample)) continue;
            const bool fits = edit(line, sample, headers);
            if (!line.opening() || !fits || opened) continue;
            opened = true;
            headers.push_back(sample);
            mode(*line.mode(), headers);
            headers.pop_back();
        }
    }

    std::unique_ptr<Router> prepared(const std::vector<std::string>& headers) const {
        auto router = new_router_();
        for (const std::string& header : headers) router->session().feed(header);
        return router;
    }

    LineResult feed(Router& router, const Line& line, const std::string& text) const {
        LineResult result = router.session().feed(text);
        for (const char* rest : {"30820201", "quit"})
            if (router.session().in_body() && line.body() == Body::until_quit) result = router.session().feed(rest);
        return result;
    }

    bool edit(const Line& line, const std::string& sample, const std::vector<std::string>& headers) {
        const auto router = prepared(headers);
        const std::string before = router->text();
        if (feed(*router, line, sample).fate == Fate::rejected) return false;
        ++accepted_;
        const std::string after = router->text();
        for (const std::string& failure : round_trip_failures(new_router_, after)) failures_.push_back(place(headers) + sample + ": " + failure);
        if (line.opening()) router->session().feed("exit");
        // A line that says what is the default anyway: its `no` is the change, and the line undoes that.
        if (after == before) feed(*router, line, "no " + sample);
        undo(*router, line, after == before ? sample : "no " + sample, before, headers);
        const auto other = prepared(headers);
        feed(*other, line, sample);
        if (line.opening()) other->session().feed("exit");
        else undo(*other, line, "default " + sample, before, headers);
        return true;
    }

    void undo(Router& router, const Line& line, const std::string& text, const std::string& before, const std::vector<std::string>& headers) {
        const LineResult result = feed(router, line, text);
        if (result.fate == Fate::rejected) failures_.push_back(place(headers) + text + ": " + result.error);
        else if (router.text() != before) failures_.push_back(place(headers) + text + ": " + first_difference(before, router.text()));
    }

    static std::string place(const std::vector<std::string>& headers) {
        std::string text;
        for (const std::string& header : headers) text += header + " / ";
        return text;
    }

    const NewRouter& new_router_;
    const Skip& skip_;
    std::size_t& accepted_;
    Failures& failures_;
    std::set<const Mode*> seen_;
};

void words_of_mode(const Mode& mode, std::set<const Mode*>& seen, Failures& failures) {
    if (!seen.insert(&mode).second) return;
    for (std::string& failure : words_failures(mode.matcher())) failures.push_back(std::string(mode.prompt()) + ": " + failure);
    for (std::size_t i = 0; i < mode.matcher().line_count(); ++i)
        if (const Line& line = mode.matcher().line(i); line.opening()) words_of_mode(*line.mode(), seen, failures);
}

}  // namespace

std::vector<std::string> words_failures(const Matcher& matcher) {
    Failures failures;
    for (std::size_t i = 0; i < matcher.line_count(); ++i) {
        const Line& line = matcher.line(i);
        for (const std::string& sample : sample_lines(line.syntax())) {
            Match match;
            const Form form = line.is_only_no() ? Form::no : Form::plain;
            if (!matcher.match(Words(sample), form, 15, match)) {
                failures.push_back("`" + sample + "' is not matched");
            } else if (!line.is_only_no()) {
                if (line.is_hidden()) continue;
                check_abbreviations(matcher, line, sample, failures);
                check_help(matcher, sample, failures);
            }
        }
    }
    return failures;
}

std::vector<std::string> words_failures(const Mode& root_mode) {
    Failures failures;
    std::set<const Mode*> seen;
    words_of_mode(root_mode, seen, failures);
    return failures;
}

std::vector<std::string> edit_failures(const Mode& root_mode, const NewRouter& new_router, const Skip& skip, std::size_t& accepted) {
    Failures failures;
    std::vector<std::string> headers;
    Walk(new_router, skip, accepted, failures).mode(root_mode, headers);
    return failures;
}

std::vector<std::string> round_trip_failures(const NewRouter& new_router, std::string_view configuration) {
    const auto first = new_router();
    load(first->session(), configuration);
    const std::string once = first->text();
    const auto second = new_router();
    const LoadReport report = load(second->session(), once);
    Failures failures;
    for (const LoadNote& note : report.notes)
        if (note.result.fate == Fate::rejected) failures.push_back("its own line `" + note.line + "' is rejected");
    if (second->text() != once) failures.push_back(first_difference(once, second->text()));
    return failures;
}

std::string first_difference(std::string_view left, std::string_view right) {
    while (!left.empty() || !right.empty()) {
        const auto one = left.substr(0, left.find('\n')), other = right.substr(0, right.find('\n'));
        if (one != other) return "`" + std::string(one) + "' became `" + std::string(other) + "'";
        left.remove_prefix(std::min(one.size() + 1, left.size()));
        right.remove_prefix(std::min(other.size() + 1, right.size()));
    }
    return "the same";
}

}  // namespace laws
