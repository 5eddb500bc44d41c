#include "forged_requests.h"

using namespace engine_test;

namespace {

constexpr std::uint64_t spi = 0x4000000000000000;

/// R2 asks everybody for cookies; `request` is one that it has not seen.
struct Challenged {
    Challenged() {
        pair.r2.configuration.ikev2.cookie_challenge = 0;
        pair.start();
        request = first_request(pair);
    }
    void show(const ike::Bytes& octets, std::uint64_t under = spi, const config::IpAddress& from = source(1)) {
        pair.r2.outbox.waiting.clear();
        pair.r2.engine->receive(pair.now, forged(octets, under, from));
    }
    ike::Bytes cookie() {
        show(request);
        return taken_cookie(pair);
    }
    ike::EngineStats stats() const { return pair.r2.engine->stats(); }
    bool admitted() const { return !pair.r2.sas(pair.now).empty(); }

    Pair pair;
    ike::Bytes request;
};

/// Requests from ever new sources, each with its cookie when one is asked for.
void knock(Pair& pair, const ike::Bytes& request, std::uint32_t count, std::uint32_t first = 0) {
    for (std::uint32_t i = first; i < first + count; ++i) {
        pair.r2.outbox.waiting.clear();
        pair.r2.engine->receive(pair.now, forged(request, spi + i, source(i)));
        const ike::Bytes cookie = taken_cookie(pair);
        if (!cookie.empty()) pair.r2.engine->receive(pair.now, forged(with_cookie(request, cookie), spi + i, source(i)));
    }
}

}  // namespace

TEST_CASE("a request with its cookie is admitted", "[ike][engine][admission]") {
    Challenged r2;
    const ike::Bytes cookie = r2.cookie();
    REQUIRE(cookie.size() == 21);
    CHECK_FALSE(r2.admitted());
    r2.show(with_cookie(r2.request, cookie));
    CHECK(r2.admitted());
    CHECK(r2.stats().cookie_challenged == 1);
    CHECK(r2.stats().cookie_missing == 1);
    CHECK(r2.stats().cookie_accepted == 1);
}

TEST_CASE("a cookie is good for its sender, SPI and nonce only", "[ike][engine][admission]") {
    Challenged r2;
    ike::Bytes cookie = r2.cookie();
    SECTION("another sender") { r2.show(with_cookie(r2.request, cookie), spi, source(2)); }
    SECTION("another SPI") { r2.show(with_cookie(r2.request, cookie), spi + 1); }
    SECTION("another nonce") {
        auto message = ike::decode_message(r2.request);
        for (ike::Payload& payload : message->payloads)
            if (auto* const nonce = std::get_if<ike::NoncePayload>(&payload.body)) nonce->data.back() ^= 1;
        r2.show(with_cookie(ike::encode_message(*message), cookie));
    }
    SECTION("another version") {
        ++cookie.front();
        r2.show(with_cookie(r2.request, cookie));
    }
    SECTION("one bit") {
        cookie.back() ^= 0x80;
        r2.show(with_cookie(r2.request, cookie));
    }
    SECTION("one octet less") {
        cookie.pop_back();
        r2.show(with_cookie(r2.request, cookie));
    }
    SECTION("no octet") { r2.show(with_cookie(r2.request, {})); }
    CHECK_FALSE(r2.admitted());
    CHECK(r2.stats().cookie_rejected == 1);
    CHECK_FALSE(taken_cookie(r2.pair).empty());
}

TEST_CASE("the secret changes every minute, and the one before is still good", "[ike][engine][admission]") {
    Challenged r2;
    const ike::Bytes old = r2.cookie();
    r2.pair.now += 59s;
    CHECK(r2.cookie() == old);
    r2.pair.now += 1s;
    const ike::Bytes fresh = r2.cookie();
    CHECK(fresh != old);
    CHECK(fresh.front() == static_cast<std::uint8_t>(old.front() + 1));
    r2.pair.now += 59s;
    r2.show(with_cookie(r2.request, old));
    CHECK(r2.admitted());
}

