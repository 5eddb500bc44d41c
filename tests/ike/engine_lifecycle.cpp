#include <catch2/catch.hpp>

#include "engine_pair.h"
#include "ike/sa/exchange.h"

using namespace engine_test;

namespace {

struct Established : Pair {
    Established() {
        start();
        acquire(r1);
        run();
        REQUIRE(settled());
    }
};

}  // namespace

TEST_CASE("clearing the IKE SA deletes it and its pair on both ends", "[ike][engine]") {
    Established pair;
    Router& which = GENERATE(true, false) ? pair.r1 : pair.r2;
    which.engine->command(pair.now, ike::command::ClearIkeSa{});
    CHECK(which.data_plane.pairs.empty());
    pair.run();
    CHECK(pair.empty());
    // The answers of what is gone are forgotten in the end.
    pair.run(300s, true);
    CHECK_FALSE(pair.r1.engine->next_deadline(true));
    CHECK_FALSE(pair.r2.engine->next_deadline(true));
}

TEST_CASE("both ends clear at once", "[ike][engine]") {
    Established pair;
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.r2.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
    CHECK(pair.empty());
}

TEST_CASE("clearing the pair leaves the IKE SA; the next acquire replaces it", "[ike][engine]") {
    Established pair;
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
    CHECK(pair.r1.data_plane.pairs.empty());
    CHECK(pair.r2.data_plane.pairs.empty());
    REQUIRE(pair.r1.sas(pair.now).size() == 1);
    REQUIRE(pair.r2.sas(pair.now).size() == 1);
    CHECK(pair.r1.sas(pair.now).front().status == ike::SaStatus::ready);
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
}

TEST_CASE("a DELETE that is never answered ends all the same", "[ike][engine]") {
    Established pair;
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
    CHECK(pair.r1.sas(pair.now).empty());
    CHECK(pair.r1.engine->is_idle());
}

TEST_CASE("a lost answer to a DELETE is sent again", "[ike][engine]") {
    Established pair;
    const std::size_t base = pair.sent;
    const auto lost = GENERATE(range(0U, 4U));
    pair.fate_of = [=](std::size_t n) { return n == base + lost ? Fate::drop : Fate::deliver; };
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    const Instant before = pair.now;
    pair.run();
    CHECK(pair.empty());
    CHECK(pair.now - before < 5s);
}

TEST_CASE("an IKE SA that cannot be rekeyed ends with its lifetime and comes back where the policy is always on", "[ike][engine]") {
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> rows(tables.create_child_responder.rows.begin(), tables.create_child_responder.rows.end());
    for (ike::Row& row : rows)
        if (row.event == ike::EventId::EV_VERIFY_MSG)
            row.action = [](ike::Exchange& exchange, const ike::Input&) {
                return ike::fail(exchange, ike::Failed::create_child_exchange, ike::NotifyType::TEMPORARY_FAILURE);
            };
    tables.create_child_responder.rows = rows;
    Pair pair;
    pair.always_on = true;
    pair.r1.start(tables);
    pair.r2.start(tables);
    pair.acquire(pair.r1);
    pair.run(1200s, true);
    CHECK(pair.settled());
    CHECK(pair.r1.data_plane.installed >= 8);
    CHECK(pair.r1.data_plane.installed <= 20);
}

TEST_CASE("a pair at its hard limit is deleted on both ends", "[ike][engine]") {
    Established pair;
    dataplane::SaExpiry expiry;
    expiry.inbound_spi = pair.r1.data_plane.pairs.begin()->first;
    pair.r1.engine->expire(pair.now, expiry);
    CHECK(pair.r1.data_plane.pairs.size() == 1);
    expiry.hard = true;
    pair.r1.engine->expire(pair.now, expiry);
    pair.run();
    CHECK(pair.r1.data_plane.pairs.empty());
    CHECK(pair.r2.data_plane.pairs.empty());
}

TEST_CASE("a peer that starts anew replaces what it had", "[ike][engine]") {
    Established pair;
    pair.r1.data_plane.pairs.clear();
    pair.r1.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
    CHECK(pair.r2.events.saw(ike::Step::initial_contact_processed));
}

