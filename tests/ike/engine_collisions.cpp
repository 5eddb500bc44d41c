#include <catch2/catch.hpp>

#include "ike/sa/exchange.h"
#include "rekeying_pair.h"

/// Both ends begin what they like when they like: RFC 7296 §2.8.1, §2.8.2, §2.25.
using namespace engine_test;

namespace {

constexpr std::uint64_t seeds = 12;

/// One of R1's and one of R2's datagrams at a time, the one that overtakes chosen by `order`.
struct Colliding : Rekeying {
    explicit Colliding(std::uint64_t seed) : Rekeying(seed) {
        establish();
        start_counting = sent;
    }
    /// The n-th datagram from now on arrives late, by more than a round trip.
    void delay(std::size_t n) {
        const std::size_t late = start_counting + n;
        fate_of = [=](std::size_t number) { return number == late ? Fate::delay : Fate::deliver; };
    }
    std::size_t start_counting = 0;
};

void clear_ike_sa(Router& router, Instant now) { router.engine->command(now, ike::command::ClearIkeSa{}); }
void clear_pairs(Router& router, Instant now) { router.engine->command(now, ike::command::ClearIpsecSa{}); }

/// Lets R1's IKE SA become due for its rekeying at both ends in the same instant.
void rekey_ike_at_both_ends(Rekeying& pair) {
    pair.now += 119s;
    pair.r1.engine->tick(pair.now);
    pair.r2.engine->tick(pair.now);
}

}  // namespace

TEST_CASE("both ends rekey the pair at once: one new pair is left", "[ike][collisions]") {
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    const std::size_t late = GENERATE(range(std::size_t{0}, std::size_t{9}));
    CAPTURE(seed, late);
    Colliding pair(seed);
    pair.delay(late);
    pair.soften(pair.r1);
    pair.soften(pair.r2);
    pair.run();
    pair.pass(70s);
    REQUIRE(pair.at_rest());
    CHECK(pair.r1.data_plane.installed >= 2);
    CHECK(pair.r1.data_plane.outbound_waits.empty());
    CHECK(pair.r2.data_plane.outbound_waits.empty());
}

TEST_CASE("of two new pairs the one with the lowest nonce goes, at once and not by patience", "[ike][collisions]") {
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    Colliding pair(seed);
    pair.soften(pair.r1);
    pair.soften(pair.r2);
    pair.run();
    CHECK(pair.r1.data_plane.pairs.size() == 3);
    pair.pass(6s);
    CHECK(pair.at_rest());
    CHECK(pair.r1.data_plane.installed == 3);
    CHECK(pair.r2.data_plane.installed == 3);
}

TEST_CASE("both ends rekey the IKE SA at once: one is left and has the children", "[ike][collisions]") {
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    const std::size_t late = GENERATE(range(std::size_t{0}, std::size_t{9}));
    CAPTURE(seed, late);
    Colliding pair(seed);
    pair.delay(late);
    const auto old = pair.r1.sas(pair.now).front().local_spi;
    rekey_ike_at_both_ends(pair);
    pair.run();
    pair.pass(10s);
    REQUIRE(pair.at_rest());
    CHECK(pair.r1.sas(pair.now).front().local_spi != old);
    CHECK(pair.r1.data_plane.installed == 1);
    // The children's new owner can delete them.
    clear_ike_sa(pair.r2, pair.now);
    pair.run();
    CHECK(pair.empty());
}

TEST_CASE("the IKE SA is rekeyed from one end, a pair from the other", "[ike][collisions]") {
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    Colliding pair(seed);
    pair.profile_of(pair.r2).lifetime = 86400;
    pair.now += 119s;
    pair.r1.engine->tick(pair.now);
    pair.soften(pair.r2);
    pair.run();
    // Each was refused, and tries again.
    CHECK(pair.r1.events.saw(ike::Failed::temporary_failure));
    CHECK(pair.r2.events.saw(ike::Failed::temporary_failure));
    pair.pass(20s);
    REQUIRE(pair.at_rest());
    CHECK(pair.r1.data_plane.installed == 2);
    CHECK(pair.total(&ike::EngineStats::create_child_ike_rekey).tx_request >= 2);
}

