#include <algorithm>
#include <utility>

#include "config-model/language/kept_block.h"
#include "config-model/language/session_state.h"
#include "config-model/language/words.h"

namespace config {

namespace {

/// The first character, or the pair ^C as files show the control character.
std::string_view delimiter_of(std::string_view text) {
    return text.substr(0, text.starts_with("^C") ? 2 : 1);
}

std::string_view last_text(const Args& args) {
    std::string_view text;
    for (const Arg& arg : args)
        if (arg.leaf->kind == WordKind::text) text = arg.text;
    return text;
}

bool is_quit(std::string_view raw) {
    const Words words(raw);
    return words.size() == 1 && same_word(words[0], "quit");
}

/// The key of `key-string` ends with `exit`, too.
bool ends_body(std::string_view raw) {
    const Words words(raw);
    return is_quit(raw) || (words.size() == 1 && same_word(words[0], "exit"));
}

bool is_hexadecimal(std::string_view raw) {
    return raw.find_first_not_of("0123456789ABCDEFabcdef \t") == std::string_view::npos;
}

bool is_certificate(const Words& words) { return words[0].size() > 3 && is_abbreviation(words[0], "certificate"); }

/// `certificate ca 01`, `key-string`; with a file name behind it (nvram:CA.cer) the certificate is there and not in the lines that follow.
bool begins_hexadecimal(const Words& words) {
    const bool certificate = is_certificate(words) && words.text().find(':') == std::string_view::npos;
    return certificate || (words.size() == 1 && words[0].size() > 3 && is_abbreviation(words[0], "key-string"));
}

bool begins_public_key(const Words& words) {
    return words.size() > 1 && (same_word(words[0], "named-key") || same_word(words[0], "addressed-key"));
}

/// A certificate or a public key that comes again replaces the one that is there, with the lines that belong to it.
void forget_earlier(std::vector<std::string>& block, const std::string& header) {
    const Words words(header);
    const auto first = std::find(block.begin(), block.end(), header);
    if (first == block.end() || !(is_certificate(words) || begins_public_key(words))) return;
    auto last = first + 1;
    if (begins_public_key(words)) last = std::find_if(last, block.end(), [](const std::string& line) { return begins_public_key(Words(line)); });
    else if (begins_hexadecimal(words)) last = std::find_if(last, block.end(), [](const std::string& line) { return is_quit(line); });
    block.erase(first, last == block.end() || !is_quit(*last) ? last : last + 1);
}

}  // namespace

/// Takes a line of a kept block; false if it leaves the block (or may: the caller tries it outside).
bool ConfigSession::State::block_line(std::string_view raw, std::size_t indent, LineResult& result) {
    if (block.in_blob && (indent > block.indent || is_quit(raw) || is_hexadecimal(raw))) {
        block.in_blob = !is_quit(raw);
        return append_to_block(std::string(raw), result), true;
    }
    close_blob();
    Words words(raw);
    const bool begins_blob = block.takes_blobs && begins_hexadecimal(words);
    if (indent > block.indent) {
        block.has_indented = true;
        return begin_in_block(std::string(raw.substr(block.indent)), begins_blob, result), true;
    }
    if (raw[indent] == '!') return result.skipped = true;
    if (words.size() == 1 && is_abbreviation(words[0], "exit") && words[0].size() > 1) {
        block.open = false;
        return true;
    }
    strip_form(words);
    const bool stands = !words.empty() && setting.stands_in_block && setting.stands_in_block(block.prompt, words.span());
    if (!(stands || begins_blob) || (block.has_indented && !setting.interactive)) return false;
    std::string text{' '};
    return begin_in_block(std::move(text.append(raw.substr(indent))), begins_blob, result), true;
}

/// A line of the block itself; `begins_blob`: the lines up to `quit` belong to it.
void ConfigSession::State::begin_in_block(std::string text, bool begins_blob, LineResult& result) {
    KeptLine* const line = kept.at(block.path, block.index);
    if (line && block.takes_blobs) forget_earlier(line->block, text);
    append_to_block(std::move(text), result);
    block.in_blob = begins_blob;
}

/// A certificate that was cut off gets its end, so that what follows is not read into it.
void ConfigSession::State::close_blob() {
    if (!block.in_blob) return;
    LineResult ignored;
    append_to_block("\tquit", ignored);
    block.in_blob = false;
}

void ConfigSession::State::append_to_block(std::string text, LineResult& result) {
    result.fate = block.fate;
    KeptLine* const line = kept.at(block.path, block.index);
    if (!line) return;
    const bool as_it_comes = block.in_blob || block.takes_blobs || (block.is_new && block.has_indented);
    if (as_it_comes) line->block.push_back(std::move(text));
    else merge_into_block(line->block, block.parents, std::move(text));
}

/// A line that holds its whole body is applied here and now.
void ConfigSession::State::start_body(const Input& input, const Match& match, std::size_t level, LineResult& result) {
    body = {};
    body.level = level;
    body.line = input.raw;
    const bool delimited = match.line->body() == Body::until_delimiter;
    if (delimited) {
        const std::string_view text = last_text(match.args);
        body.delimiter = delimiter_of(text);
        body.text = text.substr(body.delimiter.size());
        if (const auto end = body.text.find(body.delimiter); end != std::string::npos) {
            body.text.resize(end);
            return finish_body(result);
        }
        body.text += '\n';
    }
    body.open = result.skipped = true;
    if (delimited) result.notes.push_back("Enter TEXT message.  End with the character '" + body.delimiter + "'.");
}

void ConfigSession::State::start_kept_body(const Input& input, const KnownCommand& command, const std::string& path, std::size_t index) {
    if (input.words.size() <= command.words) return;
    const std::string_view text = input.raw.substr(input.words.column(command.words));
    const std::string_view delimiter = delimiter_of(text);
    if (text.find(delimiter, delimiter.size()) != std::string_view::npos) return;
    body = {true, true, {}, 0, std::string(delimiter), {}};
    body_path = path;
    body_index = index;
}

void ConfigSession::State::body_line(std::string_view raw, LineResult& result) {
    result.skipped = true;
    if (body.kept) {
        if (KeptLine* line = kept.at(body_path, body_index)) line->block.emplace_back(raw);
        body.open = raw.find(body.delimiter) == std::string_view::npos;
    } else if (body.delimiter.empty() ? ends_body(raw) : raw.find(body.delimiter) != std::string_view::npos) {
        if (!body.delimiter.empty()) body.text.append(raw.substr(0, raw.find(body.delimiter)));
        finish_body(result);
    } else {
        body.text.append(raw).append("\n");
    }
}

void ConfigSession::State::finish_body(LineResult& result) {
    const PendingBody done = std::exchange(body, {});
    resolve();
    Match match;
    const Input input{done.line, std::min(done.line.find_first_not_of(" \t"), done.line.size()), Form::plain, Words(done.line)};
    if (done.level >= levels.size() || !levels[done.level].mode->matcher().match(input.words, Form::plain, setting.privilege, match)) return;
    result.skipped = false;
    Edit edit = edit_for(Form::plain);
    edit.body = done.text;
    edit.delimiter = done.delimiter;
    apply(input, match, done.level, edit, result);
}

}  // namespace config