TEST_CASE("what an edit does to live SAs", "[ike][engine]") {
    using config::ChangeTopic;
    struct Row {
        ChangeTopic topic;
        void (*edit)(Pair&);
        bool goes;
    };
    const Row row = GENERATE(values<Row>({
        {ChangeTopic::crypto_map, [](Pair& p) { p.r1.data_plane.entry_table.clear(); }, true},
        {ChangeTopic::interfaces, [](Pair& p) { p.r1.data_plane.entry_table.clear(); }, true},
        {ChangeTopic::ipsec_profile, [](Pair& p) { p.r1.data_plane.entry_table.clear(); }, true},
        {ChangeTopic::interfaces, [](Pair& p) { p.r1.data_plane.entry_table[1].local = ip("10.0.0.7"); }, true},
        {ChangeTopic::crypto_map, [](Pair& p) { p.r1.data_plane.entry_table[1].peers = {ip("10.0.0.8")}; }, false},
        {ChangeTopic::transform_set, [](Pair& p) { p.r1.configuration.ipsec.transform_sets.clear(); }, false},
        {ChangeTopic::ikev2_proposal, [](Pair& p) { p.r1.configuration.ikev2.proposals.clear(); }, false},
        {ChangeTopic::ikev2_policy, [](Pair& p) { p.r1.configuration.ikev2.policies.clear(); }, false},
        {ChangeTopic::ikev2_keyring, [](Pair& p) { p.r1.configuration.ikev2.keyrings.clear(); }, false},
        {ChangeTopic::ikev2_profile, [](Pair& p) { p.r1.configuration.ikev2.profiles.clear(); }, false},
    }));
    Established pair;
    row.edit(pair);
    pair.r1.engine->config_changed(pair.now, {{{row.topic, {}, true}}});
    pair.run();
    if (row.goes) CHECK(pair.empty());
    else CHECK(pair.settled());
}

TEST_CASE("a policy that goes while its negotiation runs is not installed", "[ike][engine]") {
    Pair pair;
    pair.start();
    pair.acquire(pair.r1);
    while (pair.sent < 3) REQUIRE((pair.step() || (pair.now += 1ms, true)));
    pair.r1.data_plane.entry_table.clear();
    pair.run();
    CHECK(pair.r1.data_plane.installed == 0);
    CHECK(pair.empty());
}

TEST_CASE("another flow that the peer does not have is refused alone", "[ike][engine]") {
    Established pair;
    pair.r1.data_plane.add(2, ip("10.0.0.1"), ip("10.0.0.2"), prefix("2001:db8:1::", 48), prefix("2001:db8:2::", 48));
    pair.acquire(pair.r1, 2);
    pair.run();
    CHECK(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{2});
    CHECK(pair.r1.events.saw(ike::Failed::peer_sent_ts_unacceptable));
    CHECK(pair.settled());
}

TEST_CASE("clearing while negotiating", "[ike][engine]") {
    for (std::size_t steps = 0; steps < 14; ++steps) {
        Pair pair;
        pair.start();
        pair.acquire(pair.r1);
        for (std::size_t i = 0; i < steps; ++i)
            if (!pair.step()) pair.now += 1ms;
        pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
        pair.run();
        INFO(steps);
        CHECK(pair.r1.sas(pair.now).empty());
        CHECK(pair.r1.data_plane.pairs.empty());
        CHECK(pair.r1.data_plane.reserved.empty());
        pair.acquire(pair.r1);
        pair.run();
        CHECK(pair.settled());
    }
}

TEST_CASE("narrower selectors and transport mode", "[ike][engine]") {
    Pair pair;
    SECTION("the responder narrows") {
        pair.r2.data_plane.flow_table[1].local = prefix("10.12.0.0", 24);
        pair.start();
        pair.acquire(pair.r1);
        pair.run();
        REQUIRE(pair.settled());
        CHECK(pair.r1.sas(pair.now).front().children.front().remote == std::vector{prefix("10.12.0.0", 24)});
    }
    const auto transport = [&](Router& router, bool allowed) {
        router.configuration.ipsec.transform_sets.find("TS")->transport = true;
        router.data_plane.entry_table[1].transport_allowed = allowed;
    };
    SECTION("transport where both ends may") {
        const bool allowed = GENERATE(true, false);
        transport(pair.r1, true);
        transport(pair.r2, allowed);
        pair.start();
        pair.acquire(pair.r1);
        pair.run();
        REQUIRE(pair.settled());
        CHECK(pair.r1.sas(pair.now).front().children.front().transport == allowed);
    }
}

TEST_CASE("connection ids count up in pairs", "[ike][engine]") {
    Established pair;
    const auto& ours = pair.r1.data_plane.pairs.begin()->second.pair;
    const auto& theirs = pair.r2.data_plane.pairs.begin()->second.pair;
    CHECK(ours.outbound.connection_id == 1);
    CHECK(ours.inbound.connection_id == 2);
    CHECK(theirs.inbound.connection_id == 1);
    CHECK(theirs.outbound.connection_id == 2);
    CHECK(ours.inbound.lifetime.hard_kilobytes == ours.outbound.lifetime.hard_kilobytes);
    CHECK(ours.inbound.lifetime.hard_kilobytes <= 4608000);
    CHECK(ours.inbound.lifetime.hard_kilobytes >= 4608000ULL * 92 / 100);
}
