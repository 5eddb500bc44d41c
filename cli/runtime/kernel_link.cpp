#include "cli/runtime/kernel_link.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace cli {

KernelLink::~KernelLink() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

ifreq request_for(const std::string& interface) {
    ifreq request{};
    if (interface.size() >= sizeof request.ifr_name) throw std::runtime_error(interface + ": name too long");
    std::copy(interface.begin(), interface.end(), request.ifr_name);
    return request;
}

/// The interface must be up to carry frames.
void bring_up(const std::string& interface) {
    const int control = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request = request_for(interface);
    if (control >= 0 && ::ioctl(control, SIOCGIFFLAGS, &request) == 0) {
        request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
        ::ioctl(control, SIOCSIFFLAGS, &request);
    }
    if (control >= 0) ::close(control);
}

/// Reads and writes whole frames on one descriptor.
class FrameDescriptor final : public KernelLink {
public:
    explicit FrameDescriptor(int descriptor) : KernelLink(descriptor) {}
    void send(std::span<const std::uint8_t> frame) override {
        [[maybe_unused]] const ssize_t sent = ::write(descriptor_, frame.data(), frame.size());
    }
    std::size_t receive(std::span<std::uint8_t> buffer) override {
        const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
        return size > 0 ? static_cast<std::size_t>(size) : 0;
    }
};

int open_tap(const std::string& name) {
    const int descriptor = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) fail("/dev/net/tun");
    ifreq request = request_for(name);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    if (::ioctl(descriptor, TUNSETIFF, &request) != 0) {
        ::close(descriptor);
        fail("tap " + name);
    }
    bring_up(name);
    return descriptor;
}

void bind_packet_socket(int descriptor, const std::string& name) {
    const unsigned index = ::if_nametoindex(name.c_str());
    if (index == 0) fail(name);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(index);
    const int on = 1;
    ::setsockopt(descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
    packet_mreq promiscuous{};
    promiscuous.mr_ifindex = static_cast<int>(index);
    promiscuous.mr_type = PACKET_MR_PROMISC;
    ::setsockopt(descriptor, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous);
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail(name);
}

int open_packet_socket(const std::string& name) {
    const int descriptor = ::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(ETH_P_ALL));
    if (descriptor < 0) fail("packet socket");
    bring_up(name);
    bind_packet_socket(descriptor, name);
    return descriptor;
}

sockaddr_in udp_address(const std::string& text) {
    const auto colon = text.rfind(':');
    sockaddr_in address{};
    address.sin_family = AF_INET;
    std::uint16_t port = 0;
    if (colon != std::string::npos) std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    address.sin_port = htons(port);
    if (colon == std::string::npos || port == 0 || ::inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1)
        throw std::runtime_error(text + ": an address is written A.B.C.D:PORT");
    return address;
}

int open_udp(const std::string& target) {
    const auto comma = target.find(',');
    if (comma == std::string::npos) throw std::runtime_error("udp:" + target + ": written LOCAL:PORT,REMOTE:PORT");
    const sockaddr_in local = udp_address(target.substr(0, comma)), remote = udp_address(target.substr(comma + 1));
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || ::bind(descriptor, reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0 ||
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&remote), sizeof remote) != 0)
        fail("udp:" + target);
    return descriptor;
}

}  // namespace

std::unique_ptr<KernelLink> open_link(const LinkOption& option) {
    if (option.kind == "tap") return std::make_unique<FrameDescriptor>(open_tap(option.target));
    if (option.kind == "packet") return std::make_unique<FrameDescriptor>(open_packet_socket(option.target));
    return std::make_unique<FrameDescriptor>(open_udp(option.target));
}

}  // namespace cli
