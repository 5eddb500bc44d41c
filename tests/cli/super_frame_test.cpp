#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

#include "cli/runtime/super_frame.h"
#include "ipsec-dataplane/stack/wire.h"

using cli::SuperFrame;
using cli::VirtioNetHeader;
using Bytes = std::vector<std::uint8_t>;
namespace wire = dataplane::wire;

namespace {

constexpr std::size_t ethernet = 14;
constexpr std::uint8_t tcp = 6, udp = 17, fin = 1, push = 8, ack = 16, cwr = 128;

struct Stream {
    bool v6 = false;
    std::uint8_t protocol = tcp;
    std::size_t payload = 0;
    std::uint8_t flags = ack;
    std::size_t ip_length() const { return v6 ? 40 : 20; }
    std::size_t l4() const { return ethernet + ip_length(); }
    std::size_t l4_header() const { return protocol == tcp ? 32 : 8; }
    std::size_t headers() const { return l4() + l4_header(); }
};

/// A frame as the kernel leaves it to the card: lengths of the whole, the pseudo-header's sum in place of the checksum.
Bytes super_frame(const Stream& stream) {
    Bytes frame(stream.headers() + stream.payload);
    std::uint8_t* ip = frame.data() + ethernet;
    const std::size_t l4_length = stream.l4_header() + stream.payload;
    frame[12] = stream.v6 ? 0x86 : 0x08;
    frame[13] = stream.v6 ? 0xdd : 0x00;
    ip[0] = stream.v6 ? 0x60 : 0x45;
    if (stream.v6) {
        wire::store16(ip + 4, static_cast<std::uint16_t>(l4_length));
        ip[6] = stream.protocol;
    } else {
        wire::store16(ip + 2, static_cast<std::uint16_t>(20 + l4_length));
        wire::store16(ip + 4, 0xfffe);
        ip[6] = 0x40;
        ip[9] = stream.protocol;
    }
    for (std::size_t i = stream.v6 ? 8 : 12; i < stream.ip_length(); ++i) ip[i] = static_cast<std::uint8_t>(i * 7);
    if (!stream.v6) wire::store16(ip + 10, wire::checksum(wire::sum({ip, 20})));
    std::uint8_t* l4 = frame.data() + stream.l4();
    wire::store16(l4, 1000);
    wire::store16(l4 + 2, 2000);
    if (stream.protocol == tcp) {
        wire::store32(l4 + 4, 0xfffffff0);
        l4[12] = 0x80;
        l4[13] = stream.flags;
    } else {
        wire::store16(l4 + 4, static_cast<std::uint16_t>(l4_length));
    }
    std::iota(frame.begin() + static_cast<std::ptrdiff_t>(stream.headers()), frame.end(), std::uint8_t{1});
    const std::uint64_t pseudo = wire::sum({ip + (stream.v6 ? 8 : 12), stream.v6 ? 32U : 8U}, l4_length + stream.protocol);
    wire::store16(l4 + (stream.protocol == tcp ? 16 : 6), static_cast<std::uint16_t>(~wire::checksum(pseudo)));
    return frame;
}

VirtioNetHeader header_for(const Stream& stream, std::uint16_t segment) {
    VirtioNetHeader header;
    header.flags = VirtioNetHeader::needs_checksum;
    header.checksum_start = static_cast<std::uint16_t>(stream.l4());
    header.checksum_offset = stream.protocol == tcp ? 16 : 6;
    header.segment_size = segment;
    if (segment != 0)
        header.gso_type = stream.protocol == udp ? VirtioNetHeader::gso_udp_segments : stream.v6 ? VirtioNetHeader::gso_tcp6 : VirtioNetHeader::gso_tcp4;
    return header;
}

std::vector<Bytes> pieces(Bytes frame, const VirtioNetHeader& header, std::size_t room = 9216) {
    std::vector<Bytes> got;
    SuperFrame super;
    if (!super.take(frame, header)) return got;
    Bytes space(room);
    while (super.has_more()) {
        const std::size_t size = super.next_piece(space);
        got.emplace_back(space.begin(), space.begin() + static_cast<std::ptrdiff_t>(size));
    }
    return got;
}

bool checksums_are_right(const Bytes& frame, const Stream& stream) {
    const std::uint8_t* ip = frame.data() + ethernet;
    const std::size_t length = frame.size() - stream.l4();
    const std::uint64_t pseudo = wire::sum({ip + (stream.v6 ? 8 : 12), stream.v6 ? 32U : 8U}, length + stream.protocol);
    const bool header = stream.v6 || wire::checksum(wire::sum({ip, 20})) == 0;
    return header && wire::checksum(wire::sum({frame.data() + stream.l4(), length}, pseudo)) == 0;
}

bool lengths_are_right(const Bytes& frame, const Stream& stream) {
    const std::uint8_t* ip = frame.data() + ethernet;
    if (stream.protocol == udp && wire::load16(frame.data() + stream.l4() + 4) != frame.size() - stream.l4()) return false;
    return stream.v6 ? wire::load16(ip + 4) + 40U == frame.size() - ethernet : wire::load16(ip + 2) == frame.size() - ethernet;
}

}  // namespace

