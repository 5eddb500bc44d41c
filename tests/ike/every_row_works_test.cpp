#include <catch2/catch.hpp>

#include <sstream>

#include "child_process.h"
#include "engine_pair.h"
#include "ike/context.h"
#include "ike/exchanges/auth_messages.h"
#include "ike/outgoing.h"

/// Replaces one action at a time by one that does nothing, and demands that in some scenario the outcome is another.
using namespace engine_test;

namespace {

ike::Outcome do_nothing(ike::Exchange&, const ike::Input&) { return ike::done; }

constexpr ike::Table ike::Tables::*every_table[] = {&ike::Tables::sa_init_initiator,       &ike::Tables::sa_init_responder,
                                                    &ike::Tables::ike_auth_initiator,      &ike::Tables::ike_auth_responder,
                                                    &ike::Tables::informational_initiator, &ike::Tables::informational_responder,
                                                    &ike::Tables::create_child_initiator,  &ike::Tables::create_child_responder};

/// Tables with one row's action replaced; owns the rows.
struct Edited {
    ike::Tables tables = ike::standard_tables();
    std::deque<std::vector<ike::Row>> rows;

    void replace(ike::Table ike::Tables::*which, ike::StateId state, ike::EventId event, ike::Action action) {
        ike::Table& table = tables.*which;
        rows.emplace_back(table.rows.begin(), table.rows.end());
        for (ike::Row& row : rows.back())
            if (row.in == state && row.event == event) row.action = action;
        table.rows = rows.back();
    }
};

// Peers that send what a router would not.

template <class Change> ike::Outcome answer_with(ike::Exchange& exchange, Change change) {
    std::vector<ike::Payload> payloads;
    ike::append_identity(exchange, payloads);
    payloads.emplace_back(*exchange.auth.own);
    change(payloads);
    ike::send_sealed(exchange, payloads);
    return ike::done;
}

ike::Outcome answer_without_pair(ike::Exchange& exchange, const ike::Input&) { return answer_with(exchange, [](auto&) {}); }
ike::Outcome answer_with_config_request(ike::Exchange& exchange, const ike::Input&) {
    return answer_with(exchange, [](auto& payloads) { payloads.emplace_back(ike::ConfigPayload{}); });
}
ike::Outcome answer_with_certificate_url(ike::Exchange& exchange, const ike::Input&) {
    return answer_with(exchange, [](auto& payloads) { payloads.emplace_back(ike::CertPayload{ike::CertEncoding::HASH_AND_URL_X509, {1}}); });
}
ike::Outcome answer_with_eap(ike::Exchange& exchange, const ike::Input&) {
    return answer_with(exchange, [](auto& payloads) { payloads.emplace_back(ike::EapPayload{}); });
}
/// The first SA is answered as it should be.
ike::Outcome answer_second_with_initial_contact(ike::Exchange& exchange, const ike::Input& input) {
    const auto* const row = ike::find_row(ike::standard_tables().ike_auth_responder.rows, ike::StateId::R_BLD_AUTH, ike::EventId::EV_SEND_AUTH);
    if (exchange.sa.serial == 1) return row->action(exchange, input);
    return answer_with(exchange, [](auto& payloads) { payloads.push_back(ike::notify_payload(ike::NotifyType::INITIAL_CONTACT)); });
}
ike::Outcome answer_without_identity(ike::Exchange& exchange, const ike::Input&) {
    ike::send_sealed(exchange, {*exchange.auth.own});
    return ike::done;
}

template <class Change> ike::Outcome ask_with(ike::Exchange& exchange, Change change) {
    std::vector<ike::Payload> payloads;
    ike::append_identity(exchange, payloads);
    change(payloads);
    exchange.message_id = exchange.sa.window.take_id();
    ike::send_sealed(exchange, payloads);
    return ike::waiting;
}

ike::Outcome ask_for_eap(ike::Exchange& exchange, const ike::Input&) { return ask_with(exchange, [](auto&) {}); }
ike::Outcome ask_with_certificate_url(ike::Exchange& exchange, const ike::Input&) {
    return ask_with(exchange, [&](auto& payloads) {
        payloads.emplace_back(*exchange.auth.own);
        payloads.emplace_back(ike::CertPayload{ike::CertEncoding::HASH_AND_URL_X509, {1}});
    });
}
ike::Outcome ask_with_config_reply(ike::Exchange& exchange, const ike::Input&) {
    return ask_with(exchange, [&](auto& payloads) {
        payloads.emplace_back(*exchange.auth.own);
        ike::ConfigPayload reply;
        reply.type = ike::ConfigType::CFG_REPLY;
        payloads.emplace_back(reply);
    });
}
ike::Outcome ask_without_identity(ike::Exchange& exchange, const ike::Input&) {
    exchange.message_id = exchange.sa.window.take_id();
    ike::send_sealed(exchange, {*exchange.auth.own});
    return ike::waiting;
}
/// An INFORMATIONAL whose type is CREATE_CHILD_SA, whole or not.
ike::Outcome send_create_child(ike::Exchange& exchange, const ike::Input&) {
    exchange.type = ike::ExchangeType::CREATE_CHILD_SA;
    exchange.message_id = exchange.sa.window.take_id();
    ike::SaPayload sa;
    sa.proposals.emplace_back().transforms.push_back(ike::Transform::of(ike::EncryptionId::AES_CBC, 128));
    ike::send_sealed(exchange, {sa, ike::NoncePayload{ike::Bytes(20, 1)}});
    return ike::waiting;
}
ike::Outcome send_empty_create_child(ike::Exchange& exchange, const ike::Input&) {
    exchange.type = ike::ExchangeType::CREATE_CHILD_SA;
    exchange.message_id = exchange.sa.window.take_id();
    ike::send_sealed(exchange, {});
    return ike::waiting;
}

/// More than fits into a message.
ike::Outcome overfill(ike::Exchange& exchange, const ike::Input&) {
    for (int i = 0; i < 3; ++i) exchange.info.payloads.emplace_back(ike::VendorIdPayload{ike::Bytes(30000, 1)});
    return ike::done;
}

/// Changes the payloads of IKE_SA_INIT messages on the wire.
void alter_init(Pair& pair, bool of_request, std::function<void(std::vector<ike::Payload>&)> change) {
    pair.translate = [=](dataplane::UdpDatagram& datagram) {
        auto message = ike::decode_message(datagram.payload);
        if (!message || message->header.exchange != ike::ExchangeType::IKE_SA_INIT || message->header.is_response() == of_request) return;
        change(message->payloads);
        datagram.payload = ike::encode_message(*message);
    };
}

void drop_nonce(std::vector<ike::Payload>& payloads) {
    payloads.erase(std::remove_if(payloads.begin(), payloads.end(), [](const ike::Payload& p) { return p.type == ike::PayloadType::N; }), payloads.end());
}
void add_config(std::vector<ike::Payload>& payloads) { payloads.emplace_back(ike::ConfigPayload{}); }

struct Scenario {
    const char* name;
    void (*prepare)(Pair&, Edited& one, Edited& two);
    void (*play)(Pair&);
};

void nothing_special(Pair&, Edited&, Edited&) {}
void negotiate(Pair& pair) {
    pair.acquire(pair.r1);
    pair.run();
}
void negotiate_from_both_ends(Pair& pair) {
    pair.acquire(pair.r1);
    pair.acquire(pair.r2);
    pair.run();
}
/// Alike proposals, so that neither end is slower, and other nonces.
void reseed(Pair& pair, std::uint64_t seed) {
    pair.r1.configuration.ikev2.policies.clear();
    pair.r1.random = dataplane::SeededRandom::of_router(seed, "R1");
    pair.r2.random = dataplane::SeededRandom::of_router(seed, "R2");
}
void negotiate_then_delete(Pair& pair) {
    negotiate(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
}
void negotiate_then_delete_pair(Pair& pair) {
    negotiate(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
}

// Renewal

void soften(Pair& pair, Router& router) {
    if (router.data_plane.pairs.empty()) return;
    const auto& [spi, one] = *router.data_plane.pairs.begin();
    router.engine->expire(pair.now, {one.flow, spi, one.pair.outbound.spi, false, false, true, false});
}
void negotiate_then_rekey_pair(Pair& pair) {
    negotiate(pair);
    soften(pair, pair.r1);
    pair.run();
    pair.run(10s, true);
}
void rekey_pair_from_both_ends(Pair& pair) {
    negotiate(pair);
    soften(pair, pair.r1);
    soften(pair, pair.r2);
    pair.run();
    pair.run(70s, true);
}
void negotiate_then_rekey_ike_sa(Pair& pair) {
    negotiate(pair);
    pair.run(119s, true);
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
}
void rekey_ike_sa_from_both_ends(Pair& pair) {
    negotiate(pair);
    pair.now += 119s;
    for (Router* const router : {&pair.r1, &pair.r2}) router->engine->tick(pair.now);
    pair.run();
    pair.run(70s, true);
    pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
    pair.run();
}
/// An IKE SA is rekeyed from one end while a pair is from the other.
void rekey_both_kinds(Pair& pair) {
    pair.profile_of(pair.r2).lifetime = 86400;
    negotiate(pair);
    pair.now += 119s;
    soften(pair, pair.r2);
    pair.r1.engine->tick(pair.now);
    pair.run();
    pair.run(20s, true);
}
void ask_for_second_pair(Pair& pair) {
    negotiate(pair);
    pair.r1.data_plane.flow_table[2] = pair.r1.data_plane.flow_table[1];
    pair.r1.data_plane.flow_table[2].id = 2;
    pair.acquire(pair.r1, 2);
    pair.run();
}
/// A group that is not the one now in use, asked for after the tunnel stands.
void change_groups_then_rekey(Pair& pair) {
    negotiate(pair);
    pair.profile_of(pair.r1).lifetime = 120;
    pair.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups = {2, 5};
    config::Ikev2Proposal& proposal = pair.r2.configuration.ikev2.proposals.at("five");
    proposal.encryption = {config::Ikev2Encryption::triple_des};
    proposal.integrity = {config::HashAlgorithm::sha1};
    proposal.groups = {5};
    pair.r2.configuration.ikev2.policies.at("five").proposals = {"five"};
    pair.run(119s, true);
}
void lose_profile_then_rekey(Pair& pair) {
    negotiate(pair);
    pair.r2.configuration.ikev2.profiles.find("PROFILE")->shutdown = true;
    pair.run(119s, true);
}
void lose_policy_then_rekey(Pair& pair) {
    negotiate(pair);
    pair.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups = {};
    pair.run(119s, true);
}
void set_pfs(Pair& pair, std::uint16_t group) {
    for (Router* const router : {&pair.r1, &pair.r2}) router->data_plane.entry_table.at(1).pfs_group = group;
}

ike::Outcome send_no_create_child(ike::Exchange& exchange, const ike::Input&) {
    exchange.message_id = exchange.sa.window.take_id();
    ike::send_sealed(exchange, {});
    return ike::waiting;
}
ike::Outcome answer_create_child_with_nothing(ike::Exchange& exchange, const ike::Input&) {
    ike::send_sealed(exchange, {});
    exchange.create.answered = true;
    return ike::done;
}
ike::Outcome refuse_create_child(ike::Exchange& exchange, const ike::Input&) {
    return ike::fail(exchange, ike::Failed::create_child_exchange, ike::NotifyType::CHILD_SA_NOT_FOUND);
}
ike::Outcome refuse_further_sas(ike::Exchange& exchange, const ike::Input&) {
    return ike::fail(exchange, ike::Failed::create_child_exchange, ike::NotifyType::NO_ADDITIONAL_SAS);
}
template <ike::Action action, ike::StateId state, ike::EventId event> void creator_answers(Pair&, Edited&, Edited& two) {
    two.replace(&ike::Tables::create_child_responder, state, event, action);
}
template <ike::Action action, ike::StateId state, ike::EventId event> void creator_asks(Pair&, Edited& one, Edited&) {
    one.replace(&ike::Tables::create_child_initiator, state, event, action);
}

template <ike::EventId event, ike::Action action, ike::StateId state> void responder_sends(Pair&, Edited&, Edited& two) {
    two.replace(&ike::Tables::ike_auth_responder, state, event, action);
}
template <ike::Action action> void responder_answers(Pair&, Edited&, Edited& two) {
    two.replace(&ike::Tables::ike_auth_responder, ike::StateId::R_BLD_AUTH, ike::EventId::EV_SEND_AUTH, action);
}
template <ike::Action action> void initiator_asks(Pair&, Edited& one, Edited&) {
    one.replace(&ike::Tables::ike_auth_initiator, ike::StateId::I_BLD_AUTH, ike::EventId::EV_SEND_AUTH, action);
}
template <ike::Action action> void informs(Pair&, Edited& one, Edited&) {
    one.replace(&ike::Tables::informational_initiator, ike::StateId::INFO_I_BLD_INFO, ike::EventId::EV_SEND_INFO, action);
}

const Scenario scenarios[] = {
    {"delete", nothing_special, negotiate_then_delete},
    {"delete of the pair", nothing_special, negotiate_then_delete_pair},
    {"wrong key", [](Pair& p, Edited&, Edited&) { p.key_of(p.r2).remote_key = Pair::key("no"); }, negotiate},
    {"wrong key of the responder", [](Pair& p, Edited&, Edited&) { p.key_of(p.r2).local_key = Pair::key("no"); }, negotiate},
    {"no key of ours", [](Pair& p, Edited&, Edited&) { p.key_of(p.r1).local_key.reset(); }, negotiate},
    {"no proposal", [](Pair& p, Edited&, Edited&) { p.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups = {14}; }, negotiate},
    {"certificates wanted", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r1).remote_auth = {config::AuthMethodName::rsa_sig}; }, negotiate},
    {"certificates shown", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).local_auth = config::AuthMethodName::rsa_sig; }, negotiate},
    {"EAP by policy", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).remote_auth = {config::AuthMethodName::eap}; }, negotiate},
    {"RSA by policy", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).remote_auth = {config::AuthMethodName::rsa_sig}; }, negotiate},
    {"unknown identity", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).match_remote.front().address = ip("192.0.2.1"); }, negotiate},
    {"unknown identity of the responder", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r1).match_remote.front().address = ip("192.0.2.1"); }, negotiate},
    {"no selectors", [](Pair& p, Edited&, Edited&) { p.r2.data_plane.flow_table[1].local = prefix("::", 0); }, negotiate},
    {"install refused", [](Pair& p, Edited&, Edited&) { p.r1.data_plane.refuse_install = true; }, negotiate},
    {"install refused at the responder", [](Pair& p, Edited&, Edited&) { p.r2.data_plane.refuse_install = true; }, negotiate},
    {"cookie", [](Pair& p, Edited&, Edited&) { p.r2.configuration.ikev2.cookie_challenge = 0; }, negotiate},
    {"R2 initiates", nothing_special,
     [](Pair& p) {
         p.acquire(p.r2);
         p.run();
     }},
    {"both initiate", nothing_special, negotiate_from_both_ends},
    {"both initiate, with other nonces", [](Pair& p, Edited&, Edited&) { reseed(p, 2); }, negotiate_from_both_ends},
    {"both initiate, with others again", [](Pair& p, Edited&, Edited&) { reseed(p, 3); }, negotiate_from_both_ends},
    {"both initiate, with others still", [](Pair& p, Edited&, Edited&) { reseed(p, 4); }, negotiate_from_both_ends},
    {"jobs that nobody does", nothing_special,
     [](Pair& p) {
         p.acquire(p.r1);
         while (p.r2.jobs.waiting.empty())
             if (!p.step()) p.now += 1ms;
         p.r2.jobs.waiting.clear();
         p.fate_of = [](std::size_t) { return Fate::drop; };
         p.run();
     }},
    {"INITIAL_CONTACT from the responder of a second SA",
     [](Pair& p, Edited&, Edited& two) {
         p.profile_of(p.r2).lifetime = 86400;
         two.replace(&ike::Tables::ike_auth_responder, ike::StateId::R_BLD_AUTH, ike::EventId::EV_SEND_AUTH, answer_second_with_initial_contact);
         two.replace(&ike::Tables::create_child_responder, ike::StateId::CHILD_R_INIT, ike::EventId::EV_VERIFY_MSG, refuse_further_sas);
     },
     [](Pair& p) {
         negotiate(p);
         p.run(119s, true);
     }},
    {"a DELETE too long to send",
     [](Pair&, Edited& one, Edited&) { one.replace(&ike::Tables::informational_initiator, ike::StateId::READY, ike::EventId::EV_SEND_DEL, overfill); },
     negotiate_then_delete},
    {"an answer too long to send",
     [](Pair&, Edited&, Edited& two) {
         two.replace(&ike::Tables::informational_responder, ike::StateId::INFO_R, ike::EventId::EV_RECV_INFO_REQ, overfill);
     },
     negotiate_then_delete},
    {"no answer", [](Pair& p, Edited&, Edited&) { p.fate_of = [](std::size_t) { return Fate::drop; }; }, negotiate},
    {"no answer after the first", [](Pair& p, Edited&, Edited&) { p.fate_of = [](std::size_t n) { return n < 2 ? Fate::deliver : Fate::drop; }; }, negotiate},
    {"nothing after the fourth", [](Pair& p, Edited&, Edited&) { p.fate_of = [](std::size_t n) { return n < 4 ? Fate::deliver : Fate::drop; }; },
     negotiate_then_delete},
    {"NAT",
     [](Pair& p, Edited&, Edited&) {
         p.translate = [](dataplane::UdpDatagram& d) {
             const bool out = d.local == ip("10.0.0.1");
             std::uint16_t& port = out ? d.local_port : d.remote_port;
             port = out ? static_cast<std::uint16_t>(port + 1000) : static_cast<std::uint16_t>(port - 1000);
         };
     },
     negotiate},
    {"a new life of the peer", nothing_special,
     [](Pair& p) {
         negotiate(p);
         p.r1.data_plane.pairs.clear();
         p.r1.start();
         negotiate(p);
     }},
    {"a policy that changes on the way", nothing_special,
     [](Pair& p) {
         p.acquire(p.r1);
         while (p.sent < 3)
             if (!p.step()) p.now += 1ms;
         config::Ikev2Proposal& proposal = p.r2.configuration.ikev2.proposals.at("other");
         proposal.encryption = {config::Ikev2Encryption::des};
         proposal.integrity = {config::HashAlgorithm::md5};
         proposal.groups = {1};
         p.r2.configuration.ikev2.policies.at("other").proposals = {"other"};
         p.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups = {14};
         p.run();
     }},
    {"a policy of R1 that changes on the way", nothing_special,
     [](Pair& p) {
         p.acquire(p.r1);
         while (p.sent < 3)
             if (!p.step()) p.now += 1ms;
         p.r1.configuration.ikev2.proposals.find("PHASE1-prop")->groups = {14};
         p.run();
     }},
    {"abort of the first request", nothing_special,
     [](Pair& p) {
         p.acquire(p.r1);
         p.r1.engine->command(p.now, ike::command::ClearIkeSa{});
         p.run();
     }},
    {"abort at every step", nothing_special,
     [](Pair& p) {
         for (int steps = 1; steps < 12; ++steps) {
             p.acquire(p.r1);
             for (int i = 0; i < steps; ++i)
                 if (!p.step()) p.now += 1ms;
             (steps % 2 != 0 ? p.r1 : p.r2).engine->command(p.now, ike::command::ClearIkeSa{});
             p.run();
         }
     }},
    {"a DELETE of an SA that is forgotten", nothing_special,
     [](Pair& p) {
         negotiate(p);
         p.r2.start();
         p.r1.engine->command(p.now, ike::command::ClearIkeSa{});
         p.run();
     }},
    {"two DELETEs at once", nothing_special,
     [](Pair& p) {
         p.r2.configuration.ikev2.window = 1;
         negotiate_then_delete(p);
     }},
    {"request without nonce", [](Pair& p, Edited&, Edited&) { alter_init(p, true, drop_nonce); }, negotiate},
    {"answer without nonce", [](Pair& p, Edited&, Edited&) { alter_init(p, false, drop_nonce); }, negotiate},
    {"request with configuration", [](Pair& p, Edited&, Edited&) { alter_init(p, true, add_config); }, negotiate},
    {"answer with configuration", [](Pair& p, Edited&, Edited&) { alter_init(p, false, add_config); }, negotiate},
    {"answer without pair", responder_answers<answer_without_pair>, negotiate},
    {"answer with CFG_REQUEST", responder_answers<answer_with_config_request>, negotiate},
    {"answer with certificate URL", responder_answers<answer_with_certificate_url>, negotiate},
    {"answer with EAP", responder_answers<answer_with_eap>, negotiate},
    {"answer without identity", responder_answers<answer_without_identity>, negotiate},
    {"request for EAP", initiator_asks<ask_for_eap>, negotiate},
    {"request with certificate URL", initiator_asks<ask_with_certificate_url>, negotiate},
    {"request with CFG_REPLY", initiator_asks<ask_with_config_reply>, negotiate},
    {"request without identity", initiator_asks<ask_without_identity>, negotiate},
    {"rekeying of the pair", nothing_special, negotiate_then_rekey_pair},
    {"rekeying of the pair with its own Diffie-Hellman", [](Pair& p, Edited&, Edited&) { set_pfs(p, 14); }, negotiate_then_rekey_pair},
    {"rekeying of the pair by a group that nobody has", [](Pair& p, Edited&, Edited&) { p.r1.data_plane.entry_table.at(1).pfs_group = 99; },
     negotiate_then_rekey_pair},
    {"rekeying of the pair with a group at one end", [](Pair& p, Edited&, Edited&) { p.r2.data_plane.entry_table.at(1).pfs_group = 14; },
     negotiate_then_rekey_pair},
    {"rekeying of the pair from both ends", nothing_special, rekey_pair_from_both_ends},
    {"rekeying of the pair from both ends, with other nonces", [](Pair& p, Edited&, Edited&) { reseed(p, 3); }, rekey_pair_from_both_ends},
    {"rekeying of the IKE SA", nothing_special, negotiate_then_rekey_ike_sa},
    {"rekeying of the IKE SA from R2", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r1).lifetime = 86400; }, negotiate_then_rekey_ike_sa},
    {"rekeying of the IKE SA from R1", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).lifetime = 86400; }, negotiate_then_rekey_ike_sa},
    {"rekeying of the IKE SA from both ends", nothing_special, rekey_ike_sa_from_both_ends},
    {"rekeying of the IKE SA from both ends, with other nonces", [](Pair& p, Edited&, Edited&) { reseed(p, 3); }, rekey_ike_sa_from_both_ends},
    {"rekeying of the IKE SA from both ends, with others again", [](Pair& p, Edited&, Edited&) { reseed(p, 4); }, rekey_ike_sa_from_both_ends},
    {"rekeying of both kinds", nothing_special, rekey_both_kinds},
    {"rekeying with another group", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).lifetime = 86400; }, change_groups_then_rekey},
    {"rekeying without a policy", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).lifetime = 86400; }, lose_policy_then_rekey},
    {"rekeying without a profile", [](Pair& p, Edited&, Edited&) { p.profile_of(p.r2).lifetime = 86400; }, lose_profile_then_rekey},
    {"a second pair", nothing_special, ask_for_second_pair},
    {"a second pair that cannot be installed",
     [](Pair&, Edited&, Edited&) {},
     [](Pair& p) {
         negotiate(p);
         p.r2.data_plane.refuse_install = true;
         soften(p, p.r1);
         p.run();
     }},
    {"a pair to rekey that is not found", creator_answers<refuse_create_child, ike::StateId::CHILD_R_INIT, ike::EventId::EV_VERIFY_MSG>,
     negotiate_then_rekey_pair},
    {"an empty answer to CREATE_CHILD_SA", creator_answers<answer_create_child_with_nothing, ike::StateId::CHILD_R_BLD_MSG, ike::EventId::EV_BLD_MSG>,
     negotiate_then_rekey_pair},
    {"an empty request of CREATE_CHILD_SA", creator_asks<send_no_create_child, ike::StateId::CHILD_I_BLD_MSG, ike::EventId::EV_BLD_MSG>,
     negotiate_then_rekey_pair},
    {"no answer to CREATE_CHILD_SA",
     [](Pair& p, Edited&, Edited&) { p.fate_of = [](std::size_t n) { return n < 4 ? Fate::deliver : Fate::drop; }; }, negotiate_then_rekey_pair},
    {"a window of one", [](Pair& p, Edited&, Edited&) { p.r1.configuration.ikev2.window = p.r2.configuration.ikev2.window = 1; },
     [](Pair& p) {
         negotiate(p);
         p.r1.engine->unknown_spi(p.now, {{}, ip("10.0.0.1"), ip("10.0.0.2"), dataplane::IpsecProtocol::esp, 7});
         soften(p, p.r1);
         p.run();
         p.run(10s, true);
     }},
    {"a window of one, filled by a rekeying that is refused",
     [](Pair& p, Edited&, Edited&) {
         p.r1.configuration.ikev2.window = p.r2.configuration.ikev2.window = 1;
         p.r2.data_plane.entry_table.at(1).pfs_group = 14;
     },
     [](Pair& p) {
         negotiate(p);
         soften(p, p.r1);
         while (p.r1.engine->stats().create_child.tx_request == 0)
             if (!p.step()) p.now += 1ms;
         p.r1.engine->command(p.now, ike::command::ClearIpsecSa{});
         p.run();
     }},
    {"CREATE_CHILD_SA", informs<send_create_child>, negotiate_then_delete},
    {"empty CREATE_CHILD_SA", informs<send_empty_create_child>, negotiate_then_delete},
};