TEST_CASE("one end deletes the pair that the other rekeys", "[ike][collisions]") {
    const std::size_t late = GENERATE(range(std::size_t{0}, std::size_t{5}));
    const bool delete_first = GENERATE(true, false);
    CAPTURE(late, delete_first);
    Colliding pair(1);
    pair.delay(late);
    if (delete_first) clear_pairs(pair.r2, pair.now);
    pair.soften(pair.r1);
    if (!delete_first) clear_pairs(pair.r2, pair.now);
    pair.run();
    pair.pass(70s);
    CHECK(pair.all_keys_agree());
    CHECK(pair.r1.sas(pair.now).size() == 1);
    CHECK(pair.r1.data_plane.pairs.size() <= 1);
}

TEST_CASE("both ends delete the pair at once", "[ike][collisions]") {
    Colliding pair(1);
    clear_pairs(pair.r1, pair.now);
    clear_pairs(pair.r2, pair.now);
    pair.run();
    CHECK(pair.r1.data_plane.pairs.empty());
    CHECK(pair.r2.data_plane.pairs.empty());
    CHECK(pair.r1.sas(pair.now).size() == 1);
    CHECK(pair.r2.sas(pair.now).size() == 1);
}

TEST_CASE("a pair that only one end has is not found, and made anew", "[ike][collisions]") {
    Rekeying pair;
    // R2 deletes without saying so.
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> rows(tables.informational_initiator.rows.begin(), tables.informational_initiator.rows.end());
    for (ike::Row& row : rows)
        if (row.event == ike::EventId::EV_SEND_DEL) row.action = [](ike::Exchange&, const ike::Input&) { return ike::done; };
    tables.informational_initiator.rows = rows;
    pair.r1.start();
    pair.r2.start(tables);
    pair.acquire(pair.r1);
    pair.run();
    clear_pairs(pair.r2, pair.now);
    pair.run();
    REQUIRE(pair.r1.data_plane.pairs.size() == 1);
    pair.soften(pair.r1);
    pair.run();
    CHECK(pair.r1.events.saw(ike::Failed::child_sa_not_found));
    CHECK(pair.at_rest());
}

TEST_CASE("the IKE SA is deleted by one end while the other rekeys it", "[ike][collisions]") {
    const std::size_t late = GENERATE(range(std::size_t{0}, std::size_t{6}));
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    CAPTURE(late, seed);
    Colliding pair(seed);
    pair.delay(late);
    pair.now += 119s;
    pair.r1.engine->tick(pair.now);
    const int steps = GENERATE(0, 3, 6, 12);
    for (int i = 0; i < steps; ++i)
        if (!pair.step()) pair.now += 5ms;
    clear_ike_sa(pair.r2, pair.now);
    pair.run();
    pair.pass(140s);
    // Either nothing is left, or a tunnel that works.
    const bool gone = pair.r1.data_plane.pairs.empty() && pair.r2.data_plane.pairs.empty() && pair.r1.sas(pair.now).empty() && pair.r2.sas(pair.now).empty();
    CHECK((gone || pair.at_rest()));
}

TEST_CASE("both ends want the same flow's pair at once", "[ike][collisions]") {
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    Rekeying pair(seed);
    pair.add_second_flow();
    pair.establish();
    pair.acquire(pair.r1, 2);
    pair.acquire(pair.r2, 2);
    pair.run();
    pair.pass(6s);
    CHECK(pair.at_rest(2));
}

TEST_CASE("both ends open an IKE SA at once: the session is reported up once, and not down", "[ike][collisions]") {
    const std::uint64_t seed = GENERATE(range(std::uint64_t{1}, seeds));
    Rekeying pair(seed);
    pair.r1.configuration.ikev2.session_logging = pair.r2.configuration.ikev2.session_logging = true;
    pair.start();
    pair.acquire(pair.r1);
    pair.acquire(pair.r2);
    pair.run();
    REQUIRE(pair.at_rest());
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        std::vector<bool> reported;
        for (const RecordedEvent& event : router->events.events)
            if (event.tunnel_up) reported.push_back(*event.tunnel_up);
        CHECK(reported == std::vector<bool>{true});
    }
}

