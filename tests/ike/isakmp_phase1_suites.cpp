#include <catch2/catch.hpp>

#include "isakmp_pair.h"

using namespace isakmp_test;
using config::HashAlgorithm;
using config::IsakmpEncryption;

namespace {

void use(Pair& pair, const config::IsakmpPolicy& policy) {
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.policies = {policy};
}

config::IsakmpPolicy policy_of(IsakmpEncryption encryption, std::uint16_t key_bits, HashAlgorithm hash, std::uint16_t group) {
    config::IsakmpPolicy policy = Pair::policy();
    policy.encryption = encryption;
    policy.key_bits = key_bits;
    policy.hash = hash;
    policy.group = group;
    return policy;
}

/// R1 begins in aggressive mode, under its host name.
void make_aggressive(Pair& pair) {
    config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
    peer.address = ip("10.0.0.2");
    peer.password = key("aggressive-key");
    config::Identity endpoint;
    endpoint.kind = config::IdentityKind::fqdn;
    endpoint.text = "spoke.example.com";
    peer.client_endpoint = endpoint;
    config::IsakmpKey by_name;
    by_name.hostname = "spoke.example.com";
    by_name.key = key("aggressive-key");
    pair.r2.configuration.isakmp.keys = {by_name};
}

const config::IsakmpPolicy suites[] = {
    policy_of(IsakmpEncryption::des, 0, HashAlgorithm::md5, 1),        policy_of(IsakmpEncryption::des, 0, HashAlgorithm::sha1, 2),
    policy_of(IsakmpEncryption::triple_des, 0, HashAlgorithm::sha1, 2), policy_of(IsakmpEncryption::triple_des, 0, HashAlgorithm::md5, 5),
    policy_of(IsakmpEncryption::aes, 128, HashAlgorithm::sha1, 14),    policy_of(IsakmpEncryption::aes, 192, HashAlgorithm::sha256, 15),
    policy_of(IsakmpEncryption::aes, 256, HashAlgorithm::md5, 2),      policy_of(IsakmpEncryption::aes, 256, HashAlgorithm::sha384, 19),
    policy_of(IsakmpEncryption::aes, 256, HashAlgorithm::sha512, 20),  policy_of(IsakmpEncryption::aes, 128, HashAlgorithm::sha256, 21),
    policy_of(IsakmpEncryption::aes, 128, HashAlgorithm::sha256, 16),  policy_of(IsakmpEncryption::aes, 128, HashAlgorithm::sha256, 24)};

}  // namespace

TEST_CASE("main mode settles on every suite", "[isakmp]") {
    for (const config::IsakmpPolicy& policy : suites) {
        CAPTURE(policy.group, static_cast<int>(policy.encryption), policy.key_bits, static_cast<int>(policy.hash));
        Pair pair;
        use(pair, policy);
        pair.start();
        pair.acquire(pair.r1);
        pair.run();
        CHECK(pair.settled());
        CHECK(pair.r1.active(pair.now).front().suite == pair.r2.active(pair.now).front().suite);
        CHECK(static_cast<std::uint16_t>(pair.r1.active(pair.now).front().suite.group) == policy.group);
    }
}

TEST_CASE("aggressive mode settles on every suite", "[isakmp]") {
    for (const config::IsakmpPolicy& policy : suites) {
        CAPTURE(policy.group, static_cast<int>(policy.encryption), policy.key_bits, static_cast<int>(policy.hash));
        Pair pair;
        use(pair, policy);
        make_aggressive(pair);
        pair.start();
        pair.acquire(pair.r1);
        pair.run();
        CHECK(pair.settled());
        CHECK(pair.r2.active(pair.now).front().phase1_id == "spoke.example.com");
        CHECK(pair.r1.events.transitions().front() == "IKE_READY IKE_SA_REQ_AM IKE_I_AM1");
        CHECK(pair.r2.events.transitions().front() == "IKE_READY IKE_AM_EXCH IKE_R_AM2");
    }
}

