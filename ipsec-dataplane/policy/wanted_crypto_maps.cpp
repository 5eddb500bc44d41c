#include <algorithm>

#include "ipsec-dataplane/policy/wanted_policy.h"

namespace dataplane {

namespace {

/// Peers of the map's family; host names as `ip host` lines have them.
std::vector<config::IpAddress> addresses_of(const config::Configuration& configuration,
                                            const std::vector<std::string>& peers, bool v6) {
    std::vector<config::IpAddress> addresses;
    const auto add = [&](const config::IpAddress& address) {
        const bool known = std::find(addresses.begin(), addresses.end(), address) != addresses.end();
        if (address.is_v6() == v6 && !known) addresses.push_back(address);
    };
    for (const std::string& peer : peers) {
        const auto host = configuration.hosts.find(peer);
        if (const auto address = config::IpAddress::parse(peer))
            add(*address);
        else if (host != configuration.hosts.end())
            std::for_each(host->second.begin(), host->second.end(), add);
    }
    return addresses;
}

bool is_between(const WantedFlow& flow, const config::IpAddress& local, const config::IpAddress& peer) {
    return flow.local.first == local && flow.local.last == local && flow.remote.first == peer &&
           flow.remote.last == peer;
}

/// The address after `remote-peer` of `reverse-route remote-peer A`.
config::IpAddress way_of(const std::string& options) {
    constexpr std::string_view word = "remote-peer ";
    const auto at = options.find(word);
    if (at == std::string::npos) return {};
    const std::string rest = options.substr(at + word.size());
    return config::IpAddress::parse(rest.substr(0, rest.find(' '))).value_or(config::IpAddress{});
}

class MapEntries {
public:
    MapEntries(ControlPlane& control, const RouterInterface& interface, WantedPolicies& wanted)
        : control_(control), configuration_(*control.configuration), interface_(interface), wanted_(wanted) {}

    void add(const std::string& name, bool v6) {
        const config::CryptoMap* map = configuration_.ipsec.maps.find(name);
        if (map == nullptr || map->ipv6 != v6) return;
        for (const config::CryptoMapEntry& entry : map->entries) {
            if (entry.kind != "ipsec-isakmp" && entry.kind != "ipsec-manual") continue;
            if (!entry.dynamic_map.empty())
                add_templates(*map, entry);
            else if (entry.is_complete())
                add_static(*map, entry);
        }
    }

private:
    void add_static(const config::CryptoMap& map, const config::CryptoMapEntry& from) {
        WantedPolicy wanted = common(map, from);
        PolicyEntry& entry = wanted.entry;
        entry.transport_allowed = !entry.peers.empty() && !wanted.flows.empty() &&
                                  std::all_of(wanted.flows.begin(), wanted.flows.end(), [&](const WantedFlow& flow) {
                                      return is_between(flow, entry.local, entry.peers.front());
                                  });
        entry.sequence = from.sequence;
        if (from.kind == "ipsec-manual") {
            wanted.details.manual = config::manual_keys(from);
            entry.responder_only = true;  // nobody is asked for keys
            entry.idle_time = 0;
            if (wanted.flows.size() > 1) wanted.flows.resize(1);
        }
        wanted_.emplace(PolicyBinding{interface_.name, map.name, from.sequence, 0}, std::move(wanted));
    }

    /// A template needs no more than a transform set.
    void add_templates(const config::CryptoMap& map, const config::CryptoMapEntry& reference) {
        const config::DynamicMap* dynamic = configuration_.ipsec.dynamic_maps.find(reference.dynamic_map);
        if (dynamic == nullptr) return;
        for (const config::CryptoMapEntry& from : dynamic->entries) {
            if (from.transform_sets.empty()) continue;
            WantedPolicy wanted = common(map, from);
            PolicyEntry& entry = wanted.entry;
            entry.origin = PolicyOrigin::dynamic_map;
            entry.sequence = reference.sequence;
            entry.dynamic_map = dynamic->name;
            entry.dynamic_sequence = from.sequence;
            entry.any_proxy = from.match_address.empty();
            entry.responder_only = true;
            entry.transport_allowed = true;
            wanted_.emplace(PolicyBinding{interface_.name, map.name, reference.sequence, from.sequence},
                            std::move(wanted));
        }
    }

    WantedPolicy common(const config::CryptoMap& map, const config::CryptoMapEntry& from) const {
        const config::IpsecConfig& ipsec = configuration_.ipsec;
        WantedPolicy wanted;
        PolicyEntry& entry = wanted.entry;
        entry.origin = PolicyOrigin::crypto_map;
        entry.interface = entry.outgoing = interface_.name;
        entry.map_tag = map.name;
        entry.ipv6 = map.ipv6;
        entry.front_vrf = control_.vrfs.id(interface_.settings.vrf);
        entry.local = local_address(map);
        entry.peers = addresses_of(configuration_, from.peers, map.ipv6);
        entry.transform_sets = from.transform_sets;
        entry.ikev2_profile = from.ikev2_profile;
        entry.isakmp_profile = from.isakmp_profile.empty() ? map.isakmp_profile : from.isakmp_profile;
        entry.client_authentication_list = map.client_authentication_list;
        entry.authorization_list = map.authorization_list;
        entry.client_addressing = map.client_addressing;
        entry.idle_time = from.idle_time.value_or(ipsec.idle_time.value_or(0));
        entry.reverse_route = from.reverse_route || from.reverse_route_static;
        if (from.pfs) entry.pfs_group = from.pfs->group;
        set_lifetime(entry, from.lifetime, ipsec.lifetime);
        entry.replay_window = from.replay_window.value_or(ipsec.replay_window.value_or(default_replay_window));
        wanted.details = {from.match_address, from.reverse_route_static, way_of(from.reverse_route_options), {}};
        wanted.flows = flows_in(from.match_address, map.ipv6);
        return wanted;
    }

    config::IpAddress local_address(const config::CryptoMap& map) const {
        const config::InterfaceName& name = map.local_address.value_or(interface_.name);
        return map.ipv6 ? address6_of(control_, name) : address_of(control_, name);
    }

    std::vector<WantedFlow> flows_in(const std::string& list, bool v6) const {
        if (v6) {
            const config::Ipv6AccessList* found = configuration_.ipv6_access_lists.find(list);
            return found == nullptr ? std::vector<WantedFlow>{} : flows_of(*found);
        }
        const config::AccessList* found = configuration_.access_lists.find(list);
        return found == nullptr ? std::vector<WantedFlow>{} : flows_of(*found);
    }

    ControlPlane& control_;
    const config::Configuration& configuration_;
    const RouterInterface& interface_;
    WantedPolicies& wanted_;
};

}  // namespace

/// One map a family: the one that was applied last.
void add_crypto_maps(ControlPlane& control, const RouterInterface& interface, WantedPolicies& wanted) {
    MapEntries entries(control, interface, wanted);
    if (!interface.settings.crypto_maps.empty()) entries.add(interface.settings.crypto_maps.back(), false);
    if (!interface.settings.ipv6_crypto_maps.empty()) entries.add(interface.settings.ipv6_crypto_maps.back(), true);
}

}  // namespace dataplane
