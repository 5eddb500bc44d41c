#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config-model/interface_name.h"
#include "config-model/ip_address.h"
#include "ipsec-dataplane/esp/security_association.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/key_engine.h"
#include "ipsec-dataplane/protected_flow.h"

/// Typed events of the data plane. They hold values, never text; sentences are made in debug/.
namespace dataplane::event {

// --- logged always (syslog) ---
struct LinkChanged { config::InterfaceName interface; bool up = false; bool administratively_down = false; };
struct LineProtocolChanged { config::InterfaceName interface; bool up = false; };
/// First applied crypto map or protection: on; last one removed: off.
struct CryptoOnOff { bool on = false; };
/// A clear packet matched the inbound mirror of a protected flow and was dropped.
struct ReceivedClearPacket { config::IpAddress destination, source; std::uint8_t protocol = 0; };
struct InvalidSpi { config::IpAddress destination, source; std::uint8_t protocol = 50; std::uint32_t spi = 0; };
struct IntegrityFailure { std::uint32_t connection_id = 0; config::IpAddress local, remote; std::uint32_t spi = 0; std::uint32_t sequence = 0; };
struct ReplayFailure { std::uint32_t connection_id = 0; std::uint32_t sequence = 0; };
struct RecursiveRouting { config::InterfaceName tunnel; };
struct DuplicateAddress { config::InterfaceName interface; config::IpAddress address; std::array<std::uint8_t, 6> mac{}; };

/// %DHCP-6-ADDRESS_ASSIGN
struct DhcpAddressAssigned { config::InterfaceName interface; config::Prefix address; std::string hostname; };

// --- debug crypto ipsec ---
/// The key engine asks IKE for an SA: prints the sa_request block.
/// `suite` and `mode` are those of the entry's first transform set.
struct SaRequested {
    FlowId flow = 0;
    PolicyEntry entry;
    TrafficSelector local, remote;
    EspSuite suite;
    EncapsulationMode mode = EncapsulationMode::tunnel;
    IpsecProtocol protocol = IpsecProtocol::esp;
};
struct RequestTimerFired { unsigned count = 0; PolicyEntry entry; TrafficSelector local, remote; };
struct KeyEngineMessages { unsigned count = 1; };
/// The inbound half of a pair comes first. `twin`, `pfs` and `map_entries` are for the 12.x look, which names the pair as a whole.
struct SaCreated {
    SaParameters sa;
    std::string map_tag;
    std::uint32_t connection_id = 0;
    bool outbound = false;
    bool pfs = false;
    unsigned map_entries = 1;                  ///< of the crypto map; a dynamic entry counts its templates
    std::optional<SaParameters> twin;          ///< the outbound half, with the inbound one
};
struct SaDeleted { SaParameters sa; std::string map_tag; std::uint32_t connection_id = 0; bool outbound = false; };
struct OutboundSaUpdated { config::IpAddress peer; std::uint32_t spi = 0; };
/// ISAKMP told the key engine that the peer has a pair: its outbound half is taken into use. Needs no KeyEngineMessages before it.
struct OutboundEnabled { config::IpAddress peer; std::uint32_t spi = 0; };
struct LifetimeThreshold { std::uint32_t spi = 0; unsigned seconds_left = 30; };

using Body = std::variant<LinkChanged, LineProtocolChanged, CryptoOnOff, ReceivedClearPacket, InvalidSpi, IntegrityFailure,
                          ReplayFailure, RecursiveRouting, DuplicateAddress, SaRequested, RequestTimerFired, KeyEngineMessages,
                          SaCreated, SaDeleted, OutboundSaUpdated, LifetimeThreshold, DhcpAddressAssigned, OutboundEnabled>;

}  // namespace dataplane::event

namespace dataplane {

struct Event {
    Instant at{};
    VrfId vrf{};
    event::Body body;
};

/// The groups an event sink can be asked about before an event is built.
enum class EventGroup : std::uint8_t { syslog, ipsec_debug };

class EventSink {
public:
    virtual ~EventSink() = default;
    virtual bool wants(EventGroup group) const = 0;
    virtual void on(const Event& event) = 0;
};

}  // namespace dataplane
