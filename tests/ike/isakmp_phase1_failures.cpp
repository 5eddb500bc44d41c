#include <catch2/catch.hpp>

#include "ike/isakmp/payload/message.h"
#include "isakmp_pair.h"

using namespace isakmp_test;
using ike::isakmp::DeleteReason;
using ike::isakmp::PolicyMismatch;

namespace {

/// After everything has timed out and been purged; then what stood in the way is taken away, and it works.
void recovers(Pair& pair) {
    pair.run(300s, true);
    CHECK(pair.empty());
    for (Router* const router : {&pair.r1, &pair.r2}) {
        router->configuration.isakmp.policies = {Pair::policy()};
        router->configuration.isakmp.keys.front() = Pair::key_for(router == &pair.r1 ? "10.0.0.2" : "10.0.0.1", 32, "cisco123");
    }
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
}


}  // namespace

TEST_CASE("every mismatch of a policy has its line, its states and its end", "[isakmp]") {
    struct Case {
        void (*change)(config::IsakmpPolicy&);
        PolicyMismatch line;
    };
    const Case cases[] = {{[](config::IsakmpPolicy& policy) { policy.encryption = config::IsakmpEncryption::triple_des, policy.key_bits = 0; }, PolicyMismatch::encryption},
                          {[](config::IsakmpPolicy& policy) { policy.key_bits = 256; }, PolicyMismatch::key_length},
                          {[](config::IsakmpPolicy& policy) { policy.hash = config::HashAlgorithm::md5; }, PolicyMismatch::hash},
                          {[](config::IsakmpPolicy& policy) { policy.group = 5; }, PolicyMismatch::group},
                          {[](config::IsakmpPolicy& policy) { policy.authentication = config::IsakmpAuthentication::rsa_sig; }, PolicyMismatch::preshared_without_key}};
    for (const Case& each : cases) {
        CAPTURE(static_cast<int>(each.line));
        Pair pair;
        each.change(pair.r2.configuration.isakmp.policies.front());
        pair.start();
        pair.acquire(pair.r1);
        pair.run(5s);
        CHECK(pair.r2.events.saw(each.line));
        CHECK(pair.r2.events.saw(Step::no_offers_accepted));
        CHECK(pair.r2.events.saw(DeleteReason::policy_not_accepted));
        CHECK(pair.r2.events.transitions() == std::vector<std::string>{"IKE_READY IKE_MM_EXCH IKE_R_MM1", "IKE_R_MM1 IKE_PROCESS_MAIN_MODE IKE_R_MM1",
                                                                       "IKE_R_MM1 IKE_PHASE1_DEL IKE_DEST_SA"});
        REQUIRE(pair.r2.sas(pair.now).size() == 1);
        CHECK(pair.r2.sas(pair.now).front().deleted);
        CHECK(pair.r2.sas(pair.now).front().label == Label::MM_NO_STATE);
        // The initiator does not believe a notify without hash.
        CHECK(pair.r1.events.saw(Step::notify_without_hash));
        CHECK(pair.r1.events.saw<event::UnknownInput>());
        CHECK(pair.r1.living(pair.now).size() == 1);
        pair.run();
        CHECK(pair.r1.events.saw(DeleteReason::retransmission));
        CHECK(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{1});
        recovers(pair);
    }
}

TEST_CASE("an initiator without a key does not begin", "[isakmp]") {
    Pair pair;
    pair.r1.configuration.isakmp.keys.front() = Pair::key_for("10.9.9.9", 32, "cisco123");
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.sent == 0);
    CHECK(pair.r1.events.saw(Step::no_certificate_or_key));
    CHECK(pair.r1.events.saw(Step::sa_request_failed));
    CHECK(pair.r1.sas(pair.now).empty());
    CHECK(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{1});
    recovers(pair);
}

TEST_CASE("a responder without a key accepts no transform", "[isakmp]") {
    Pair pair;
    pair.r2.configuration.isakmp.keys.front() = Pair::key_for("10.9.9.9", 32, "cisco123");
    pair.start();
    pair.acquire(pair.r1);
    pair.run(5s);
    CHECK(pair.r2.events.saw(PolicyMismatch::preshared_without_key));
    recovers(pair);
}

TEST_CASE("under a wrong key the responder stays silent and the initiator dies by retransmission", "[isakmp]") {
    Pair pair;
    pair.r2.configuration.isakmp.keys.front() = Pair::key_for("10.0.0.1", 32, "another");
    pair.start();
    pair.acquire(pair.r1);
    pair.run(5s);
    CHECK(pair.sent == 5);
    CHECK(pair.r2.events.saw<event::BadMessage>());
    REQUIRE(pair.r1.sas(pair.now).size() == 1);
    CHECK(pair.r1.sas(pair.now).front().label == Label::MM_KEY_EXCH);
    CHECK(pair.r1.sas(pair.now).front().conn_id == 1001);
    CHECK_FALSE(pair.r1.sas(pair.now).front().active);
    pair.run();
    CHECK(pair.r1.events.saw(DeleteReason::retransmission));
    CHECK(pair.r1.events.transitions().back() == "IKE_I_MM5 IKE_PHASE1_DEL IKE_DEST_SA");
    CHECK(pair.r1.sas(pair.now).front().label == Label::MM_NO_STATE);
    // Five repetitions of MM5.
    CHECK(pair.r1.engine->isakmp().stats().retransmissions == 5);
    recovers(pair);
}

