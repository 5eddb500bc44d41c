#pragma once

#include "ike/payload/layout.h"
#include "ike/payload/writer.h"

namespace ike {

/// Writes a body. A value that its field cannot hold fails the writer.
class EncodeArchive {
public:
    static constexpr bool reading = false;

    explicit EncodeArchive(Writer& writer) : writer_(writer), start_(writer.size()) {}

    template <class T>
    void number(std::string_view, const T& value) {
        writer_.number(static_cast<std::uint64_t>(value), sizeof(T));
    }
    void transform_id(std::string_view label, const std::uint16_t& value, TransformType) { number(label, value); }
    template <class T>
    void reserved(std::string_view label, const T& value) {
        number(label, value);
    }
    void reserved(std::string_view, const Reserved3& value) { writer_.append(value); }
    template <class T>
    void flagged(std::string_view, bool flag, const T& value) {
        const auto plain = static_cast<std::uint64_t>(value);
        require(plain < 0x8000);
        writer_.number(plain | (flag ? 0x8000u : 0u), 2);
    }
    void more(std::string_view, std::uint8_t mark) { writer_.number(follows_ ? mark : 0u, 1); }
    void length(std::string_view) {
        length_position_ = writer_.size();
        has_length_ = true;
        writer_.number(0, 2);
    }
    void size8(std::string_view, const Bytes& run) { writer_.number(run.size(), 1); }
    void size16(std::string_view, const Bytes& run) { writer_.number(run.size(), 2); }
    template <class T>
    void count8(std::string_view, const std::vector<T>& list, std::size_t) {
        writer_.number(list.size(), 1);
    }
    void octets(std::string_view, const Bytes& run) { writer_.append(run); }
    void fixed(std::string_view, const Bytes& run, std::size_t size) {
        require(run.size() == size);
        writer_.append(run);
    }
    void rest(std::string_view, const Bytes& run) { writer_.append(run); }
    void address(std::string_view, const config::IpAddress& value, std::size_t size) {
        require(value.bytes().size() == size);
        writer_.append(value.bytes());
    }
    void tagged(std::string_view, const std::optional<std::uint16_t>& value, std::uint16_t tag) {
        if (value) writer_.number(std::uint64_t{tag} << 16 | *value, 4);
    }
    template <class T>
    void items(std::string_view, const std::vector<T>& list) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            EncodeArchive inner(writer_, i + 1 < list.size());
            layout(inner, list[i]);
            inner.close();
        }
    }
    template <class T>
    void list(std::string_view label, const std::vector<T>& list, std::size_t limit) {
        require(list.size() <= limit);
        items(label, list);
    }
    void require(bool condition) {
        if (!condition) writer_.fail();
    }
    /// Fills in the length, once everything is written.
    void close() {
        if (has_length_) writer_.patch(length_position_, writer_.size() - start_, 2);
    }

private:
    EncodeArchive(Writer& writer, bool follows) : writer_(writer), start_(writer.size()), follows_(follows) {}

    Writer& writer_;
    std::size_t start_;
    std::size_t length_position_ = 0;
    bool has_length_ = false;
    bool follows_ = false;
};

}  // namespace ike
