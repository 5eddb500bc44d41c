#include "cli/runtime/kernel_interface.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace cli {

namespace {

constexpr std::size_t largest_message = 32768;

/// An address of an interface with what names it to the kernel.
struct Address {
    ifaddrmsg about{};
    std::array<std::uint8_t, 16> octets{};

    std::size_t length() const { return about.ifa_family == AF_INET ? 4 : 16; }
    std::string text() const {
        std::array<char, INET6_ADDRSTRLEN> printed{};
        ::inet_ntop(about.ifa_family, octets.data(), printed.data(), printed.size());
        return std::string(printed.data()) + "/" + std::to_string(about.ifa_prefixlen);
    }
};

struct AddressRequest {
    nlmsghdr header{};
    ifaddrmsg about{};
    rtattr attribute{};
    std::array<std::uint8_t, 16> octets{};
};

void take_address(const nlmsghdr& header, unsigned index, std::vector<Address>& found) {
    const auto& about = *static_cast<const ifaddrmsg*>(NLMSG_DATA(&header));
    if (about.ifa_index != index || (about.ifa_family != AF_INET && about.ifa_family != AF_INET6)) return;
    auto left = static_cast<int>(IFA_PAYLOAD(&header));
    Address address{about, {}};
    bool has_local = false;
    for (const rtattr* attribute = IFA_RTA(&about); RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        const bool local = attribute->rta_type == IFA_LOCAL;
        if ((!local && (attribute->rta_type != IFA_ADDRESS || has_local)) || RTA_PAYLOAD(attribute) != address.length()) continue;
        has_local = has_local || local;
        std::memcpy(address.octets.data(), RTA_DATA(attribute), address.length());
    }
    found.push_back(address);
}

/// False when the list of addresses has ended.
bool take_messages(const char* messages, std::size_t size, unsigned index, std::vector<Address>& found) {
    auto left = static_cast<unsigned>(size);
    for (const auto* header = reinterpret_cast<const nlmsghdr*>(messages); NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
        if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR) return false;
        if (header->nlmsg_type == RTM_NEWADDR) take_address(*header, index, found);
    }
    return true;
}

std::vector<Address> addresses_of(int rtnetlink, unsigned index) {
    AddressRequest request;
    request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.about);
    request.header.nlmsg_type = RTM_GETADDR;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    std::vector<Address> found;
    if (::send(rtnetlink, &request, request.header.nlmsg_len, 0) < 0) return found;
    alignas(nlmsghdr) std::array<char, largest_message> messages;
    for (;;) {
        const ssize_t size = ::recv(rtnetlink, messages.data(), messages.size(), 0);
        if (size <= 0 || !take_messages(messages.data(), static_cast<std::size_t>(size), index, found)) return found;
    }
}

/// True when it is gone (a secondary address goes with its primary one).
bool take_off(int rtnetlink, const Address& address) {
    AddressRequest request;
    request.header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_LENGTH(sizeof request.about) + RTA_LENGTH(address.length()));
    request.header.nlmsg_type = RTM_DELADDR;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
    request.about = address.about;
    request.attribute.rta_type = IFA_LOCAL;
    request.attribute.rta_len = static_cast<unsigned short>(RTA_LENGTH(address.length()));
    request.octets = address.octets;
    if (::send(rtnetlink, &request, request.header.nlmsg_len, 0) < 0) return false;
    alignas(nlmsghdr) std::array<char, largest_message> answer;
    const ssize_t size = ::recv(rtnetlink, answer.data(), answer.size(), 0);
    const auto* header = reinterpret_cast<const nlmsghdr*>(answer.data());
    if (size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr))) || header->nlmsg_type != NLMSG_ERROR) return false;
    const int error = static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
    return error == 0 || error == -EADDRNOTAVAIL;
}

}  // namespace

void bring_up(const std::string& interface) {
    const int control = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    interface.copy(request.ifr_name, sizeof request.ifr_name - 1);
    if (control >= 0 && ::ioctl(control, SIOCGIFFLAGS, &request) == 0) {
        request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
        ::ioctl(control, SIOCSIFFLAGS, &request);
    }
    if (control >= 0) ::close(control);
}

std::vector<std::string> take_addresses_off(const std::string& interface) {
    std::vector<std::string> taken;
    const unsigned index = ::if_nametoindex(interface.c_str());
    const int rtnetlink = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (index != 0 && rtnetlink >= 0)
        for (const Address& address : addresses_of(rtnetlink, index))
            if (take_off(rtnetlink, address)) taken.push_back(address.text());
    if (rtnetlink >= 0) ::close(rtnetlink);
    if (interface.find('/') == std::string::npos) std::ofstream("/proc/sys/net/ipv6/conf/" + interface + "/disable_ipv6") << "1\n";
    return taken;
}

}  // namespace cli
