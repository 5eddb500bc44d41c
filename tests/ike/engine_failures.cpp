#include <catch2/catch.hpp>

#include "engine_pair.h"
#include "ike/sa/exchange.h"
#include "ike/payload/message.h"

using namespace engine_test;
using ike::Failed;
using ike::NotifyType;

namespace {

dataplane::UdpDatagram to_r2(ike::Bytes octets, const char* from = "10.0.0.1") {
    return {{}, ip("10.0.0.2"), 500, ip(from), 500, std::move(octets)};
}

/// The notify type of the only datagram that waits in an outbox, and its data.
std::pair<NotifyType, ike::Bytes> only_notify(Router& router) {
    REQUIRE(router.outbox.waiting.size() == 1);
    const auto message = ike::decode_message(router.outbox.waiting.front().payload);
    REQUIRE(message);
    REQUIRE(message->payloads.size() == 1);
    const auto* notify = message->payloads.front().as<ike::NotifyPayload>();
    REQUIRE(notify != nullptr);
    return {notify->type, notify->data};
}

/// R1's first message.
ike::Bytes first_request(Pair& pair) {
    pair.acquire(pair.r1);
    while (pair.r1.outbox.waiting.empty()) REQUIRE(pair.step());
    return pair.r1.outbox.waiting.front().payload;
}

void fails_then_recovers(Pair& pair, const std::function<void()>& mend) {
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.empty());
    CHECK(pair.r1.data_plane.failed == std::vector<dataplane::FlowId>{1});
    CHECK(pair.r1.engine->is_idle());
    CHECK(pair.r2.engine->is_idle());
    mend();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
}

}  // namespace

TEST_CASE("a wrong key is refused by the responder, and works once it is mended", "[ike][engine]") {
    Pair pair;
    pair.key_of(pair.r2).local_key = pair.key_of(pair.r2).remote_key = Pair::key("another");
    fails_then_recovers(pair, [&] { pair.key_of(pair.r2).local_key = pair.key_of(pair.r2).remote_key = Pair::key("cisco"); });
    CHECK(pair.r2.events.answered(NotifyType::AUTHENTICATION_FAILED));
    CHECK(pair.r2.events.saw(ike::Step::peer_auth_failed));
    CHECK(pair.r1.events.saw(Failed::peer_refused_authentication));
}

TEST_CASE("a responder that shows a wrong key is refused by the initiator", "[ike][engine]") {
    Pair pair;
    pair.key_of(pair.r2).local_key = Pair::key("another");
    fails_then_recovers(pair, [&] { pair.key_of(pair.r2).local_key = Pair::key("cisco"); });
    CHECK(pair.r1.events.saw(ike::Step::peer_auth_failed));
}

TEST_CASE("no common IKE proposal", "[ike][engine]") {
    Pair pair;
    auto& groups = pair.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups;
    groups = {14};
    fails_then_recovers(pair, [&] { groups = {2}; });
    CHECK(pair.r2.events.answered(NotifyType::NO_PROPOSAL_CHOSEN));
    CHECK(pair.r1.events.saw(Failed::peer_sent_no_proposal_chosen));
}

TEST_CASE("no profile for the initiator's identity", "[ike][engine]") {
    Pair pair;
    auto& match = pair.profile_of(pair.r2).match_remote.front();
    match.address = ip("192.0.2.1");
    fails_then_recovers(pair, [&] { match.address = ip("0.0.0.0"); });
    CHECK(pair.r2.events.saw(Failed::no_profile));
    CHECK(pair.r2.events.answered(NotifyType::AUTHENTICATION_FAILED));
}

TEST_CASE("the initiator refuses the responder's identity and says so", "[ike][engine]") {
    Pair pair;
    auto& match = pair.profile_of(pair.r1).match_remote.front();
    match.address = ip("192.0.2.1");
    fails_then_recovers(pair, [&] { match.address = ip("0.0.0.0"); });
    CHECK(pair.r1.events.saw(Failed::locate_item));
}

