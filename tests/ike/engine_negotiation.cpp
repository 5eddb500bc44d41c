#include <catch2/catch.hpp>

#include "engine_pair.h"

using namespace engine_test;

TEST_CASE("the documents' pair negotiates AES-CBC-128, SHA1, group 2, whoever initiates", "[ike][engine]") {
    Pair pair;
    pair.start();
    const bool second = GENERATE(false, true);
    pair.acquire(second ? pair.r2 : pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    for (Router* const router : {&pair.r1, &pair.r2}) {
        const ike::IkeSaView sa = router->sas(pair.now).front();
        CHECK(sa.encryption == ike::EncryptionId::AES_CBC);
        CHECK(sa.key_bits == 128);
        CHECK(sa.prf == ike::PrfId::HMAC_SHA1);
        CHECK(sa.integrity == ike::IntegrityId::HMAC_SHA1_96);
        CHECK(sa.dh_group == 2);
        CHECK(sa.lifetime == 120);
        CHECK(router->engine->is_idle());
    }
    // R2's default proposal sends a KE for group 5 first.
    CHECK(pair.r1.events.answered(ike::NotifyType::INVALID_KE_PAYLOAD) == second);
}

TEST_CASE("message lengths are the documented ones", "[ike][engine]") {
    Pair pair;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    const auto lengths = [](const Router& router) {
        std::vector<std::uint32_t> found;
        for (const RecordedEvent& event : router.events.events)
            if (event.sent_length != 0) found.push_back(event.sent_length);
        return found;
    };
    CHECK(lengths(pair.r1) == std::vector<std::uint32_t>{344, 556});
    CHECK(lengths(pair.r2) == std::vector<std::uint32_t>{449, 252});
}

TEST_CASE("both ends at once end with one IKE SA and one pair", "[ike][engine]") {
    const auto seed = GENERATE(range(1, 9));
    Pair pair(static_cast<std::uint64_t>(seed));
    pair.always_on = true;
    pair.start();
    pair.acquire(pair.r1);
    pair.acquire(pair.r2);
    pair.run();
    CHECK(pair.settled());
    CHECK(pair.r1.data_plane.installed <= 2);
    CHECK(pair.r2.data_plane.installed <= 2);
}
