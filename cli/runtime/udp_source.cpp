#include "cli/runtime/udp_source.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace cli {

namespace {

constexpr std::size_t largest_train = 65536, most_segments = 64, most_octets = 60000;

/// A connected socket hears that nobody listens yet.
bool is_passing(int error) { return error == ECONNREFUSED || error == EHOSTUNREACH || error == ENETUNREACH || error == EINTR; }

/// The size of the datagrams that a message was made of; 0 when it is one.
std::size_t segment_size(msghdr& message) {
    for (cmsghdr* control = CMSG_FIRSTHDR(&message); control != nullptr; control = CMSG_NXTHDR(&message, control)) {
        if (control->cmsg_level != IPPROTO_UDP || control->cmsg_type != UDP_GRO) continue;
        int size = 0;
        std::memcpy(&size, CMSG_DATA(control), sizeof size);
        return size > 0 ? static_cast<std::size_t>(size) : 0;
    }
    return 0;
}

/// How many frames from the first on can leave together: of one size, but for a shorter last one.
std::size_t run_length(std::span<const std::span<const std::uint8_t>> frames) {
    const std::size_t size = frames.front().size();
    std::size_t count = 1;
    while (count < frames.size() && count < most_segments && frames[count].size() <= size && (count + 1) * size <= most_octets) {
        ++count;
        if (frames[count - 1].size() < size) break;
    }
    return count;
}

}  // namespace

UdpSource::UdpSource(config::InterfaceName interface, int descriptor)
    : interface_(std::move(interface)), readiness_(descriptor), train_(largest_train) {
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
}

std::optional<FrameSource::Frame> UdpSource::receive(std::span<std::uint8_t> room) {
    if (next_ < end_) return piece(room);
    room = room.first(std::min(room.size(), train_.size()));
    std::array<iovec, 2> parts{{{room.data(), room.size()}, {train_.data() + room.size(), train_.size() - room.size()}}};
    alignas(cmsghdr) std::array<char, 64> control{};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = ::recvmsg(readiness_.watched(), &message, 0);
    if (got < 0 && !is_passing(errno)) return std::nullopt;
    if (got <= 0) return Frame{interface_, 0};
    const auto size = static_cast<std::size_t>(got);
    segment_ = segment_size(message);
    if (segment_ == 0 || segment_ >= size) return Frame{interface_, size <= room.size() ? size : 0};
    std::copy_n(room.data(), std::min(size, room.size()), train_.data());
    next_ = 0;
    end_ = size;
    return piece(room);
}

FrameSource::Frame UdpSource::piece(std::span<std::uint8_t> room) {
    const std::size_t size = std::min(segment_, end_ - next_);
    const bool fits = size <= room.size();
    if (fits) std::copy_n(train_.data() + next_, size, room.data());
    next_ += size;
    readiness_.hold(next_ < end_);
    return {interface_, fits ? size : 0};
}

void UdpSource::send(std::span<const std::uint8_t> frame) {
    [[maybe_unused]] const ssize_t sent = ::send(readiness_.watched(), frame.data(), frame.size(), 0);
}

void UdpSource::send_burst(std::span<const std::span<const std::uint8_t>> frames) {
    while (!frames.empty()) {
        const std::size_t count = segments_ ? run_length(frames) : 1;
        if (count == 1 || !send_run(frames.first(count)))
            for (const auto& frame : frames.first(count)) send(frame);
        frames = frames.subspan(count);
    }
}

/// False when the kernel cannot, now or ever: a datagram that it would have to fragment, or a device without checksum offload.
bool UdpSource::send_run(std::span<const std::span<const std::uint8_t>> frames) {
    std::array<iovec, most_segments> parts{};
    for (std::size_t i = 0; i < frames.size(); ++i) parts[i] = {const_cast<std::uint8_t*>(frames[i].data()), frames[i].size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> room{};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = frames.size();
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    cmsghdr* control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = IPPROTO_UDP;
    control->cmsg_type = UDP_SEGMENT;
    control->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
    const auto size = static_cast<std::uint16_t>(frames.front().size());
    std::memcpy(CMSG_DATA(control), &size, sizeof size);
    if (::sendmsg(readiness_.watched(), &message, 0) >= 0) return true;
    if (errno == EINVAL || errno == EMSGSIZE || errno == EIO || errno == ENOPROTOOPT || errno == EOPNOTSUPP) segments_ = false;
    return !segments_ ? false : errno == EAGAIN || errno == ENOBUFS;
}

}  // namespace cli
