#include <catch2/catch.hpp>

#include "rekeying_pair.h"

/// CREATE_CHILD_SA message by message: RFC 7296 §1.3 and §2.8.
using namespace engine_test;

TEST_CASE("the IKE SA is rekeyed before its lifetime ends and its children stay", "[ike][rekey]") {
    Rekeying pair;
    pair.establish();
    const auto before = pair.r1.sas(pair.now).front();
    const std::uint32_t child = pair.spi_of(pair.r1);
    pair.pass(118s);
    REQUIRE(pair.at_rest());
    const auto after = pair.r1.sas(pair.now).front();
    CHECK(after.local_spi != before.local_spi);
    CHECK(after.remote_spi != before.remote_spi);
    CHECK(after.session_id == before.session_id);
    CHECK(after.dh_group == before.dh_group);
    CHECK(after.active < 20);
    CHECK(after.session_active >= 100);
    CHECK(pair.spi_of(pair.r1) == child);
    CHECK(pair.r1.data_plane.installed == 1);
    CHECK(pair.total(&ike::EngineStats::create_child_ike_rekey).tx_request == 1);
}

TEST_CASE("the successor's keys work both ways", "[ike][rekey]") {
    Rekeying pair;
    pair.establish();
    pair.pass(118s);
    REQUIRE(pair.at_rest());
    Router& which = GENERATE(true, false) ? pair.r1 : pair.r2;
    which.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
    CHECK(pair.empty());
}

TEST_CASE("a pair is rekeyed at its soft limit, with and without perfect forward secrecy", "[ike][rekey]") {
    Rekeying pair;
    const std::uint16_t group = GENERATE(std::uint16_t{0}, std::uint16_t{14}, std::uint16_t{19});
    if (group != 0) pair.set_pfs(group);
    pair.establish();
    const std::uint32_t old = pair.spi_of(pair.r1);
    CHECK_FALSE(pair.r1.data_plane.pairs.at(old).pair.pfs_group);
    Router& which = GENERATE(true, false) ? pair.r1 : pair.r2;
    pair.soften(which);
    pair.run();
    // Both pairs stand for a moment, the new one carries.
    CHECK(pair.r1.data_plane.pairs.size() == 2);
    CHECK(pair.all_keys_agree());
    CHECK(pair.r1.sas(pair.now).front().children.size() == 1);
    pair.pass(6s);
    REQUIRE(pair.at_rest());
    const dataplane::SaPair& made = pair.r1.data_plane.pairs.begin()->second.pair;
    CHECK(made.inbound.spi != old);
    CHECK(made.pfs_group.value_or(0) == group);
    CHECK(made.initiator == (&which == &pair.r1));
    CHECK(pair.r1.data_plane.outbound_waits.empty());
    CHECK(pair.r2.data_plane.outbound_waits.empty());
}

TEST_CASE("a pair that carries nothing is not rekeyed unless its policy is always on", "[ike][rekey]") {
    Rekeying pair;
    const bool always = GENERATE(true, false);
    pair.r1.data_plane.entry_table.at(1).always_create = always;
    pair.establish();
    const std::uint32_t spi = pair.spi_of(pair.r1);
    pair.r1.engine->expire(pair.now, {1, spi, 0, false, false, false, false});
    pair.run();
    CHECK(pair.total(&ike::EngineStats::create_child_ipsec_rekey).tx_request == (always ? 1U : 0U));
}

TEST_CASE("a further flow gets its pair by one exchange", "[ike][rekey]") {
    Rekeying pair;
    pair.add_second_flow();
    pair.establish();
    pair.acquire(pair.r1, 2);
    pair.run();
    REQUIRE(pair.at_rest(2));
    CHECK(pair.total(&ike::EngineStats::create_child_ipsec).tx_request == 1);
    CHECK(pair.total(&ike::EngineStats::auth).tx_request == 1);
}

TEST_CASE("flows that ask while the IKE SA is being opened get theirs afterwards", "[ike][rekey]") {
    Rekeying pair;
    pair.add_second_flow();
    pair.start();
    pair.acquire(pair.r1, 1);
    pair.acquire(pair.r1, 2);
    pair.run();
    REQUIRE(pair.at_rest(2));
    CHECK(pair.total(&ike::EngineStats::auth).tx_request == 1);
}

