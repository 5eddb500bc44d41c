#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "show-commands/json.h"
#include "show-commands/screen.h"

namespace show {

/// The array of rows, one a line.
inline void begin_row(bool first, TextWriter& out) { out.put(first ? "[\n" : ",\n"); }
inline void end_rows(bool empty, TextWriter& out) { out.put(empty ? "[]" : "\n]").end(); }
inline constexpr std::size_t json_part_bytes = 4096;

/// A screen made of rows of one kind: `next` collects the row after the last one (a cursor is the collector's own state),
/// `print` shows it. Rows with `fields` come as JSON too.
template <class Row>
class RowScreen : public Screen {
public:
    /// A part ends with the first row that brings it to this many bytes.
    static constexpr std::size_t part_bytes = 4096;

    bool print_some(TextWriter& out) final {
        if (!begun_) print_head(out);
        begun_ = true;
        for (const std::size_t start = out.size(); out.size() < start + part_bytes;) {
            const std::optional<Row> row = next();
            if (!row) return print_foot(out), false;
            print(*row, out);
        }
        return true;
    }

    bool has_json() const final { return HasFields<Row>; }

    bool json_some(TextWriter& out) final {
        if constexpr (HasFields<Row>) {
            for (const std::size_t start = out.size(); out.size() < start + part_bytes;) {
                const std::optional<Row> row = next();
                if (!row) return end_rows(!begun_, out), false;
                begin_row(!begun_, out);
                begun_ = true;
                JsonWriter(out).object(*row);
            }
            return true;
        }
        return static_cast<void>(out), false;
    }

protected:
    virtual std::optional<Row> next() = 0;
    virtual void print_head(TextWriter&) {}
    virtual void print(const Row& row, TextWriter& out) = 0;
    virtual void print_foot(TextWriter&) {}

private:
    bool begun_ = false;
};

/// A screen of bounded size: one function prints it at once, another collects its rows (a vector) for JSON.
template <class Print, class Collect>
class WholeScreen final : public Screen {
public:
    WholeScreen(Print print, Collect collect) : print_(std::move(print)), collect_(std::move(collect)) {}
    bool print_some(TextWriter& out) override { return print_(out), false; }
    bool has_json() const override { return true; }
    bool json_some(TextWriter& out) override {
        if (!rows_) rows_ = collect_();
        for (const std::size_t start = out.size(); out.size() < start + json_part_bytes;) {
            if (at_ == rows_->size()) return end_rows(at_ == 0, out), false;
            begin_row(at_ == 0, out);
            JsonWriter(out).object((*rows_)[at_++]);
        }
        return true;
    }

private:
    Print print_;
    Collect collect_;
    std::optional<std::invoke_result_t<Collect>> rows_;
    std::size_t at_ = 0;
};
template <class Print, class Collect>
std::unique_ptr<Screen> whole_screen(Print print, Collect collect) {
    return std::make_unique<WholeScreen<Print, Collect>>(std::move(print), std::move(collect));
}

/// A word's value for JSON: nothing for an empty one.
inline std::optional<std::string> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace show
