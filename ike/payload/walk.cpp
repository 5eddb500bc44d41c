#include "ike/payload/encode_archive.h"

namespace ike {
namespace {

template <class T>
std::string_view name_if_any(const T& value) {
    if constexpr (std::is_enum_v<T>) return name_of(value);
    return {};
}

/// Shows every field to a visitor. `length` is that of the structure at hand.
class WalkArchive {
public:
    static constexpr bool reading = false;

    WalkArchive(FieldVisitor& visitor, std::size_t length, bool follows)
        : visitor_(visitor), length_(length), follows_(follows) {}

    template <class T>
    void number(std::string_view label, const T& value) {
        show(label, FieldKind::number, sizeof(T), static_cast<std::uint64_t>(value), name_if_any(value));
    }
    void transform_id(std::string_view label, const std::uint16_t& value, TransformType type) {
        show(label, FieldKind::number, 2, value, transform_name(type, value));
    }
    template <class T>
    void reserved(std::string_view label, const T& value) {
        show(label, FieldKind::reserved, sizeof(T), value);
    }
    void reserved(std::string_view label, const Reserved3& value) {
        show(label, FieldKind::reserved, 1, value[0]);
        show(label, FieldKind::reserved, 2, static_cast<std::uint64_t>(value[1] << 8 | value[2]));
    }
    template <class T>
    void flagged(std::string_view label, bool, const T& value) {
        show(label, FieldKind::number, 2, static_cast<std::uint64_t>(value), name_if_any(value));
    }
    void more(std::string_view label, std::uint8_t mark) { show(label, FieldKind::number, 1, follows_ ? mark : 0u); }
    void length(std::string_view label) { show(label, FieldKind::length, 2, length_); }
    void size8(std::string_view label, const Bytes& run) { show(label, FieldKind::number, 1, run.size()); }
    void size16(std::string_view label, const Bytes& run) { show(label, FieldKind::number, 2, run.size()); }
    template <class T>
    void count8(std::string_view label, const std::vector<T>& list, std::size_t) {
        show(label, FieldKind::number, 1, list.size());
    }
    void octets(std::string_view label, const Bytes& run) {
        if (!run.empty()) show_octets(label, FieldKind::octets, run);
    }
    void fixed(std::string_view label, const Bytes& run, std::size_t) { octets(label, run); }
    void rest(std::string_view label, const Bytes& run) { octets(label, run); }
    void address(std::string_view label, const config::IpAddress& value, std::size_t) {
        show_octets(label, FieldKind::address, value.bytes());
    }
    void tagged(std::string_view label, const std::optional<std::uint16_t>& value, std::uint16_t) {
        if (value) show(label, FieldKind::number, 2, *value);
    }
    template <class T>
    void items(std::string_view label, const std::vector<T>& list) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            visitor_.begin(label, i, list.size());
            WalkArchive inner(visitor_, length_of(list[i]), i + 1 < list.size());
            layout(inner, list[i]);
            visitor_.end(label);
        }
    }
    template <class T>
    void list(std::string_view label, const std::vector<T>& list, std::size_t) {
        items(label, list);
    }
    void require(bool) {}

    template <class T>
    static std::size_t length_of(const T& value) {
        Writer writer(max_message_size);
        EncodeArchive archive(writer);
        layout(archive, value);
        return writer.size();
    }

private:
    void show(std::string_view label, FieldKind kind, std::size_t width, std::uint64_t value,
              std::string_view name = {}) {
        visitor_.field({label, kind, width, value, name, {}});
    }
    void show_octets(std::string_view label, FieldKind kind, std::span<const std::uint8_t> octets) {
        visitor_.field({label, kind, octets.size(), 0, {}, octets});
    }

    FieldVisitor& visitor_;
    std::size_t length_;
    bool follows_;
};

}  // namespace

void walk_fields(const Payload& payload, FieldVisitor& visitor) {
    std::visit(
        [&visitor](const auto& body) {
            WalkArchive archive(visitor, WalkArchive::length_of(body), false);
            layout(archive, body);
        },
        payload.body);
}

}  // namespace ike
