#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config-model/configuration.h"
#include "ipsec-dataplane/control/interface_table.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"
#include "ipsec-dataplane/views.h"

namespace dataplane {

/// Numbers for the names of routing tables; the empty name is the global one, 0.
class VrfNames {
public:
    VrfId id(const std::string& name) {
        if (name.empty()) return {};
        return {ids_.try_emplace(name, static_cast<std::uint32_t>(ids_.size() + 1)).first->second};
    }
    std::size_t tables() const { return ids_.size() + 1; }

private:
    std::map<std::string, std::uint32_t> ids_;
};

/// A route that won: what the screen prints.
struct Route {
    VrfId vrf;
    RouteView view;
};

/// Connected, local, static and `learnt` routes through interfaces that are up (`routes`, `adjacencies` of the tables).
/// Returns the ones that won in order of prefix.
std::vector<Route> compile_routes(const config::Configuration& configuration, const std::vector<Route>& learnt,
                                  const InterfaceTable& interfaces, VrfNames& vrfs, ForwardingTables& tables);

}  // namespace dataplane
