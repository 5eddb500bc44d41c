#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "cli/iol/netmap_socket.h"

using namespace cli;

namespace {

using Octets = std::vector<std::uint8_t>;
const config::InterfaceName ethernet{config::InterfaceKind::ethernet, 2, {0, 1}, std::nullopt};

/// A directory like /tmp/netio0 that goes with the test.
struct Netio {
    Netio() {
        std::string pattern = (std::filesystem::temp_directory_path() / "netmap-XXXXXX").string();
        root = ::mkdtemp(pattern.data());
        directory = root + "/netio";
    }
    ~Netio() { std::filesystem::remove_all(root); }
    std::string root, directory;
};

/// A bare socket of another application.
struct Neighbour {
    Neighbour(const Netio& netio, const std::string& name) : path(netio.directory + "/" + name) {
        descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        const sockaddr_un own = address_of(path);
        REQUIRE(::bind(descriptor, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0);
    }
    ~Neighbour() { ::close(descriptor); }
    static sockaddr_un address_of(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::copy(path.begin(), path.end(), address.sun_path);
        return address;
    }
    Octets received() const {
        Octets octets(8192);
        const ssize_t size = ::recv(descriptor, octets.data(), octets.size(), 0);
        octets.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return octets;
    }
    void send(const Octets& octets, const std::string& to) const {
        const sockaddr_un address = address_of(to);
        REQUIRE(::sendto(descriptor, octets.data(), octets.size(), 0, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                static_cast<ssize_t>(octets.size()));
    }
    std::string path;
    int descriptor;
};

Octets with_header(Octets header, const Octets& frame) {
    header.insert(header.end(), frame.begin(), frame.end());
    return header;
}

}  // namespace

TEST_CASE("NETMAP names the ends of a wire in whatever order, and several of them", "[iol]") {
    const Netmap map = Netmap::parse("513:0/0    1:0/0\r\n1:0/1 513:0/1\n# 1:0/2 2:0/2\n1:1/15@here\t7:2/3@there 8:0/0\n1:0/3 2:0\n1:0/3 2:16/0\n1:0/3");
    const auto peers = [&](std::uint8_t bay, std::uint8_t unit) { return map.peers_of({1, bay, unit}); };
    CHECK(peers(0, 0) == std::vector<NetmapPort>{{513, 0, 0}});
    CHECK(peers(0, 1) == std::vector<NetmapPort>{{513, 0, 1}});
    CHECK(peers(0, 2).empty());
    CHECK(peers(0, 3).empty());
    CHECK(peers(1, 15) == std::vector<NetmapPort>{{7, 2, 3}, {8, 0, 0}});
    CHECK(map.peers_of({8, 0, 0}) == std::vector<NetmapPort>{{1, 1, 15}, {7, 2, 3}});
}

TEST_CASE("a port's number is its bay and sixteen times its unit", "[iol]") {
    CHECK(NetmapPort{1, 2, 3}.number() == 0x32);
    CHECK(NetmapPort::of(1, 0x32) == NetmapPort{1, 2, 3});
}

TEST_CASE("a frame travels behind a header of eight octets", "[iol]") {
    const Netio netio;
    NetmapSocket socket(258, Netmap::parse("258:0/1 513:2/3"), netio.directory);
    socket.add(ethernet, 0, 1);
    const Neighbour neighbour(netio, "513");
    const Octets frame{1, 2, 3, 4};
    socket.ports().front().link->send(frame);
    CHECK(neighbour.received() == with_header({2, 1, 1, 2, 0x32, 0x10, 1, 0}, frame));

    Octets room(NetmapSocket::longest_frame);
    CHECK_FALSE(socket.receive(room));
    neighbour.send(with_header({1, 2, 2, 1, 0x10, 0x32, 1, 0}, frame), netio.directory + "/258");
    const auto received = socket.receive(room);
    REQUIRE(received);
    CHECK(received->interface == ethernet);
    CHECK(Octets(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(received->size)) == frame);
    struct stat status {};
    REQUIRE(::stat(netio.directory.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
}

TEST_CASE("what is not a frame for a port of this application is passed over", "[iol]") {
    const Netio netio;
    NetmapSocket socket(1, Netmap::parse("1:0/1 2:0/1"), netio.directory);
    socket.add(ethernet, 0, 1);
    const Neighbour neighbour(netio, "2");
    const Octets frame{1, 2, 3, 4};
    const Octets headers[] = {{0, 3, 0, 2, 0x10, 0x10, 1, 0}, {0, 1, 0, 2, 0x20, 0x10, 1, 0}, {0, 1, 0, 2, 0x10, 0x10, 2, 0}};
    for (const Octets& header : headers) neighbour.send(with_header(header, frame), netio.directory + "/1");
    neighbour.send({0, 1, 0, 2, 0x10, 0x10, 1, 0}, netio.directory + "/1");
    neighbour.send({0, 1, 0}, netio.directory + "/1");
    neighbour.send(with_header({0, 1, 0, 2, 0x10, 0x10, 1, 0}, Octets(NetmapSocket::longest_frame + 1)), netio.directory + "/1");
    Octets room(NetmapSocket::longest_frame);
    for (int i = 0; i < 6; ++i) {
        const auto received = socket.receive(room);
        REQUIRE(received);
        CHECK(received->size == 0);
    }
    CHECK_FALSE(socket.receive(room));
}

TEST_CASE("a peer that is missing, or does not read, loses frames and holds nobody up", "[iol]") {
    const Netio netio;
    NetmapSocket socket(1, Netmap::parse("1:0/1 2:0/1"), netio.directory);
    socket.add(ethernet, 0, 1);
    const Octets frame(1500, 7), large(NetmapSocket::longest_frame + 1, 7);
    socket.ports().front().link->send(frame);
    const Neighbour neighbour(netio, "2");
    socket.ports().front().link->send(large);
    for (int i = 0; i < 10000; ++i) socket.ports().front().link->send(frame);
    std::size_t count = 0;
    while (neighbour.received().size() == frame.size() + 8) ++count;
    CHECK(count > 0);
    CHECK(count < 10000);
}

TEST_CASE("the socket of an application that is gone is replaced, that of a living one is not", "[iol]") {
    const Netio netio;
    { const NetmapSocket first(1, {}, netio.directory); }
    CHECK(std::filesystem::is_empty(netio.directory));
    { const Neighbour killed(netio, "1"); }
    REQUIRE(std::filesystem::exists(netio.directory + "/1"));
    const NetmapSocket again(1, {}, netio.directory);
    CHECK_THROWS_WITH(NetmapSocket(1, {}, netio.directory), "application 1 runs already");
    CHECK_NOTHROW(NetmapSocket(2, {}, netio.directory));
}

TEST_CASE("a directory of sockets that belongs to somebody else is not used", "[iol]") {
    const Netio netio;
    std::filesystem::create_directory_symlink("/", netio.directory);
    CHECK_THROWS(NetmapSocket(1, {}, netio.directory));
}
