#include "cli/runtime/carrier_watch.h"

#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace cli {

namespace {

constexpr std::size_t largest_message = 32768;

int open_rtnetlink() {
    const int descriptor = ::socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK;
    if (descriptor >= 0 && ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return descriptor;
    if (descriptor >= 0) ::close(descriptor);
    return -1;
}

struct LinkNews {
    std::string name;
    bool moved = false;   ///< gone to another namespace
};

LinkNews news_in(const nlmsghdr& header, const ifinfomsg& info) {
    LinkNews news;
    auto left = static_cast<int>(IFLA_PAYLOAD(&header));
    for (const rtattr* attribute = IFLA_RTA(&info); RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type == IFLA_NEW_NETNSID) news.moved = true;
        if (attribute->rta_type != IFLA_IFNAME) continue;
        const auto* text = static_cast<const char*>(RTA_DATA(attribute));
        news.name.assign(text, ::strnlen(text, RTA_PAYLOAD(attribute)));
    }
    return news;
}

}  // namespace

CarrierWatch::CarrierWatch(std::string interface, bool moves_along)
    : interface_(std::move(interface)), moves_along_(moves_along), descriptor_(open_rtnetlink()) {
    if (descriptor_ >= 0) ask();
    read();
}

CarrierWatch::~CarrierWatch() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

/// The answer comes like any news.
void CarrierWatch::ask() const {
    struct {
        nlmsghdr header;
        ifinfomsg info;
        rtattr attribute;
        std::array<char, IFNAMSIZ> name;
    } request{};
    if (interface_.size() >= request.name.size()) return;
    request.header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_LENGTH(sizeof request.info) + RTA_SPACE(interface_.size() + 1));
    request.header.nlmsg_type = RTM_GETLINK;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.info.ifi_family = AF_UNSPEC;
    request.attribute.rta_type = IFLA_IFNAME;
    request.attribute.rta_len = static_cast<unsigned short>(RTA_LENGTH(interface_.size() + 1));
    interface_.copy(request.name.data(), interface_.size());
    [[maybe_unused]] const ssize_t sent = ::send(descriptor_, &request, request.header.nlmsg_len, 0);
}

bool CarrierWatch::read() {
    const bool before = up_;
    alignas(nlmsghdr) std::array<char, largest_message> messages;
    while (descriptor_ >= 0) {
        const ssize_t size = ::recv(descriptor_, messages.data(), messages.size(), 0);
        if (size < 0 && errno == ENOBUFS) {   // some news were lost
            ask();
            continue;
        }
        if (size <= 0) break;
        take(messages.data(), static_cast<std::size_t>(size));
    }
    return up_ != before;
}

void CarrierWatch::take(const char* message, std::size_t size) {
    auto left = static_cast<unsigned>(size);
    for (const auto* header = reinterpret_cast<const nlmsghdr*>(message); NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
        if (header->nlmsg_type != RTM_NEWLINK && header->nlmsg_type != RTM_DELLINK) continue;
        const auto& info = *static_cast<const ifinfomsg*>(NLMSG_DATA(header));
        const LinkNews news = news_in(*header, info);
        if (info.ifi_family != AF_UNSPEC || news.name != interface_) continue;
        constexpr unsigned both = IFF_UP | IFF_LOWER_UP;
        up_ = header->nlmsg_type == RTM_NEWLINK ? (info.ifi_flags & both) == both : news.moved && moves_along_;
    }
}

}  // namespace cli