TEST_CASE("a group that the responder does not want is changed for the IKE SA, refused for a pair", "[ike][rekey]") {
    Rekeying pair;
    pair.establish();
    SECTION("pair") {
        pair.r1.data_plane.entry_table.at(1).pfs_group = 14;
        pair.r2.data_plane.entry_table.at(1).pfs_group = 5;
        pair.soften(pair.r1);
        pair.run();
        CHECK(pair.at_rest());
        CHECK(pair.r1.events.saw(ike::Failed::peer_sent_no_proposal_chosen));
    }
    SECTION("IKE SA") {
        pair.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups = {2, 5};
        config::Ikev2Proposal& proposal = pair.r2.configuration.ikev2.proposals.at("five");
        proposal.encryption = {config::Ikev2Encryption::triple_des};
        proposal.integrity = {config::HashAlgorithm::sha1};
        proposal.groups = {5};
        pair.r2.configuration.ikev2.policies.at("five").proposals = {"five"};
        pair.profile_of(pair.r2).lifetime = 86400;
        pair.pass(118s);
        CHECK(pair.at_rest());
        CHECK(pair.r1.sas(pair.now).front().dh_group == 5);
    }
}

TEST_CASE("a peer without perfect forward secrecy is refused where the policy asks for it", "[ike][rekey]") {
    Rekeying pair;
    pair.establish();
    const bool ours = GENERATE(true, false);
    (ours ? pair.r2 : pair.r1).data_plane.entry_table.at(1).pfs_group = 14;
    pair.soften(pair.r1);
    pair.run();
    pair.pass(6s);
    CHECK(pair.at_rest());
    // A responder without `set pfs` takes what is offered.
    CHECK(pair.r1.data_plane.installed == (ours ? 1U : 2U));
}

TEST_CASE("with windows of one, requests wait for each other", "[ike][rekey]") {
    Rekeying pair;
    pair.add_second_flow();
    pair.r1.configuration.ikev2.window = pair.r2.configuration.ikev2.window = 1;
    pair.establish();
    pair.acquire(pair.r1, 2);
    pair.soften(pair.r1);
    pair.r1.engine->unknown_spi(pair.now, {{}, ip("10.0.0.1"), ip("10.0.0.2"), dataplane::IpsecProtocol::esp, 0x12345678});
    pair.run();
    pair.pass(6s);
    CHECK(pair.at_rest(2));
}

TEST_CASE("an answer that cannot be used is taken back", "[ike][rekey]") {
    Rekeying pair;
    pair.establish();
    pair.soften(pair.r1);
    pair.r1.data_plane.refuse_install = true;
    pair.run();
    CHECK(pair.r2.data_plane.installed == 2);
    // The peer has deleted what we could not install; the old pair carries on, and can be rekeyed.
    REQUIRE(pair.at_rest());
    pair.r1.data_plane.refuse_install = false;
    pair.soften(pair.r2);
    pair.pass(6s);
    CHECK(pair.at_rest());
    CHECK(pair.r1.data_plane.installed == 2);
}

TEST_CASE("lifetimes run on for a day without a gap", "[ike][rekey]") {
    Rekeying pair;
    pair.establish();
    for (int minute = 0; minute < 24 * 60; ++minute) {
        pair.pass(60s);
        REQUIRE(pair.r1.sas(pair.now).size() <= 2);
        REQUIRE(pair.r1.data_plane.pairs.size() == 1);
        pair.r1.events.events.clear();
        pair.r2.events.events.clear();
    }
    CHECK(pair.at_rest());
    CHECK(pair.r1.data_plane.installed == 1);
}

TEST_CASE("a template without an access list takes what the peer proposes, and takes it again", "[ike][rekey]") {
    Rekeying pair;
    dataplane::PolicyEntry& entry = pair.r2.data_plane.entry_table.at(1);
    entry.origin = dataplane::PolicyOrigin::dynamic_map;
    entry.any_proxy = true;
    entry.peers.clear();
    entry.flows.clear();
    pair.r2.data_plane.flow_table.clear();
    pair.r1.data_plane.flow_table.at(1).local = prefix("172.16.1.0", 24);
    pair.r1.data_plane.flow_table.at(1).remote = prefix("172.16.2.0", 24);
    pair.establish();
    REQUIRE(pair.at_rest());
    const auto& flows = pair.r2.data_plane.flow_table;
    REQUIRE(flows.size() == 1);
    CHECK(flows.begin()->second.local == prefix("172.16.2.0", 24));
    CHECK(flows.begin()->second.remote == prefix("172.16.1.0", 24));
    const std::uint32_t first = pair.spi_of(pair.r2);
    pair.soften(pair.r1);
    pair.pass(10s);
    CHECK(pair.at_rest());
    CHECK(pair.spi_of(pair.r2) != first);
    pair.soften(pair.r2);
    pair.pass(10s);
    CHECK(pair.at_rest());
    CHECK(flows.size() == 1);
}
