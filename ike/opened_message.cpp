#include "ike/opened_message.h"

#include "ike/context.h"
#include "ike/trace.h"

namespace ike {

namespace {

FragmentReassembly::Key key_of(const Header& header) { return {header.is_response(), header.message_id}; }

/// As it would have come in one piece and in clear.
Message joined_message(const Message& outer, const FragmentReassembly::Whole& whole) {
    Message message{outer.header, {}};
    message.header.next_payload = whole.first;
    message.header.length = static_cast<std::uint32_t>(header_size + whole.text.size());
    return message;
}

bool is_repeated_request(const IkeSa& sa, const Header& header) {
    return !header.is_response() && sa.window.judge(header.message_id) != Window::Verdict::fresh;
}

/// RFC 7383 §2.6: what cannot be of use is dropped before it costs a decryption.
bool is_useful(IkeSa& sa, const Header& header, const EncryptedFragmentPayload& sealed) {
    if (is_repeated_request(sa, header)) return sealed.number == 1;
    return sa.reassembly.wants(key_of(header), sealed.number, sealed.total, sa.context.now);
}

std::optional<OpenedMessage> open_joined(const Message& outer, const FragmentReassembly::Whole& whole, Failure& failure) {
    auto clear = payloads_inside(whole.first, whole.text);
    if (clear) return OpenedMessage{joined_message(outer, whole), std::move(*clear), {}};
    failure = clear.failure();
    return std::nullopt;
}

std::optional<OpenedMessage> take_fragment(IkeSa& sa, const Message& outer, const dataplane::UdpDatagram& datagram, Failure& failure) {
    const Header& header = outer.header;
    if (!is_useful(sa, header, *fragment_of(outer))) return std::nullopt;
    auto fragment = open_fragment(sa.context.algorithms, outer, datagram.payload, sa.inbound());
    if (!fragment) {
        failure = fragment.failure();
        return std::nullopt;
    }
    if (is_repeated_request(sa, header)) return OpenedMessage{outer, {}, datagram.payload};
    emit(sa, event::MessageReceived{&outer, nullptr, datagram.payload});
    const auto whole = sa.reassembly.add(key_of(header), std::move(*fragment), sa.context.now);
    return whole ? open_joined(outer, *whole, failure) : std::nullopt;
}

std::optional<OpenedMessage> take_whole(IkeSa& sa, Message outer, const dataplane::UdpDatagram& datagram, Failure& failure) {
    auto clear = open(sa.context.algorithms, datagram.payload, sa.inbound());
    if (!clear) {
        failure = clear.failure();
        return std::nullopt;
    }
    sa.reassembly.forget(key_of(outer.header));
    return OpenedMessage{std::move(outer), std::move(*clear), datagram.payload};
}

}  // namespace

std::optional<OpenedMessage> open_message(IkeSa& sa, const dataplane::UdpDatagram& datagram, Failure& failure) {
    auto outer = decode_message(datagram.payload);
    if (!outer) {
        failure = outer.failure();
        return std::nullopt;
    }
    if (sa.fragmentation_mtu && fragment_of(*outer)) return take_fragment(sa, *outer, datagram, failure);
    return take_whole(sa, std::move(*outer), datagram, failure);
}

bool is_later_fragment(std::span<const std::uint8_t> datagram) {
    const auto outer = decode_message(datagram);
    const EncryptedFragmentPayload* const fragment = outer ? fragment_of(*outer) : nullptr;
    return fragment && fragment->number != 1;
}

}  // namespace ike
