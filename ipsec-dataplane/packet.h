#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ipsec-dataplane/ids.h"

namespace dataplane {

class PacketPool;

/// `none`: nothing known. `verified`: the layer 4 checksum was checked on receipt. `partial`: the pseudo-header sum is
/// in place and the rest must be filled in before the packet leaves (what a vnet header asks for).
enum class ChecksumState : std::uint8_t { none, verified, partial };

/// Room for data in a buffer, beside head and tail room.
enum class BufferClass : std::uint8_t { standard, jumbo, super };

/// A packet's descriptor: 64 bytes outside the buffer. `data` is the first byte of the outermost header that is still
/// there; the offsets count from the start of the buffer, so that moving `data` leaves them right.
struct alignas(64) Packet {
    static constexpr std::uint32_t headroom_size = 128;
    static constexpr std::uint32_t tailroom_size = 64;

    std::uint8_t* data = nullptr;
    std::uint8_t* buffer = nullptr;
    PacketPool* pool = nullptr;
    std::uint32_t length = 0;
    /// Whole size of the buffer, head and tail room included.
    std::uint32_t capacity = 0;
    std::uint16_t l2_offset = 0;
    std::uint16_t l3_offset = 0;
    std::uint16_t l4_offset = 0;
    /// Layer 4 payload bytes of every segment of a super-frame; 0 for a single packet.
    std::uint16_t gso_size = 0;
    std::uint16_t segments = 1;
    ChecksumState checksum = ChecksumState::none;
    BufferClass buffer_class = BufferClass::standard;
    InterfaceId interface;
    VrfId vrf;
    /// Set: it leaves there whatever the routes say (link-local and multicast destinations of the router's own packets).
    InterfaceId out;
    /// The SA that classification chose; no SA until then.
    SaIndex sa;
    /// Free for the node that has the packet in hand; worth nothing to the next one.
    std::uint32_t scratch = 0;

    std::span<std::uint8_t> bytes() { return {data, length}; }
    std::span<const std::uint8_t> bytes() const { return {data, length}; }
    std::uint32_t headroom() const { return static_cast<std::uint32_t>(data - buffer); }
    std::uint32_t tailroom() const { return capacity - headroom() - length; }
    /// Where `data` is, as the offsets count.
    std::uint16_t data_offset() const { return static_cast<std::uint16_t>(headroom()); }

    std::uint8_t* l2() const { return buffer + l2_offset; }
    std::uint8_t* l3() const { return buffer + l3_offset; }
    std::uint8_t* l4() const { return buffer + l4_offset; }
    /// Bytes from the layer 3 header to the end of the packet.
    std::uint32_t l3_length() const { return static_cast<std::uint32_t>(data + length - l3()); }
    std::span<std::uint8_t> l3_bytes() const { return {l3(), l3_length()}; }

    /// Opens `size` bytes before the data. The caller has checked headroom().
    std::uint8_t* push(std::uint32_t size) {
        length += size;
        return data -= size;
    }
    /// Drops `size` bytes from the front; `size` is at most length.
    void pull(std::uint32_t size) {
        data += size;
        length -= size;
    }
    /// Makes the layer 3 header the first byte.
    void pull_to_l3() { pull(static_cast<std::uint32_t>(l3() - data)); }
    /// Opens `size` bytes behind the data and returns the first. The caller has checked tailroom().
    std::uint8_t* append(std::uint32_t size) {
        length += size;
        return data + length - size;
    }
    void trim(std::uint32_t size) { length -= size; }
};
static_assert(sizeof(Packet) == 64);

struct PacketRelease {
    void operator()(Packet* packet) const;
};
using PacketPtr = std::unique_ptr<Packet, PacketRelease>;

/// Buffers and their descriptors on free lists, one list a class. It grows by slabs up to a bound and never shrinks. A
/// pool belongs to one thread: what was taken from it is given back on that thread.
class PacketPool {
public:
    /// `bound` is the largest number of buffers of each class.
    explicit PacketPool(std::uint32_t bound = 1U << 20);
    ~PacketPool();
    PacketPool(const PacketPool&) = delete;
    PacketPool& operator=(const PacketPool&) = delete;

    /// An empty packet with its head room open; null when the bound is reached.
    PacketPtr take(BufferClass buffer_class = BufferClass::standard);
    /// An empty packet of the smallest class that has room for `size` bytes of data; null if none has.
    PacketPtr take_for(std::size_t size);
    /// A packet holding these bytes from data on, with l2 and l3 offsets at its first byte.
    PacketPtr copy_of(std::span<const std::uint8_t> bytes);
    /// A copy of bytes, offsets and notes.
    PacketPtr clone(const Packet& packet);
    void give_back(Packet* packet);

    /// Packets that are out.
    std::uint32_t outstanding() const { return outstanding_; }

    /// Bytes of data that a class holds: 2 KiB, 10 KiB, 64 KiB.
    static constexpr std::array<std::uint32_t, 3> room = {2048, 10240, 65536};

private:
    struct FreeList {
        std::vector<std::unique_ptr<std::uint8_t[]>> slabs;
        std::vector<std::unique_ptr<Packet[]>> descriptors;
        std::vector<Packet*> free;
        std::uint32_t total = 0;
    };
    bool grow(BufferClass buffer_class);

    std::array<FreeList, 3> lists_;
    std::uint32_t bound_;
    std::uint32_t outstanding_ = 0;
};

/// Up to 64 packets that travel together. It owns them: what is left in it is given back when it dies.
class PacketVector {
public:
    static constexpr std::uint32_t capacity = 64;

    PacketVector() = default;
    PacketVector(PacketVector&& other) noexcept : packets_(other.packets_), size_(other.size_) { other.size_ = 0; }
    PacketVector& operator=(PacketVector&& other) noexcept {
        if (this == &other) return *this;
        clear();
        packets_ = other.packets_;
        size_ = other.size_;
        other.size_ = 0;
        return *this;
    }
    PacketVector(const PacketVector&) = delete;
    PacketVector& operator=(const PacketVector&) = delete;
    ~PacketVector() { clear(); }

    std::uint32_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    bool full() const { return size_ == capacity; }
    Packet& operator[](std::uint32_t i) const { return *packets_[i]; }
    Packet* const* begin() const { return packets_.data(); }
    Packet* const* end() const { return packets_.data() + size_; }
    /// The caller has checked that it is not full.
    void push(PacketPtr packet) { packets_[size_++] = packet.release(); }
    /// Takes a packet out; its place is left null until `clear`, `drop_taken` or `release_all`.
    PacketPtr take(std::uint32_t i) {
        Packet* packet = packets_[i];
        packets_[i] = nullptr;
        return PacketPtr(packet);
    }
    /// Closes the gaps that `take` left, keeping the order.
    void drop_taken() {
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < size_; ++i)
            if (packets_[i] != nullptr) packets_[kept++] = packets_[i];
        size_ = kept;
    }
    /// Gives every packet back to its pool.
    void clear() {
        for (std::uint32_t i = 0; i < size_; ++i) PacketPtr(packets_[i]).reset();
        size_ = 0;
    }
    /// Forgets the packets without giving them back: the caller has them.
    void release_all() { size_ = 0; }

private:
    std::array<Packet*, capacity> packets_;
    std::uint32_t size_ = 0;
};

}  // namespace dataplane
