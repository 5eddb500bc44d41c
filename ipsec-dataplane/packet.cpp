#include "ipsec-dataplane/packet.h"

#include <algorithm>
#include <cstring>

namespace dataplane {

namespace {

constexpr std::array<std::uint32_t, 3> buffers_per_slab = {64, 16, 4};

constexpr std::uint32_t whole_size(std::size_t index) {
    return Packet::headroom_size + PacketPool::room[index] + Packet::tailroom_size;
}

void reset(Packet& packet) {
    Packet fresh;
    fresh.buffer = packet.buffer;
    fresh.pool = packet.pool;
    fresh.capacity = packet.capacity;
    fresh.buffer_class = packet.buffer_class;
    fresh.data = packet.buffer + Packet::headroom_size;
    fresh.l2_offset = fresh.l3_offset = fresh.l4_offset = Packet::headroom_size;
    packet = fresh;
}

}  // namespace

void PacketRelease::operator()(Packet* packet) const { packet->pool->give_back(packet); }

PacketPool::PacketPool(std::uint32_t bound) : bound_(bound) {}

PacketPool::~PacketPool() = default;

bool PacketPool::grow(BufferClass buffer_class) {
    const auto index = static_cast<std::size_t>(buffer_class);
    FreeList& list = lists_[index];
    const std::uint32_t count = std::min(buffers_per_slab[index], bound_ - list.total);
    if (count == 0) return false;
    const std::uint32_t size = whole_size(index);
    // Not value-initialized: the memory is touched when a packet first uses it.
    list.slabs.emplace_back(new std::uint8_t[std::size_t{size} * count]);
    list.descriptors.emplace_back(std::make_unique<Packet[]>(count));
    list.total += count;
    list.free.reserve(list.total);
    for (std::uint32_t i = count; i-- > 0;) {
        Packet& packet = list.descriptors.back()[i];
        packet.buffer = list.slabs.back().get() + std::size_t{size} * i;
        packet.pool = this;
        packet.capacity = size;
        packet.buffer_class = buffer_class;
        list.free.push_back(&packet);
    }
    return true;
}

PacketPtr PacketPool::take(BufferClass buffer_class) {
    FreeList& list = lists_[static_cast<std::size_t>(buffer_class)];
    if (list.free.empty() && !grow(buffer_class)) return nullptr;
    Packet* packet = list.free.back();
    list.free.pop_back();
    ++outstanding_;
    reset(*packet);
    return PacketPtr(packet);
}

PacketPtr PacketPool::take_for(std::size_t size) {
    for (std::size_t i = 0; i < room.size(); ++i)
        if (size <= room[i]) return take(static_cast<BufferClass>(i));
    return nullptr;
}

PacketPtr PacketPool::copy_of(std::span<const std::uint8_t> bytes) {
    PacketPtr packet = take_for(bytes.size());
    if (packet == nullptr || bytes.empty()) return packet;
    std::memcpy(packet->append(static_cast<std::uint32_t>(bytes.size())), bytes.data(), bytes.size());
    return packet;
}

PacketPtr PacketPool::clone(const Packet& packet) {
    PacketPtr copy = take(packet.buffer_class);
    if (copy == nullptr) return nullptr;
    std::uint8_t* const buffer = copy->buffer;
    *copy = packet;
    copy->buffer = buffer;
    copy->pool = this;
    copy->data = buffer + packet.headroom();
    std::memcpy(copy->data, packet.data, packet.length);
    return copy;
}

void PacketPool::give_back(Packet* packet) {
    lists_[static_cast<std::size_t>(packet->buffer_class)].free.push_back(packet);
    --outstanding_;
}

}  // namespace dataplane
