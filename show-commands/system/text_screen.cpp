#include "show-commands/system/text_screen.h"

#include <vector>

#include "show-commands/row_screen.h"

namespace show {

namespace {

/// A line at the margin and the deeper ones below it, for JSON.
struct SectionRow {
    std::string line;
    std::vector<std::string_view> lines;

    template <class F>
    void fields(F&& field) const {
        field("line", line);
        field("lines", lines);
    }
};

class TextScreen final : public Screen {
public:
    explicit TextScreen(std::string text, std::size_t heading) : text_(std::move(text)), sections_(heading) {}

    bool print_some(TextWriter& out) override {
        constexpr std::size_t part_bytes = 4096;
        std::size_t end = text_.size();
        if (at_ + part_bytes < end) {
            const std::size_t newline = text_.find('\n', at_ + part_bytes);
            if (newline != std::string::npos) end = newline + 1;
        }
        out.block(std::string_view(text_).substr(at_, end - at_));
        at_ = end;
        return at_ < text_.size();
    }

    bool has_json() const override { return true; }
    bool json_some(TextWriter& out) override {
        for (const std::size_t start = out.size(); out.size() < start + json_part_bytes;) {
            const auto section = next_section();
            if (!section) return end_rows(!begun_, out), false;
            begin_row(!begun_, out);
            begun_ = true;
            JsonWriter(out).object(*section);
        }
        return true;
    }

private:
    std::string_view line_at(std::size_t at) const { return std::string_view(text_).substr(at, text_.find('\n', at) - at); }

    /// Comments and empty lines stand in no section.
    std::optional<SectionRow> next_section() {
        const auto is_skipped = [](std::string_view line) { return line.empty() || line.front() == '!'; };
        while (sections_ < text_.size() && is_skipped(line_at(sections_))) sections_ += line_at(sections_).size() + 1;
        if (sections_ >= text_.size()) return std::nullopt;
        SectionRow section{std::string(line_at(sections_)), {}};
        for (sections_ += section.line.size() + 1; sections_ < text_.size(); sections_ += line_at(sections_).size() + 1) {
            const std::string_view line = line_at(sections_);
            if (!line.starts_with(' ')) break;
            section.lines.push_back(line.substr(1));
        }
        return section;
    }

    std::string text_;
    std::size_t at_ = 0;
    std::size_t sections_;   ///< where the next section begins
    bool begun_ = false;
};

}  // namespace

std::unique_ptr<Screen> text_screen(std::string text, std::size_t heading) {
    return std::make_unique<TextScreen>(std::move(text), heading);
}

}  // namespace show
