#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/packet.h"

namespace dataplane {

/// Address and port translation (RFC 3022 2.2): many inside hosts behind one address. TCP, UDP and ICMP echo; ICMP
/// errors about these come back. A bounded table that never allocates after construction; any worker may use it.
class PortTranslation {
public:
    static constexpr std::size_t most_translations = 4096;

    explicit PortTranslation(const config::IpAddress& outside);

    enum class Fate : std::uint8_t {
        translated,
        unknown,  ///< inbound: nobody inside asked for it
        unfit,    ///< another protocol, a fragment, cut short
        full
    };
    /// Both: l3_offset at a checked IPv4 header. What is not translated stays as it was.
    Fate outbound(Packet& packet, Instant now);
    Fate inbound(Packet& packet, Instant now);

    const config::IpAddress& outside() const { return outside_; }
    /// Translations that have not timed out.
    std::size_t in_use(Instant now);

private:
    /// Protocol, and the port, or the identifier of an ICMP echo.
    struct Slot {
        std::uint32_t inside = 0;
        std::uint16_t inside_port = 0, outside_port = 0;
        std::uint8_t protocol = 0;
        bool closing = false;  ///< TCP: a FIN or RST was seen
        bool used = false;
        Instant until{};
        std::uint16_t next_by_inside = none, next_by_outside = none;
    };
    static constexpr std::uint16_t none = 0xffff;

    std::size_t bucket(std::uint32_t inside, std::uint16_t port, std::uint8_t protocol) const;
    Slot* find_inside(std::uint32_t inside, std::uint16_t port, std::uint8_t protocol, Instant now);
    Slot* find_outside(std::uint16_t port, std::uint8_t protocol, Instant now);
    Slot* add(std::uint32_t inside, std::uint16_t port, std::uint8_t protocol, Instant now);
    std::optional<std::uint16_t> free_port(std::uint16_t wish, std::uint8_t protocol, Instant now);
    void free_ended(Instant now);
    void unlink(std::uint16_t index);
    void touch(Slot& slot, const Packet& packet, Instant now);
    Fate inbound_error(Packet& packet, Instant now);

    config::IpAddress outside_;
    std::mutex mutex_;
    std::vector<Slot> slots_;
    std::vector<std::uint16_t> by_inside_, by_outside_, free_;
    std::uint16_t next_port_ = first_port;
    Instant last_sweep_{Duration::min()};
    static constexpr std::uint16_t first_port = 1024;
};

}  // namespace dataplane
