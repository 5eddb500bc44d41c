#include "forged_requests.h"

using namespace engine_test;
using ike::Failed;

namespace {

const ike::ErrorView* entry(const ike::ErrorTableView& table, Failed why) {
    const auto at = std::find_if(table.entries.begin(), table.entries.end(), [=](const ike::ErrorView& view) { return view.why == why; });
    return at == table.entries.end() ? nullptr : &*at;
}

void change(Router& router, Instant now) {
    config::ChangeSet changes;
    router.engine->config_changed(now, changes);
}

/// `times` datagrams of an SA that R2 does not have.
void call_strangely(Pair& pair, unsigned times) {
    ike::Bytes request = first_request(pair);
    request[15] = 1;
    for (unsigned i = 0; i < times; ++i) pair.r2.engine->receive(pair.now, forged(request, 0x1122334455667788, source(1)));
}

}  // namespace

TEST_CASE("failures are counted by kind, whether or not anybody listens", "[ike][engine][errors]") {
    Pair pair;
    pair.r1.events.on_ = pair.r2.events.on_ = GENERATE(false, true);
    pair.key_of(pair.r2).local_key = pair.key_of(pair.r2).remote_key = Pair::key("another");
    pair.start();
    for (unsigned i = 0; i < 3; ++i) {
        pair.acquire(pair.r1);
        pair.run();
    }
    const ike::ErrorTableView table = pair.r2.engine->errors();
    const ike::ErrorView* const wrong_key = entry(table, Failed::authentication);
    REQUIRE(wrong_key != nullptr);
    CHECK(wrong_key->count == 3);
    CHECK(wrong_key->initiator_spi != 0);
    REQUIRE(wrong_key->path.size() == 4);
    CHECK(wrong_key->path.front() == std::pair<std::string_view, std::string_view>("R_VERIFY_AUTH", "EV_FAIL"));
    // That the exchange failed for it is no kind of its own.
    CHECK(table.entries.size() == 1);
    CHECK(table.deleted == 0);
}

TEST_CASE("a first exchange without an answer is one failure of one kind", "[ike][engine][errors]") {
    Pair pair;
    pair.start();
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.acquire(pair.r1);
    pair.run();
    const ike::ErrorTableView table = pair.r1.engine->errors();
    REQUIRE(table.entries.size() == 1);
    CHECK(table.entries.front().why == Failed::retransmissions_exceeded);
    CHECK(table.entries.front().count == 1);
}

TEST_CASE("what belongs to no SA is counted with the SPI that it shows", "[ike][engine][errors]") {
    Pair pair;
    pair.start();
    call_strangely(pair, 12);
    const ike::ErrorTableView table = pair.r2.engine->errors();
    REQUIRE(table.entries.size() == 1);
    CHECK(table.entries.front().why == Failed::invalid_ike_spi);
    CHECK(table.entries.front().count == 12);
    CHECK(table.entries.front().initiator_spi == 0x1122334455667788);
    CHECK(table.entries.front().path.empty());
}

TEST_CASE("the table keeps the latest kinds, as many as configured", "[ike][engine][errors]") {
    Pair pair;
    pair.r2.configuration.ikev2.diagnose_errors = 1;
    pair.key_of(pair.r2).local_key = pair.key_of(pair.r2).remote_key = Pair::key("another");
    pair.start();
    change(pair.r2, pair.now);
    call_strangely(pair, 1);
    pair.r1.outbox.waiting.clear();
    pair.run();
    ike::ErrorTableView table = pair.r2.engine->errors();
    REQUIRE(table.entries.size() == 1);
    CHECK(table.entries.front().why == Failed::authentication);
    CHECK(entry(table, Failed::invalid_ike_spi) == nullptr);
    CHECK(table.deleted == 1);
    pair.r2.configuration.ikev2.diagnose_errors = 0;
    change(pair.r2, pair.now);
    table = pair.r2.engine->errors();
    CHECK(table.entries.empty());
    CHECK(table.deleted == 2);
    pair.r2.engine->command(pair.now, ike::command::ClearErrors{});
    table = pair.r2.engine->errors();
    CHECK(table.entries.empty());
    CHECK(table.deleted == 0);
}
