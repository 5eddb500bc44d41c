#include "config-model/language/running_config.h"

#include <algorithm>
#include <iterator>

#include "config-model/language/session_state.h"
#include "config-model/language/words.h"

namespace config {

namespace {

/// A printed line with the block under it, and where it goes.
struct Piece {
    std::size_t rank = 0;      ///< of its section
    int line = -1;             ///< index of the declaration that it prints, or that a kept line stands after
    bool kept = false;
    bool is_block = false;
    std::string_view section;
    std::string text;
};

class Renderer {
public:
    Renderer(const KeptLines& kept, Look look) : kept_(kept), look_(look) {}

    /// The pieces of one owner, kept lines last.
    std::vector<Piece> pieces(const Mode& mode, const void* owner, std::string_view path, std::size_t depth) const {
        std::vector<Piece> all;
        for (std::size_t i = 0; i < mode.matcher().line_count(); ++i) {
            const Line& line = mode.matcher().line(i);
            if (line.is_alias() || line.control() != Control::none || line.leaves_mode()) continue;
            if (line.opening()) add_entries(all, mode, line, static_cast<int>(i), owner, path, depth);
            else add_lines(all, line, static_cast<int>(i), owner, depth);
        }
        for (const KeptLine& line : kept_.in(path))
            if (line.rendered) all.push_back(kept_piece(line, depth));
        return all;
    }

    std::string body(const Mode& mode, const void* owner, std::string_view path, std::size_t depth) const {
        std::vector<Piece> all = pieces(mode, owner, path, depth);
        std::stable_sort(all.begin(), all.end(), [](const Piece& a, const Piece& b) { return a.line < b.line; });
        std::string text;
        for (const Piece& piece : all) text += piece.text;
        return text;
    }

private:
    static void append_indented(std::string& text, std::string_view line, std::size_t depth) {
        text.append(depth, ' ').append(line).append("\n");
    }

    void add_lines(std::vector<Piece>& all, const Line& line, int index, const void* owner, std::size_t depth) const {
        for (const std::string& shown : line.shown(owner, look_)) {
            Piece piece{0, index, false, false, line.section(), {}};
            append_indented(piece.text, shown, depth);
            all.push_back(std::move(piece));
        }
    }

    void add_entries(std::vector<Piece>& all, const Mode& mode, const Line& line, int index, const void* owner, std::string_view path,
                     std::size_t depth) const {
        ShownEntries entries(line.syntax(), look_);
        line.opening()->each(owner, entries);
        for (const auto& entry : entries.entries()) {
            Piece piece{0, index, false, entry.owner != nullptr, line.section(), {}};
            append_indented(piece.text, entry.header, depth);
            if (entry.owner) piece.text += body(*line.mode(), entry.owner, path_of(mode, line, entry.header, path), depth + line.mode()->indent());
            if (entry.owner && !line.mode()->leave().empty()) append_indented(piece.text, line.mode()->leave(), depth);
            all.push_back(std::move(piece));
        }
    }

    /// Only where something is kept at all: the header has to be read for its key.
    std::string path_of(const Mode& mode, const Line& line, const std::string& header, std::string_view path) const {
        Match match;
        const std::string_view title = std::string_view{header}.substr(0, header.find('\n'));   // a comment may follow it
        if (kept_.empty() || !mode.matcher().match(Words(title), Form::plain, 15, match)) return "\n";
        return entry_path(path, line, match.args);
    }

    static Piece kept_piece(const KeptLine& line, std::size_t depth) {
        Piece piece{0, line.after, true, !line.block.empty(), {}, {}};
        append_indented(piece.text, line.text, depth);
        for (const std::string& inner : line.block) append_indented(piece.text, inner, depth);
        return piece;
    }

    const KeptLines& kept_;
    Look look_;
};

/// The section of a kept global line, from the table of known commands.
std::string_view section_of(const Piece& piece, const Mode& root_mode, const RenderOrder& order) {
    Words words(std::string_view{piece.text}.substr(0, piece.text.find('\n')));
    strip_form(words);
    const auto command = order.known ? order.known(root_mode.prompt(), words.span()) : std::nullopt;
    return command ? command->section : std::string_view{};
}

class SectionOrder {
public:
    SectionOrder(const RenderOrder& order, Look look) : order_(order), look_(look) {}

    std::size_t rank(std::string_view name) const {
        const auto found = std::find_if(order_.sections.begin(), order_.sections.end(), [&](const Section& section) {
            return !section.name.empty() && section.name == name && section.holds(look_);
        });
        return static_cast<std::size_t>(found - order_.sections.begin());
    }

    void print(std::string& text, const std::vector<Piece>& pieces) const {
        auto at = pieces.begin();
        bool joined = false;   // the section before leaves the `!` between them out
        for (std::size_t rank = 0; rank <= order_.sections.size(); ++rank) {
            const auto end = std::find_if(at, pieces.end(), [&](const Piece& piece) { return piece.rank != rank; });
            const Section section = rank < order_.sections.size() ? order_.sections[rank] : Section{};
            const bool closes = section.closes && at != end;
            if (closes && !joined && !text.ends_with("!\n")) text += "!\n";
            print_section(text, section, {pieces.data() + (at - pieces.begin()), static_cast<std::size_t>(end - at)});
            if (at != end) joined = closes && end != pieces.end() && follows_on(end->rank);
            if (closes && !joined) text += "!\n";
            at = end;
        }
    }

private:
    bool follows_on(std::size_t rank) const { return rank < order_.sections.size() && order_.sections[rank].follows_on; }

    static void print_section(std::string& text, const Section& section, std::span<const Piece> pieces) {
        if (!section.text.empty()) text.append(section.text).append("\n");
        for (const Piece& piece : pieces) {
            text += piece.text;
            const bool is_last = &piece == &pieces.back();
            if (piece.is_block && section.bang_between && !(is_last && section.closes)) text += "!\n";
        }
        const unsigned bangs = section.bangs_always + (pieces.empty() ? 0 : section.bangs_after);
        for (unsigned i = 0; i < bangs; ++i) text += "!\n";
    }
    const RenderOrder& order_;
    Look look_;
};

}  // namespace

std::string render(const Mode& root_mode, const void* root, const KeptLines& kept, const RenderOrder& order, Look look) {
    const SectionOrder sections(order, look);
    std::vector<Piece> pieces = Renderer(kept, look).pieces(root_mode, root, {}, 0);
    for (Piece& piece : pieces) {
        if (piece.kept) piece.section = section_of(piece, root_mode, order);
        piece.rank = sections.rank(piece.section);
        // A kept line stays behind its predecessor only inside their common section.
        if (piece.kept && piece.line >= 0 && sections.rank(root_mode.matcher().line(static_cast<std::size_t>(piece.line)).section()) != piece.rank)
            piece.line = -1;
    }
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
        return a.rank != b.rank ? a.rank < b.rank : a.line < b.line;
    });
    std::string text;
    sections.print(text, pieces);
    return text;
}

std::string render_body(const Mode& mode, const void* owner, const KeptLines& kept, std::string_view path, std::size_t depth, Look look) {
    return Renderer(kept, look).body(mode, owner, path, depth);
}

std::vector<FateEntry> fates(const KeptLines& kept) {
    std::vector<FateEntry> all;
    for (const std::string_view path : kept.paths())
        for (const KeptLine& line : kept.in(path)) all.push_back({line.fate, path, line.text, line.why, &line.origin});
    return all;
}

}  // namespace config
