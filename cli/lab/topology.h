#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "config-model/interface_name.h"

namespace cli {

/// One node of a topology file. `startup_config` is a path, relative to the file; empty: none.
struct TopologyNode {
    std::string name;
    std::string kind;                 ///< ike-router or cisco_iol
    std::string startup_config;
};

struct TopologyEnd {
    std::string node;
    config::InterfaceName interface;
};

struct TopologyLink {
    TopologyEnd a, b;
};

struct Topology {
    std::string name;
    std::vector<TopologyNode> nodes;  ///< in the file's order
    std::vector<TopologyLink> links;
};

/// The file cannot be used; what() says why, with the line.
class TopologyError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Reads a containerlab topology (https://containerlab.dev/manual/topo-def-file/): name, topology.kinds/defaults are ignored,
/// topology.nodes.NAME.{kind,startup-config}, topology.links[].endpoints. Throws TopologyError.
Topology read_topology(const std::string& path);
Topology parse_topology(const std::string& yaml);

}  // namespace cli
