#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cli {

/// What stands before a frame on a socket with PACKET_VNET_HDR or a TAP descriptor with IFF_VNET_HDR (virtio 1.2, 5.1.6), in host byte
/// order. Linux' own header for it is not C++.
struct VirtioNetHeader {
    static constexpr std::uint8_t needs_checksum = 1;
    static constexpr std::uint8_t no_gso = 0, gso_tcp4 = 1, gso_tcp6 = 4, gso_udp_segments = 5, gso_ecn = 0x80;

    std::uint8_t flags = 0;
    std::uint8_t gso_type = no_gso;
    std::uint16_t header_length = 0;
    std::uint16_t segment_size = 0;             ///< octets of layer 4 payload
    std::uint16_t checksum_start = 0;           ///< offset in the frame
    std::uint16_t checksum_offset = 0;          ///< from there
};
static_assert(sizeof(VirtioNetHeader) == 10);

/// A frame as Linux hands it over with a virtio-net header: its layer 4 checksum may be left to whoever sends it on, and many segments
/// of one TCP or UDP stream may travel as a single frame of up to 64 KiB (TSO, USO). Gives back the frames that would have been on a wire.
class SuperFrame {
public:
    /// Takes `frame`, which it changes and which lives until the last piece is taken. False: the header says what cannot be.
    bool take(std::span<std::uint8_t> frame, const VirtioNetHeader& header);
    bool has_more() const { return next_ < end_; }
    /// Writes the next piece; octets, 0 when `room` is too small for it.
    std::size_t next_piece(std::span<std::uint8_t> room);

private:
    enum class Kind : std::uint8_t { whole, tcp, udp };

    bool describe(const VirtioNetHeader& header);
    void adjust_ip(std::uint8_t* piece, std::size_t size) const;
    void adjust_tcp(std::uint8_t* piece) const;
    void put_checksum(std::uint8_t* piece, std::size_t size) const;

    std::span<std::uint8_t> frame_;
    Kind kind_ = Kind::whole;
    bool v6_ = false;
    std::size_t l3_ = 0, l4_ = 0;               ///< where these headers begin
    std::size_t headers_ = 0;                   ///< octets that every piece repeats
    std::size_t segment_ = 0;                   ///< octets of payload of every piece but the last
    std::size_t next_ = 0, end_ = 0;            ///< payload not given out yet
    std::uint32_t index_ = 0;                   ///< of the next piece
};

/// Fills in the checksum of a frame whose pseudo-header's sum stands where the header says. False: the header points outside.
bool complete_checksum(std::span<std::uint8_t> frame, const VirtioNetHeader& header);

}  // namespace cli
