#include "ipsec-dataplane/esp/esp_decapsulate.h"

#include <algorithm>
#include <cstring>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/outer_header.h"
#include "ipsec-dataplane/esp/sa_accounting.h"

namespace dataplane {

namespace {

constexpr std::uint32_t esp_header_length = 8;
constexpr std::uint32_t udp_header_length = 8;
constexpr std::uint32_t trailer_length = 2;
constexpr std::uint8_t udp_protocol = 17;
constexpr std::uint8_t ipv4_in_ip = 4;
constexpr std::uint8_t ipv6_in_ip = 41;
constexpr std::uint8_t no_next_header = 59;

/// Trims to the UDP datagram, whose length rules.
bool pass_udp(Packet& packet, std::uint32_t offset) {
    if (packet.length < offset + udp_header_length) return false;
    const std::uint32_t length = load16(packet.data + offset + 4);
    if (length < udp_header_length || offset + length > packet.length) return false;
    packet.trim(packet.length - offset - length);
    return true;
}

/// Finds the encrypted region; false when the packet is too short or not a whole number of blocks.
bool find_payload(EspWork& work, const SaPath& sa) {
    const std::uint32_t overhead = esp_header_length + sa.iv_length + sa.icv_length;
    const std::uint32_t whole = work.item->packet->length - work.header_offset;
    if (whole < overhead + sa.block_length) return false;
    work.payload_offset = work.header_offset + esp_header_length + sa.iv_length;
    work.payload_length = whole - overhead;
    return work.payload_length % sa.block_length == 0;
}

/// With extended numbers the received tag moves aside and the upper half takes its place under the HMAC.
void put_hmac_input(EspProcessor::Scratch& scratch, std::size_t place, const SaPath& sa, const std::uint8_t* esp) {
    CryptoJob& job = scratch.jobs[place];
    job.authenticated = esp;
    job.authenticated_length = esp_header_length + sa.iv_length + job.length;
    if (!sa.extended || sa.icv_length == 0) return;
    std::memcpy(scratch.tags[place].data(), job.tag, sa.icv_length);
    store32(job.tag, static_cast<std::uint32_t>(scratch.works[place].sequence >> 32));
    job.authenticated_length += 4;
    job.tag = scratch.tags[place].data();
}

void put_job(EspProcessor::Scratch& scratch, std::size_t place, const SaPath& sa) {
    CryptoJob& job = scratch.jobs[place];
    const EspWork& work = scratch.works[place];
    std::uint8_t* data = work.item->packet->data;
    job.key = sa.key;
    job.iv = data + work.header_offset + esp_header_length;
    job.destination = data + work.payload_offset;
    job.source = job.destination;
    job.length = work.payload_length;
    job.tag = job.destination + job.length;
    if (sa.combined_mode)
        put_combined_aad(job, scratch.aad[place], sa, work.sequence);
    else
        put_hmac_input(scratch, place, sa, data + work.header_offset);
}

/// Padding is 1, 2, 3 … (RFC 4303 2.4).
bool is_padding(const std::uint8_t* pad, std::uint32_t length) {
    for (std::uint32_t i = 0; i < length; ++i)
        if (pad[i] != i + 1) return false;
    return true;
}

EspDrop trim_tunnel_payload(const EspWork& work, std::uint8_t next_header) {
    if (next_header != ipv4_in_ip && next_header != ipv6_in_ip) return EspDrop::bad_next_header;
    const std::uint8_t* inner = work.item->packet->data + work.payload_offset;
    const IpHeader header = read_ip_header({inner, work.payload_length});
    if (!header.valid || header.v6 != (next_header == ipv6_in_ip)) return EspDrop::bad_header;
    return EspDrop::none;
}

std::uint32_t datagram_length(const std::uint8_t* header) {
    return header[0] >> 4 == 6 ? 40U + load16(header + 4) : load16(header + 2);
}

}  // namespace

EspDrop read_outer_packet(EspWork& work) {
    Packet& packet = *work.item->packet;
    const SaPath& sa = work.item->sa->path();
    packet.pull_to_l3();
    work.ip = read_whole_ip_header(packet.bytes());
    if (!work.ip.valid || work.ip.fragment) return EspDrop::bad_header;
    packet.trim(packet.length - work.ip.total_length);
    work.header_offset = work.ip.length;
    if (work.ip.protocol == protocol_number(sa.protocol)) return EspDrop::none;
    if (work.ip.protocol != udp_protocol || sa.protocol != IpsecProtocol::esp) return EspDrop::invalid_sa;
    if (!pass_udp(packet, work.ip.length)) return EspDrop::bad_length;
    work.header_offset += udp_header_length;
    return EspDrop::none;
}

EspDrop begin_esp_decapsulation(EspProcessor::Scratch& scratch, std::size_t place) {
    EspWork& work = scratch.works[place];
    if (const EspDrop drop = read_outer_packet(work); drop != EspDrop::none) return drop;
    const SaPath& sa = work.item->sa->path();
    if (!find_payload(work, sa)) return EspDrop::bad_length;
    work.sequence = sa.replay.infer(load32(work.item->packet->data + work.header_offset + 4));
    if (!sa.replay.admits(work.sequence)) return EspDrop::replay;
    put_job(scratch, place, sa);
    return EspDrop::none;
}

EspDrop end_esp_decapsulation(EspProcessor::Scratch& scratch, std::size_t place) {
    EspWork& work = scratch.works[place];
    const CryptoJob& job = scratch.jobs[place];
    if (job.status == CryptoStatus::authentication_failed) return EspDrop::authentication_failed;
    if (job.status != CryptoStatus::ok) return EspDrop::crypto_error;
    if (!work.item->sa->path().replay.accept(work.sequence)) return EspDrop::replay;
    const std::uint8_t* trailer = job.destination + work.payload_length - trailer_length;
    const std::uint32_t pad = trailer[0];
    if (pad + trailer_length > work.payload_length || !is_padding(trailer - pad, pad)) return EspDrop::bad_padding;
    work.payload_length -= pad + trailer_length;
    return deliver_payload(work, trailer[1]);
}

EspDrop deliver_payload(EspWork& work, std::uint8_t next_header) {
    if (next_header == no_next_header) return EspDrop::dummy;
    Packet& packet = *work.item->packet;
    const SaPath& sa = work.item->sa->path();
    if (sa.mode == EncapsulationMode::tunnel) {
        if (const EspDrop drop = trim_tunnel_payload(work, next_header); drop != EspDrop::none) return drop;
        work.payload_length = datagram_length(packet.data + work.payload_offset);
    }
    packet.trim(packet.length - work.payload_offset - work.payload_length);
    strip_outer_header(packet, sa, work.ip, work.payload_offset, next_header);
    work.plain_length = packet.length;
    return EspDrop::none;
}

}  // namespace dataplane
