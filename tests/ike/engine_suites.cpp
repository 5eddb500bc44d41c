#include <catch2/catch.hpp>

#include "engine_pair.h"

using namespace engine_test;

namespace {

using config::HashAlgorithm;
using config::Ikev2Encryption;

constexpr HashAlgorithm every_hash[] = {HashAlgorithm::md5, HashAlgorithm::sha1, HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512};

struct Negotiation {
    Ikev2Encryption encryption = Ikev2Encryption::aes_cbc_256;
    HashAlgorithm hash = HashAlgorithm::sha256;
    std::uint16_t group = 19;
};

void negotiate(const Negotiation& wanted) {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) {
        config::Ikev2Config& ikev2 = router->configuration.ikev2;
        config::Ikev2Proposal& proposal = ikev2.proposals.at("P");
        proposal.encryption = {wanted.encryption};
        proposal.groups = {wanted.group};
        if (proposal.has_aead()) proposal.prf = {wanted.hash};
        else proposal.integrity = {wanted.hash};
        ikev2.policies.clear();
        ikev2.policies.at("POLICY").proposals = {"P"};
        router->events.on_ = false;
    }
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    INFO("encryption " << static_cast<int>(wanted.encryption) << " hash " << static_cast<int>(wanted.hash) << " group " << wanted.group);
    CHECK(pair.settled());
    CHECK(pair.r1.sas(pair.now).front().dh_group == wanted.group);
}

}  // namespace

TEST_CASE("every cipher with every hash", "[ike][engine]") {
    for (const auto encryption : {Ikev2Encryption::des, Ikev2Encryption::triple_des, Ikev2Encryption::aes_cbc_128, Ikev2Encryption::aes_cbc_192,
                                  Ikev2Encryption::aes_cbc_256, Ikev2Encryption::aes_gcm_128, Ikev2Encryption::aes_gcm_256})
        for (const HashAlgorithm hash : every_hash) negotiate({encryption, hash, 19});
}

TEST_CASE("every group", "[ike][engine]") {
    for (const int group : {1, 2, 5, 14, 15, 16, 19, 20, 21, 24})
        negotiate({Ikev2Encryption::aes_cbc_128, HashAlgorithm::sha256, static_cast<std::uint16_t>(group)});
}

TEST_CASE("every transform set", "[ike][engine]") {
    struct Cipher {
        config::EspCipher word;
        std::uint16_t bits;
    };
    using config::EspCipher;
    using config::TransformHash;
    for (const Cipher cipher : {Cipher{EspCipher::null, 0}, {EspCipher::des, 0}, {EspCipher::triple_des, 0}, {EspCipher::aes, 128}, {EspCipher::aes, 192},
                                {EspCipher::aes, 256}, {EspCipher::gcm, 128}, {EspCipher::gcm, 256}, {EspCipher::none, 0}})
        for (const TransformHash hash : {TransformHash::md5, TransformHash::sha1, TransformHash::sha256, TransformHash::sha384, TransformHash::sha512}) {
            Pair pair;
            for (Router* const router : {&pair.r1, &pair.r2}) {
                config::TransformSet& set = *router->configuration.ipsec.transform_sets.find("TS");
                set.esp_cipher = cipher.word;
                set.key_bits = cipher.bits;
                set.esp_hash = cipher.word == EspCipher::gcm || cipher.word == EspCipher::none ? TransformHash::none : hash;
                set.ah_hash = cipher.word == EspCipher::none ? hash : TransformHash::none;
                router->events.on_ = false;
            }
            pair.start();
            pair.acquire(pair.r1);
            pair.run();
            INFO("cipher " << static_cast<int>(cipher.word) << '/' << cipher.bits << " hash " << static_cast<int>(hash));
            CHECK(pair.settled());
        }
}

TEST_CASE("identities of every kind", "[ike][engine]") {
    using config::IdentityKind;
    using config::IdentityMatch;
    struct Case {
        IdentityKind kind;
        const char* own;
        IdentityMatch::Kind match;
        const char* pattern;
        bool fits;
    };
    const Case one = GENERATE(values<Case>({
        {IdentityKind::fqdn, "r1.example.com", IdentityMatch::Kind::fqdn, "R1.EXAMPLE.COM", true},
        {IdentityKind::fqdn, "r1.example.com", IdentityMatch::Kind::fqdn, "r9.example.com", false},
        {IdentityKind::fqdn, "r1.example.com", IdentityMatch::Kind::fqdn_domain, "example.com", true},
        {IdentityKind::fqdn, "r1.badexample.com", IdentityMatch::Kind::fqdn_domain, "example.com", false},
        {IdentityKind::email, "a@example.com", IdentityMatch::Kind::email, "a@example.com", true},
        {IdentityKind::email, "a@example.com", IdentityMatch::Kind::email_domain, "example.com", true},
        {IdentityKind::email, "a@example.com", IdentityMatch::Kind::fqdn, "a@example.com", false},
        {IdentityKind::key_id, "spoke7", IdentityMatch::Kind::key_id, "spoke7", true},
        {IdentityKind::key_id, "spoke7", IdentityMatch::Kind::key_id, "SPOKE7", false},
        {IdentityKind::key_id, "spoke7", IdentityMatch::Kind::any, "", true},
        {IdentityKind::fqdn, "r1.example.com", IdentityMatch::Kind::address, "0.0.0.0", false},
    }));
    Pair pair;
    pair.profile_of(pair.r1).identity_local = config::Identity{one.kind, {}, one.own};
    IdentityMatch match;
    match.kind = one.match;
    if (one.match == IdentityMatch::Kind::address) match.address = ip(one.pattern);
    else match.text = one.pattern;
    pair.profile_of(pair.r2).match_remote = {match};
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled() == one.fits);
    if (one.fits) CHECK(pair.r2.sas(pair.now).front().remote_id == one.own);
}

TEST_CASE("keys: asymmetric, by identity, the longest match", "[ike][engine]") {
    Pair pair;
    SECTION("each end has its own") {
        pair.key_of(pair.r1).local_key = pair.key_of(pair.r2).remote_key = Pair::key("one");
        pair.key_of(pair.r1).remote_key = pair.key_of(pair.r2).local_key = Pair::key("two");
    }
    SECTION("a host before its net") {
        config::KeyringPeer& host = pair.r1.configuration.ikev2.keyrings.find("KEYRNG")->peers.at("host");
        host.address = ip("10.0.0.2");
        host.local_key = Pair::key("cisco");
        pair.key_of(pair.r1).local_key = pair.key_of(pair.r1).remote_key = Pair::key("wrong");
    }
    SECTION("an identity before an address") {
        pair.profile_of(pair.r1).identity_local = config::Identity{config::IdentityKind::fqdn, {}, "r1.example.com"};
        config::IdentityMatch any;
        any.kind = config::IdentityMatch::Kind::any;
        pair.profile_of(pair.r2).match_remote = {any};
        config::KeyringPeer& named = pair.r2.configuration.ikev2.keyrings.find("KEYRNG")->peers.at("named");
        named.identities = {{config::IdentityKind::fqdn, {}, "r1.example.com"}};
        named.local_key = Pair::key("cisco");
        pair.key_of(pair.r2).local_key = pair.key_of(pair.r2).remote_key = Pair::key("wrong");
    }
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
}
