#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config-model/ip_address.h"
#include "ike/events.h"
#include "ipsec-dataplane/esp/algorithms.h"
#include "ipsec-dataplane/traffic_selector.h"

/// Plain rows that screens print; copied out of the engine at the moment of asking.
namespace ike {

enum class SaStatus : std::uint8_t { in_negotiation, ready, deleting };

struct ChildSaView {
    std::vector<dataplane::TrafficSelector> local, remote;
    std::uint32_t spi_in = 0, spi_out = 0;
    bool ah = false;
    bool transport = false;
    dataplane::EspSuite suite{};
    std::uint32_t flow = 0;                    ///< dataplane::FlowId
};

struct IkeSaView {
    std::uint32_t tunnel_id = 0;
    std::uint32_t session_id = 0;
    config::IpAddress local, remote;
    std::uint16_t local_port = 500, remote_port = 500;
    std::string fvrf, ivrf;                    ///< empty: none
    SaStatus status = SaStatus::in_negotiation;
    EncryptionId encryption{};                 ///< 0 while unknown
    std::uint16_t key_bits = 0;
    PrfId prf{};
    IntegrityId integrity{};
    std::uint16_t dh_group = 0;
    std::optional<AuthMethod> auth_sign, auth_verify;
    std::uint32_t lifetime = 86400;            ///< configured, seconds
    std::uint32_t active = 0;                  ///< seconds since READY
    std::uint32_t session_active = 0;          ///< seconds since the session's first SA was READY: a rekey does not reset it
    std::uint32_t ce_id = 0;                   ///< 1000 + n
    std::string_view state;                    ///< documented name, for the status description
    IkeSpi local_spi = 0, remote_spi = 0;
    std::string local_id, remote_id;           ///< as text
    std::uint32_t local_request_id = 0, remote_request_id = 0, local_next_id = 0, remote_next_id = 0,
                  local_queued = 0, remote_queued = 0, local_window = 5, remote_window = 5;
    std::uint16_t dpd_interval = 0, dpd_retry = 0;
    bool fragmentation = false;                ///< RFC 7383, agreed with the peer
    std::uint16_t fragmentation_mtu = 0;
    bool nat_local = false, nat_remote = false;
    bool initiator = true;
    std::string profile;
    std::vector<ChildSaView> children;
};

/// One kind of failure: how often, and where the machine stood the last time, the newest step first, as documented names.
struct ErrorView {
    Failed why{};
    std::uint64_t count = 0;
    IkeSpi initiator_spi = 0;
    std::vector<std::pair<std::string_view, std::string_view>> path;   ///< state, event
};

struct ErrorTableView {
    std::vector<ErrorView> entries;            ///< the latest first
    std::uint64_t deleted = 0;                 ///< kinds that were pushed out
};

/// Counters of `show crypto ikev2 stats`.
struct EngineStats {
    std::uint32_t max_sa = 0;                  ///< 0: no limit
    std::uint32_t max_in_negotiation_in = 40, max_in_negotiation_out = 400;
    std::uint64_t sa_active_in = 0, sa_active_out = 0, sa_negotiating_in = 0, sa_negotiating_out = 0;
    std::uint64_t in_requests = 0, in_accepted = 0, in_rejected = 0, out_requests = 0, out_accepted = 0, out_rejected = 0;
    std::uint64_t rejected_for_limit = 0;      ///< of both directions
    std::uint64_t in_dropped = 0;              ///< datagrams that no SA or negotiation took
    std::uint64_t low_queue_dropped = 0, in_failed = 0, out_failed = 0;
    std::uint64_t cookie_challenged = 0, cookie_accepted = 0, cookie_rejected = 0, cookie_missing = 0;
    std::uint64_t malformed = 0, invalid_spi = 0, retransmissions = 0, timed_out = 0;
    struct Exchange { std::uint64_t tx_request = 0, tx_response = 0, rx_request = 0, rx_response = 0, rtx_request = 0, rtx_response = 0, rrx_request = 0, rrx_response = 0; };
    Exchange sa_init, auth, create_child, create_child_ipsec, create_child_ipsec_rekey, create_child_ike_rekey, informational;
    /// Empty INFORMATIONAL messages.
    Exchange liveness;
    /// (notify type, counts)
    std::vector<std::pair<NotifyType, Exchange>> notifies;
};

}  // namespace ike
