#include "ipsec-dataplane/control/interface_table.h"

#include <algorithm>
#include <cmath>

namespace dataplane {

namespace {

constexpr std::uint32_t ethernet_mtu = 1500, loopback_mtu = 1514, tunnel_mtu = 17916;

}  // namespace

InterfaceRates InterfaceRates::at_time(Instant now, const InterfaceTotals& now_totals) const {
    constexpr double load_interval = 300;
    const double seconds = std::chrono::duration<double>(now - at).count();
    if (seconds <= 0) return *this;
    const double old = std::exp(-seconds / load_interval);
    const auto mixed = [&](double rate, std::uint64_t before, std::uint64_t after, double unit) {
        return rate * old + static_cast<double>(after - before) * unit / seconds * (1 - old);
    };
    InterfaceRates next{now, now_totals};
    next.input_bits = mixed(input_bits, totals.input_bytes, now_totals.input_bytes, 8);
    next.input_packets = mixed(input_packets, totals.input_packets, now_totals.input_packets, 1);
    next.output_bits = mixed(output_bits, totals.output_bytes, now_totals.output_bytes, 8);
    next.output_packets = mixed(output_packets, totals.output_packets, now_totals.output_packets, 1);
    return next;
}

Port::Kind RouterInterface::kind() const {
    switch (name.kind) {
        case config::InterfaceKind::loopback: return Port::Kind::loopback;
        case config::InterfaceKind::tunnel: return Port::Kind::tunnel;
        case config::InterfaceKind::null: return Port::Kind::null;
        default: return name.is_logical() ? Port::Kind::loopback : Port::Kind::ethernet;
    }
}

std::uint32_t RouterInterface::mtu() const {
    if (settings.mtu) return *settings.mtu;
    if (kind() == Port::Kind::loopback) return loopback_mtu;
    return is_tunnel() ? tunnel_mtu : ethernet_mtu;
}

bool RouterInterface::owns_ip6(const config::IpAddress& address) const {
    if (address == ip6.link_local) return true;
    return std::any_of(ip6.addresses.begin(), ip6.addresses.end(),
                       [&](const config::Prefix& prefix) { return prefix.address == address; });
}

RouterInterface* InterfaceTable::find(const config::InterfaceName& name) {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second.get();
}

const RouterInterface* InterfaceTable::find(const config::InterfaceName& name) const {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second.get();
}

RouterInterface* InterfaceTable::find(InterfaceId id) {
    if (!id || id.index() >= slots_.size()) return nullptr;
    RouterInterface* found = slots_[id.index()];
    return found != nullptr && found->id == id ? found : nullptr;
}

RouterInterface& InterfaceTable::at(const config::InterfaceName& name) {
    if (RouterInterface* found = find(name)) return *found;
    const auto free = std::find(slots_.begin(), slots_.end(), nullptr);
    const auto index = static_cast<std::uint32_t>(free - slots_.begin());
    if (free == slots_.end()) {
        slots_.push_back(nullptr);
        generations_.push_back(0);
    }
    generations_[index] = generations_[index] % InterfaceId::last_generation + 1;
    auto made = std::make_unique<RouterInterface>();
    made->id = InterfaceId(index, generations_[index]);
    made->name = name;
    made->settings.name = name;
    made->mac = choose_mac(name);
    made->tallies = std::make_unique<InterfaceTally[]>(workers_);
    slots_[index] = made.get();
    return *(by_name_[name] = std::move(made));
}

std::unique_ptr<RouterInterface> InterfaceTable::take(const config::InterfaceName& name) {
    const auto at = by_name_.find(name);
    if (at == by_name_.end()) return nullptr;
    auto taken = std::move(at->second);
    by_name_.erase(at);
    slots_[taken->id.index()] = nullptr;
    return taken;
}

MacAddress InterfaceTable::router_mac() const {
    return {0xaa, 0xbb, 0xcc, static_cast<std::uint8_t>(mac_seed_ >> 8), static_cast<std::uint8_t>(mac_seed_), 0};
}

/// AABB.CC00.0100 and on: the router's number, then unit and slot of the interface.
MacAddress InterfaceTable::choose_mac(const config::InterfaceName& name) const {
    const std::uint32_t unit = name.depth == 0 ? 0 : name.numbers[name.depth - 1U];
    const std::uint32_t slot = name.depth < 2 ? 0 : name.numbers[name.depth - 2U];
    MacAddress mac = {0xaa,
                      0xbb,
                      0xcc,
                      static_cast<std::uint8_t>(mac_seed_ >> 8),
                      static_cast<std::uint8_t>(mac_seed_),
                      static_cast<std::uint8_t>(unit << 4 | (slot & 15))};
    const auto taken = [&] {
        return std::any_of(by_name_.begin(), by_name_.end(),
                           [&](const auto& other) { return other.second && other.second->mac == mac; });
    };
    for (unsigned tries = 0; tries < 256 && taken(); ++tries) ++mac[5];
    return mac;
}

InterfaceTotals InterfaceTable::totals(const RouterInterface& interface) const {
    InterfaceTotals sum;
    for (std::uint16_t worker = 0; worker < workers_; ++worker) {
        const InterfaceTally& tally = interface.tallies[worker];
        sum.input_packets += tally.input_packets.read();
        sum.input_bytes += tally.input_bytes.read();
        sum.input_errors += tally.input_errors.read();
        sum.input_broadcasts += tally.input_broadcasts.read();
        sum.output_packets += tally.output_packets.read();
        sum.output_bytes += tally.output_bytes.read();
        sum.output_drops += tally.output_drops.read();
        sum.last_input = std::max(sum.last_input, tally.last_input.read());
        sum.last_output = std::max(sum.last_output, tally.last_output.read());
    }
    return sum;
}

}  // namespace dataplane