TEST_CASE("selectors without a common part: the IKE SA is not kept", "[ike][engine]") {
    Pair pair;
    auto& flow = pair.r2.data_plane.flow_table[1];
    flow.local = prefix("10.12.0.0", 24);
    auto& asked = pair.r1.data_plane.flow_table[1].remote;
    asked = prefix("10.13.0.0", 24);
    fails_then_recovers(pair, [&] { asked = flow.local; });
    CHECK(pair.r2.events.answered(NotifyType::TS_UNACCEPTABLE));
    CHECK(pair.r1.events.saw(Failed::peer_sent_ts_unacceptable));
}

TEST_CASE("no common transform set: the IKE SA is not kept", "[ike][engine]") {
    Pair pair;
    auto& set = *pair.r2.configuration.ipsec.transform_sets.find("TS");
    set.esp_cipher = config::EspCipher::aes;
    set.key_bits = 256;
    fails_then_recovers(pair, [&] { set.esp_cipher = config::EspCipher::triple_des; });
    CHECK(pair.r2.events.answered(NotifyType::NO_PROPOSAL_CHOSEN));
    CHECK(pair.r1.events.saw(ike::Step::process_auth_response_notify));
}

TEST_CASE("a data plane that refuses the pair leaves nothing behind", "[ike][engine]") {
    Pair pair;
    (GENERATE(true, false) ? pair.r1 : pair.r2).data_plane.refuse_install = true;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.empty());
}

TEST_CASE("no answer: six requests, ever further apart, then nothing", "[ike][engine]") {
    Pair pair;
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.start();
    const Instant before = pair.now;
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.sent == 6);
    CHECK(pair.empty());
    CHECK(pair.r1.events.saw(Failed::retransmissions_exceeded));
    CHECK(pair.now - before > 119s);
    CHECK(pair.now - before < 130s);
    CHECK(pair.r1.data_plane.failed.size() == 1);
}

TEST_CASE("several peers are tried in turn", "[ike][engine]") {
    Pair pair;
    pair.r1.data_plane.entry_table[1].peers = {ip("10.0.0.9"), ip("10.0.0.2")};
    pair.translate = [](dataplane::UdpDatagram& datagram) {
        if (datagram.remote == ip("10.0.0.9")) datagram.payload.clear();
    };
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.r1.data_plane.failed.size() == 1);
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
}

TEST_CASE("messages that cannot be taken get their notify, in clear", "[ike][engine]") {
    Pair pair;
    pair.start();
    ike::Bytes request = first_request(pair);
    SECTION("a later major version") {
        request[17] = 0x30;
        pair.r2.engine->receive(pair.now, to_r2(request));
        CHECK(only_notify(pair.r2).first == NotifyType::INVALID_MAJOR_VERSION);
    }
    SECTION("an SPI that nobody has") {
        request[8] = 1;
        pair.r2.engine->receive(pair.now, to_r2(request));
        CHECK(only_notify(pair.r2).first == NotifyType::INVALID_IKE_SPI);
    }
    SECTION("a critical payload that is not known") {
        auto message = ike::decode_message(request);
        REQUIRE(message);
        ike::Payload strange(static_cast<ike::PayloadType>(200), ike::UnknownPayload{{1, 2, 3}});
        strange.critical = true;
        message->payloads.push_back(strange);
        pair.r2.engine->receive(pair.now, to_r2(ike::encode_message(*message)));
        const auto [type, data] = only_notify(pair.r2);
        CHECK(type == NotifyType::UNSUPPORTED_CRITICAL_PAYLOAD);
        CHECK(data == ike::Bytes{200});
    }
    SECTION("no nonce") {
        auto message = ike::decode_message(request);
        REQUIRE(message);
        message->payloads.erase(std::remove_if(message->payloads.begin(), message->payloads.end(),
                                               [](const ike::Payload& payload) { return payload.type == ike::PayloadType::N; }),
                                message->payloads.end());
        pair.r2.engine->receive(pair.now, to_r2(ike::encode_message(*message)));
        CHECK(only_notify(pair.r2).first == NotifyType::INVALID_SYNTAX);
    }
    CHECK(pair.r2.sas(pair.now).empty());
}

