#include <malloc.h>

#include <random>

#include "forged_requests.h"

using namespace engine_test;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

constexpr std::uint32_t per_second = sanitized ? 2'000 : 50'000;
constexpr std::uint32_t seconds = 10;
constexpr dataplane::Duration interval = dataplane::Duration(1s) / per_second;

/// Bytes that the process holds; 0 where the allocator does not say.
std::size_t bytes_in_use() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    return mallinfo2().uordblks;
#else
    return 0;
#endif
}

/// R2 under forged requests while R1 may talk to it. Answers to forged senders go nowhere. Nobody debugs.
struct Flood {
    Flood() {
        pair.r1.events.on_ = pair.r2.events.on_ = false;
        pair.start();
        Pair other(7);
        other.start();
        request = first_request(other);
    }

    void strike(const dataplane::UdpDatagram& datagram) {
        pair.now += interval;
        pair.r2.engine->receive(pair.now, datagram);
        std::erase_if(pair.r2.outbox.waiting, [](const dataplane::UdpDatagram& answer) { return answer.remote != ip("10.0.0.1"); });
        if (++struck % 1000 == 0)
            for (Router* const router : {&pair.r1, &pair.r2}) router->engine->tick(pair.now);
        while (pair.step()) {}
        most_sas = struck % 64 == 0 ? std::max(most_sas, pair.r2.sas(pair.now).size()) : most_sas;
    }
    dataplane::UdpDatagram forgery(const config::IpAddress& from) { return forged(request, random() | 1, from); }
    config::IpAddress anybody() { return config::IpAddress::v4(static_cast<std::uint32_t>(0x0b000000U + random() % 0x60000000U)); }
    void rage(std::uint32_t datagrams) {
        for (std::uint32_t i = 0; i < datagrams; ++i) strike(forgery(anybody()));
    }

    Pair pair;
    ike::Bytes request;
    std::mt19937_64 random{1};
    std::uint32_t struck = 0;
    std::size_t most_sas = 0;
};

}  // namespace

TEST_CASE("a flood of forged requests: a peer gets in, nothing grows, the counters tell", "[ike][engine][flood]") {
    Flood flood;
    constexpr std::uint32_t all = per_second * seconds;
    flood.rage(all / 10);
    const std::size_t before = bytes_in_use();
    flood.rage(all * 4 / 10);
    flood.pair.acquire(flood.pair.r1);
    flood.rage(all / 2);
    CHECK(flood.pair.ready(flood.pair.r1));
    CHECK(flood.pair.keys_agree());
    const std::size_t after = bytes_in_use();
    CHECK(after < before + (std::size_t{256} << 10));
    CHECK(flood.most_sas <= 21);
    CHECK(flood.pair.r2.events.events.empty());

    const ike::EngineStats stats = flood.pair.r2.engine->stats();
    CHECK(stats.sa_init.rx_request == all + 2);
    CHECK(stats.cookie_challenged == all - 20 + 1);
    CHECK(stats.cookie_missing == stats.cookie_challenged);
    CHECK(stats.cookie_accepted == 1);
    CHECK(stats.in_requests == 21);
    CHECK(stats.in_accepted == 1);
    CHECK(stats.sa_active_in == 1);
    CHECK(stats.sa_negotiating_in == 20);
    flood.pair.now += 31s;
    flood.pair.r2.engine->tick(flood.pair.now);
    CHECK(flood.pair.r2.engine->stats().sa_negotiating_in == 0);
}

TEST_CASE("requests forged in a peer's own name do not keep it out", "[ike][engine][flood]") {
    Flood flood;
    for (unsigned i = 0; i < 2000; ++i) flood.strike(flood.forgery(ip("10.0.0.1")));
    CHECK(flood.most_sas <= 6);
    flood.pair.acquire(flood.pair.r1);
    for (unsigned i = 0; i < per_second / 10; ++i) flood.strike(flood.forgery(ip("10.0.0.1")));
    CHECK(flood.pair.ready(flood.pair.r1));
    CHECK(flood.pair.keys_agree());
}

TEST_CASE("a flood of rubbish is counted and leaves nothing", "[ike][engine][flood]") {
    Flood flood;
    const auto rubbish = [&] {
        ike::Bytes octets(flood.random() % 200);
        for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(flood.random());
        if (octets.size() > 17) octets[17] = 0x20;
        return dataplane::UdpDatagram{{}, ip("10.0.0.2"), 500, flood.anybody(), 500, std::move(octets)};
    };
    for (unsigned i = 0; i < 20'000; ++i) flood.strike(rubbish());
    CHECK(flood.most_sas == 0);
    const ike::EngineStats stats = flood.pair.r2.engine->stats();
    CHECK(stats.in_dropped > 19'000);
    CHECK(flood.pair.r2.engine->errors().entries.size() <= 4);
    flood.pair.acquire(flood.pair.r1);
    flood.pair.run(10s);
    CHECK(flood.pair.settled());
}
