#include <algorithm>
#include <unordered_set>

#include "config-model/language/session.h"
#include "config-model/language/words.h"

namespace config {

namespace {

bool is_name_character(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_' || c == '.';
}

/// "R1#show run", "R1>", "R1(config-if)#ip mtu 1400": the length of the prompt, 0 if the line has none.
std::size_t prompt_length(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && is_name_character(line[at])) ++at;
    if (at == 0 || at > 63) return 0;
    if (at < line.size() && line[at] == '(') at = std::min(line.find(')', at), line.size() - 1) + 1;
    return at < line.size() && (line[at] == '#' || line[at] == '>') ? at + 1 : 0;
}

bool is_prompt_of_configuration(std::string_view prompt) { return prompt.find("(c") != std::string_view::npos; }

std::string_view trimmed(std::string_view line) {
    while (!line.empty() && (is_blank(line.back()) || line.back() == '\r')) line.remove_suffix(1);
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    return line;
}

/// Lines around a configuration: a router's own headings, and the commands that brought it on the screen or put it back.
bool is_heading(std::string_view line) {
    constexpr std::string_view beginnings[] = {"Building configuration", "Current configuration", "Using ", "Startup configuration",
                                               "configure terminal", "show running-config", "show run", "sh run", "write memory",
                                               "wr mem", "copy running-config startup-config", "terminal length 0", "term len 0",
                                               "Enter configuration commands, one per line"};
    constexpr std::string_view whole[] = {"enable", "conf t", "config t", "wr", "write", "configure"};
    return std::any_of(std::begin(beginnings), std::end(beginnings), [&](std::string_view text) { return line.starts_with(text); }) ||
           std::find(std::begin(whole), std::end(whole), line) != std::end(whole);
}

class Loader {
public:
    Loader(ConfigSession& session, LoadReport& report) : session_(session), report_(report) {}

    /// False after `end`.
    bool line(std::string_view raw) {
        if (session_.in_body()) return feed(raw);
        const std::size_t prompt = raw.empty() || is_blank(raw[0]) ? 0 : prompt_length(raw);
        if (prompt > 0 && !is_prompt_of_configuration(raw.substr(0, prompt))) return skip();
        if (prompt > 0) raw.remove_prefix(prompt);
        if (!raw.empty() && !is_blank(raw[0]) && is_heading(trimmed(raw))) return skip();
        return feed(raw);
    }

private:
    /// The line is counted, so that origins stay true.
    bool skip() { return session_.feed({}), true; }

    bool feed(std::string_view raw) {
        session_.feed(raw, result_);
        if (result_.skipped || !result_.exec.empty()) return true;
        if (result_.ended) return !same_end(raw);
        count(result_.fate);
        add_changes(result_.changes);
        if (result_.fate == Fate::rejected || result_.fate == Fate::warned)
            report_.notes.push_back({session_.origin(), std::string(trimmed(raw)), result_});
        return true;
    }

    /// `exit` from the top of a file ends nothing.
    static bool same_end(std::string_view raw) { return trimmed(raw).starts_with("en") || trimmed(raw).starts_with("EN"); }

    /// Each change once; a file of many lines changes the same entry again and again.
    void add_changes(const ChangeSet& changes) {
        for (const Change& change : changes.changes) {
            if (!report_.changes.changes.empty() && report_.changes.changes.back() == change) continue;
            std::string key = change.name;
            key.append(1, '\n').append(std::to_string(static_cast<int>(change.topic))).append(change.removed ? "-" : "");
            if (seen_.insert(std::move(key)).second) report_.changes.changes.push_back(change);
        }
    }

    void count(Fate fate) {
        switch (fate) {
            case Fate::acted_on: ++report_.acted_on; break;
            case Fate::kept: ++report_.kept; break;
            case Fate::warned: ++report_.warned; break;
            case Fate::rejected: ++report_.rejected; break;
        }
    }

    ConfigSession& session_;
    LoadReport& report_;
    LineResult result_;
    std::unordered_set<std::string> seen_;
};

}  // namespace

LoadReport load(ConfigSession& session, std::string_view text) {
    LoadReport report;
    Loader loader(session, report);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (!loader.line(text.substr(0, end))) break;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    session.cancel_body();
    return report;
}

}  // namespace config
