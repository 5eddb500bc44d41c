#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/language/edit.h"
#include "config-model/language/line.h"

namespace config {

/// A line cut at blanks. Words point into the text; more than `capacity` words are not cut further.
class Words {
public:
    static constexpr std::size_t capacity = 128;
    explicit Words(std::string_view text) { cut(text); }
    Words() {}  // NOLINT: the array is left uninitialised on purpose

    void cut(std::string_view text);
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// There is more text than words: only a value that takes the rest of the line can stand here.
    bool overflows() const { return overflows_; }
    std::span<const std::string_view> span() const { return {words_.data(), size_}; }
    std::string_view operator[](std::size_t index) const { return words_[index]; }
    std::string_view text() const { return text_; }
    std::size_t column(std::size_t index) const { return static_cast<std::size_t>(words_[index].data() - text_.data()); }
    /// Does the text end in a blank (so that `?` asks for the next word)?
    bool ends_in_blank() const { return text_.empty() || text_.back() == ' ' || text_.back() == '\t'; }
    /// Without its first `count` words; columns stay those of the whole line.
    Words without_first(std::size_t count) const;

private:
    std::string_view text_;
    std::size_t size_ = 0;
    bool overflows_ = false;
    std::array<std::string_view, capacity> words_;
};

/// Case-insensitive equality and prefix of ASCII words.
bool same_word(std::string_view left, std::string_view right);
bool is_abbreviation(std::string_view typed, std::string_view keyword);

struct WordGraph;

struct Match {
    const Line* line = nullptr;
    Args args;
};

/// Why a line does not match. `column` is the byte of the first character that cannot match: inside a word that begins like a
/// keyword, else where the word starts (or, of an incomplete line, its end).
struct MatchError {
    enum class Kind : std::uint8_t { none, invalid, ambiguous, incomplete };
    Kind kind = Kind::none;
    std::size_t column = 0;
    std::size_t words = 0;    ///< words that did match: of several modes' errors the one with more is the better
};

/// One row of a `?` screen.
struct HelpItem {
    std::string word;
    std::string help;
    bool operator==(const HelpItem&) const = default;
};

/// What `?` answers: rows (the last may be <cr>), or why there are none.
struct Help {
    std::vector<HelpItem> items;
    MatchError error;
    bool is_part_of_word = false;   ///< `sh?`: the words that begin so, to be printed in columns
};

/// All lines of a mode (or command set), merged word by word into one graph.
/// Matching: at each word an exact keyword wins alone; else a unique abbreviation is preferred and a value (WORD, number …) is the
/// second reading, taken when the first cannot reach the end of the line; several abbreviated keywords without a value are ambiguous.
class Matcher {
public:
    explicit Matcher(std::vector<std::span<const Line>> lines);
    Matcher(Matcher&&) noexcept;
    ~Matcher();

    /// The fast reading: false if no line matches. With Form::no and Form::defaulted a line may stop after its leading keywords.
    bool match(const Words& words, Form form, unsigned privilege, Match& match) const;
    /// The note-taking reading of a line that does not match.
    /// How many leading words are keywords in full; what abbreviates, or may be a value, ends the count.
    std::size_t spelled_words(const Words& words, unsigned privilege) const;
    MatchError explain(const Words& words, Form form, unsigned privilege) const;
    /// `?` after the text. Hidden lines are not listed.
    Help help(const Words& words, Form form, unsigned privilege) const;
    /// Tab: the last word completed, or nothing if it is not the beginning of exactly one keyword.
    std::optional<std::string> completion(const Words& words, Form form, unsigned privilege) const;
    /// The line with every abbreviated keyword written out; nothing if it does not match.
    std::optional<std::string> expanded(const Words& words, Form form, unsigned privilege) const;

    std::span<const std::span<const Line>> lines() const;
    /// Index of a line in the order of declaration.
    std::size_t index_of(const Line& line) const;
    std::size_t line_count() const;
    const Line& line(std::size_t index) const;

private:
    std::unique_ptr<const WordGraph> graph_;
};

/// "% Invalid input detected at '^' marker.", `% Ambiguous command:  "sh c"`, "% Incomplete command." (no newline). The caret's own
/// line is the caller's, who knows the prompt: the '^' stands under prompt length + error.column.
std::string error_text(const MatchError& error, std::string_view line);
/// Rows as IOS prints them: two blanks, the word padded to the longest plus two, the help; wrapped at `width`. Ends in a newline.
std::string help_text(std::span<const HelpItem> items, std::size_t width = 80);
/// `sh?`: the words in columns.
std::string word_columns(std::span<const HelpItem> items, std::size_t width = 80);

/// Example lines for a syntax, at least one for each alternative, each accepted by it.
std::vector<std::string> sample_lines(const Syntax& syntax);

}  // namespace config