void print(std::ostream& out, const Router& router, Instant now, bool with_steps) {
    for (const RecordedEvent& event : router.events.events) {
        if (!event.state.empty()) out << event.state << ' ' << event.event << ' ' << event.header.message_id << '\n';
        if (event.failed) out << "failed " << static_cast<int>(*event.failed) << ' ' << static_cast<int>(event.sent) << '\n';
        if (event.sent_length != 0) out << "sent " << event.sent_length << event.retransmission << '\n';
        if (with_steps && event.step && *event.step != ike::Step::action_null) out << "step " << static_cast<int>(*event.step) << '\n';
        if (with_steps && event.state.empty() && !event.step) out << "event " << event.kind << '\n';
    }
    for (const auto& sa : router.sas(now))
        out << sa.tunnel_id << ' ' << static_cast<int>(sa.status) << ' ' << sa.lifetime << ' ' << sa.local_id << ' ' << sa.remote_id << ' '
            << sa.auth_sign.has_value() << sa.auth_verify.has_value() << ' ' << sa.local_window << ' ' << sa.remote_window << ' ' << sa.nat_local
            << sa.nat_remote << sa.local_port << ' ' << sa.remote_port << ' ' << sa.children.size() << '\n';
    for (const auto& [spi, one] : router.data_plane.pairs) out << spi << ' ' << one.pair.outbound.spi << ' ' << static_cast<int>(one.pair.inbound.mode) << '\n';
    const ike::EngineStats stats = router.engine->stats();
    out << stats.in_accepted << ' ' << stats.out_accepted << ' ' << stats.in_failed << ' ' << stats.out_failed << ' ' << stats.sa_negotiating_in << ' '
        << stats.timed_out << ' ' << stats.malformed << ' ' << router.data_plane.failed.size() << ' ' << router.data_plane.reserved.size() << '\n';
    const auto deadline = router.engine->next_deadline(true);
    out << (deadline ? deadline->time_since_epoch().count() : -1) << '\n';
}

