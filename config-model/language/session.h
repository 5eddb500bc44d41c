#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/language/kept_lines.h"
#include "config-model/language/mode.h"

namespace config {

/// What became of one line fed to a session.
struct LineResult {
    Fate fate = Fate::acted_on;
    std::string error{};                ///< IOS's sentence(s), no final newline; empty if there is none
    int caret = -1;                   ///< byte column in the line for the '^' above the error; -1: no caret line
    std::vector<std::string> notes{};   ///< to be printed at a terminal
    std::string warning{};
    ChangeSet changes{};
    std::string exec{};                 ///< `do …`: the EXEC command to run
    bool ended = false;               ///< `end`, Ctrl-Z or `exit` from the top: configuration mode is left
    bool skipped = false;             ///< blank line, comment, text around a pasted file
    /// As new; storage is kept.
    void reset();
};

/// Feeds lines of configuration to a root owner: modes, `no`, `default`, `exit`, `end`, bodies, kept blocks.
/// Bad lines give IOS's error and change nothing. Owners are looked up anew for every line.
class ConfigSession {
public:
    struct Setting {
        Look look = Look::ios15_1;
        bool interactive = false;
        unsigned privilege = 15;
        KnownCommands known = nullptr;
        StandsInBlock stands_in_block = nullptr;
        std::string file{};             ///< name for origins
    };

    template <class Root>
    ConfigSession(const Mode& root_mode, Root& root, KeptLines& kept, Setting setting)
        : ConfigSession(root_mode, &root, type_tag<Root>(), kept, std::move(setting)) {}
    ~ConfigSession();
    ConfigSession(ConfigSession&&) noexcept;

    /// One line, without its newline.
    LineResult feed(std::string_view line);
    void feed(std::string_view line, LineResult& result);
    /// Word inside the prompt's parentheses: config, config-if, config-ikev2-keyring-peer.
    std::string_view prompt() const;
    /// Waiting for the rest of a banner or certificate: no prompt is printed, and `?` is an ordinary byte.
    bool in_body() const;
    /// Forgets a body that was begun (Ctrl-C, end of file).
    void cancel_body();
    /// The innermost mode's `?`, `no ?` and `default ?` included. `title` is the first line of a whole screen.
    Help help(std::string_view text) const;
    std::string_view title() const;
    std::optional<std::string> completion(std::string_view text) const;
    void set_look(Look look);
    /// Of the line that was fed last.
    Origin origin() const;

private:
    ConfigSession(const Mode& root_mode, void* root, TypeTag root_tag, KeptLines& kept, Setting setting);
    struct State;
    std::unique_ptr<State> state_;
};

/// A rejected, warned or kept line of a loaded file.
struct LoadNote {
    Origin origin;
    std::string line;
    LineResult result;
};

struct LoadReport {
    std::size_t acted_on = 0, kept = 0, warned = 0, rejected = 0;
    std::vector<LoadNote> notes;      ///< rejected and warned lines
    ChangeSet changes{};
};

/// Feeds a whole file: CRLF, BOM, comments, "Building configuration...", "Current configuration : N bytes", a prompt line with
/// `show run`, `enable`, `configure terminal`, and everything after `end` are tolerated.
LoadReport load(ConfigSession& session, std::string_view text);

}  // namespace config
