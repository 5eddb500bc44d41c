#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "show-commands/json.h"
#include "show-commands/screen.h"

namespace show {

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
                if (!row) return out.put(begun_ ? "\n]" : "[]").end(), false;
                out.put(begun_ ? ",\n" : "[\n");
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

/// A screen of bounded size: a function prints it at once.
template <class Print>
class WholeScreen final : public Screen {
public:
    explicit WholeScreen(Print print) : print_(std::move(print)) {}
    bool print_some(TextWriter& out) override { return print_(out), false; }

private:
    Print print_;
};
template <class Print>
std::unique_ptr<Screen> whole_screen(Print print) { return std::make_unique<WholeScreen<Print>>(std::move(print)); }

}  // namespace show
