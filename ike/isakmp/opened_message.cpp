#include "ike/isakmp/opened_message.h"

#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

std::optional<Opened> decoded(Opened opened, bool padded) {
    auto payloads = decode_payloads(opened.header.next_payload, opened.plain, padded);
    if (!payloads) return std::nullopt;
    opened.plain.resize(payloads->used);
    opened.decoded = std::move(*payloads);
    return opened;
}

}  // namespace

Octets body_of(const dataplane::UdpDatagram& datagram, const Header& header) {
    return Octets(datagram.payload).subspan(header_size, header.length - header_size);
}

Bytes digest_of(Context& context, Octets octets) {
    Bytes digest(Algorithms::digest_size(Hash::sha256));
    context.algorithms.digest(Hash::sha256, {octets}, digest);
    return digest;
}

std::optional<Opened> open_clear(const Header& header, Octets body) { return decoded({header, Bytes(body.begin(), body.end()), {}, {}}, false); }

std::optional<Opened> open_encrypted(IsakmpSa& sa, const Header& header, Octets body, Bytes iv) {
    Bytes plain(body.begin(), body.end());
    emit(sa, event::EngineDone{EngineWork::decrypt_packet});
    if (!decrypt(sa.context.algorithms, sa.suite, sa.keys, iv, plain)) return std::nullopt;
    return decoded({header, std::move(plain), {}, std::move(iv)}, true);
}

Input input_of(const Opened& opened, const dataplane::UdpDatagram& datagram) {
    Input input;
    input.header = &opened.header;
    input.payloads = opened.decoded.payloads;
    input.plain = opened.plain;
    input.first_size = opened.decoded.first_size;
    input.datagram = &datagram;
    input.next_iv = opened.next_iv;
    return input;
}

}  // namespace ike::isakmp
