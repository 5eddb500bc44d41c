#include <array>

#include "ike/isakmp/payload/layout.h"
#include "ike/payload/reader.h"

namespace ike::isakmp {
namespace {

using Octets = std::span<const std::uint8_t>;

/// Fills one structure. Every list is bounded before it grows.
class ReadArchive {
public:
    static constexpr bool reading = true;

    explicit ReadArchive(Reader& reader) : reader_(reader), start_(reader.position()) {}

    template <class T>
    void number(T& value) {
        value = static_cast<T>(reader_.number(sizeof(T)));
    }
    void boolean(bool& flag) {
        const std::uint64_t value = reader_.number(1);
        require(value <= 1);
        flag = value == 1;
    }
    void zero(std::size_t width) { require(reader_.number(width) == 0); }
    void flagged(bool& flag, std::uint16_t& value) {
        const std::uint64_t both = reader_.number(2);
        flag = (both & 0x8000) != 0;
        value = static_cast<std::uint16_t>(both & 0x7fff);
    }
    void more(std::uint8_t mark) {
        const std::uint64_t value = reader_.number(1);
        require(value == 0 || value == mark);
        has_mark_ = true;
        follows_ = value != 0;
    }
    void length() {
        const std::uint64_t end = start_ + reader_.number(2);
        require(end <= reader_.end());
        if (reader_.ok()) reader_.set_end(static_cast<std::size_t>(end));
    }
    void size8(Bytes& run) { reserve_run(run, reader_.number(1)); }
    void size16(Bytes& run) { reserve_run(run, reader_.number(2)); }
    template <class T>
    void count8(const std::vector<T>&) {
        count_ = static_cast<std::size_t>(reader_.number(1));
        counted_ = true;
    }
    void octets(Bytes& run) { fixed(run, run.size()); }
    void fixed(Bytes& run, std::size_t size) {
        const Octets taken = reader_.take(size);
        run.assign(taken.begin(), taken.end());
    }
    void rest(Bytes& run) { fixed(run, reader_.remaining()); }
    template <class T>
    void list(std::vector<T>& items, std::size_t limit) {
        while (reader_.ok() && reader_.remaining() != 0) {
            if (items.size() == limit) return reader_.fail();
            item(items.emplace_back());
        }
        require(!counted_ || items.size() == count_);
    }
    void runs(std::vector<Bytes>& items, std::size_t size) {
        const std::uint64_t count = reader_.number(2);
        require(count * size == reader_.remaining() && (size != 0 || count == 0) && size <= max_spi_size);
        while (reader_.ok() && reader_.remaining() != 0) fixed(items.emplace_back(), size);
    }
    void require(bool condition) {
        if (!condition) reader_.fail();
    }

private:
    /// A substructure knows its own end, and whether another one follows it.
    template <class T>
    void item(T& value) {
        const std::size_t end = reader_.end();
        ReadArchive inner(reader_);
        layout(inner, value);
        if (inner.has_mark_) require(reader_.remaining() == 0);
        if (!reader_.ok()) return;
        reader_.set_end(end);
        require(!inner.has_mark_ || inner.follows_ == (reader_.remaining() != 0));
    }
    void reserve_run(Bytes& run, std::uint64_t size) {
        require(size <= reader_.remaining());
        if (reader_.ok()) run.resize(static_cast<std::size_t>(size));
    }

    Reader& reader_;
    std::size_t start_;
    std::size_t count_ = 0;
    bool counted_ = false, has_mark_ = false, follows_ = false;
};

using Body = decltype(Payload::body);

struct BodyOfType {
    PayloadType type;
    Body (*empty)();
};
template <class T>
Body empty_body() {
    return T{};
}
constexpr auto bodies = std::to_array<BodyOfType>({
    {PayloadType::SA, empty_body<SaPayload>},
    {PayloadType::ID, empty_body<IdPayload>},
    {PayloadType::N, empty_body<NotifyPayload>},
    {PayloadType::D, empty_body<DeletePayload>},
    {PayloadType::ATTR, empty_body<AttributesPayload>},
    {PayloadType::NAT_OA, empty_body<NatOriginalAddress>},
    {PayloadType::NAT_OA_DRAFT, empty_body<NatOriginalAddress>},
    {PayloadType::FRAGMENT, empty_body<FragmentPayload>},
});

Body body_for(PayloadType type) {
    for (const BodyOfType& body : bodies)
        if (body.type == type) return body.empty();
    return OctetsPayload{};
}

bool fill(Payload& payload) {
    payload.body = body_for(payload.type);
    Reader reader(payload.received);
    ReadArchive archive(reader);
    std::visit([&archive](auto& body) { layout(archive, body); }, payload.body);
    return reader.ok() && reader.remaining() == 0;
}

/// RFC 2408 3.2; gives the type of the next payload.
PayloadType take_payload(Reader& reader, Payload& payload) {
    const auto next = static_cast<PayloadType>(reader.number(1));
    const std::uint64_t reserved = reader.number(1), length = reader.number(2);
    if (length < 4 || reserved != 0) reader.fail();
    const Octets body = reader.take(reader.ok() ? static_cast<std::size_t>(length - 4) : 0);
    payload.received.assign(body.begin(), body.end());
    if (reader.ok() && !fill(payload)) reader.fail();
    return next;
}

}  // namespace

std::optional<Header> decode_header(Octets datagram) {
    Reader reader(datagram);
    Header header;
    header.initiator_cookie = reader.number(8);
    header.responder_cookie = reader.number(8);
    header.next_payload = static_cast<PayloadType>(reader.number(1));
    header.version = static_cast<std::uint8_t>(reader.number(1));
    header.exchange = static_cast<ExchangeType>(reader.number(1));
    header.flags = static_cast<std::uint8_t>(reader.number(1));
    header.message_id = static_cast<std::uint32_t>(reader.number(4));
    header.length = static_cast<std::uint32_t>(reader.number(4));
    if (!reader.ok() || header.length < header_size || header.length > datagram.size()) return std::nullopt;
    return header;
}

std::optional<DecodedPayloads> decode_payloads(PayloadType first, Octets octets, bool padded) {
    DecodedPayloads decoded;
    Reader reader(octets);
    for (PayloadType type = first; type != PayloadType::NONE && reader.ok();) {
        if (decoded.payloads.size() == max_payloads) return std::nullopt;
        Payload& payload = decoded.payloads.emplace_back();
        payload.type = type;
        type = take_payload(reader, payload);
        if (decoded.payloads.size() == 1) decoded.first_size = reader.position();
    }
    if (!reader.ok() || (!padded && reader.remaining() != 0)) return std::nullopt;
    decoded.used = reader.position();
    return decoded;
}

}  // namespace ike::isakmp
