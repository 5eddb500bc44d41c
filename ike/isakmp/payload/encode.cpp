#include "ike/isakmp/payload/layout.h"
#include "ike/payload/writer.h"

namespace ike::isakmp {
namespace {

/// Writes one structure. A value that its field cannot hold fails the writer.
class WriteArchive {
public:
    static constexpr bool reading = false;

    explicit WriteArchive(Writer& writer, bool follows = false)
        : writer_(writer), start_(writer.size()), follows_(follows) {}

    template <class T>
    void number(const T& value) {
        writer_.number(static_cast<std::uint64_t>(value), sizeof(T));
    }
    void boolean(bool flag) { writer_.number(flag, 1); }
    void zero(std::size_t width) { writer_.number(0, width); }
    void flagged(bool flag, std::uint16_t value) {
        require(value < 0x8000);
        writer_.number(value | (flag ? 0x8000u : 0u), 2);
    }
    void more(std::uint8_t mark) { writer_.number(follows_ ? mark : 0u, 1); }
    void length() {
        length_at_ = writer_.size();
        writer_.number(0, 2);
    }
    void size8(const Bytes& run) { writer_.number(run.size(), 1); }
    void size16(const Bytes& run) { writer_.number(run.size(), 2); }
    template <class T>
    void count8(const std::vector<T>& items) {
        writer_.number(items.size(), 1);
    }
    void octets(const Bytes& run) { writer_.append(run); }
    void fixed(const Bytes& run, std::size_t size) {
        require(run.size() == size);
        writer_.append(run);
    }
    void rest(const Bytes& run) { writer_.append(run); }
    template <class T>
    void list(const std::vector<T>& items, std::size_t limit) {
        require(items.size() <= limit);
        for (std::size_t i = 0; i < items.size(); ++i) {
            WriteArchive inner(writer_, i + 1 < items.size());
            layout(inner, items[i]);
            inner.close();
        }
    }
    void runs(const std::vector<Bytes>& items, std::size_t size) {
        writer_.number(items.size(), 2);
        for (const Bytes& item : items) fixed(item, size);
    }
    void require(bool condition) {
        if (!condition) writer_.fail();
    }
    /// Fills in the length, once everything is written.
    void close() {
        if (length_at_ != 0) writer_.patch(length_at_, writer_.size() - start_, 2);
    }

private:
    Writer& writer_;
    std::size_t start_;
    std::size_t length_at_ = 0;
    bool follows_;
};

void write_body(Writer& writer, const Payload& payload) {
    WriteArchive archive(writer);
    std::visit([&archive](const auto& body) { layout(archive, body); }, payload.body);
}

void write_chain(Writer& writer, std::span<const Payload> payloads) {
    for (std::size_t i = 0; i < payloads.size(); ++i) {
        const std::size_t start = writer.size();
        const PayloadType next = i + 1 < payloads.size() ? payloads[i + 1].type : PayloadType::NONE;
        writer.number(static_cast<std::uint64_t>(next) << 24, 4);
        write_body(writer, payloads[i]);
        writer.patch(start + 2, writer.size() - start, 2);
    }
}

void write_header(Writer& writer, const Header& header) {
    writer.number(header.initiator_cookie, 8);
    writer.number(header.responder_cookie, 8);
    writer.number(static_cast<std::uint8_t>(header.next_payload), 1);
    writer.number(header.version, 1);
    writer.number(static_cast<std::uint8_t>(header.exchange), 1);
    writer.number(header.flags, 1);
    writer.number(header.message_id, 4);
    writer.number(header.length, 4);
}

constexpr std::size_t length_position = 24;

}  // namespace

Bytes encode_payloads(std::span<const Payload> payloads) {
    Writer writer(max_message_size);
    write_chain(writer, payloads);
    return writer.release();
}

Bytes encode_body(const Payload& payload) {
    Writer writer(max_message_size);
    write_body(writer, payload);
    return writer.release();
}

Bytes body_octets(const Payload& payload) { return payload.received.empty() ? encode_body(payload) : payload.received; }

Bytes encode_message(const Header& header, std::span<const Payload> payloads) {
    Header computed = header;
    computed.next_payload = payloads.empty() ? PayloadType::NONE : payloads.front().type;
    Writer writer(max_message_size);
    write_header(writer, computed);
    write_chain(writer, payloads);
    writer.patch(length_position, writer.size(), 4);
    return writer.release();
}

Bytes encode_header(const Header& header) {
    Writer writer(header_size);
    write_header(writer, header);
    return writer.release();
}

}  // namespace ike::isakmp
