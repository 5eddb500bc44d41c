#include <array>

#include "ike/payload/layout.h"
#include "ike/payload/reader.h"

namespace ike {
namespace {

using Octets = std::span<const std::uint8_t>;

/// Fills a body from octets. Every list is bounded before it grows.
class DecodeArchive {
public:
    static constexpr bool reading = true;

    explicit DecodeArchive(Octets octets) : reader_(octets), size_(octets.size()) {}

    /// Nothing failed and nothing is left.
    bool complete() const { return reader_.ok() && reader_.position() == size_; }
    bool over_limit() const { return over_limit_; }

    template <class T>
    void number(std::string_view, T& value) {
        value = static_cast<T>(reader_.number(sizeof(T)));
    }
    void transform_id(std::string_view label, std::uint16_t& value, TransformType) { number(label, value); }
    template <class T>
    void reserved(std::string_view label, T& value) {
        number(label, value);
    }
    void reserved(std::string_view label, Reserved3& value) {
        for (std::uint8_t& octet : value) number(label, octet);
    }
    template <class T>
    void flagged(std::string_view, bool& flag, T& value) {
        const std::uint64_t both = reader_.number(2);
        flag = (both & 0x8000) != 0;
        value = static_cast<T>(both & 0x7fff);
    }
    void more(std::string_view, std::uint8_t mark) {
        const std::uint64_t value = reader_.number(1);
        require(value == 0 || value == mark);
        place_->follows = value != 0;
    }
    void length(std::string_view) {
        const std::uint64_t end = place_->start + reader_.number(2);
        require(end <= reader_.end());
        if (reader_.ok()) reader_.set_end(static_cast<std::size_t>(end));
        place_->has_length = true;
    }
    void size8(std::string_view, Bytes& run) { reserve_run(run, reader_.number(1)); }
    void size16(std::string_view, Bytes& run) { reserve_run(run, reader_.number(2)); }
    template <class T>
    void count8(std::string_view, std::vector<T>& list, std::size_t least) {
        const std::size_t count = reader_.number(1);
        require(count * least <= reader_.remaining());
        if (reader_.ok()) list.resize(count);
    }
    void octets(std::string_view label, Bytes& run) { fixed(label, run, run.size()); }
    void fixed(std::string_view, Bytes& run, std::size_t size) {
        const Octets taken = reader_.take(size);
        run.assign(taken.begin(), taken.end());
    }
    void rest(std::string_view label, Bytes& run) { fixed(label, run, reader_.remaining()); }
    void address(std::string_view, config::IpAddress& value, std::size_t size) {
        value = config::IpAddress::from_bytes(reader_.take(size));
    }
    void tagged(std::string_view, std::optional<std::uint16_t>& value, std::uint16_t tag) {
        if (reader_.peek16() == tag) value = static_cast<std::uint16_t>(reader_.number(4));
    }
    template <class T>
    void items(std::string_view, std::vector<T>& list) {
        for (std::size_t i = 0; i < list.size() && reader_.ok(); ++i) item(list[i], i + 1 < list.size());
        require(reader_.remaining() == 0);
    }
    template <class T>
    void list(std::string_view, std::vector<T>& list, std::size_t limit) {
        while (reader_.ok() && reader_.remaining() != 0) {
            if (list.size() == limit) return refuse();
            item(list.emplace_back(), {});
        }
    }
    void require(bool condition) {
        if (!condition) reader_.fail();
    }

private:
    /// The substructure at hand: where it began, whether it has a length to fill, what it says of a successor.
    struct Place {
        std::size_t start = 0;
        bool has_length = false;
        std::optional<bool> follows;
    };

    /// A list without a count ends where the octets end, so what is left must agree with what the item says.
    template <class T>
    void item(T& value, std::optional<bool> follows) {
        const std::size_t outer_end = reader_.end();
        Place here{reader_.position(), false, {}};
        Place* const outer = std::exchange(place_, &here);
        layout(*this, value);
        place_ = outer;
        if (here.has_length) require(reader_.remaining() == 0);
        if (!reader_.ok()) return;
        reader_.set_end(outer_end);
        if (here.follows) require(*here.follows == follows.value_or(reader_.remaining() != 0));
    }
    void reserve_run(Bytes& run, std::uint64_t size) {
        require(size <= reader_.remaining());
        if (reader_.ok()) run.resize(static_cast<std::size_t>(size));
    }
    void refuse() {
        over_limit_ = true;
        reader_.fail();
    }

