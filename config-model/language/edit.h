#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/change_set.h"
#include "config-model/language/type_tag.h"
#include "config-model/language/values.h"
#include "config-model/look.h"

namespace config {

/// What becomes of a line of configuration (shown by `show configuration fate`).
enum class Fate : std::uint8_t { acted_on, kept, rejected, warned };

enum class Form : std::uint8_t { plain, no, defaulted };

/// What a declaration's function says about one line.
struct Result {
    enum class Kind : std::uint8_t { ok, warned, refused, invalid, incomplete };
    Kind kind = Kind::ok;
    std::string text;            ///< IOS's own sentence, "% Policy already has same proposal set "; or the warning
    std::uint32_t column = 0;    ///< of an invalid word

    static Result ok() { return {}; }
    /// Nothing changed; the sentence is printed as it is.
    static Result refused(std::string sentence) { return {Kind::refused, std::move(sentence), 0}; }
    /// Acted on or kept, but the router does not do all that the line asks for.
    static Result warned(std::string why) { return {Kind::warned, std::move(why), 0}; }
    /// `% Invalid input detected at '^' marker.` with the caret under this argument.
    static Result invalid_at(const Arg& arg) { return {Kind::invalid, {}, arg.column}; }
    static Result incomplete() { return {Kind::incomplete, {}, 0}; }
    explicit operator bool() const { return kind == Kind::ok || kind == Kind::warned; }
};

/// The circumstances of one line being applied.
class Edit {
public:
    Look look = Look::ios15_1;
    bool interactive = false;       ///< typed at a terminal, not read from a file
    Form form = Form::plain;
    std::string_view body;          ///< of a banner or a certificate: all its lines, joined by \n, without the end mark
    std::string delimiter;          ///< of a banner, as typed
    void* root = nullptr;
    TypeTag root_tag = nullptr;
    std::vector<std::string> notes; ///< printed at a terminal after the line, never while a file is read
    ChangeSet changes;

    /// The whole configuration, for lines that look beyond their owner. Null when the session was opened on another type.
    template <class Root>
    Root* root_as() const { return root_tag == type_tag<Root>() ? static_cast<Root*>(root) : nullptr; }
    void note(std::string text) { notes.push_back(std::move(text)); }
};

}  // namespace config
