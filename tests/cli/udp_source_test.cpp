#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>
#include <vector>

#include "cli/runtime/udp_source.h"

using cli::UdpSource;
using Bytes = std::vector<std::uint8_t>;

namespace {

int bound_to_loopback(sockaddr_in& address) {
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    return descriptor;
}

/// Two ends of a UDP link on the loopback.
struct Ends {
    Ends() {
        sockaddr_in a{}, b{};
        const int first = bound_to_loopback(a), second = bound_to_loopback(b);
        REQUIRE(::connect(first, reinterpret_cast<sockaddr*>(&b), sizeof b) == 0);
        REQUIRE(::connect(second, reinterpret_cast<sockaddr*>(&a), sizeof a) == 0);
        left = std::make_unique<UdpSource>(*config::InterfaceName::parse("Ethernet0/0"), first);
        right = std::make_unique<UdpSource>(*config::InterfaceName::parse("Ethernet0/1"), second);
    }
    dataplane::Link& link() const { return *left->ports().front().link; }
    bool is_readable() const {
        pollfd waiting{right->descriptor(), POLLIN, 0};
        return ::poll(&waiting, 1, 0) == 1;
    }
    std::unique_ptr<UdpSource> left, right;
};

Bytes frame_of(std::size_t size, std::uint8_t fill) { return Bytes(size, fill); }

std::vector<Bytes> received(UdpSource& source) {
    std::vector<Bytes> frames;
    Bytes room(9216);
    while (const auto frame = source.receive(room)) frames.emplace_back(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(frame->size));
    return frames;
}

}  // namespace

TEST_CASE("frames of a burst arrive one a datagram, in order, whatever their sizes") {
    const Ends ends;
    std::vector<Bytes> sent;
    for (const std::size_t size : {100U, 100U, 100U, 60U, 100U, 1514U, 1514U, 1514U, 9000U, 9000U, 14U, 15U})
        sent.push_back(frame_of(size, static_cast<std::uint8_t>(sent.size() + 1)));
    const std::vector<std::span<const std::uint8_t>> burst(sent.begin(), sent.end());
    ends.link().send_burst(burst);
    CHECK(received(*ends.right) == sent);
    CHECK_FALSE(ends.is_readable());
}

TEST_CASE("what came as one message stays readable until its last frame is taken") {
    const Ends ends;
    const Bytes one = frame_of(1000, 7);
    const std::vector<std::span<const std::uint8_t>> burst(60, std::span<const std::uint8_t>(one));
    ends.link().send_burst(burst);
    Bytes room(9216);
    for (int i = 0; i < 60; ++i) {
        CHECK(ends.is_readable());
        const auto frame = ends.right->receive(room);
        REQUIRE(frame);
        CHECK(frame->size == one.size());
    }
    CHECK_FALSE(ends.is_readable());
    CHECK_FALSE(ends.right->receive(room));
}

TEST_CASE("a peer that is not there yet is no end of the link") {
    Ends ends;
    ends.right.reset();
    const Bytes one = frame_of(100, 1);
    ends.link().send(one);
    Bytes room(9216);
    const auto refused = ends.left->receive(room);
    REQUIRE(refused);
    CHECK(refused->size == 0);
    CHECK_FALSE(ends.left->receive(room));
}
