#include "ipsec-dataplane/esp/esp_encapsulate.h"

#include <cstring>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/outer_header.h"
#include "ipsec-dataplane/esp/sa_accounting.h"

namespace dataplane {

namespace {

constexpr std::uint32_t esp_header_length = 8;
constexpr std::uint32_t trailer_length = 2;
constexpr std::uint32_t sequence_high_length = 4;
constexpr std::uint32_t largest_datagram = 65535;
/// RFC 4303 2.4: the padding that every suite here uses.
constexpr std::array<std::uint8_t, 16> padding = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
constexpr std::uint8_t ipv4_in_ip = 4;
constexpr std::uint8_t ipv6_in_ip = 41;

std::uint8_t next_header(const SaPath& sa, const IpHeader& ip) {
    if (sa.mode == EncapsulationMode::transport) return ip.protocol;
    return ip.v6 ? ipv6_in_ip : ipv4_in_ip;
}

std::uint32_t padded_length(std::uint32_t payload, std::uint32_t block) {
    return (payload + trailer_length + block - 1) & ~(block - 1);
}

void append_trailer(Packet& packet, std::uint32_t pad, std::uint8_t next) {
    std::uint8_t* tail = packet.append(pad + trailer_length);
    std::memcpy(tail, padding.data(), pad);
    tail[pad] = static_cast<std::uint8_t>(pad);
    tail[pad + 1] = next;
}

/// A combined mode takes a counter for its IV, never used twice under a key (RFC 4106 3.1).
void put_iv(EspProcessor::Scratch& scratch, const SaPath& sa, std::uint8_t* iv, std::uint64_t sequence) {
    if (sa.combined_mode)
        store64(iv, sequence);
    else if (sa.iv_length != 0)
        scratch.ivs.next(iv, sa.iv_length);
}

/// The HMAC covers everything from the SPI on; the upper half of an extended sequence number stands where the tag will
/// be, and the tag goes through the scratch (RFC 4303 2.2.1).
void put_hmac_input(EspProcessor::Scratch& scratch, std::size_t place, const SaPath& sa, std::uint8_t* esp) {
    CryptoJob& job = scratch.jobs[place];
    job.authenticated = esp;
    job.authenticated_length = esp_header_length + sa.iv_length + job.length;
    if (!sa.extended || sa.icv_length == 0) return;
    store32(job.tag, static_cast<std::uint32_t>(scratch.works[place].sequence >> 32));
    job.authenticated_length += sequence_high_length;
    job.tag = scratch.tags[place].data();
}

void put_job(EspProcessor::Scratch& scratch, std::size_t place, const SaPath& sa) {
    CryptoJob& job = scratch.jobs[place];
    const EspWork& work = scratch.works[place];
    std::uint8_t* esp = work.item->packet->data + work.header_offset;
    job.key = sa.key;
    job.iv = esp + esp_header_length;
    job.destination = esp + esp_header_length + sa.iv_length;
    job.source = job.destination;
    job.length = work.payload_length;
    job.tag = job.destination + job.length;
    if (sa.combined_mode)
        put_combined_aad(job, scratch.aad[place], sa, work.sequence);
    else
        put_hmac_input(scratch, place, sa, esp);
}

}  // namespace

void put_combined_aad(CryptoJob& job, std::array<std::uint8_t, 16>& aad, const SaPath& sa, std::uint64_t sequence) {
    store32(aad.data(), sa.spi);
    job.authenticated = aad.data();
    job.authenticated_length = sa.extended ? 12 : 8;
    if (sa.extended)
        store64(aad.data() + 4, sequence);
    else
        store32(aad.data() + 4, static_cast<std::uint32_t>(sequence));
}

EspDrop read_plain_packet(EspWork& work) {
    Packet& packet = *work.item->packet;
    const SaPath& sa = work.item->sa->path();
    packet.pull_to_l3();
    const bool tunnel = sa.mode == EncapsulationMode::tunnel;
    work.ip = tunnel ? read_ip_header(packet.bytes()) : read_whole_ip_header(packet.bytes());
    if (!work.ip.valid || packet.gso_size != 0) return EspDrop::bad_header;
    // RFC 4303 3.3.4: transport mode protects whole datagrams only.
    if (!tunnel && work.ip.fragment) return EspDrop::bad_header;
    packet.trim(packet.length - work.ip.total_length);
    work.plain_length = packet.length;
    return EspDrop::none;
}

EspDrop begin_esp_encapsulation(EspProcessor::Scratch& scratch, std::size_t place, SaDatabase& database, Instant now) {
    EspWork& work = scratch.works[place];
    if (const EspDrop drop = read_plain_packet(work); drop != EspDrop::none) return drop;
    Packet& packet = *work.item->packet;
    SaPath& sa = work.item->sa->path();
    const std::uint32_t payload = packet.length - (sa.mode == EncapsulationMode::tunnel ? 0 : work.ip.length);
    const std::uint32_t padded = padded_length(payload, sa.block_length);
    const std::uint32_t before = esp_header_length + sa.iv_length;
    const std::uint32_t behind = padded - payload + sa.icv_length;
    if (packet.headroom() < outer_room(sa, before) || packet.tailroom() < behind) return EspDrop::no_room;
    if (outer_room(sa, before) + packet.length + behind > largest_datagram) return EspDrop::bad_length;
    work.sequence = next_sequence(database, sa, now);
    if (work.sequence == 0) return EspDrop::sequence_overflow;
    append_trailer(packet, padded - payload - trailer_length, next_header(sa, work.ip));
    work.payload_length = padded;
    work.header_offset = open_outer_header(packet, sa, work.ip, before);
    std::uint8_t* esp = packet.data + work.header_offset;
    store32(esp, sa.spi);
    store32(esp + 4, static_cast<std::uint32_t>(work.sequence));
    put_iv(scratch, sa, esp + esp_header_length, work.sequence);
    packet.append(sa.icv_length);
    put_job(scratch, place, sa);
    return EspDrop::none;
}

EspDrop end_esp_encapsulation(EspProcessor::Scratch& scratch, std::size_t place) {
    const EspWork& work = scratch.works[place];
    const CryptoJob& job = scratch.jobs[place];
    if (job.status != CryptoStatus::ok) return EspDrop::crypto_error;
    Packet& packet = *work.item->packet;
    const SaPath& sa = work.item->sa->path();
    if (job.tag == scratch.tags[place].data())
        std::memcpy(packet.data + packet.length - sa.icv_length, job.tag, sa.icv_length);
    close_outer_header(packet, sa, work.ip, work.sequence);
    return EspDrop::none;
}

}  // namespace dataplane
