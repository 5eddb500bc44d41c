#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config-model/language/session.h"

namespace config {

/// The place of an entry in KeptLines: the parent's place, the mode's prompt word and the values that name the entry.
std::string entry_path(std::string_view parent, const Line& opening, const Args& args);
/// The first value that names the entry, as changes and places spell it.
std::string entry_name(const Args& args);

/// An entered mode. The header's text and arguments live here, so that the entry can be looked up again before every line.
struct Frame {
    const Mode* mode;
    const Opening* opening;
    std::string header;
    Args args;                     ///< of the header, pointing into `header`
    std::string path;
    std::string name;
    std::size_t indent = 0;        ///< of the header line
    bool indented_body = false;    ///< its lines so far were indented deeper
    int last = -1;                 ///< index of the last line applied in it
};

/// A kept command that takes the lines under it.
struct KeptBlock {
    bool open = false;
    std::string path;
    std::size_t index = 0;         ///< in the place
    std::size_t indent = 0;
    std::string prompt;
    Fate fate = Fate::kept;
    bool takes_blobs = false;
    bool in_blob = false;
    bool has_indented = false;
    bool is_new = true;            ///< not there before
    std::vector<std::string> parents{};   ///< of the line that came last, in a block that was there before
};

/// A line that waits for its body.
struct PendingBody {
    bool open = false;
    bool kept = false;             ///< the body goes to the kept block verbatim
    std::string line;
    std::size_t level = 0;
    std::string delimiter;         ///< empty: until `quit`
    std::string text;
};

struct ConfigSession::State {
    const Mode& root_mode;
    void* root;
    TypeTag root_tag;
    KeptLines& kept;
    Setting setting;
    std::vector<std::unique_ptr<Frame>> frames;
    std::vector<std::unique_ptr<Frame>> spare;   ///< left modes, to be entered again without allocation
    int root_last = -1;
    KeptBlock block;
    PendingBody body;
    std::string body_path;         ///< of a kept body
    std::size_t body_index = 0;
    unsigned line_number = 0;

    State(const Mode& mode, void* root_owner, TypeTag tag, KeptLines& kept_lines, Setting how)
        : root_mode(mode), root(root_owner), root_tag(tag), kept(kept_lines), setting(std::move(how)) {}

    struct Level {
        const Mode* mode;
        void* owner;
    };
    /// One fed line, cut and classified.
    struct Input {
        std::string_view raw;
        std::size_t indent;
        Form form = Form::plain;
        Words words;               ///< without `no` or `default`
    };

    // Everything below fills `result`, which the caller has reset.
    void feed(std::string_view raw, LineResult& result);

    // session_command.cpp
    void leave_to(std::size_t level);
    void resolve();
    std::size_t home_level(std::size_t indent) const;
    void command(const Input& input, LineResult& result);
    bool leave(const Input& input, std::size_t innermost, LineResult& result);
    bool declared(const Input& input, std::size_t level, LineResult& result);
    bool known(const Input& input, std::size_t level, LineResult& result);
    bool own_line(const Input& input, std::size_t home, LineResult& result);
    bool known_best(const Input& input, std::size_t home, LineResult& result);
    bool is_better_known(const Input& input, const Match& match, std::size_t level) const;
    bool is_better_declared(const Input& input, const KnownCommand& command) const;
    bool is_incomplete_within(const Input& input, std::size_t outer) const;
    void unknown(const Input& input, std::size_t innermost, LineResult& result);
    void apply_or_control(const Input& input, const Match& match, std::size_t level, LineResult& result);
    void control(const Match& match, std::size_t level, LineResult& result);
    void apply(const Input& input, const Match& match, std::size_t level, Edit& edit, LineResult& result);
    void add_change(const Line& line, const Match& match, std::size_t level, Form form, LineResult& result) const;
    void enter(const Input& input, const Line& line, const Args& args, std::size_t level, bool existed, LineResult& result);
    void note_warning(const Input& input, const Match& match, std::size_t level, const Result& outcome, LineResult& result);
    void keep(const Input& input, const KnownCommand& command, std::size_t level, LineResult& result);
    void keep_no(const Input& input, const KnownCommand& command, std::size_t level, LineResult& result);
    std::string_view path_of(std::size_t level) const { return level == 0 ? std::string_view{} : frames[level - 1]->path; }
    int& last_of(std::size_t level) { return level == 0 ? root_last : frames[level - 1]->last; }
    Edit edit_for(Form form) const;
    Origin origin() const { return {setting.file, setting.file.empty() ? 0 : line_number}; }

    // session_body.cpp
    bool block_line(std::string_view raw, std::size_t indent, LineResult& result);
    void close_blob();
    void append_to_block(std::string text, LineResult& result);
    void begin_in_block(std::string text, bool begins_blob, LineResult& result);
    void body_line(std::string_view raw, LineResult& result);
    void start_body(const Input& input, const Match& match, std::size_t level, LineResult& result);
    void finish_body(LineResult& result);
    void start_kept_body(const Input& input, const KnownCommand& command, const std::string& path, std::size_t index);

    std::vector<Level> levels;     ///< [0] is the root; refreshed before every line
};

/// The words of a line without a leading `no` or `default`.
Form strip_form(Words& words);

}  // namespace config
