#include "ipsec-dataplane/esp/authentication_header.h"

#include <cstring>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/esp_decapsulate.h"
#include "ipsec-dataplane/esp/esp_encapsulate.h"
#include "ipsec-dataplane/esp/outer_header.h"
#include "ipsec-dataplane/esp/sa_accounting.h"

namespace dataplane {

namespace {

constexpr std::uint32_t fixed_length = 12;
constexpr std::uint32_t sequence_high_length = 4;
constexpr std::uint32_t largest_datagram = 65535;
constexpr std::uint8_t ipv4_in_ip = 4;
constexpr std::uint8_t ipv6_in_ip = 41;

/// Padded to 4 bytes in IPv4, to 8 in IPv6 (RFC 4302 2.6).
std::uint32_t header_length(const SaPath& sa, bool v6) {
    const std::uint32_t unit = v6 ? 8 : 4;
    return (fixed_length + sa.icv_length + unit - 1) / unit * unit;
}

std::uint8_t next_header(const SaPath& sa, const IpHeader& ip) {
    if (sa.mode == EncapsulationMode::transport) return ip.protocol;
    return ip.v6 ? ipv6_in_ip : ipv4_in_ip;
}

void put_header(std::uint8_t* ah, const SaPath& sa, std::uint32_t length, std::uint8_t next, std::uint64_t sequence) {
    std::memset(ah, 0, length);
    ah[0] = next;
    ah[1] = static_cast<std::uint8_t>(length / 4 - 2);
    store32(ah + 4, sa.spi);
    store32(ah + 8, static_cast<std::uint32_t>(sequence));
}

/// The whole datagram with its mutable fields cleared, then the upper half of an extended number. The IP header is kept
/// aside until the tag is made.
void put_job(EspProcessor::Scratch& scratch, std::size_t place, const SaPath& sa) {
    CryptoJob& job = scratch.jobs[place];
    const EspWork& work = scratch.works[place];
    Packet& packet = *work.item->packet;
    std::memcpy(scratch.headers[place].data(), packet.data, work.ip.length);
    clear_mutable_fields(packet.data, work.ip);
    job.key = sa.key;
    job.source = job.iv = job.authenticated = packet.data;
    job.destination = nullptr;
    job.length = 0;
    job.tag = scratch.tags[place].data();
    job.authenticated_length = packet.length;
    if (!sa.extended) return;
    store32(packet.data + packet.length, static_cast<std::uint32_t>(work.sequence >> 32));
    job.authenticated_length += sequence_high_length;
}

void restore_header(EspProcessor::Scratch& scratch, std::size_t place) {
    const EspWork& work = scratch.works[place];
    std::memcpy(work.item->packet->data, scratch.headers[place].data(), work.ip.length);
}

}  // namespace

EspDrop begin_ah_encapsulation(EspProcessor::Scratch& scratch, std::size_t place, SaDatabase& database, Instant now) {
    EspWork& work = scratch.works[place];
    if (const EspDrop drop = read_plain_packet(work); drop != EspDrop::none) return drop;
    Packet& packet = *work.item->packet;
    SaPath& sa = work.item->sa->path();
    const bool tunnel = sa.mode == EncapsulationMode::tunnel;
    const std::uint32_t length = header_length(sa, tunnel ? sa.ip_length == 40 : work.ip.v6);
    if (packet.headroom() < outer_room(sa, length) || packet.tailroom() < sequence_high_length) return EspDrop::no_room;
    if (!tunnel && work.ip.length > EspProcessor::Scratch::largest_header) return EspDrop::bad_header;
    if (outer_room(sa, length) + packet.length > largest_datagram) return EspDrop::bad_length;
    work.sequence = next_sequence(database, sa, now);
    if (work.sequence == 0) return EspDrop::sequence_overflow;
    work.header_offset = open_outer_header(packet, sa, work.ip, length);
    put_header(packet.data + work.header_offset, sa, length, next_header(sa, work.ip), work.sequence);
    close_outer_header(packet, sa, work.ip, work.sequence);
    work.ip = read_whole_ip_header(packet.bytes());
    put_job(scratch, place, sa);
    return EspDrop::none;
}

EspDrop end_ah_encapsulation(EspProcessor::Scratch& scratch, std::size_t place) {
    const EspWork& work = scratch.works[place];
    restore_header(scratch, place);
    if (scratch.jobs[place].status != CryptoStatus::ok) return EspDrop::crypto_error;
    std::memcpy(work.item->packet->data + work.header_offset + fixed_length, scratch.tags[place].data(),
                work.item->sa->path().icv_length);
    return EspDrop::none;
}

EspDrop begin_ah_decapsulation(EspProcessor::Scratch& scratch, std::size_t place) {
    EspWork& work = scratch.works[place];
    if (const EspDrop drop = read_outer_packet(work); drop != EspDrop::none) return drop;
    Packet& packet = *work.item->packet;
    const SaPath& sa = work.item->sa->path();
    const std::uint32_t length = header_length(sa, work.ip.v6);
    if (work.ip.length > EspProcessor::Scratch::largest_header) return EspDrop::bad_header;
    if (packet.length < work.header_offset + length) return EspDrop::bad_length;
    std::uint8_t* ah = packet.data + work.header_offset;
    if ((ah[1] + 2U) * 4U != length) return EspDrop::bad_length;
    if (sa.extended && packet.tailroom() < sequence_high_length) return EspDrop::no_room;
    work.sequence = sa.replay.infer(load32(ah + 8));
    if (!sa.replay.admits(work.sequence)) return EspDrop::replay;
    work.payload_offset = work.header_offset + length;
    work.payload_length = packet.length - work.payload_offset;
    std::memcpy(scratch.tags[place].data(), ah + fixed_length, sa.icv_length);
    std::memset(ah + fixed_length, 0, sa.icv_length);
    put_job(scratch, place, sa);
    return EspDrop::none;
}

EspDrop end_ah_decapsulation(EspProcessor::Scratch& scratch, std::size_t place) {
    EspWork& work = scratch.works[place];
    restore_header(scratch, place);
    const CryptoStatus status = scratch.jobs[place].status;
    if (status == CryptoStatus::authentication_failed) return EspDrop::authentication_failed;
    if (status != CryptoStatus::ok) return EspDrop::crypto_error;
    if (!work.item->sa->path().replay.accept(work.sequence)) return EspDrop::replay;
    return deliver_payload(work, work.item->packet->data[work.header_offset]);
}

}  // namespace dataplane
