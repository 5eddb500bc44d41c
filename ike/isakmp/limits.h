#pragma once

#include <cstdint>

#include "ipsec-dataplane/instant.h"

namespace ike::isakmp {

/// What strangers may cost, and how long the dead are remembered.
struct Limits {
    /// Responder's SAs that nobody has authenticated, of all peers and of one.
    std::uint32_t negotiations = 1000, negotiations_of_peer = 64;
    /// A responder waits no longer than an initiator repeats.
    dataplane::Duration half_open = std::chrono::seconds(75);
    /// Deleted SAs and nodes stay to be seen, and to answer what comes twice.
    dataplane::Duration sa_purge = std::chrono::seconds(60), node_purge = std::chrono::seconds(50);
    /// Message ids of a peer that are remembered for one SA.
    std::size_t remembered_ids = 100000;
    std::size_t exchanges_of_sa = 1024;
    /// Datagrams are cut to this size where the peer puts fragments together.
    std::size_t fragment = 1280;
};
inline constexpr Limits limits;

}  // namespace ike::isakmp
