#include <catch2/catch.hpp>

#include "engine_pair.h"
#include "ike/payload/encrypted_fragment.h"

using namespace engine_test;

namespace {

struct FragmentingPair : Pair {
    FragmentingPair(std::uint16_t first, std::uint16_t second, std::uint64_t seed = 1) : Pair(seed) {
        if (first != 0) r1.configuration.ikev2.fragmentation_mtu = first;
        if (second != 0) r2.configuration.ikev2.fragmentation_mtu = second;
    }
    void negotiate() {
        start();
        acquire(r1);
        run();
    }
};

ike::PayloadType type_of(const dataplane::UdpDatagram& datagram) { return ike::decode_header(datagram.payload)->next_payload; }

std::uint16_t number_of(const dataplane::UdpDatagram& datagram) {
    const auto message = ike::decode_message(datagram.payload);
    const auto* const fragment = message ? ike::fragment_of(*message) : nullptr;
    return fragment != nullptr ? fragment->number : std::uint16_t{0};
}

std::size_t longest(const Router& router) {
    std::size_t most = 0;
    for (const RecordedEvent& event : router.events.events) most = std::max<std::size_t>(most, event.sent_length);
    return most;
}

constexpr std::size_t message_received = ike::event::Body(ike::event::MessageReceived{}).index();

std::size_t received(const Router& router) {
    return static_cast<std::size_t>(std::count_if(router.events.events.begin(), router.events.events.end(),
                                                  [](const RecordedEvent& event) { return event.kind == message_received; }));
}

/// Every datagram that was on the wire, both directions.
struct Wire {
    explicit Wire(Pair& pair) {
        pair.translate = [this](dataplane::UdpDatagram& datagram) { datagrams.push_back(datagram); };
    }
    std::size_t fragments() const {
        return static_cast<std::size_t>(
            std::count_if(datagrams.begin(), datagrams.end(), [](const auto& one) { return type_of(one) == ike::PayloadType::SKF; }));
    }
    std::vector<dataplane::UdpDatagram> datagrams;
};

void receive_again(Pair& pair, Router& to, dataplane::UdpDatagram datagram) {
    std::swap(datagram.local, datagram.remote);
    std::swap(datagram.local_port, datagram.remote_port);
    to.engine->receive(pair.now, datagram);
}

}  // namespace

TEST_CASE("both ends fragment what is longer than the MTU", "[ike][engine]") {
    const auto mtu = GENERATE(values<std::uint16_t>({150, 200, 300, 400, 576}));
    FragmentingPair pair(mtu, mtu);
    Wire wire(pair);
    pair.negotiate();
    REQUIRE(pair.settled());
    CHECK(wire.fragments() > 0);
    for (const auto& datagram : wire.datagrams)
        if (type_of(datagram) == ike::PayloadType::SKF || type_of(datagram) == ike::PayloadType::ENCR) CHECK(datagram.payload.size() + 28 <= mtu);
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        CHECK(router->sas(pair.now).front().fragmentation);
        CHECK(router->sas(pair.now).front().fragmentation_mtu == mtu);
        CHECK(router->engine->stats().auth.rx_request + router->engine->stats().auth.rx_response == 1);
        CHECK(router->engine->is_idle());
    }
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
    CHECK(pair.empty());
}

TEST_CASE("each end has an MTU of its own", "[ike][engine]") {
    FragmentingPair pair(1500, 200);
    pair.negotiate();
    REQUIRE(pair.settled());
    CHECK(longest(pair.r1) == 556);
    CHECK(pair.r2.sas(pair.now).front().fragmentation_mtu == 200);
    // IKE_SA_INIT; two fragments and the message that they are.
    CHECK(received(pair.r1) == 4);
    CHECK(received(pair.r2) == 2);
}

TEST_CASE("nothing is fragmented unless both ends do", "[ike][engine]") {
    const bool second = GENERATE(false, true);
    FragmentingPair pair(second ? 0 : 400, second ? 400 : 0);
    Wire wire(pair);
    pair.negotiate();
    REQUIRE(pair.settled());
    CHECK(wire.fragments() == 0);
    CHECK(longest(pair.r1) == 556);
    CHECK_FALSE(pair.r1.sas(pair.now).front().fragmentation);
    CHECK_FALSE(pair.r2.sas(pair.now).front().fragmentation);
    const auto supports = [](const dataplane::UdpDatagram& datagram) {
        return ike::find_notify(ike::decode_message(datagram.payload)->payloads, ike::NotifyType::IKEV2_FRAGMENTATION_SUPPORTED) != nullptr;
    };
    CHECK(supports(wire.datagrams[0]) != second);
    CHECK_FALSE(supports(wire.datagrams[1]));
}

TEST_CASE("an MTU without room for anything leaves messages whole", "[ike][engine]") {
    FragmentingPair pair(68, 68);
    Wire wire(pair);
    pair.negotiate();
    CHECK(pair.settled());
    CHECK(wire.fragments() == 0);
}

