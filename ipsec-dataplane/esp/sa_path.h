#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "ipsec-dataplane/crypto/crypto_backend.h"
#include "ipsec-dataplane/esp/algorithms.h"
#include "ipsec-dataplane/esp/anti_replay.h"
#include "ipsec-dataplane/esp/sa_counters.h"
#include "ipsec-dataplane/ids.h"

namespace dataplane {

enum class SaDirection : std::uint8_t { inbound, outbound };

/// What to do with the outer header's DF bit (`crypto ipsec df-bit`). IPv6 has none.
enum class DfBit : std::uint8_t { copy, clear, set };

/// What the packet path needs of an SA: three cache lines. Everything that is not atomic and changes is touched by the
/// owning worker only.
struct alignas(64) SaPath {
    // Constants.
    SaIndex index;
    std::uint32_t spi = 0;
    KeyContext* key = nullptr;
    /// The owning worker's.
    SaCounters* counters = nullptr;
    VrfId front_vrf;
    VrfId inside_vrf;
    WorkerId worker;
    SaDirection direction = SaDirection::inbound;
    EncapsulationMode mode = EncapsulationMode::tunnel;
    IpsecProtocol protocol = IpsecProtocol::esp;
    DfBit df_bit = DfBit::copy;
    std::uint8_t iv_length = 0;
    std::uint8_t icv_length = 0;
    std::uint8_t block_length = 0;
    /// Bytes of `header` that go before the ESP or AH header: IP in tunnel mode, then UDP where it encapsulates.
    std::uint8_t ip_length = 0;
    std::uint8_t udp_length = 0;
    bool combined_mode = false;
    bool authenticates = false;
    bool extended = false;
    std::atomic<bool> hard_expired{false};
    /// Inbound: the control thread wants to hear of the first packet.
    std::atomic<bool> announces{false};
    /// Sum of the 16-bit words of an outer IPv4 header template.
    std::uint32_t header_sum = 0;

    // What changes with every packet.
    alignas(64) std::uint64_t sequence = 0;
    /// Plain bytes so far, and the count at which a volume limit is next.
    std::uint64_t bytes = 0;
    std::uint64_t next_volume_event = ~std::uint64_t{0};
    std::atomic<std::int64_t> last_used{0};
    AntiReplay replay;

    /// Outbound: the outer IP and UDP headers ready to be copied, lengths and checksums 0. Inbound: the packed key
    /// under which it is found.
    alignas(64) std::array<std::uint8_t, 48> header{};
    /// Inbound, where the peer may move: the endpoint that packets last came from, and the pair's outbound half (a constant).
    std::uint64_t source = 0;
    SaIndex twin;
    bool peer_may_move = false;
};

}  // namespace dataplane
