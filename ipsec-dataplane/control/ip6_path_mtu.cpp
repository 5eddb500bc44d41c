#include "ipsec-dataplane/control/ip6_path_mtu.h"

#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/stack/ip6_header.h"

namespace dataplane {

namespace {

constexpr std::size_t most_path_mtus = 256;
constexpr Duration path_mtu_lifetime = std::chrono::minutes(10);

}  // namespace

void ip6_path_mtu_reported(ControlPlane& control, VrfId vrf, const config::IpAddress& destination, std::uint32_t mtu,
                           Instant now) {
    const Adjacency* way = control.tables.get().route(vrf, destination);
    if (way == nullptr || way->kind != Adjacency::Kind::forward) return;
    if (control.ip6_path_mtus.size() >= most_path_mtus) return;
    Ip6PathMtu& known = control.ip6_path_mtus[{vrf, destination}];
    const std::uint32_t heard = std::max(mtu, least_ip6_mtu);
    known.mtu = known.mtu == 0 ? heard : std::min(known.mtu, heard);
    known.until = now + path_mtu_lifetime;
    control.tables_stale = true;
}

void add_ip6_path_mtus(const ControlPlane& control, ForwardingTables& tables) {
    for (const auto& [to, known] : control.ip6_path_mtus) {
        const Adjacency* way = tables.route(to.first, to.second);
        if (way == nullptr || way->kind != Adjacency::Kind::forward) continue;
        Adjacency host = *way;
        host.path_mtu = known.mtu;
        tables.routes[to.first.value].insert({to.second, 128}, static_cast<std::uint32_t>(tables.adjacencies.size()));
        tables.adjacencies.push_back(host);
    }
}

void tick_ip6_path_mtus(ControlPlane& control, Instant now) {
    const auto gone =
        std::erase_if(control.ip6_path_mtus, [=](const auto& known) { return known.second.until <= now; });
    if (gone != 0) control.tables_stale = true;
}

std::optional<Instant> next_ip6_path_mtu_deadline(const ControlPlane& control) {
    std::optional<Instant> next;
    for (const auto& [to, known] : control.ip6_path_mtus)
        if (!next || known.until < *next) next = known.until;
    return next;
}

}  // namespace dataplane