struct Change {
    ike::Table ike::Tables::*table = nullptr;
    const ike::Row* row = nullptr;
};

std::string play(const Scenario& scenario, const Change& change, bool with_steps) {
    Edited one, two;
    for (Edited* const edited : {&one, &two})
        if (change.row != nullptr) edited->replace(change.table, change.row->in, change.row->event, do_nothing);
    Pair pair;
    scenario.prepare(pair, one, two);
    pair.r1.start(one.tables);
    pair.r2.start(two.tables);
    scenario.play(pair);
    std::ostringstream out;
    print(out, pair.r1, pair.now, with_steps);
    print(out, pair.r2, pair.now, with_steps);
    return out.str();
}

std::string outcome(const Scenario& scenario, const Change& change, bool with_steps) {
    return outcome_in_child([&] { return play(scenario, change, with_steps); });
}

/// Rows whose whole work is what they say: their lines count as outcome, and nothing else could.
bool only_speaks(const ike::Row& row, std::string_view table) {
    using ike::EventId;
    constexpr EventId speaking[] = {EventId::EV_CHK_REDIRECT, EventId::EV_START_ACCT,           EventId::EV_NOTIFY_AUTH_DONE,
                                    EventId::EV_RECV_INIT,    EventId::EV_SET_RECD_CONFIG_MODE, EventId::EV_GET_CONFIG_MODE,
                                    EventId::EV_PKI_SESH_CLOSE, EventId::EV_CHK_PENDING,        EventId::EV_DONE};
    if (row.event == EventId::EV_GET_CONFIG_MODE && row.in == ike::StateId::I_BLD_AUTH) return false;
    if (row.event == EventId::EV_CHK_PENDING && table != "CREATE_CHILD_SA responder") return false;
    return std::find(std::begin(speaking), std::end(speaking), row.event) != std::end(speaking);
}

}  // namespace

