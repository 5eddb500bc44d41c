#pragma once

#include <array>
#include <map>
#include <string>

#include "cli/iol/netmap.h"
#include "cli/runtime/frame_source.h"

namespace cli {

/// Where the instances of a user find each other's sockets: "/tmp/netio0" for root.
std::string netio_directory();

/// The UNIX datagram socket of one IOL instance, through which all its ports pass their frames to other instances of the same user,
/// each behind a header of 8 octets: destination and source application, destination and source port, type and channel.
class NetmapSocket final : public FrameSource {
public:
    static constexpr std::size_t longest_frame = 4096;

    /// Binds `directory`/APPLICATION (a directory for the user alone, made if it is missing), in place of what an instance that is
    /// gone left there. Throws std::runtime_error, also when such an instance runs already.
    NetmapSocket(std::uint16_t application, Netmap map, std::string directory = netio_directory());
    ~NetmapSocket() override;
    NetmapSocket(const NetmapSocket&) = delete;
    NetmapSocket& operator=(const NetmapSocket&) = delete;

    /// The interface gets what comes for this port; what it sends goes to all other ports of its wires. Each is named once.
    void add(const config::InterfaceName& interface, std::uint8_t bay, std::uint8_t unit);

    int descriptor() const override { return descriptor_; }
    std::optional<Frame> receive(std::span<std::uint8_t> room) override;
    std::vector<Port> ports() override;

private:
    class Wire;

    void open();
    void send(std::uint8_t from, const NetmapPort& to, std::span<const std::uint8_t> frame) const;
    const Wire* addressed(const std::array<std::uint8_t, 8>& header) const;

    std::uint16_t application_;
    Netmap map_;
    std::string directory_, path_;
    int descriptor_ = -1;
    std::map<std::uint8_t, std::unique_ptr<Wire>> wires_;   ///< by port number
};

}  // namespace cli