TEST_CASE("main mode runs over IPv6 without NAT traversal", "[isakmp]") {
    Pair pair;
    pair.use_ipv6();
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
    CHECK_FALSE(pair.r1.events.saw<event::VendorConstructed>());
    CHECK_FALSE(pair.r1.events.saw<event::NatPayloadSeen>());
    CHECK(std::any_of(pair.r2.events.events.begin(), pair.r2.events.events.end(), [](const Recorded& one) { return one.text == "24"; }));
}

TEST_CASE("the responder's priorities decide, and its lifetime when it is shorter", "[isakmp]") {
    Pair pair;
    config::IsakmpPolicy strong = Pair::policy(1), weak = Pair::policy(2);
    strong.key_bits = 256;
    weak.lifetime = 3600;
    pair.r1.configuration.isakmp.policies = {strong, Pair::policy(2)};
    weak.priority = 1;
    strong.priority = 2;
    pair.r2.configuration.isakmp.policies = {weak, strong};
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r1.active(pair.now).front().suite.key_bits == 128);
    CHECK(pair.r2.active(pair.now).front().lifetime == 3600);
    // RESPONDER_LIFETIME has told the initiator.
    CHECK(pair.r1.active(pair.now).front().lifetime == 3600);
    const auto lines = pair.r1.events.transitions();
    CHECK(std::find(lines.begin(), lines.end(), "IKE_I_MM6 IKE_INFO_NOTIFY IKE_I_MM6") != lines.end());
}

TEST_CASE("an initiator's shorter lifetime is used by both", "[isakmp]") {
    Pair pair;
    pair.r1.configuration.isakmp.policies.front().lifetime = 1200;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r1.active(pair.now).front().lifetime == 1200);
    CHECK(pair.r2.active(pair.now).front().lifetime == 1200);
}

TEST_CASE("without policies both ends have the release's", "[isakmp]") {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.policies.clear();
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(static_cast<std::uint16_t>(pair.r1.active(pair.now).front().suite.group) == 5);
    CHECK(pair.r1.active(pair.now).front().suite.hash == ike::isakmp::Phase1Hash::SHA);
}

TEST_CASE("IKE fragments are put together where both ends have them", "[isakmp]") {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) {
        router->configuration.isakmp.fragmentation = true;
        router->configuration.isakmp.policies.clear();
        for (std::uint32_t priority = 1; priority <= 60; ++priority) router->configuration.isakmp.policies.push_back(Pair::policy(priority));
    }
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r1.active(pair.now).front().fragmentation);
    CHECK(pair.r2.active(pair.now).front().fragmentation);
}

TEST_CASE("keys are looked for in the default keyring, then in order, by the longest mask", "[isakmp]") {
    Pair pair;
    auto& hub = pair.r2.configuration.isakmp;
    hub.keys.clear();
    hub.keyrings.at("empty");
    hub.keyrings.at("spokes").keys = {Pair::key_for("0.0.0.0", 0, "wrong"), Pair::key_for("10.0.0.0", 24, "cisco123")};
    hub.keyrings.at("later").keys = {Pair::key_for("10.0.0.1", 32, "wrong")};
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
    std::vector<std::string> looked;
    for (const Recorded& one : pair.r2.events.events)
        if (one.kind == event::Body(event::KeyLookup{}).index() && looked.size() < 3) looked.push_back(one.text);
    CHECK(looked == std::vector<std::string>{"default missed", "empty missed", "spokes found"});
}

TEST_CASE("the first profile that matches the identity is the SA's", "[isakmp]") {
    Pair pair;
    pair.r1.configuration.isakmp.identity = config::IsakmpIdentityKind::hostname;
    auto& profiles = pair.r2.configuration.isakmp.profiles;
    config::IsakmpIdentityMatch other, host;
    other.kind = config::IsakmpIdentityMatch::Kind::host;
    other.text = "R9";
    host = other;
    host.text = "r1";
    profiles.at("OTHER").matches = {other};
    profiles.at("MINE").matches = {other, host};
    profiles.at("TOO").matches = {host};
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    CHECK(pair.r2.active(pair.now).front().profile == "MINE");
    CHECK(pair.r2.active(pair.now).front().phase1_id == "R1");
}
