#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <vector>

#include "show-commands/text_writer.h"

namespace show {

struct AnyField {
    template <class T>
    void operator()(std::string_view, const T&) const {}
};
template <class Row>
concept HasFields = requires(const Row& row) { row.fields(AnyField{}); };

/// Writes a row as one JSON object. A row declares its fields once:
///     template <class F> void fields(F&& field) const { field("peer", peer); field("inbound", inbound); }
/// Values: bool, integers (numbers), text, addresses (strings), optionals, rows, and vectors of them. What is absent is null: an optional
/// without value, an empty address, an empty text that is a member (one that is an element of a list is a string).
class JsonWriter {
public:
    explicit JsonWriter(TextWriter& out) : out_(out) {}

    template <class Row>
    void object(const Row& row) {
        out_.put('{');
        bool first = true;
        row.fields([&](std::string_view name, const auto& field) {
            if (!first) out_.put(',');
            first = false;
            string(name);
            out_.put(':');
            value(field);
        });
        out_.put('}');
    }

    void value(bool flag) { out_.put(flag ? "true" : "false"); }
    template <std::integral N>
        requires(!std::same_as<N, bool>)
    void value(N number) { out_.put(+number); }
    void value(std::string_view text) {
        if (text.empty()) out_.put("null");
        else string(text);
    }
    void value(const std::string& text) { value(std::string_view{text}); }
    void value(const char* text) { value(std::string_view{text}); }
    void value(const config::IpAddress& address) {
        if (address) out_.put('"', address, '"');
        else out_.put("null");
    }
    template <class T>
    void value(const std::optional<T>& maybe) {
        if (maybe) value(*maybe);
        else out_.put("null");
    }
    template <class T>
    void value(const std::vector<T>& list) {
        out_.put('[');
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i != 0) out_.put(',');
            element(list[i]);
        }
        out_.put(']');
    }
    template <HasFields Row>
    void value(const Row& row) { object(row); }

    /// A member of a list.
    template <class T>
    void element(const T& each) {
        if constexpr (std::convertible_to<const T&, std::string_view>) string(each);
        else value(each);
    }

private:
    void string(std::string_view text);
    TextWriter& out_;
};

}  // namespace show