TEST_CASE("a peer that can have no further SAs gets a new IKE SA in time", "[ike][collisions]") {
    Rekeying pair;
    // R2 refuses every CREATE_CHILD_SA, as RFC 7296 §1.3 lets a minimal responder do.
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> rows(tables.create_child_responder.rows.begin(), tables.create_child_responder.rows.end());
    for (ike::Row& row : rows)
        if (row.event == ike::EventId::EV_VERIFY_MSG)
            row.action = [](ike::Exchange& exchange, const ike::Input&) {
                return ike::fail(exchange, ike::Failed::create_child_exchange, ike::NotifyType::NO_ADDITIONAL_SAS);
            };
    tables.create_child_responder.rows = rows;
    pair.profile_of(pair.r2).lifetime = 86400;
    pair.r1.start();
    pair.r2.start(tables);
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    const auto old = pair.r1.sas(pair.now).front().local_spi;
    pair.pass(118s);
    CHECK(pair.at_rest());
    CHECK(pair.r1.sas(pair.now).front().local_spi != old);
    CHECK(pair.r1.events.saw(ike::Failed::no_additional_sas));
}

TEST_CASE("the IKE SA, or its successor, is deleted at any moment while both ends rekey it", "[ike][collisions]") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
        for (int steps = 0; steps < 40; ++steps)
            for (const bool first : {true, false}) {
                CAPTURE(seed, steps, first);
                Colliding pair(seed);
                pair.delay(static_cast<std::size_t>(steps) % 5);
                rekey_ike_at_both_ends(pair);
                for (int i = 0; i < steps; ++i)
                    if (!pair.step()) pair.now += 5ms;
                clear_ike_sa(first ? pair.r1 : pair.r2, pair.now);
                pair.run();
                pair.pass(400s);
                const bool gone = pair.empty();
                CHECK((gone || pair.at_rest()));
            }
}

TEST_CASE("a clear answer that the SA is not known ends one that is being deleted, whatever waits under it", "[ike][collisions]") {
    Colliding pair(1);
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.soften(pair.r1);
    while (pair.r1.engine->stats().create_child.tx_request == 0)
        if (!pair.step()) pair.now += 1ms;
    clear_ike_sa(pair.r1, pair.now);
    pair.r2.start();
    pair.fate_of = nullptr;
    pair.run();
    CHECK(pair.r1.sas(pair.now).empty());
}

TEST_CASE("a peer that is never ready loses the IKE SA in the end", "[ike][collisions]") {
    Rekeying pair;
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> rows(tables.create_child_responder.rows.begin(), tables.create_child_responder.rows.end());
    for (ike::Row& row : rows)
        if (row.event == ike::EventId::EV_VERIFY_MSG)
            row.action = [](ike::Exchange& exchange, const ike::Input&) {
                return ike::fail(exchange, ike::Failed::create_child_exchange, ike::NotifyType::TEMPORARY_FAILURE);
            };
    tables.create_child_responder.rows = rows;
    for (Router* const router : {&pair.r1, &pair.r2}) pair.profile_of(*router).lifetime = 86400;
    pair.r1.start();
    pair.r2.start(tables);
    pair.acquire(pair.r1);
    pair.run();
    pair.soften(pair.r1);
    pair.pass(290s);
    CHECK(pair.r1.sas(pair.now).size() == 1);
    pair.pass(30s);
    CHECK(pair.empty());
}

TEST_CASE("a peer cannot make pairs without end", "[ike][collisions]") {
    Rekeying pair;
    for (Router* const router : {&pair.r1, &pair.r2}) pair.profile_of(*router).lifetime = 86400;
    for (std::uint32_t flow = 2; flow < 1200; ++flow) {
        pair.r1.data_plane.flow_table[flow] = {flow, 1, prefix("0.0.0.0", 0), prefix("0.0.0.0", 0), true, flow};
    }
    pair.establish();
    for (std::uint32_t flow = 2; flow < 1200; ++flow) {
        pair.acquire(pair.r1, flow);
        if (flow % 5 == 0) pair.run();
    }
    pair.run();
    CHECK(pair.r2.data_plane.pairs.size() <= 1024);
    CHECK(pair.r1.events.saw(ike::Failed::no_additional_sas));
}
