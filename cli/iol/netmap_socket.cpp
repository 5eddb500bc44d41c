#include "cli/iol/netmap_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace cli {

namespace {

using Header = std::array<std::uint8_t, 8>;
constexpr std::uint8_t data_frame = 1, no_channel = 0;

std::uint8_t high(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }
std::uint8_t low(std::uint16_t value) { return static_cast<std::uint8_t>(value); }

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error(path + ": path too long");
    std::copy(path.begin(), path.end(), address.sun_path);
    return address;
}

/// For the user alone, so that nobody else's program gets or sends frames.
void make_directory(const std::string& path) {
    ::mkdir(path.substr(0, path.rfind('/')).c_str(), 01777);   // an empty root has no /tmp
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail(path);
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) fail(path);
    if (!S_ISDIR(status.st_mode) || status.st_uid != ::getuid()) throw std::runtime_error(path + ": not a directory of this user");
}

/// Is somebody at the other end of that name?
bool is_alive(const sockaddr_un& address) {
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool alive = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (descriptor >= 0) ::close(descriptor);
    return alive;
}

}  // namespace

std::string netio_directory() { return "/tmp/netio" + std::to_string(::getuid()); }

class NetmapSocket::Wire final : public dataplane::Link {
public:
    Wire(const NetmapSocket& socket, config::InterfaceName interface, const NetmapPort& port)
        : socket_(socket), interface_(std::move(interface)), number_(port.number()), peers_(socket.map_.peers_of(port)) {}
    void send(std::span<const std::uint8_t> frame) override {
        for (const NetmapPort& peer : peers_) socket_.send(number_, peer, frame);
    }
    bool is_up() const override { return true; }
    const config::InterfaceName& interface() const { return interface_; }

private:
    const NetmapSocket& socket_;
    config::InterfaceName interface_;
    std::uint8_t number_;
    std::vector<NetmapPort> peers_;
};

NetmapSocket::NetmapSocket(std::uint16_t application, Netmap map, std::string directory)
    : application_(application), map_(std::move(map)), directory_(std::move(directory)),
      path_(directory_ + "/" + std::to_string(application)) {
    make_directory(directory_);
    open();
}

NetmapSocket::~NetmapSocket() {
    ::unlink(path_.c_str());
    ::close(descriptor_);
}

void NetmapSocket::open() {
    const sockaddr_un address = address_of(path_);
    if (is_alive(address)) throw std::runtime_error("application " + std::to_string(application_) + " runs already");
    ::unlink(path_.c_str());
    descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) fail("socket");
    if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    ::close(descriptor_);
    fail(path_);
}

void NetmapSocket::add(const config::InterfaceName& interface, std::uint8_t bay, std::uint8_t unit) {
    const NetmapPort port{application_, bay, unit};
    wires_[port.number()] = std::make_unique<Wire>(*this, interface, port);
}

std::vector<FrameSource::Port> NetmapSocket::ports() {
    std::vector<Port> ports;
    for (const auto& [number, wire] : wires_) ports.push_back({wire->interface(), wire.get()});
    return ports;
}

/// A peer that is not there, or does not keep up, loses the frame.
void NetmapSocket::send(std::uint8_t from, const NetmapPort& to, std::span<const std::uint8_t> frame) const {
    if (frame.size() > longest_frame) return;
    Header header{high(to.application), low(to.application), high(application_), low(application_), to.number(), from, data_frame, no_channel};
    sockaddr_un address = address_of(directory_ + "/" + std::to_string(to.application));
    std::array<iovec, 2> parts{{{header.data(), header.size()}, {const_cast<std::uint8_t*>(frame.data()), frame.size()}}};
    msghdr message{};
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    [[maybe_unused]] const ssize_t sent = ::sendmsg(descriptor_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/// Null for a header that is none, or not for this instance or a port that it has.
const NetmapSocket::Wire* NetmapSocket::addressed(const Header& header) const {
    if (header[0] != high(application_) || header[1] != low(application_) || header[6] != data_frame) return nullptr;
    const auto wire = wires_.find(header[4]);
    return wire == wires_.end() ? nullptr : wire->second.get();
}

std::optional<FrameSource::Frame> NetmapSocket::receive(std::span<std::uint8_t> room) {
    Header header{};
    std::array<iovec, 2> parts{{{header.data(), header.size()}, {room.data(), room.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t size = ::recvmsg(descriptor_, &message, 0);
    if (size < 0) return std::nullopt;
    const Wire* wire = static_cast<std::size_t>(size) > header.size() && (message.msg_flags & MSG_TRUNC) == 0 ? addressed(header) : nullptr;
    if (!wire) return Frame{};
    return Frame{wire->interface(), static_cast<std::size_t>(size) - header.size()};
}

}  // namespace cli
