#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/ip_address.h"
#include "config-model/remote_access.h"
#include "ike/events.h"
#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/machine/states.h"
#include "ipsec-dataplane/traffic_selector.h"

/// Plain rows that screens print; copied out of the engine at the moment of asking.
namespace ike::isakmp {

struct SaView {
    std::uint32_t number = 0;                  ///< order of creation in this router: the cursor
    std::uint32_t conn_id = 0;                 ///< 0 until SKEYID is made
    config::IpAddress local, remote;
    std::uint16_t local_port = 500, remote_port = 500;
    bool initiator = true;
    Label label = Label::MM_NO_STATE;
    bool active = true;                        ///< phase 1 complete
    bool deleted = false;                      ///< waits for its purge
    std::string fvrf, ivrf;
    Suite suite;                               ///< zeros while unknown
    std::uint32_t seconds_left = 0;
    std::uint32_t lifetime = 0;                ///< agreed, seconds
    std::uint32_t uptime = 0;                  ///< seconds since phase 1 was complete
    // Capabilities
    bool config_mode = false, dpd = false, keepalives = false, nat_traversal = false, xauth = false, fragmentation = false;
    std::string profile, group, username;
    std::string phase1_id;                     ///< of the peer, as text
    std::optional<config::IpAddress> assigned; ///< address handed to the peer
    std::vector<std::uint32_t> inbound_spis;   ///< pairs negotiated under it
    std::uint32_t engine_id = 0;               ///< conn_id - 1000
};

/// A peer with a record: `show crypto isakmp peers`.
struct PeerView {
    std::uint32_t number = 0;                  ///< order of its record: the cursor
    config::IpAddress local, remote;
    std::uint16_t port = 500;
    std::string phase1_id;
    std::string description;
};

struct PoolRangeView {
    std::string pool;                          ///< empty for further ranges of the same pool
    std::string group;
    config::IpAddress first, last;
    std::uint32_t free = 0, in_use = 0;
};

enum class EzvpnState : std::uint8_t { IDLE, READY, CONNECT_REQUIRED, VALID_CFG, SS_OPEN, XAUTH_REQ, IPSEC_ACTIVE };

struct EzvpnView {
    std::string name;
    std::optional<config::InterfaceName> outside;
    std::vector<config::InterfaceName> inside;
    EzvpnState state = EzvpnState::IDLE;
    std::string_view last_event;               ///< "SOCKET_UP", "CONN_UP" …: static storage
    std::optional<config::IpAddress> address, netmask;
    std::vector<config::IpAddress> dns, wins;
    std::string domain;
    bool save_password = false;
    std::vector<config::Prefix> split_include;
    std::optional<config::IpAddress> peer;
    std::string banner;
};

struct IsakmpStats {
    std::uint64_t received = 0, sent = 0, malformed = 0, no_sa = 0, retransmissions = 0, phase1_failures = 0, phase2_failures = 0;
};

}  // namespace ike::isakmp