TEST_CASE("aggressive mode under a wrong key ends on the initiator", "[isakmp]") {
    Pair pair;
    config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
    peer.address = ip("10.0.0.2");
    peer.password = key("another");
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.r1.events.saw<event::BadMessage>());
    CHECK(pair.r1.living(pair.now).empty());
    CHECK(pair.r2.living(pair.now).empty());
    CHECK(pair.r1.sas(pair.now).front().label == Label::AG_NO_STATE);
    pair.r1.configuration.isakmp.peers.clear();
    recovers(pair);
}

TEST_CASE("ends that refuse each other do not answer each other for ever", "[isakmp]") {
    for (const bool aggressive : {false, true})
        for (const bool both : {false, true}) {
            CAPTURE(aggressive, both);
            Pair pair;
            if (aggressive) {
                config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
                peer.address = ip("10.0.0.2");
                peer.password = key("another");
            }
            pair.r1.configuration.isakmp.keys.front() = Pair::key_for("10.0.0.2", 32, "another");
            pair.start();
            pair.acquire(pair.r1);
            if (both) pair.acquire(pair.r2);
            pair.run(60s, true);
            CHECK(pair.sent < (both ? 60 : 30));
        }
}

TEST_CASE("a repeated message is answered once a second, and not for ever", "[isakmp]") {
    Pair pair;
    std::vector<dataplane::UdpDatagram> seen;
    pair.translate = [&](dataplane::UdpDatagram& datagram) { seen.push_back(datagram); };
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    dataplane::UdpDatagram last = seen.at(4);
    std::swap(last.local, last.remote);
    std::swap(last.local_port, last.remote_port);
    const std::size_t before = pair.sent;
    for (int i = 0; i < 100; ++i) pair.r2.engine->receive(pair.now, last);
    pair.run(1s, true);
    CHECK(pair.sent == before + 1);
    for (int i = 0; i < 100; ++i) {
        pair.r2.engine->receive(pair.now, last);
        pair.run(2s, true);
    }
    CHECK(pair.sent == before + 5);
}

TEST_CASE("aggressive mode can be turned off on either end", "[isakmp]") {
    for (const bool on_initiator : {true, false}) {
        Pair pair;
        config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
        peer.address = ip("10.0.0.2");
        peer.password = key("cisco123");
        Router& off = on_initiator ? pair.r1 : pair.r2;
        off.configuration.isakmp.aggressive_mode_disabled = true;
        pair.start();
        pair.acquire(pair.r1);
        pair.run();
        CHECK(off.events.saw<event::AggressiveModeDisabled>());
        CHECK(pair.r1.active(pair.now).empty());
        CHECK(pair.r2.sas(pair.now).empty());
    }
}

TEST_CASE("a peer that is not there: five repetitions, ten seconds apart", "[isakmp]") {
    Pair pair;
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.start();
    const Instant begun = pair.now;
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.sent == 6);
    CHECK(pair.now - begun == 60s);
    CHECK(pair.r1.events.transitions() == std::vector<std::string>{"IKE_READY IKE_SA_REQ_MM IKE_I_MM1", "IKE_I_MM1 IKE_PHASE1_DEL IKE_DEST_SA"});
    pair.run(59s, true);
    CHECK(pair.r1.sas(pair.now).size() == 1);
    pair.run(2s, true);
    CHECK(pair.r1.sas(pair.now).empty());
    CHECK(pair.r1.events.saw<event::SaPurged>());
    pair.fate_of = nullptr;
    recovers(pair);
}

TEST_CASE("a flood of first messages finds its limits", "[isakmp]") {
    Pair pair;
    pair.start();
    pair.acquire(pair.r1);
    pair.collect();
    REQUIRE(pair.in_flight.size() == 1);
    dataplane::UdpDatagram first = pair.in_flight.front().datagram;
    pair.in_flight.clear();
    std::swap(first.local, first.remote);
    std::swap(first.local_port, first.remote_port);
    const auto flood = [&](std::uint32_t sources, std::uint32_t each) {
        for (std::uint32_t source = 0; source < sources; ++source)
            for (std::uint32_t i = 0; i < each; ++i) {
                dataplane::UdpDatagram copy = first;
                copy.remote = config::IpAddress::v4(0x0b000000 + source);
                for (unsigned octet = 0; octet < 4; ++octet) copy.payload[octet] = static_cast<std::uint8_t>((source * each + i) >> (8 * octet));
                pair.r2.engine->receive(pair.now, copy);
            }
    };
    pair.r2.configuration.isakmp.keys.push_back(Pair::key_for("0.0.0.0", 0, "any"));
    flood(1, 500);
    CHECK(pair.r2.sas(pair.now).size() == 64);
    flood(40, 60);
    CHECK(pair.r2.sas(pair.now).size() <= 1000);
    pair.r2.jobs.waiting.clear();
    pair.r2.outbox.waiting.clear();
    pair.run(300s, true);
    CHECK(pair.r2.sas(pair.now).empty());
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
}

