#include "cli/runtime/virtio_source.h"

#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace cli {

namespace {

constexpr std::size_t largest_super_frame = 65536 + 64, largest_room = 65536;

/// What the kernel refuses once, not for good.
bool is_passing(int error) { return error == EINVAL || error == ENETDOWN || error == EINTR; }

}  // namespace

VirtioSource::VirtioSource(config::InterfaceName interface, int descriptor, const std::string& kernel_name, bool is_tap)
    : interface_(std::move(interface)), readiness_(descriptor), carrier_(kernel_name, is_tap), super_room_(largest_super_frame) {}

std::vector<config::InterfaceName> VirtioSource::changed_carriers() {
    return carrier_.read() ? std::vector{interface_} : std::vector<config::InterfaceName>{};
}

/// A frame is read to where it is wanted; only of a super-frame the rest goes elsewhere.
std::optional<FrameSource::Frame> VirtioSource::receive(std::span<std::uint8_t> room) {
    if (super_.has_more()) return piece(room);
    room = room.first(std::min(room.size(), largest_room));
    VirtioNetHeader header;
    const std::array<iovec, 3> parts{{{&header, sizeof header},
                                      {room.data(), room.size()},
                                      {super_room_.data() + room.size(), super_room_.size() - room.size()}}};
    const ssize_t size = ::readv(readiness_.watched(), parts.data(), static_cast<int>(parts.size()));
    if (size < 0 && !is_passing(errno)) return std::nullopt;
    if (size <= static_cast<ssize_t>(sizeof header)) return Frame{interface_, 0};
    return accept(room, header, static_cast<std::size_t>(size) - sizeof header);
}

std::optional<FrameSource::Frame> VirtioSource::accept(std::span<std::uint8_t> room, const VirtioNetHeader& header, std::size_t size) {
    if (header.gso_type == VirtioNetHeader::no_gso && size <= room.size()) {
        const bool partial = (header.flags & VirtioNetHeader::needs_checksum) != 0;
        return Frame{interface_, !partial || complete_checksum(room.first(size), header) ? size : 0};
    }
    std::copy_n(room.data(), std::min(size, room.size()), super_room_.data());
    if (!super_.take(std::span(super_room_).first(size), header)) return Frame{interface_, 0};
    return piece(room);
}

FrameSource::Frame VirtioSource::piece(std::span<std::uint8_t> room) {
    const std::size_t size = super_.next_piece(room);
    readiness_.hold(super_.has_more());
    return {interface_, size};
}

void VirtioSource::send(std::span<const std::uint8_t> frame) {
    VirtioNetHeader nothing_left;
    const std::array<iovec, 2> parts{{{&nothing_left, sizeof nothing_left}, {const_cast<std::uint8_t*>(frame.data()), frame.size()}}};
    [[maybe_unused]] const ssize_t sent = ::writev(readiness_.watched(), parts.data(), static_cast<int>(parts.size()));
}

}  // namespace cli
