#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "config-model/ip_address.h"
#include "config-model/secret.h"
#include "ipsec-dataplane/crypto/crypto_backend.h"
#include "ipsec-dataplane/esp/algorithms.h"
#include "ipsec-dataplane/esp/sa_counters.h"
#include "ipsec-dataplane/esp/sa_path.h"
#include "ipsec-dataplane/ids.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/traffic_selector.h"

namespace dataplane {

/// Life of an SA. A kilobyte is 1024 plain bytes. 0 is no limit.
struct SaLifetime {
    std::uint32_t hard_seconds = 0;
    std::uint32_t soft_seconds = 0;
    std::uint64_t hard_kilobytes = 0;
    std::uint64_t soft_kilobytes = 0;
};

/// UDP encapsulation (RFC 3948): our port and the peer's, host order; remote 0 is no encapsulation.
struct UdpEncapsulation {
    std::uint16_t local_port = 0;
    std::uint16_t remote_port = 0;
    constexpr explicit operator bool() const { return remote_port != 0; }
};

/// One direction of an SA as the key exchange negotiated it. `local` is this router's end in both directions.
struct SaParameters {
    /// Host order, 256 and above (RFC 4303 2.1): chosen by the receiving end.
    std::uint32_t spi = 0;
    IpsecProtocol protocol = IpsecProtocol::esp;
    EncapsulationMode mode = EncapsulationMode::tunnel;
    EspSuite suite;
    /// Cipher key, with the salt at its end for a combined mode; empty for null and for AH.
    config::Secret encryption_key;
    config::Secret integrity_key;
    config::IpAddress local_address;
    config::IpAddress remote_address;
    /// Routing table of the outer packet, and of the plain one.
    VrfId front_vrf;
    VrfId inside_vrf;
    UdpEncapsulation udp;
    /// The peer is behind a NAT and this end is not: it is wherever its last authentic packet came from (RFC 7296 2.23).
    bool peer_may_move = false;
    /// Packets; 0 is off, else 64 to 1024 in steps of 64 (others are rounded up).
    std::uint16_t replay_window = 64;
    bool extended_sequence_numbers = false;
    DfBit df_bit = DfBit::copy;
    std::vector<TrafficSelector> local_selectors;
    std::vector<TrafficSelector> remote_selectors;
    SaLifetime lifetime;
    PolicyId policy;
    /// Interface that the policy sits on (crypto map), or the tunnel interface that plain packets enter and leave.
    InterfaceId interface;
    /// `conn id` as shown: the key exchange numbers them; 0 is none.
    std::uint32_t connection_id = 0;
    /// Number of the key-exchange SA that owns it, for the owner's use.
    std::uint64_t owner = 0;
    /// Outbound bundle (ESP inside AH): the SA to apply after this one.
    SaIndex then;
};

/// Both directions of one child SA. `inbound_worker` and `outbound_worker` own the packets of their direction.
struct SaPair {
    SaParameters inbound;
    SaParameters outbound;
    WorkerId inbound_worker;
    WorkerId outbound_worker;
    /// This router started the exchange that made it.
    bool initiator = false;
    /// The peer may not have its end yet: while an older pair stands, packets keep going out on that one until
    /// KeyEngine::enable_outbound (an IKEv1 responder before the third message).
    bool outbound_waits = false;
    /// Diffie-Hellman group of its own exchange (perfect forward secrecy), for the screens.
    std::optional<std::uint16_t> pfs_group;
};

struct SaPairIndex {
    SaIndex inbound;
    SaIndex outbound;
    auto operator<=>(const SaPairIndex&) const = default;
};

/// A live SA: the packet path's part first, the control thread's behind it.
class SecurityAssociation {
public:
    SecurityAssociation(SaParameters&& parameters, SaDirection direction, SaIndex index, WorkerId worker,
                        std::uint16_t workers, std::unique_ptr<KeyContext> key, Instant installed);

    /// For the nodes that process packets.
    SaPath& path() { return path_; }
    const SaPath& path() const { return path_; }

    const SaParameters& parameters() const { return parameters_; }
    /// The peer has moved. What packets go by is changed by their owner: see `turn`.
    void set_peer(const config::IpAddress& address, std::uint16_t port);
    SaDirection direction() const { return path_.direction; }
    SaIndex index() const { return path_.index; }
    /// The other direction of the pair; none once that one is removed.
    SaIndex twin() const { return twin_; }
    WorkerId worker() const { return path_.worker; }
    Instant installed() const { return installed_; }
    /// Largest plain packet for this path MTU (IPv4 or IPv6 outer header by the SA's addresses).
    std::uint32_t plaintext_mtu(std::uint32_t path_mtu) const;

    SaCounters& counters(WorkerId worker) { return counters_[worker.value]; }
    /// Sum over all workers.
    SaCounterValues counters() const;
    /// Kilobytes left of the hard lifetime, rounded up as IOS counts down; nothing without such a limit.
    std::optional<std::uint64_t> remaining_kilobytes() const;
    /// Whole seconds left of the hard lifetime, 0 when it is past; nothing without such a limit.
    std::optional<std::uint32_t> remaining_seconds(Instant now) const;
    /// When a packet last went through; `installed()` before the first.
    Instant last_used() const { return Instant(Duration(path_.last_used.load(std::memory_order_relaxed))); }

private:
    friend class SaDatabase;

    SaPath path_;
    SaParameters parameters_;
    SaIndex twin_;
    Instant installed_;
    std::unique_ptr<KeyContext> key_context_;
    std::unique_ptr<SaCounters[]> counters_;
    std::uint16_t workers_;
};

/// Whether a plain packet, l3_offset at its IP header, is one that the SA's selectors admit (RFC 4301 5.2 step 4 for an
/// inbound SA: source against the remote selectors, destination against the local ones; the reverse for an outbound).
bool selector_matches(const SecurityAssociation& sa, const Packet& packet);

}  // namespace dataplane