TEST_CASE("a flood of offers that no policy takes finds its limits too", "[isakmp]") {
    Pair pair;
    pair.r1.configuration.isakmp.policies.front().hash = config::HashAlgorithm::md5;
    pair.start();
    pair.acquire(pair.r1);
    pair.collect();
    REQUIRE(pair.in_flight.size() == 1);
    dataplane::UdpDatagram first = pair.in_flight.front().datagram;
    pair.in_flight.clear();
    std::swap(first.local, first.remote);
    std::swap(first.local_port, first.remote_port);
    for (std::uint32_t i = 0; i < 500; ++i) {
        first.payload[0] = static_cast<std::uint8_t>(i);
        first.payload[1] = static_cast<std::uint8_t>(i >> 8);
        pair.r2.engine->receive(pair.now, first);
    }
    CHECK(pair.r2.sas(pair.now).size() == 64);
    pair.r2.outbox.waiting.clear();
    pair.run(300s, true);
    CHECK(pair.r2.sas(pair.now).empty());
}

TEST_CASE("a key that the profile's keyrings do not hold does not open the profile", "[isakmp]") {
    const bool listed = GENERATE(true, false);
    Pair pair;
    config::IsakmpProfile& profile = pair.r2.configuration.isakmp.profiles.at("P");
    profile.keyrings = {listed ? "K" : "OTHER"};
    config::IsakmpIdentityMatch any;
    any.address = config::Prefix{ip("0.0.0.0"), 0};
    profile.matches = {any};
    pair.r2.configuration.isakmp.keys.clear();
    pair.r2.configuration.isakmp.keyrings.at("K").keys = {Pair::key_for("10.0.0.1", 32, "cisco123")};
    pair.r2.configuration.isakmp.keyrings.at("OTHER").keys = {Pair::key_for("10.0.0.9", 32, "other")};
    pair.start();
    pair.acquire(pair.r1);
    pair.run(20s);
    CHECK(pair.settled() == listed);
    CHECK(pair.r2.active(pair.now).size() == (listed ? 1 : 0));
}

TEST_CASE("what cannot be read costs a counter and nothing else", "[isakmp]") {
    Pair pair;
    std::vector<dataplane::UdpDatagram> seen;
    pair.translate = [&](dataplane::UdpDatagram& datagram) { seen.push_back(datagram); };
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    const auto before = pair.r2.events.events.size();
    for (dataplane::UdpDatagram datagram : seen) {
        std::swap(datagram.local, datagram.remote);
        std::swap(datagram.local_port, datagram.remote_port);
        Router& to = datagram.local == ip("10.0.0.1") ? pair.r1 : pair.r2;
        for (std::size_t size = 0; size < datagram.payload.size(); ++size) {
            dataplane::UdpDatagram cut = datagram;
            cut.payload.resize(size);
            if (size >= 28) cut.payload[27] = static_cast<std::uint8_t>(size), cut.payload[26] = static_cast<std::uint8_t>(size >> 8);
            if (size > 17) to.engine->receive(pair.now, cut);
        }
        for (std::size_t at = 28; at < datagram.payload.size(); ++at) {
            dataplane::UdpDatagram changed = datagram;
            changed.payload[at] ^= 0x55;
            to.engine->receive(pair.now, changed);
        }
    }
    CHECK(pair.r2.engine->isakmp().stats().malformed > 0);
    CHECK(pair.r1.active(pair.now).size() == 1);
    CHECK(pair.r2.active(pair.now).size() == 1);
    CHECK(pair.r1.data_plane.pairs.size() == 1);
    CHECK(pair.r2.events.events.size() >= before);
    pair.in_flight.clear();
    pair.run(300s, true);
    CHECK(pair.settled());
}

TEST_CASE("a message without an SA that offers nothing is logged", "[isakmp]") {
    Pair pair;
    pair.start();
    ike::isakmp::Header header;
    header.initiator_cookie = 1;
    header.responder_cookie = 2;
    header.exchange = ike::isakmp::ExchangeType::QUICK;
    header.flags = ike::isakmp::flag_encryption;
    header.next_payload = ike::isakmp::PayloadType::HASH;
    header.message_id = 7;
    header.length = 60;
    ike::Bytes octets = encode_header(header);
    octets.resize(60);
    pair.r2.events.on_ = false;
    pair.r2.engine->receive(pair.now, {{}, ip("10.0.0.2"), 500, ip("10.0.0.9"), 500, octets});
    CHECK(pair.r2.events.saw<event::NoSa>());
    CHECK(pair.r2.engine->isakmp().stats().no_sa == 1);
    pair.run();
    CHECK(pair.sent == 0);
}
