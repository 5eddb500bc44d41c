#include "show-commands/system/fate.h"

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

std::string origin_text(const config::Origin& origin) {
    if (origin.line == 0) return "terminal";
    return (origin.file.empty() ? std::string("line") : origin.file) + ':' + std::to_string(origin.line);
}

/// "config-ikev2-keyring K\nconfig-ikev2-keyring-peer P" -> "config-ikev2-keyring K, config-ikev2-keyring-peer P"
std::string place_text(std::string_view path) {
    std::string place;
    for (char character : path) {
        if (character == '\n') place += ", ";
        else place += character;
    }
    return place;
}

class FateScreen final : public RowScreen<FateRow> {
public:
    explicit FateScreen(const RouterView& view) : view_(view) {
        if (!view.kept) return;
        for (std::string_view path : view.kept->paths()) paths_.emplace_back(path);
    }

private:
    std::optional<FateRow> next() override {
        for (; path_ < paths_.size(); ++path_, line_ = 0) {
            const auto lines = view_.kept->in(paths_[path_]);
            if (line_ >= lines.size()) continue;
            const config::KeptLine& line = lines[line_++];
            ++(line.fate == config::Fate::warned ? warned_ : kept_);
            return FateRow{line.fate, origin_text(line.origin), line.text, place_text(paths_[path_]), line.why};
        }
        return std::nullopt;
    }
    void print_head(TextWriter& out) override { out.line("Fate    From                Line"); }
    void print(const FateRow& row, TextWriter& out) override { print_fate(row, out); }
    void print_foot(TextWriter& out) override {
        out.end().line(kept_, " kept (known, not acted on), ", warned_, " warned (what the tunnels do may differ)");
    }

    const RouterView& view_;
    std::vector<std::string> paths_;
    std::size_t path_ = 0, line_ = 0;
    std::uint64_t kept_ = 0, warned_ = 0;
};

}  // namespace

void print_fate(const FateRow& row, TextWriter& out) {
    out.put(row.fate == config::Fate::warned ? "warned" : "kept", at(8), row.from, ' ', at(28), row.line);
    if (!row.place.empty()) out.put("   (in ", row.place, ')');
    if (!row.why.empty()) out.put("   ! ", row.why);
    out.end();
}

std::span<const config::Line> fate_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("configuration", "Contents of the configuration") >>
                         kw("fate", "Lines that are kept without being acted on, and warned ones"),
                     +[](const RouterView& view, const config::Args&) -> ScreenPointer { return std::make_unique<FateScreen>(view); }),
    };
    return lines;
}

}  // namespace show