TEST_CASE("every strict prefix of a first message leaves no SA", "[ike][engine]") {
    Pair pair;
    pair.start();
    const ike::Bytes request = first_request(pair);
    for (std::size_t size = 0; size < request.size(); ++size) {
        pair.r2.engine->receive(pair.now, to_r2({request.begin(), request.begin() + static_cast<std::ptrdiff_t>(size)}));
        REQUIRE(pair.r2.sas(pair.now).empty());
    }
    CHECK(pair.r2.engine->stats().malformed == request.size());
}

TEST_CASE("half-open SAs are bounded, of one source and of all, and age", "[ike][engine]") {
    Pair pair;
    pair.start();
    ike::Bytes request = first_request(pair);
    const bool many_sources = GENERATE(false, true);
    for (unsigned i = 0; i < 300; ++i) {
        request[0] = static_cast<std::uint8_t>(i);
        request[1] = static_cast<std::uint8_t>(i >> 8 | 0x40);
        auto datagram = to_r2(request);
        if (many_sources) datagram.remote = config::IpAddress::v4(0x0b000000U + i);
        pair.r2.engine->receive(pair.now, datagram);
    }
    // Half of what there is room for: the rest is for those who show a cookie.
    CHECK(pair.r2.sas(pair.now).size() == (many_sources ? 20U : 6U));
    CHECK(pair.r2.engine->stats().cookie_challenged == (many_sources ? 280U : 294U));
    pair.now += 31s;
    pair.r2.jobs.waiting.clear();
    pair.r2.engine->tick(pair.now);
    CHECK(pair.r2.sas(pair.now).empty());
}

TEST_CASE("a cookie is asked for and echoed", "[ike][engine]") {
    Pair pair;
    pair.r2.configuration.ikev2.cookie_challenge = 0;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
    CHECK(pair.r2.engine->stats().cookie_challenged == 1);
    CHECK(pair.r2.engine->stats().cookie_accepted == 1);
}

TEST_CASE("a peer behind a NAT is met on port 4500", "[ike][engine]") {
    Pair pair;
    // From R1's side 500 becomes 1024 and 4500 becomes 1025; answers find the way back.
    pair.translate = [](dataplane::UdpDatagram& datagram) {
        const bool from_r1 = datagram.local == ip("10.0.0.1");
        std::uint16_t& port = from_r1 ? datagram.local_port : datagram.remote_port;
        if (from_r1) port = port == 500 ? 1024 : 1025;
        else port = port == 1024 ? 500 : 4500;
    };
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.settled());
    const auto here = pair.r1.sas(pair.now).front(), there = pair.r2.sas(pair.now).front();
    CHECK(here.local_port == 4500);
    CHECK(there.remote_port == 1025);
    CHECK(here.nat_local);
    CHECK(there.nat_remote);
    const auto& encapsulation = pair.r2.data_plane.pairs.begin()->second.pair.outbound.udp;
    CHECK(encapsulation.local_port == 4500);
    CHECK(encapsulation.remote_port == 1025);
}

TEST_CASE("who asks for an address where none is given gets no pair", "[ike][engine]") {
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> rows(tables.ike_auth_initiator.rows.begin(), tables.ike_auth_initiator.rows.end());
    for (ike::Row& row : rows)
        if (row.event == ike::EventId::EV_GET_CONFIG_MODE)
            row.action = [](ike::Exchange& exchange, const ike::Input&) {
                ike::ConfigPayload request;
                request.attributes.push_back({ike::ConfigAttributeType::INTERNAL_IP4_ADDRESS, {}});
                exchange.auth.config_request = request;
                return ike::done;
            };
    tables.ike_auth_initiator.rows = rows;
    Pair pair;
    pair.r1.start(tables);
    pair.r2.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.r2.data_plane.installed == 0);
    const auto& notifies = pair.r2.engine->stats().notifies;
    CHECK(std::any_of(notifies.begin(), notifies.end(), [](const auto& row) {
        return row.first == ike::NotifyType::INTERNAL_ADDRESS_FAILURE && row.second.tx_response == 1;
    }));
}
