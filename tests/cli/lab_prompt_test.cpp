#include <catch2/catch.hpp>

#include "cli/lab/lab_prompt.h"
#include "cli/lab/steps.h"
#include "cli/lab/topology.h"

TEST_CASE("steps name their node and keep their line numbers") {
    const auto steps = cli::parse_steps("! comment\n\nR1: show version\r\nlab: advance 10s\nno colon here\n");
    REQUIRE(steps.size() == 3);
    CHECK(steps[0].node == "R1");
    CHECK(steps[0].text == "show version");
    CHECK(steps[0].line == 3);
    CHECK(steps[1].node == "lab");
    CHECK(steps[2].node.empty());
}

TEST_CASE("the lab prompt moves time and changes links") {
    cli::Lab lab;
    const auto ethernet = *config::InterfaceName::parse("Ethernet0/0");
    lab.add_router("A", "", {ethernet});
    lab.add_router("B", "", {ethernet});
    lab.add_wire("A", ethernet, "B", ethernet);
    lab.boot();
    const auto before = lab.now();
    CHECK_FALSE(cli::run_lab_command(lab, "adv 10s").failed);
    CHECK(lab.now() - before == std::chrono::seconds(10));
    CHECK_FALSE(cli::run_lab_command(lab, "link A-B loss 10%").failed);
    CHECK(lab.find_wire("A-B")->impairment().loss_percent == 10);
    CHECK(cli::run_lab_command(lab, "connect B").connect == "B");
    CHECK(cli::run_lab_command(lab, "connect C").failed);
    CHECK(cli::run_lab_command(lab, "bogus").failed);
    CHECK(cli::run_lab_command(lab, "link A-C down").failed);
    CHECK(cli::run_lab_command(lab, "exit").leave);
}

TEST_CASE("a topology is a containerlab file") {
    const auto topology = cli::parse_topology(
        "name: t\ntopology:\n  nodes:\n    r1: {kind: cisco_iol, startup-config: r1.cfg}\n    r2: {}\n"
        "  links:\n    - endpoints: [\"r1:Ethernet0/1\", \"r2:e0/2\"]\n");
    REQUIRE(topology.nodes.size() == 2);
    CHECK(topology.nodes[0].startup_config == "r1.cfg");
    REQUIRE(topology.links.size() == 1);
    CHECK(topology.links[0].b.interface.text() == "Ethernet0/2");
    CHECK_THROWS_AS(cli::parse_topology("topology: {nodes: {r1: {kind: linux}}}"), cli::TopologyError);
    CHECK_THROWS_AS(cli::parse_topology("topology: {nodes: {r1: {}}, links: [{endpoints: [\"r1:e0/0\"]}]}"), cli::TopologyError);
    CHECK_THROWS_AS(cli::parse_topology("topology: {nodes: {r1: {}}, links: [{endpoints: [\"r1:e0/0\", \"r9:e0/0\"]}]}"),
                    cli::TopologyError);
    CHECK_THROWS_AS(cli::parse_topology("{ not yaml"), cli::TopologyError);
}
