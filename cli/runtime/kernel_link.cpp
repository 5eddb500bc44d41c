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
#include <cstdio>
#include <cstring>
#include <map>
#include <stdexcept>

#include "cli/iol/netmap_socket.h"
#include "cli/runtime/kernel_interface.h"
#include "cli/runtime/udp_source.h"
#include "cli/runtime/virtio_source.h"
#include "cli/text_file.h"

namespace cli {

namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

ifreq request_for(const std::string& interface) {
    ifreq request{};
    if (interface.size() >= sizeof request.ifr_name) throw std::runtime_error(interface + ": name too long");
    std::copy(interface.begin(), interface.end(), request.ifr_name);
    return request;
}

int open_tap(const std::string& name) {
    const int descriptor = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) fail("/dev/net/tun");
    ifreq request = request_for(name);
    request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
    if (::ioctl(descriptor, TUNSETIFF, &request) != 0) {
        ::close(descriptor);
        fail("tap " + name);
    }
    // Where the kernel cannot, it cuts and completes what it hands over itself.
    ::ioctl(descriptor, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN);
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
    if (::setsockopt(descriptor, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) != 0) fail(name);
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
    for (const std::string& address : take_addresses_off(name))
        std::fprintf(stderr, "packet:%s: the kernel's address %s is taken off\n", name.c_str(), address.c_str());
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

std::unique_ptr<FrameSource> open_link(const LinkOption& option) {
    if (option.kind == "tap") return std::make_unique<VirtioSource>(option.interface, open_tap(option.target), option.target, true);
    if (option.kind == "packet") return std::make_unique<VirtioSource>(option.interface, open_packet_socket(option.target), option.target, false);
    return std::make_unique<UdpSource>(option.interface, open_udp(option.target));
}

std::uint16_t application_of(const std::string& target) {
    std::uint16_t application = 0;
    const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), application);
    if (error != std::errc{} || *end != '\0' || application == 0) throw UsageError("iol:" + target + ": written iol:APPLICATION");
    return application;
}

/// Ports of one application share its socket.
class IolSockets {
public:
    void add(const LinkOption& option, FrameSources& sources) {
        const config::InterfaceName& name = option.interface;
        if (name.depth != 2 || name.numbers[0] > 15 || name.numbers[1] > 15) throw UsageError(name.text() + ": an IOL port is 0/0 to 15/15");
        const std::uint16_t application = application_of(option.target);
        NetmapSocket*& socket = sockets_[application];
        if (!socket) {
            auto made = std::make_unique<NetmapSocket>(application, Netmap::parse(read_text_file("NETMAP").value_or(std::string{})));
            socket = made.get();
            sources.push_back(std::move(made));
        }
        socket->add(name, static_cast<std::uint8_t>(name.numbers[0]), static_cast<std::uint8_t>(name.numbers[1]));
    }

private:
    std::map<std::uint16_t, NetmapSocket*> sockets_;
};

}  // namespace

FrameSources open_links(const std::vector<LinkOption>& options) {
    FrameSources sources;
    IolSockets iol;
    for (const LinkOption& option : options) {
        if (option.kind == "iol") iol.add(option, sources);
        else sources.push_back(open_link(option));
    }
    return sources;
}

}  // namespace cli