TEST_CASE("every row's action does its event's work", "[ike][engine][rows]") {
    constexpr std::size_t count = std::size(scenarios);
    std::vector<std::string> base(count), base_with_steps(count);
    for (std::size_t i = 0; i < count; ++i) {
        base[i] = outcome(scenarios[i], {}, false);
        base_with_steps[i] = outcome(scenarios[i], {}, true);
        INFO(scenarios[i].name);
        CHECK(base[i] != "stopped");
        CHECK(outcome(scenarios[i], {}, false) == base[i]);
    }
    // What told the last row apart is likely to tell the next one.
    std::size_t likely = 0;
    for (const auto table : every_table)
        for (const ike::Row& row : (ike::standard_tables().*table).rows) {
            if (row.action == ike::Action_Null) continue;
            const std::string_view name = (ike::standard_tables().*table).name;
            const bool speaks = only_speaks(row, name);
            bool changed = false;
            for (std::size_t n = 0; n < count && !changed; ++n) {
                const std::size_t i = (likely + n) % count;
                changed = outcome(scenarios[i], {table, &row}, speaks) != (speaks ? base_with_steps[i] : base[i]);
                if (changed) likely = i;
            }
            INFO(name << ": " << ike::name_of(row.in) << ' ' << ike::name_of(row.event));
            CHECK(changed);
        }
}