TEST_CASE("a super-frame's pieces are whole packets whose payloads make the stream") {
    Stream stream;
    stream.v6 = GENERATE(false, true);
    stream.protocol = static_cast<std::uint8_t>(GENERATE(6, 17));
    stream.payload = GENERATE(std::size_t{1449}, std::size_t{2896}, std::size_t{5001}, std::size_t{60000});
    const Bytes frame = super_frame(stream);
    const auto got = pieces(frame, header_for(stream, 1448));
    REQUIRE(got.size() == (stream.payload + 1447) / 1448);
    Bytes payload;
    for (const Bytes& piece : got) {
        CHECK(piece.size() <= stream.headers() + 1448);
        CHECK(lengths_are_right(piece, stream));
        CHECK(checksums_are_right(piece, stream));
        if (stream.protocol == tcp) CHECK(wire::load32(&piece[stream.l4() + 4]) == static_cast<std::uint32_t>(0xfffffff0 + payload.size()));
        if (!stream.v6) CHECK(wire::load16(&piece[ethernet + 4]) == static_cast<std::uint16_t>(0xfffe + (&piece - got.data())));
        payload.insert(payload.end(), piece.begin() + static_cast<std::ptrdiff_t>(stream.headers()), piece.end());
    }
    CHECK(std::equal(payload.begin(), payload.end(), frame.begin() + static_cast<std::ptrdiff_t>(stream.headers()), frame.end()));
}

TEST_CASE("FIN and PSH end with the last segment, CWR with the first") {
    Stream stream;
    stream.payload = 3000;
    stream.flags = ack | fin | push | cwr;
    auto header = header_for(stream, 1000);
    header.gso_type |= VirtioNetHeader::gso_ecn;
    const auto got = pieces(super_frame(stream), header);
    REQUIRE(got.size() == 3);
    CHECK(got[0][stream.l4() + 13] == (ack | cwr));
    CHECK(got[1][stream.l4() + 13] == ack);
    CHECK(got[2][stream.l4() + 13] == (ack | fin | push));
}

TEST_CASE("a single frame's partial checksum is completed, one without is left alone") {
    Stream stream;
    stream.v6 = GENERATE(false, true);
    stream.protocol = static_cast<std::uint8_t>(GENERATE(6, 17));
    stream.payload = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{1400});
    const Bytes frame = super_frame(stream);
    const auto got = pieces(frame, header_for(stream, 0));
    REQUIRE(got.size() == 1);
    CHECK(got[0].size() == frame.size());
    CHECK(checksums_are_right(got[0], stream));
    CHECK(pieces(frame, {}) == std::vector<Bytes>{frame});
}

TEST_CASE("a header that says what cannot be is refused") {
    Stream stream;
    stream.payload = 3000;
    const Bytes frame = super_frame(stream);
    const auto refused = [&](auto change) {
        auto header = header_for(stream, 1000);
        change(header);
        return pieces(frame, header).empty();
    };
    CHECK_FALSE(refused([](auto&) {}));
    CHECK(refused([](auto& header) { header.segment_size = 0; }));
    CHECK(refused([](auto& header) { header.gso_type = 3; }));
    CHECK(refused([](auto& header) { header.gso_type = 77; }));
    CHECK(refused([](auto& header) { header.checksum_start = 0; }));
    CHECK(refused([](auto& header) { header.checksum_start = 65535; }));
    CHECK(refused([&](auto& header) { header.checksum_start = static_cast<std::uint16_t>(frame.size() - 10); }));
    CHECK(refused([&](auto& header) {
        header.gso_type = VirtioNetHeader::no_gso;
        header.checksum_offset = static_cast<std::uint16_t>(frame.size());
    }));
}

TEST_CASE("any header on any start of a frame stays inside it") {
    Stream stream;
    stream.payload = 200;
    const Bytes whole = super_frame(stream);
    for (std::size_t length = 0; length <= whole.size(); ++length)
        for (const int type : {0, 1, 4, 5})
            for (std::uint16_t start = 0; start < 80; start = static_cast<std::uint16_t>(start + 3)) {
                auto header = header_for(stream, 50);
                header.gso_type = static_cast<std::uint8_t>(type);
                header.checksum_start = start;
                for (const Bytes& piece : pieces({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}, header)) CHECK(piece.size() <= length);
            }
}

TEST_CASE("a piece that the room cannot hold is left out, the others go on") {
    Stream stream;
    stream.payload = 2500;
    const auto got = pieces(super_frame(stream), header_for(stream, 1000), stream.headers() + 600);
    REQUIRE(got.size() == 3);
    CHECK(got[0].empty());
    CHECK(got[1].empty());
    CHECK(got[2].size() == stream.headers() + 500);
}
