#include "ipsec-dataplane/data_plane.h"

#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

DataPlane::DataPlane(const Setup& setup) : state_(std::make_unique<State>(setup)) {}

DataPlane::~DataPlane() = default;

void DataPlane::configure(const config::Configuration& configuration, const config::ChangeSet& changes, Instant now) {
    if (state_->configuration == &configuration && changes.empty()) return;
    state_->configuration = &configuration;
    state_->configuration_stale = state_->tables_stale = true;
    run_graph(*state_, now);
}

void DataPlane::attach(const config::InterfaceName& interface, Link* link, Instant now) {
    state_->interfaces.at(interface).link = link;
    state_->configuration_stale = state_->tables_stale = true;
    run_graph(*state_, now);
}

void DataPlane::link_changed(const config::InterfaceName&, Instant now) {
    state_->tables_stale = true;
    run_graph(*state_, now);
}

void DataPlane::tap(const config::InterfaceName& interface, FrameTap* tap, Instant now) {
    RouterInterface* found = state_->interfaces.find(interface);
    if (found == nullptr || found->tap == tap) return;
    found->tap = tap;
    state_->tables_stale = true;
    run_graph(*state_, now);
}

InterfaceId DataPlane::interface_id(const config::InterfaceName& interface) const {
    const RouterInterface* found = std::as_const(state_->interfaces).find(interface);
    return found == nullptr ? InterfaceId{} : found->id;
}

void DataPlane::receive(const config::InterfaceName& interface, std::span<const std::span<const std::uint8_t>> frames,
                        Instant now) {
    const InterfaceId id = interface_id(interface);
    PacketPool& pool = state_->own_worker().pool;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        PacketPtr packet = pool.copy_of(frames[i]);
        if (!packet) break;
        packet->interface = id;
        put(*state_, Node::ethernet_input, std::move(packet));
        if ((i + 1) % PacketVector::capacity == 0) run_graph(*state_, now);
    }
    run_graph(*state_, now);
}

namespace {

constexpr Duration rate_sample = std::chrono::seconds(5);

void sample_rates(ControlPlane& control, Instant now) {
    for (auto& [name, interface] : control.interfaces)
        if (now - interface->rates.at >= rate_sample)
            interface->rates = interface->rates.at_time(now, control.interfaces.totals(*interface));
}

}  // namespace

void DataPlane::tick(Instant now) {
    state_->called_at = now;
    sample_rates(*state_, now);
    drain_workers(*state_, now);
    tick_neighbours(*state_, now);
    tick_ip6_neighbours(*state_, now);
    state_->own_worker().drops[static_cast<std::size_t>(Drop::reassembly_timeout)].add(state_->reassembly.expire(now));
    for (const auto& [name, interface] : state_->interfaces) {
        const bool paused = interface->disabled_until != Instant{Duration::min()};
        if (!paused || now < interface->disabled_until) continue;
        interface->disabled_until = Instant{Duration::min()};
        state_->tables_stale = true;
    }
    tick_requests(*state_, now);
    tick_lifetimes(*state_, now);
    tick_idle(*state_, now);
    tick_dhcp(*state_, now);
    tick_path_mtus(*state_, now);
    tick_ip6_path_mtus(*state_, now);
    run_graph(*state_, now);
    start_always_on(*state_, now);
    state_->sas.tick();
}

namespace {

void earlier(std::optional<Instant>& next, const std::optional<Instant>& other) {
    if (other && (!next || *other < *next)) next = other;
}

}  // namespace

std::optional<Instant> DataPlane::next_deadline(bool include_background) const {
    std::optional<Instant> next = next_request_deadline(*state_);
    earlier(next, next_neighbour_deadline(*state_, include_background));
    earlier(next, next_ip6_neighbour_deadline(*state_, include_background));
    earlier(next, next_dhcp_deadline(*state_, include_background));
    if (!include_background) return next;
    earlier(next, state_->reassembly.next_deadline());
    earlier(next, next_ip6_path_mtu_deadline(*state_));
    for (const auto& [name, interface] : state_->interfaces)
        if (interface->disabled_until != Instant{Duration::min()}) earlier(next, interface->disabled_until);
    const auto& path_mtus = state_->policy.path_mtu_deadlines;
    if (!path_mtus.empty()) earlier(next, path_mtus.begin()->first);
    const auto& idle = state_->policy.idle_deadlines;
    if (!idle.empty()) earlier(next, idle.begin()->first);
    const Instant lifetime = state_->sas.next_deadline();
    if (lifetime != Instant::max()) earlier(next, lifetime);
    return next;
}

void DataPlane::send(const UdpDatagram& datagram, Instant now) { send_udp(*state_, datagram, now); }

void DataPlane::send(const EchoRequest& request, Instant now) { send_echo(*state_, request, now); }

void DataPlane::send(const ProbeRequest& request, Instant now) {
    send_probe(*state_, request, now);
}

void DataPlane::clear_arp(Instant now) {
    std::erase_if(state_->neighbours, [](const auto& entry) { return entry.second.complete; });
    state_->neighbours_stale = true;
    run_graph(*state_, now);
}

std::vector<Upcall> DataPlane::take_upcalls() { return std::exchange(state_->upcalls, {}); }

config::IpAddress DataPlane::source_towards(VrfId vrf, const config::IpAddress& peer) const {
    return dataplane::source_towards(*state_, vrf, peer);
}

std::string_view DataPlane::crypto_backend() const { return state_->crypto->name(); }

}  // namespace dataplane
