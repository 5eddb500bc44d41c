#include "cli/lab/topology.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "cli/text_file.h"

namespace cli {

namespace {

std::string where(const YAML::Node& node) { return "line " + std::to_string(node.Mark().line + 1) + ": "; }

std::string text_of(const YAML::Node& node, const std::string& otherwise) {
    return node && node.IsScalar() ? node.as<std::string>() : otherwise;
}

TopologyNode node_of(const std::string& name, const YAML::Node& node) {
    TopologyNode result{name, text_of(node["kind"], "ike-router"), text_of(node["startup-config"], "")};
    if (result.kind != "ike-router" && result.kind != "cisco_iol")
        throw TopologyError(where(node) + "node " + name + " has kind " + result.kind + "; known are ike-router and cisco_iol");
    return result;
}

TopologyEnd end_of(const YAML::Node& node, const Topology& topology) {
    const std::string text = text_of(node, "");
    const auto colon = text.find(':');
    if (colon == std::string::npos) throw TopologyError(where(node) + "an endpoint is written \"node:interface\"");
    const std::string name = text.substr(0, colon);
    const auto interface = config::InterfaceName::parse(text.substr(colon + 1));
    if (!interface) throw TopologyError(where(node) + "no such interface: " + text);
    const bool known = std::any_of(topology.nodes.begin(), topology.nodes.end(),
                                   [&](const TopologyNode& candidate) { return candidate.name == name; });
    if (!known) throw TopologyError(where(node) + "no such node: " + name);
    return {name, *interface};
}

TopologyLink link_of(const YAML::Node& node, const Topology& topology) {
    const YAML::Node ends = node["endpoints"];
    if (!ends || !ends.IsSequence() || ends.size() != 2) throw TopologyError(where(node) + "a link has two endpoints");
    return {end_of(ends[0], topology), end_of(ends[1], topology)};
}

Topology topology_of(const YAML::Node& file) {
    Topology topology;
    topology.name = text_of(file["name"], "lab");
    const YAML::Node body = file["topology"];
    if (!body || !body["nodes"] || !body["nodes"].IsMap()) throw TopologyError("no topology.nodes");
    for (const auto& entry : body["nodes"])
        topology.nodes.push_back(node_of(entry.first.as<std::string>(), entry.second));
    if (body["links"])
        for (const auto& link : body["links"]) topology.links.push_back(link_of(link, topology));
    return topology;
}

}  // namespace

Topology parse_topology(const std::string& yaml) {
    try {
        return topology_of(YAML::Load(yaml));
    } catch (const YAML::Exception& error) {
        throw TopologyError(error.what());
    }
}

Topology read_topology(const std::string& path) {
    const auto text = read_text_file(path);
    if (!text) throw TopologyError(path + ": cannot be read");
    try {
        return parse_topology(*text);
    } catch (const TopologyError& error) {
        throw TopologyError(path + ": " + error.what());
    }
}

}  // namespace cli
