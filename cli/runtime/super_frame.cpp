#include "cli/runtime/super_frame.h"

#include <algorithm>

#include "ipsec-dataplane/stack/wire.h"

namespace cli {

namespace wire = dataplane::wire;

namespace {

constexpr std::size_t ethernet_header = 14, ip4_header = 20, ip6_header = 40, tcp_header = 20, udp_header = 8;
constexpr std::uint8_t fin_and_push = 0x09, congestion_window_reduced = 0x80, tcp_protocol = 6, udp_protocol = 17;

}  // namespace

bool complete_checksum(std::span<std::uint8_t> frame, const VirtioNetHeader& header) {
    const std::size_t start = header.checksum_start, at = start + header.checksum_offset;
    if (start >= frame.size() || at + 2 > frame.size()) return false;
    const std::uint16_t sum = wire::checksum(wire::sum(frame.subspan(start)));
    wire::store16(&frame[at], sum == 0 ? 0xffff : sum);
    return true;
}

bool SuperFrame::take(std::span<std::uint8_t> frame, const VirtioNetHeader& header) {
    frame_ = frame;
    index_ = 0;
    next_ = end_ = headers_ = 0;
    if ((header.gso_type & ~VirtioNetHeader::gso_ecn) != VirtioNetHeader::no_gso) return describe(header);
    if ((header.flags & VirtioNetHeader::needs_checksum) != 0 && !complete_checksum(frame, header)) return false;
    kind_ = Kind::whole;
    segment_ = end_ = frame.size();
    return true;
}

bool SuperFrame::describe(const VirtioNetHeader& header) {
    const auto type = static_cast<std::uint8_t>(header.gso_type & ~VirtioNetHeader::gso_ecn);
    const bool is_tcp = type == VirtioNetHeader::gso_tcp4 || type == VirtioNetHeader::gso_tcp6;
    if (!is_tcp && type != VirtioNetHeader::gso_udp_segments) return false;
    kind_ = is_tcp ? Kind::tcp : Kind::udp;
    l3_ = ethernet_header;
    l4_ = header.checksum_start;
    segment_ = header.segment_size;
    if (segment_ == 0 || frame_.size() <= l3_) return false;
    v6_ = frame_[l3_] >> 4 == 6;
    if (l4_ < l3_ + (v6_ ? ip6_header : ip4_header) || l4_ + (is_tcp ? tcp_header : udp_header) > frame_.size()) return false;
    headers_ = l4_ + (is_tcp ? (frame_[l4_ + 12] >> 4) * std::size_t{4} : udp_header);
    if (headers_ < l4_ + udp_header || (is_tcp && headers_ < l4_ + tcp_header) || headers_ >= frame_.size()) return false;
    next_ = headers_;
    end_ = frame_.size();
    return true;
}

std::size_t SuperFrame::next_piece(std::span<std::uint8_t> room) {
    const std::size_t payload = std::min(segment_, end_ - next_), size = headers_ + payload;
    const bool fits = size <= room.size();
    if (fits) {
        std::copy_n(frame_.data(), headers_, room.data());
        std::copy_n(frame_.data() + next_, payload, room.data() + headers_);
        if (kind_ != Kind::whole) {
            adjust_ip(room.data(), size);
            if (kind_ == Kind::tcp) adjust_tcp(room.data());
            else wire::store16(room.data() + l4_ + 4, static_cast<std::uint16_t>(size - l4_));
            put_checksum(room.data(), size);
        }
    }
    next_ += payload;
    ++index_;
    return fits ? size : 0;
}

void SuperFrame::adjust_ip(std::uint8_t* piece, std::size_t size) const {
    std::uint8_t* ip = piece + l3_;
    if (v6_) return wire::store16(ip + 4, static_cast<std::uint16_t>(size - l3_ - ip6_header));
    wire::store16(ip + 2, static_cast<std::uint16_t>(size - l3_));
    wire::store16(ip + 4, static_cast<std::uint16_t>(wire::load16(ip + 4) + index_));
    wire::store16(ip + 10, 0);
    wire::store16(ip + 10, wire::checksum(wire::sum({ip, l4_ - l3_})));
}

/// FIN and PSH belong to the last segment, CWR to the first (RFC 3168 6.1.2).
void SuperFrame::adjust_tcp(std::uint8_t* piece) const {
    std::uint8_t* tcp = piece + l4_;
    wire::store32(tcp + 4, wire::load32(tcp + 4) + static_cast<std::uint32_t>(next_ - headers_));
    if (next_ + segment_ < end_) tcp[13] &= static_cast<std::uint8_t>(~fin_and_push);
    if (index_ != 0) tcp[13] &= static_cast<std::uint8_t>(~congestion_window_reduced);
}

void SuperFrame::put_checksum(std::uint8_t* piece, std::size_t size) const {
    const bool is_tcp = kind_ == Kind::tcp;
    std::uint8_t* at = piece + l4_ + (is_tcp ? 16 : 6);
    const std::size_t length = size - l4_;
    const std::uint64_t pseudo = wire::sum({piece + l3_ + (v6_ ? 8 : 12), v6_ ? 32U : 8U}, length + (is_tcp ? tcp_protocol : udp_protocol));
    wire::store16(at, 0);
    const std::uint16_t sum = wire::checksum(wire::sum({piece + l4_, length}, pseudo));
    wire::store16(at, sum == 0 ? 0xffff : sum);
}

}  // namespace cli
