#include <fmt/format.h>
#include <openssl/crypto.h>

#include "cli/exec/clock.h"
#include "cli/exec/commands.h"
#include "cli/exec/master_key.h"
#include "cli/shell/console_state.h"

namespace cli {

namespace {

/// Where the command behind `do ` begins; 0 when the line is not one.
std::size_t command_after_do(std::string_view line) {
    const config::Words words(line);
    if (words.size() < 1 || !config::same_word(words[0], "do")) return 0;
    const std::size_t end = words.column(0) + 2;
    const std::size_t start = line.find_first_not_of(" \t", end);
    return start == std::string_view::npos ? (end < line.size() ? line.size() : 0) : start;
}

/// `exit` and `end` need nobody's leave.
bool is_leaving(std::string_view line) {
    const config::Words words(line);
    return words.size() == 1 && (config::is_abbreviation(words[0], "exit") || config::is_abbreviation(words[0], "end"));
}

}  // namespace

void Console::State::configure() {
    output.put("Enter configuration commands, one per line.  End with CNTL/Z.\n");
    session.emplace(router.open_configuration(level));
}

void Console::State::run_configuration(std::string_view line) {
    const bool was_in_body = session->in_body();
    if (const std::size_t from = was_in_body ? 0 : command_after_do(line); from != 0) {
        if (from == line.size()) return fail("% Incomplete command.\n\n");
        return run_exec(line, from);
    }
    if (!was_in_body && !may_configure(line)) {
        caret(line.find_first_not_of(" \t"));
        return fail("% Invalid input detected at '^' marker.\n\n");
    }
    const bool asks_aaa = router.configuration().aaa.authorizes_config_commands && !was_in_body && !is_leaving(line);
    if (asks_aaa && !is_authorized(15)) return fail("Command authorization failed.\n\n");
    const std::string clock = clock_text(router, time);
    const config::LineResult result = session->feed(line);
    report(result);
    if (!result.changes.empty()) router.apply(result.changes, time);
    if (result.changes.touches(config::ChangeTopic::clock)) log_clock_update(router, clock, who(), time);
    if (result.ended) leave_configuration();
    if (auto master_key = router.take_master_key_line(); master_key.kind != config::MasterKeyLine::Kind::none) ask_master_key(std::move(master_key));
}

/// The line is remembered without its key.
void Console::State::ask_master_key(config::MasterKeyLine line) {
    constexpr std::string_view words = "key config-key password-encrypt";
    if (!line.key.empty()) configuration_history.amend(words);
    OPENSSL_cleanse(command.data(), command.size());
    command = words;
    run(make_master_key_dialogue(std::move(line)));
}

/// Below level 15 only what `privilege configure …` and its like allow, and what leaves a mode.
bool Console::State::may_configure(std::string_view line) const {
    constexpr unsigned highest = 15;
    const config::Words words(line);
    if (level >= highest || words.empty() || words[0].front() == '!') return true;
    std::string command_words, typed;
    for (std::size_t i = 0; i < words.size(); ++i) {
        typed.append(typed.empty() ? "" : " ").append(words[i]);
        const std::string word = session->completion(typed).value_or(std::string{words[i]});
        const bool is_form = i == 0 && (word == "no" || word == "default");
        if (i == 0 && (word == "exit" || word == "end" || word == "help")) return true;
        if (!is_form) command_words.append(command_words.empty() ? "" : " ").append(word);
    }
    const auto allowed = [&](std::string_view mode) { return CommandLevels(router.configuration().system, mode, level).allows(command_words, highest); };
    return allowed(privilege_mode(session->prompt())) || allowed("configure");
}

void Console::State::report(const config::LineResult& result) {
    if (result.caret >= 0) caret(static_cast<std::size_t>(result.caret));
    if (!result.error.empty()) {
        const bool spaced = result.caret >= 0 || result.error == "% Incomplete command.";
        fail(result.error + (spaced ? "\n\n" : "\n"));
    }
    for (const std::string& note : result.notes) output.put(note + "\n");
}

void Console::State::leave_configuration() {
    session.reset();
    router.log({"SYS", 5, "CONFIG_I", "Configured from console by " + who()}, time);
}

config::Help Console::State::configuration_help(std::string_view text) const {
    const std::size_t from = command_after_do(text);
    return from == 0 ? allowed_help(text) : exec_help(text.substr(from));
}

/// Without what the user's level may not configure.
config::Help Console::State::allowed_help(std::string_view text) const {
    config::Help help = session->help(text);
    constexpr unsigned highest = 15;
    if (level >= highest) return help;
    const std::size_t begun = help.is_part_of_word ? text.find_last_of(" \t") + 1 : text.size();
    const std::string_view before = text.substr(0, begun);
    std::erase_if(help.items, [&](const config::HelpItem& item) {
        const std::string line = std::string{before} + item.word;
        const CommandLevels levels(router.configuration().system, privilege_mode(session->prompt()), level);
        return item.word != "no" && item.word != "default" && !may_configure(line) && !levels.lowers(line);
    });
    return help;
}

std::optional<std::string> Console::State::configuration_completion(std::string_view text) const {
    if (config::same_word(text, "do")) return std::string{text};
    const std::size_t from = command_after_do(text);
    return from == 0 ? session->completion(text) : exec_completion(text.substr(from));
}

}  // namespace cli