TEST_CASE("a stale cookie is answered with a fresh one", "[ike][engine][admission]") {
    Challenged r2;
    const ike::Bytes old = r2.cookie();
    r2.pair.now += GENERATE(120s, 121s, 24h);
    r2.show(with_cookie(r2.request, old));
    CHECK_FALSE(r2.admitted());
    const ike::Bytes fresh = taken_cookie(r2.pair);
    REQUIRE(fresh != old);
    r2.show(with_cookie(r2.request, fresh));
    CHECK(r2.admitted());
}

TEST_CASE("what is no complete request gets no cookie", "[ike][engine][admission]") {
    Challenged r2;
    const auto type = GENERATE(ike::PayloadType::SA, ike::PayloadType::KE, ike::PayloadType::N);
    auto message = ike::decode_message(r2.request);
    std::erase_if(message->payloads, [=](const ike::Payload& payload) { return payload.type == type; });
    r2.show(ike::encode_message(*message));
    CHECK(r2.pair.r2.outbox.waiting.empty());
    CHECK(r2.stats().in_dropped == 1);
}

TEST_CASE("cookies are asked for from the configured number of half-open SAs on", "[ike][engine][admission]") {
    Pair pair;
    pair.r2.configuration.ikev2.cookie_challenge = 5;
    pair.start();
    const ike::Bytes request = first_request(pair);
    for (std::uint32_t i = 0; i < 100; ++i) pair.r2.engine->receive(pair.now, forged(request, spi + i, source(i)));
    CHECK(pair.r2.sas(pair.now).size() == 5);
    CHECK(pair.r2.engine->stats().cookie_challenged == 95);
}

TEST_CASE("a repeated first request is answered again, not admitted again", "[ike][engine][admission]") {
    Pair pair;
    pair.start();
    const ike::Bytes request = first_request(pair);
    for (unsigned i = 0; i < 10; ++i) pair.r2.engine->receive(pair.now, forged(request, spi, source(1)));
    CHECK(pair.r2.sas(pair.now).size() == 1);
    CHECK(pair.r2.engine->stats().in_requests == 1);
    CHECK(pair.r2.engine->stats().sa_init.rrx_request == 9);
}

TEST_CASE("half-open SAs have a limit for all, and age", "[ike][engine][admission]") {
    Pair pair;
    auto& ikev2 = pair.r2.configuration.ikev2;
    std::size_t limit = 40;
    SECTION("by default") {}
    SECTION("one for both directions") { ikev2.limit_in_negotiation = limit = 10; }
    SECTION("one of its own") {
        ikev2.limit_in_negotiation = 10;
        ikev2.limit_incoming = limit = 60;
    }
    pair.start();
    const ike::Bytes request = first_request(pair);
    knock(pair, request, 100);
    CHECK(pair.r2.sas(pair.now).size() == limit);
    ike::EngineStats stats = pair.r2.engine->stats();
    CHECK(stats.max_in_negotiation_in == limit);
    CHECK(stats.in_requests == 100);
    CHECK(stats.in_rejected == 100 - limit);
    CHECK(stats.rejected_for_limit == 100 - limit);
    CHECK(pair.r2.events.saw(ike::Failed::too_many_negotiations));
    pair.now += 31s;
    pair.r2.jobs.waiting.clear();
    pair.r2.engine->tick(pair.now);
    CHECK(pair.r2.sas(pair.now).empty());
    knock(pair, request, 1);
    CHECK(pair.r2.sas(pair.now).size() == 1);
}

TEST_CASE("one source has at most its share of the half-open SAs", "[ike][engine][admission]") {
    Pair pair;
    pair.start();
    const ike::Bytes request = first_request(pair);
    for (std::uint32_t i = 0; i < 50; ++i) {
        pair.r2.outbox.waiting.clear();
        pair.r2.engine->receive(pair.now, forged(request, spi + i, source(1)));
        const ike::Bytes cookie = taken_cookie(pair);
        if (!cookie.empty()) pair.r2.engine->receive(pair.now, forged(with_cookie(request, cookie), spi + i, source(1)));
    }
    CHECK(pair.r2.sas(pair.now).size() == 12);
    CHECK(pair.r2.engine->stats().in_dropped == 38);
    pair.r2.engine->receive(pair.now, forged(request, spi, source(2)));
    CHECK(pair.r2.sas(pair.now).size() == 13);
}

