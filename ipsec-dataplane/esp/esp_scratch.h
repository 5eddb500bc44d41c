#pragma once

#include <array>
#include <cstdint>

#include "ipsec-dataplane/esp/esp.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/esp/iv_generator.h"

namespace dataplane {

/// One packet between its two halves, before and after the vector's cryptography.
struct EspWork {
    EspItem* item = nullptr;
    std::uint64_t sequence = 0;
    /// Plain bytes, as counters and volume limits count them.
    std::uint32_t plain_length = 0;
    /// From the packet's first byte: the ESP or AH header, the plain payload, and the bytes of it with padding.
    std::uint32_t header_offset = 0;
    std::uint32_t payload_offset = 0;
    std::uint32_t payload_length = 0;
    IpHeader ip;
};

/// A worker's memory for one vector.
struct EspProcessor::Scratch {
    explicit Scratch(RandomSource& random) : ivs(random) {}

    static constexpr std::size_t largest_tag = 64;
    /// IP header with options or extension headers, and AH, that the mutable fields of are restored.
    static constexpr std::size_t largest_header = 192;

    std::size_t count = 0;
    std::array<CryptoJob, PacketVector::capacity> jobs;
    std::array<EspWork, PacketVector::capacity> works;
    std::array<std::array<std::uint8_t, 16>, PacketVector::capacity> aad;
    std::array<std::array<std::uint8_t, largest_tag>, PacketVector::capacity> tags;
    std::array<std::array<std::uint8_t, largest_header>, PacketVector::capacity> headers;
    IvGenerator ivs;
};

/// What a combined mode authenticates beside the payload: SPI and the whole sequence number that both ends count by
/// (RFC 4106 5).
void put_combined_aad(CryptoJob& job, std::array<std::uint8_t, 16>& aad, const SaPath& sa, std::uint64_t sequence);

}  // namespace dataplane
