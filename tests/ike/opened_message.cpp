#include <catch2/catch.hpp>

#include "ike/context.h"
#include "ike/opened_message.h"
#include "ike/outgoing.h"
#include "ike/payload/sealed.h"
#include "surroundings.h"
#include "tests/ike/payload_samples.h"

using namespace ike;
using namespace std::chrono_literals;

namespace {

/// The responder of an IKE SA that stands, and what its peer sends.
struct Responder {
    Responder() : random(dataplane::SeededRandom::of_router(1, "opened")), context(configuration, {}, standard_tables()), sa(context, false) {
        context.ports.random = &random;
        context.ports.datagrams = &outbox;
        sa.initiator_spi = samples::initiator_spi;
        sa.responder_spi = samples::responder_spi;
        sa.local = *config::IpAddress::parse("10.0.0.2");
        sa.peer = *config::IpAddress::parse("10.0.0.1");
        sa.suite = {EncryptionId::AES_GCM_16, 128, IntegrityId::none, PrfId::HMAC_SHA2_256, DhGroupId::modp1024};
        sa.keys.SK_ei = config::Secret(Bytes(20, 1));
        sa.keys.SK_er = config::Secret(Bytes(20, 2));
        sa.has_keys = true;
        sa.fragmentation_mtu = 400;
    }

    std::vector<Bytes> request(std::uint32_t message_id, const std::vector<Payload>& inner, std::size_t limit = 200) {
        const Header header = samples::header(ExchangeType::INFORMATIONAL, flag_initiator, message_id);
        return seal_fragments(context.algorithms, header, inner, limit, sa.inbound(), random);
    }
    std::optional<OpenedMessage> open(const Bytes& octets) {
        failure = {};
        return open_message(sa, {{}, sa.local, 500, sa.peer, 500, octets}, failure);
    }
    bool is_refused(const Bytes& octets) { return !open(octets) && failure.error != DecodeError::none; }
    bool is_kept(const Bytes& octets) { return !open(octets) && failure.error == DecodeError::none; }

    config::Configuration configuration;
    dataplane::SeededRandom random;
    engine_test::Outbox outbox;
    Context context;
    IkeSa sa;
    Failure failure;
};

const std::vector<Payload> large = samples::auth_request();

}  // namespace

TEST_CASE("the last fragment brings the message", "[ike]") {
    Responder responder;
    const auto datagrams = responder.request(0, large);
    for (std::size_t i = datagrams.size(); --i > 0;) CHECK(responder.is_kept(datagrams[i]));
    const auto opened = responder.open(datagrams.front());
    REQUIRE(opened);
    CHECK(opened->clear == large);
    CHECK(opened->octets.empty());
    CHECK(opened->outer.header.next_payload == PayloadType::VID);
    CHECK(opened->outer.header.message_id == 0);
    CHECK(responder.sa.reassembly.octets() == 0);
}

TEST_CASE("damaged fragments are neither stored nor hinder the true ones", "[ike]") {
    Responder responder;
    const auto datagrams = responder.request(0, large);
    for (const Bytes& datagram : datagrams)
        for (const std::size_t at : {std::size_t{17}, std::size_t{33}, std::size_t{35}, std::size_t{60}, datagram.size() - 1}) {
            Bytes changed = datagram;
            changed[at] ^= 0x10;
            CHECK_FALSE(responder.open(changed));
            CHECK(responder.sa.reassembly.octets() == 0);
        }
    for (std::size_t i = 0; i + 1 < datagrams.size(); ++i) CHECK(responder.is_kept(datagrams[i]));
    CHECK(responder.open(datagrams.back()));
}

TEST_CASE("fragments under an SA that did not agree on them are refused", "[ike]") {
    Responder responder;
    responder.sa.fragmentation_mtu.reset();
    for (const Bytes& datagram : responder.request(0, large)) CHECK(responder.is_refused(datagram));
    CHECK(responder.sa.reassembly.octets() == 0);
}

TEST_CASE("nothing is stored of requests outside the window or answered already", "[ike]") {
    Responder responder;
    responder.sa.window.begin(0);
    for (const std::uint32_t id : {0U, 1U, 1000U}) {
        const auto datagrams = responder.request(id, large);
        const auto first = responder.open(datagrams.front());
        REQUIRE(first);
        CHECK(first->clear.empty());
        for (std::size_t i = 1; i < datagrams.size(); ++i) CHECK(responder.is_kept(datagrams[i]));
        CHECK(responder.sa.reassembly.octets() == 0);
    }
}

TEST_CASE("a whole message replaces its fragments", "[ike]") {
    Responder responder;
    CHECK(responder.is_kept(responder.request(0, large).front()));
    CHECK(responder.open(responder.request(0, large, 2000).front()));
    CHECK(responder.sa.reassembly.octets() == 0);
}

TEST_CASE("a peer that sends first fragments only takes a bounded room for a bounded time", "[ike]") {
    Responder responder;
    responder.sa.window.set_own_size(200);
    std::size_t most = 0;
    for (std::uint32_t id = 0; id < 1000; ++id) {
        responder.open(responder.request(id, {VendorIdPayload{Bytes(2000)}}, 1400).front());
        most = std::max(most, responder.sa.reassembly.octets());
    }
    CHECK(most > 60000);
    CHECK(most <= FragmentReassembly::max_octets);
    CHECK(background_deadline(responder.sa) == responder.context.now + 30s);
    responder.sa.reassembly.expire(responder.context.now + 30s);
    CHECK(responder.sa.reassembly.octets() == 0);
    CHECK_FALSE(background_deadline(responder.sa));
}

TEST_CASE("contents of fragments are judged as those of a whole message", "[ike]") {
    Responder responder;
    Payload critical(PayloadType{200}, UnknownPayload{Bytes(300)});
    critical.critical = true;
    const auto datagrams = responder.request(0, {critical});
    for (std::size_t i = 0; i + 1 < datagrams.size(); ++i) CHECK(responder.is_kept(datagrams[i]));
    CHECK(responder.is_refused(datagrams.back()));
    CHECK(responder.failure == Failure{DecodeError::unsupported_critical_payload, PayloadType{200}});
    const auto nested = responder.request(0, {EncryptedPayload{PayloadType::NONE, Bytes(300)}});
    for (std::size_t i = 0; i + 1 < nested.size(); ++i) CHECK(responder.is_kept(nested[i]));
    CHECK(responder.is_refused(nested.back()));
    CHECK(responder.failure.error == DecodeError::invalid_syntax);
}

TEST_CASE("what is sent fits into the MTU with its headers", "[ike]") {
    struct Case {
        const char* peer;
        std::uint16_t port;
        std::size_t headers;
    };
    const Case one = GENERATE(values<Case>({{"10.0.0.1", 500, 28}, {"10.0.0.1", 4500, 32}, {"2001:db8::1", 500, 48}, {"2001:db8::1", 4500, 52}}));
    Responder responder;
    responder.sa.peer = *config::IpAddress::parse(one.peer);
    responder.sa.local_port = one.port;
    Exchange exchange(responder.sa, standard_tables().informational_responder, Role::responder, ExchangeType::INFORMATIONAL);
    const auto datagrams = send_sealed(exchange, large);
    REQUIRE(datagrams.size() == 2);
    CHECK(datagrams.front().size() + one.headers == 400);
    CHECK(responder.outbox.waiting.size() == 2);
    REQUIRE(responder.sa.window.answer_to(0));
    CHECK(*responder.sa.window.answer_to(0) == datagrams);
}
