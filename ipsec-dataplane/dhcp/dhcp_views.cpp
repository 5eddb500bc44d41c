#include <algorithm>
#include <array>

#include "ipsec-dataplane/data_plane_state.h"
#include "ipsec-dataplane/dhcp/dhcp.h"

namespace dataplane {

namespace {

constexpr std::array<std::string_view, 5> state_names = {"Selecting", "Requesting", "Bound", "Renewing", "Rebinding"};

std::uint32_t seconds_between(Instant now, Instant then) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(then - now).count();
    return left <= 0 ? 0 : static_cast<std::uint32_t>(std::min<std::int64_t>(left, 0xffffffff));
}

/// "0100.5056" or "aabb.cc00.0100" as bytes.
std::vector<std::uint8_t> bytes_of(const std::string& words) {
    std::vector<std::uint8_t> bytes;
    unsigned digits = 0;
    for (const char letter : words) {
        const auto value =
            static_cast<unsigned>(letter >= '0' && letter <= '9' ? letter - '0' : (letter | 32) - 'a' + 10);
        if (value > 15) continue;
        if (digits++ % 2 == 0)
            bytes.push_back(static_cast<std::uint8_t>(value << 4));
        else
            bytes.back() = static_cast<std::uint8_t>(bytes.back() | value);
    }
    return bytes;
}

DhcpBindingView manual_view(const config::DhcpPool& pool) {
    DhcpBindingView view;
    view.address = pool.host->address;
    view.manual = true;
    view.pool = pool.name;
    view.client_id = bytes_of(pool.client_identifier.empty() ? pool.hardware_address : pool.client_identifier);
    return view;
}

DhcpLeaseView view_of(const RouterInterface& interface, const DhcpClient& client, Instant now) {
    DhcpLeaseView view;
    view.interface = interface.name;
    view.address = client.address;
    view.server = client.server;
    view.gateway = client.gateway;
    view.state = state_names[static_cast<std::size_t>(client.state)];
    view.transaction = client.transaction;
    view.lease = client.lease;
    view.renewal = client.renewal;
    view.rebind = client.rebinding;
    view.next_timer = client.next == Instant::max() ? 0 : seconds_between(now, client.next);
    view.retries = client.tries;
    view.client_id = own_client_id(interface);
    return view;
}

}  // namespace

std::vector<DhcpBindingView> DataPlane::dhcp_bindings(Instant now) const {
    std::vector<DhcpBindingView> views;
    if (state_->configuration == nullptr) return views;
    for (const config::DhcpPool& pool : state_->configuration->dhcp.pools)
        if (pool.host) views.push_back(manual_view(pool));
    for (const auto& [address, binding] : state_->dhcp_server.bindings) {
        if (!binding.leased || (binding.until && *binding.until <= now)) continue;
        DhcpBindingView view;
        view.address = address;
        view.client_id = binding.client_id;
        if (binding.until) view.seconds_left = seconds_between(now, *binding.until);
        view.pool = binding.pool;
        views.push_back(std::move(view));
    }
    std::stable_sort(views.begin(), views.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
    return views;
}

std::vector<DhcpLeaseView> DataPlane::dhcp_leases(Instant now) const {
    std::vector<DhcpLeaseView> views;
    for (const auto& [name, client] : state_->dhcp_clients) {
        const RouterInterface* interface = std::as_const(state_->interfaces).find(name);
        if (interface == nullptr) continue;
        views.push_back(view_of(*interface, client, now));
        views.back().hostname = state_->router_name;
    }
    return views;
}

void DataPlane::clear_dhcp_bindings(const std::optional<config::IpAddress>& address) {
    auto& bindings = state_->dhcp_server.bindings;
    if (address)
        bindings.erase(*address);
    else
        bindings.clear();
}

}  // namespace dataplane