TEST_CASE("the limit of all SAs counts those that stand", "[ike][engine][admission]") {
    Pair pair;
    pair.r2.configuration.ikev2.limit_max_sa = 1;
    pair.start();
    pair.acquire(pair.r1);
    pair.run(60s);
    REQUIRE(pair.settled());
    Pair other(7);
    other.start();
    knock(pair, first_request(other), 3);
    CHECK(pair.r2.sas(pair.now).size() == 1);
    const ike::EngineStats stats = pair.r2.engine->stats();
    CHECK(stats.max_sa == 1);
    CHECK(stats.in_rejected == 3);
    CHECK(stats.rejected_for_limit == 3);
    CHECK(stats.in_accepted == 1);
}

TEST_CASE("outgoing negotiations have limits too", "[ike][engine][admission]") {
    Pair pair;
    auto& ikev2 = pair.r1.configuration.ikev2;
    SECTION("of negotiations") { ikev2.limit_outgoing = 2; }
    SECTION("of SAs") { ikev2.limit_max_sa = 2; }
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    for (const std::uint32_t id : {2U, 3U})
        pair.r1.data_plane.add(id, ip("10.0.0.1"), source(id), prefix("0.0.0.0", 0), prefix("0.0.0.0", 0));
    pair.start();
    for (const std::uint32_t id : {1U, 2U, 3U}) pair.acquire(pair.r1, id);
    CHECK(pair.r1.sas(pair.now).size() == 2);
    CHECK(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{3});
    const ike::EngineStats stats = pair.r1.engine->stats();
    CHECK(stats.out_requests == 3);
    CHECK(stats.out_rejected == 1);
    CHECK(stats.rejected_for_limit == 1);
}

TEST_CASE("requests that wait for their Diffie-Hellman values are a queue with an end", "[ike][engine][admission]") {
    Pair pair;
    auto& ikev2 = pair.r2.configuration.ikev2;
    ikev2.limit_incoming = 1000;
    ikev2.limit_init_queue = 100;
    ikev2.cookie_challenge = 1000;
    pair.start();
    const ike::Bytes request = first_request(pair);
    knock(pair, request, 150);
    CHECK(pair.r2.sas(pair.now).size() == 100);
    CHECK(pair.r2.engine->stats().low_queue_dropped == 50);
    CHECK(pair.r2.engine->stats().in_requests == 100);
    // One answer makes room for one more only when nothing else is to be computed for it.
    while (!pair.r2.jobs.waiting.empty()) {
        auto [id, job] = std::move(pair.r2.jobs.waiting.front());
        pair.r2.jobs.waiting.pop_front();
        pair.r2.engine->complete(pair.now, id, ike::perform(job));
    }
    knock(pair, request, 120, 1000);
    CHECK(pair.r2.sas(pair.now).size() == 200);
    CHECK(pair.r2.engine->stats().low_queue_dropped == 70);
    // What ages while it waits leaves the queue.
    pair.now += 31s;
    pair.r2.engine->tick(pair.now);
    knock(pair, request, 1, 2000);
    CHECK(pair.r2.sas(pair.now).size() == 1);
}

TEST_CASE("clearing the counters leaves the limits", "[ike][engine][admission]") {
    Challenged r2;
    r2.pair.r2.configuration.ikev2.limit_max_sa = 77;
    r2.pair.r2.configuration.ikev2.limit_in_negotiation = 33;
    r2.cookie();
    r2.pair.r2.engine->command(r2.pair.now, ike::command::ClearStats{});
    const ike::EngineStats stats = r2.stats();
    CHECK(stats.cookie_challenged == 0);
    CHECK(stats.max_sa == 77);
    CHECK(stats.max_in_negotiation_in == 33);
    CHECK(stats.max_in_negotiation_out == 33);
}