    Reader reader_;
    std::size_t size_;
    Place body_;
    Place* place_ = &body_;
    bool over_limit_ = false;
};

/// The body that belongs to a payload type; what is not here stays unknown.
struct BodyOfType {
    PayloadType type;
    PayloadBody (*empty)();
};
template <class Body>
PayloadBody empty_body() {
    return Body{};
}

constexpr auto bodies = std::to_array<BodyOfType>({
    {PayloadType::SA, empty_body<SaPayload>},
    {PayloadType::KE, empty_body<KePayload>},
    {PayloadType::IDi, empty_body<IdPayload>},
    {PayloadType::IDr, empty_body<IdPayload>},
    {PayloadType::CERT, empty_body<CertPayload>},
    {PayloadType::CERTREQ, empty_body<CertRequestPayload>},
    {PayloadType::AUTH, empty_body<AuthPayload>},
    {PayloadType::N, empty_body<NoncePayload>},
    {PayloadType::NOTIFY, empty_body<NotifyPayload>},
    {PayloadType::DELETE, empty_body<DeletePayload>},
    {PayloadType::VID, empty_body<VendorIdPayload>},
    {PayloadType::TSi, empty_body<TsPayload>},
    {PayloadType::TSr, empty_body<TsPayload>},
    {PayloadType::ENCR, empty_body<EncryptedPayload>},
    {PayloadType::CFG, empty_body<ConfigPayload>},
    {PayloadType::EAP, empty_body<EapPayload>},
    {PayloadType::SKF, empty_body<EncryptedFragmentPayload>},
});

PayloadBody body_for(PayloadType type) {
    for (const BodyOfType& body : bodies)
        if (body.type == type) return body.empty();
    return UnknownPayload{};
}

constexpr std::uint8_t critical_bit = 0x80;

/// The generic header of RFC 7296 §3.2 and its body.
struct Framed {
    PayloadType next{};
    std::uint8_t flags = 0;
    Octets body;
};

Framed take_payload(Reader& reader) {
    Framed framed;
    framed.next = static_cast<PayloadType>(reader.number(1));
    framed.flags = static_cast<std::uint8_t>(reader.number(1));
    const std::uint64_t length = reader.number(2);
    if (length < 4) reader.fail();
    framed.body = reader.take(reader.ok() ? static_cast<std::size_t>(length - 4) : 0);
    return framed;
}

DecodeError fill(Payload& payload, Octets octets) {
    DecodeArchive archive(octets);
    std::visit([&archive](auto& body) { layout(archive, body); }, payload.body);
    if (archive.over_limit()) return DecodeError::limit_exceeded;
    return archive.complete() ? DecodeError::none : DecodeError::invalid_syntax;
}

/// Sealed payloads end a chain: their "next payload" is about what is inside.
bool note_first_inside(Payload& payload, PayloadType next) {
    if (auto* sealed = std::get_if<EncryptedPayload>(&payload.body)) return sealed->first = next, true;
    if (auto* fragment = std::get_if<EncryptedFragmentPayload>(&payload.body)) return fragment->first = next, true;
    return false;
}

/// RFC 7296 §2.5: a critical payload that is not understood stops the message.
DecodeError decode_payload(Payload& payload, const Framed& framed) {
    payload.critical = (framed.flags & critical_bit) != 0;
    payload.reserved = framed.flags & static_cast<std::uint8_t>(~critical_bit);
    payload.body = body_for(payload.type);
    if (payload.critical && payload.as<UnknownPayload>()) return DecodeError::unsupported_critical_payload;
    return fill(payload, framed.body);
}

Header header_of(Reader& reader) {
    Header header;
    header.initiator_spi = reader.number(8);
    header.responder_spi = reader.number(8);
    header.next_payload = static_cast<PayloadType>(reader.number(1));
    header.version = static_cast<std::uint8_t>(reader.number(1));
    header.exchange = static_cast<ExchangeType>(reader.number(1));
    header.flags = static_cast<std::uint8_t>(reader.number(1));
    header.message_id = static_cast<std::uint32_t>(reader.number(4));
    header.length = static_cast<std::uint32_t>(reader.number(4));
    return header;
}

}  // namespace

Decoded<Header> decode_header(Octets datagram) {
    Reader reader(datagram);
    const Header header = header_of(reader);
    if (!reader.ok()) return Failure{DecodeError::invalid_syntax, PayloadType::NONE};
    return header;
}

Decoded<std::vector<Payload>> decode_payload_chain(PayloadType first, Octets octets) {
    std::vector<Payload> payloads;
    Reader reader(octets);
    for (PayloadType type = first; type != PayloadType::NONE;) {
        if (payloads.size() == max_payloads) return Failure{DecodeError::limit_exceeded, type};
        const Framed framed = take_payload(reader);
        if (!reader.ok()) return Failure{DecodeError::invalid_syntax, type};
        Payload& payload = payloads.emplace_back();
        payload.type = type;
        if (const DecodeError error = decode_payload(payload, framed); error != DecodeError::none)
            return Failure{error, type};
        type = note_first_inside(payload, framed.next) ? PayloadType::NONE : framed.next;
    }
    if (reader.remaining() != 0) return Failure{DecodeError::invalid_syntax, PayloadType::NONE};
    return payloads;
}

Decoded<Message> decode_message(Octets datagram) {
    const Decoded<Header> header = decode_header(datagram);
    if (!header) return header.failure();
    if (header->major_version() != 2) return Failure{DecodeError::invalid_major_version, PayloadType::NONE};
    if (header->length != datagram.size() || datagram.size() > max_message_size)
        return Failure{DecodeError::invalid_syntax, PayloadType::NONE};
    auto payloads = decode_payload_chain(header->next_payload, datagram.subspan(header_size));
    if (!payloads) return payloads.failure();
    return Message{*header, std::move(*payloads)};
}

}  // namespace ike
