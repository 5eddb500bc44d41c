#pragma once

#include <cstdint>
#include <optional>

#include "ipsec-dataplane/esp/security_association.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/protected_flow.h"

namespace dataplane {

/// The 5-tuple of the packet that asked for an SA. Ports are 0 where the protocol has none.
struct FlowKey {
    config::IpAddress source, destination;
    std::uint8_t protocol = 0;
    std::uint16_t source_port = 0, destination_port = 0;
};

/// A packet met PROTECT and no SA, or an always-on policy wants its pair.
struct Acquire {
    FlowId flow = 0;
    std::optional<FlowKey> packet;   ///< not set for a policy that creates SAs without traffic
};

/// An SA pair reached its soft or hard limit.
struct SaExpiry {
    FlowId flow = 0;
    std::uint32_t inbound_spi = 0;
    std::uint32_t outbound_spi = 0;
    bool hard = false;
    bool by_volume = false;          ///< kilobytes, not seconds
    bool had_traffic = false;
};

enum class InstallError : std::uint8_t { none, unknown_flow, spi_in_use, unsupported_suite };

/// What IKE asks of the data plane. Calls take effect before they return; they never call back.
class KeyEngine {
public:
    virtual ~KeyEngine() = default;
    /// A fresh inbound SPI (RFC 4303 2.1: never 0..255), reserved until installed or released.
    virtual std::uint32_t allocate_spi(VrfId vrf, const config::IpAddress& local) = 0;
    virtual void release_spi(std::uint32_t spi) = 0;
    /// Installs both directions. When the pair's selectors are narrower than the flow's, the data plane makes a flow
    /// of its own for it (flags={}) and returns that id in `flow`.
    virtual InstallError install(const SaPair& pair, FlowId& flow, Instant now) = 0;
    /// Removes the pair with this inbound SPI. False when there is none.
    virtual bool remove(std::uint32_t inbound_spi, Instant now) = 0;
    /// The acquire for this flow came to nothing; the next packet (or the retry timer) may ask again.
    virtual void acquire_failed(FlowId flow, Instant now) = 0;
};

}  // namespace dataplane
