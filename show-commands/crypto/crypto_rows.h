#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ike/isakmp/views.h"
#include "ike/views.h"
#include "ipsec-dataplane/protected_flow.h"
#include "ipsec-dataplane/views.h"
#include "show-commands/router_view.h"

namespace show {

/// Where the crypto screens get their rows. The router's own is `rows_of`.
class CryptoRows {
public:
    virtual ~CryptoRows() = default;
    /// The IKE SA after tunnel-id `cursor` (0 starts).
    virtual std::optional<ike::IkeSaView> next_ike_sa(std::uint32_t cursor) const = 0;
    /// Tunnel-ids of the IKE SAs with this peer, ascending.
    virtual std::vector<std::uint32_t> ike_sas_with(const config::IpAddress& peer) const = 0;
    /// The IKEv1 SA after number `cursor` (0 starts).
    virtual std::optional<ike::isakmp::SaView> next_isakmp_sa(std::uint32_t cursor) const = 0;
    /// Numbers of the IKEv1 SAs with this peer, ascending.
    virtual std::vector<std::uint32_t> isakmp_sas_with(const config::IpAddress& peer) const = 0;
    /// The identity after `cursor` (0 starts), in the order of `entries`.
    virtual std::optional<dataplane::FlowView> next_flow(dataplane::FlowId cursor) const = 0;
    virtual std::optional<dataplane::FlowView> flow(dataplane::FlowId id) const = 0;
    virtual const dataplane::PolicyEntry* entry(dataplane::PolicyEntryId id) const = 0;
    virtual std::vector<dataplane::PolicyEntryId> entries() const = 0;
    virtual std::vector<dataplane::PolicyEntryId> entries_for(const config::IpAddress& local,
                                                              const config::IpAddress& peer) const = 0;

    std::optional<ike::IkeSaView> ike_sa(std::uint32_t tunnel_id) const {
        std::optional<ike::IkeSaView> sa = next_ike_sa(tunnel_id - 1);
        return sa && sa->tunnel_id == tunnel_id ? sa : std::nullopt;
    }
    std::optional<ike::isakmp::SaView> isakmp_sa(std::uint32_t number) const {
        std::optional<ike::isakmp::SaView> sa = next_isakmp_sa(number - 1);
        return sa && sa->number == number ? sa : std::nullopt;
    }
};

/// Of a router without an engine or data plane: empty.
std::unique_ptr<CryptoRows> rows_of(const RouterView& view);

}  // namespace show