TEST_CASE("on port 4500 the marker counts", "[ike][engine]") {
    FragmentingPair pair(200, 200);
    std::vector<std::size_t> sizes;
    pair.translate = [&](dataplane::UdpDatagram& datagram) {
        if (datagram.local_port == 4500) sizes.push_back(datagram.payload.size());
        const bool from_r1 = datagram.local == ip("10.0.0.1");
        std::uint16_t& port = from_r1 ? datagram.local_port : datagram.remote_port;
        if (from_r1) port = port == 500 ? 1024 : 1025;
        else port = port == 1024 ? 500 : 4500;
    };
    pair.negotiate();
    REQUIRE(pair.settled());
    REQUIRE(sizes.size() > 4);
    for (const std::size_t size : sizes) CHECK(size + 28 + 4 <= 200);
}

TEST_CASE("losing, duplicating or delaying fragment k converges", "[ike][engine]") {
    const Fate fate = GENERATE(Fate::drop, Fate::duplicate, Fate::delay);
    const auto mtu = GENERATE(values<std::uint16_t>({200, 400}));
    const bool both = GENERATE(false, true);
    for (std::size_t k = 0; k < 28; ++k) {
        FragmentingPair pair(mtu, mtu, k + 1);
        pair.always_on = true;
        pair.fate_of = [=](std::size_t n) { return n == k ? fate : Fate::deliver; };
        pair.start();
        pair.acquire(pair.r1);
        if (both) pair.acquire(pair.r2);
        pair.run();
        INFO("fate " << static_cast<int>(fate) << " of datagram " << k << " mtu " << mtu << (both ? ", both ends" : ", one end"));
        CHECK(pair.settled());
        CHECK(pair.r1.engine->is_idle());
        CHECK(pair.r2.engine->is_idle());
    }
}

TEST_CASE("a lost fragment of a DELETE or of its answer is sent again", "[ike][engine]") {
    const auto lost = GENERATE(range(0U, 10U));
    FragmentingPair pair(110, 110);
    for (Router* const router : {&pair.r1, &pair.r2}) {
        config::Ikev2Proposal& proposal = router->configuration.ikev2.proposals.at("P");
        proposal.encryption = {config::Ikev2Encryption::aes_gcm_128};
        proposal.prf = {config::HashAlgorithm::sha256};
        proposal.groups = {19};
        router->configuration.ikev2.policies.clear();
        router->configuration.ikev2.policies.at("POLICY").proposals = {"P"};
    }
    pair.negotiate();
    REQUIRE(pair.settled());
    const std::size_t base = pair.sent;
    pair.fate_of = [=](std::size_t n) { return n == base + lost ? Fate::drop : Fate::deliver; };
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    const Instant before = pair.now;
    pair.run();
    CHECK(pair.empty());
    CHECK(pair.now - before < 5s);
}

TEST_CASE("a damaged fragment is dropped, its repetition taken", "[ike][engine]") {
    const auto k = GENERATE(range(2U, 10U));
    FragmentingPair pair(200, 200);
    pair.translate = [&](dataplane::UdpDatagram& datagram) {
        if (pair.sent == k + 1) datagram.payload.back() ^= 1;
    };
    pair.negotiate();
    CHECK(pair.settled());
    if (k < 6) CHECK(pair.r2.engine->stats().malformed + pair.r1.engine->stats().malformed == 1);
}

TEST_CASE("only the first fragment of an answered request brings the answer again", "[ike][engine]") {
    FragmentingPair pair(200, 200);
    Wire wire(pair);
    pair.negotiate();
    REQUIRE(pair.settled());
    const auto sent = wire.datagrams;
    std::vector<dataplane::UdpDatagram> answers;
    for (const auto& datagram : sent)
        if (number_of(datagram) != 0 && datagram.local == ip("10.0.0.2")) answers.push_back(datagram);
    REQUIRE(answers.size() > 1);
    for (const auto& datagram : sent) {
        if (number_of(datagram) == 0 || datagram.local != ip("10.0.0.1")) continue;
        receive_again(pair, pair.r2, datagram);
        const auto& again = pair.r2.outbox.waiting;
        CHECK(again.size() == (number_of(datagram) == 1 ? answers.size() : 0));
        for (std::size_t i = 0; i < again.size(); ++i) CHECK(again[i].payload == answers[i].payload);
        pair.r2.outbox.waiting.clear();
    }
}

TEST_CASE("an SA that is gone answers the first fragment of its last request", "[ike][engine]") {
    FragmentingPair pair(200, 200);
    pair.key_of(pair.r1).local_key = Pair::key("wrong");
    Wire wire(pair);
    pair.negotiate();
    for (const auto& datagram : std::vector(wire.datagrams)) {
        if (number_of(datagram) == 0 || datagram.local != ip("10.0.0.1")) continue;
        receive_again(pair, pair.r2, datagram);
        CHECK(pair.r2.outbox.waiting.size() == (number_of(datagram) == 1 ? 1 : 0));
        pair.r2.outbox.waiting.clear();
    }
}

TEST_CASE("first fragments alone are forgotten", "[ike][engine]") {
    FragmentingPair pair(200, 200);
    pair.fate_of = [&](std::size_t n) { return n > 2 ? Fate::drop : Fate::deliver; };
    pair.start();
    pair.acquire(pair.r1);
    pair.run(500ms);
    REQUIRE(pair.r2.sas(pair.now).size() == 1);
    pair.run(31s, true);
    CHECK(pair.r2.sas(pair.now).empty());
    CHECK_FALSE(pair.r2.engine->next_deadline(true));
}
