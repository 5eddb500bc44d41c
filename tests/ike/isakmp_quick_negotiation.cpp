#include <catch2/catch.hpp>

#include "isakmp_quick_pair.h"

using namespace quick_test;
using config::EspCipher;
using config::TransformHash;
using dataplane::Encryption;
using dataplane::Integrity;

TEST_CASE("quick mode makes a pair on both ends, with the same keys") {
    Pair pair;
    pair.up();
    REQUIRE(pair.works());
    CHECK(pair.r1.data_plane.pairs.size() == 1);
    CHECK(pair.r2.data_plane.pairs.size() == 1);
    CHECK(pair.nothing_reserved());
    const auto& made = pair.r1.data_plane.pairs.begin()->second.pair;
    CHECK(made.inbound.lifetime.hard_seconds == 3600);
    CHECK(made.inbound.lifetime.hard_kilobytes == 4608000);
    CHECK(made.outbound.local_selectors == std::vector{net("192.168.1.0", 24)});
    CHECK(made.outbound.connection_id == made.inbound.connection_id + 1);
    CHECK(pair.r1.sas(pair.now).front().inbound_spis == std::vector<std::uint32_t>{made.inbound.spi});
    CHECK(made.inbound.encryption_key != made.outbound.encryption_key);
}

TEST_CASE("the states of quick mode are the documented ones of each release") {
    Pair pair;
    SECTION("15.x") {
        pair.up();
        CHECK(pair.r1.events.quick_lines() == std::vector<std::string>{"IKE_MESG_INTERNAL, IKE_INIT_QM: IKE_QM_READY > IKE_QM_I_QM1",
                                                                       "IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_I_QM1 > IKE_QM_PHASE2_COMPLETE"});
        CHECK(pair.r2.events.quick_lines() == std::vector<std::string>{"IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_READY > IKE_QM_SPI_STARVE",
                                                                       "IKE_MESG_INTERNAL, IKE_GOT_SPI: IKE_QM_SPI_STARVE > IKE_QM_R_QM2",
                                                                       "IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_R_QM2 > IKE_QM_PHASE2_COMPLETE"});
    }
    SECTION("12.x") {
        pair.look("12.3");
        pair.up();
        CHECK(pair.r2.events.quick_lines() == std::vector<std::string>{"IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_READY > IKE_QM_SPI_STARVE",
                                                                       "IKE_MESG_FROM_IPSEC, IKE_SPI_REPLY: IKE_QM_SPI_STARVE > IKE_QM_R_QM2",
                                                                       "IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_R_QM2 > IKE_QM_PHASE2_COMPLETE"});
        CHECK(pair.r1.data_plane.pairs.begin()->second.pair.inbound.connection_id == 2000);
    }
    SECTION("17.x") {
        pair.look("17.3");
        pair.up();
        CHECK(pair.r1.events.quick_lines() ==
              std::vector<std::string>{"IKE_MESG_INTERNAL, IKE_INIT_QM: IKE_QM_READY > IKE_QM_I_QM1",
                                       "IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_I_QM1 > IKE_QM_IPSEC_INSTALL_AWAIT",
                                       "IKE_MESG_FROM_IPSEC, IPSEC_INSTALL_DONE: IKE_QM_IPSEC_INSTALL_AWAIT > IKE_QM_PHASE2_COMPLETE"});
        CHECK(pair.r2.events.quick_lines() ==
              std::vector<std::string>{"IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_READY > IKE_QM_SPI_STARVE",
                                       "IKE_MESG_INTERNAL, IKE_GOT_SPI: IKE_QM_SPI_STARVE > IKE_QM_IPSEC_INSTALL_AWAIT",
                                       "IKE_MESG_FROM_IPSEC, IPSEC_INSTALL_DONE: IKE_QM_IPSEC_INSTALL_AWAIT > IKE_QM_R_QM2",
                                       "IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_R_QM2 > IKE_QM_PHASE2_COMPLETE"});
    }
    CHECK(pair.works());
}

TEST_CASE("every ESP and AH transform set can be agreed on") {
    struct Row { EspCipher cipher; std::uint16_t bits; TransformHash esp, ah; };
    const Row rows[] = {
        {EspCipher::des, 0, TransformHash::md5, TransformHash::none},        {EspCipher::triple_des, 0, TransformHash::sha1, TransformHash::none},
        {EspCipher::aes, 128, TransformHash::sha256, TransformHash::none},   {EspCipher::aes, 192, TransformHash::sha384, TransformHash::none},
        {EspCipher::aes, 256, TransformHash::sha512, TransformHash::none},   {EspCipher::gcm, 128, TransformHash::none, TransformHash::none},
        {EspCipher::gcm, 256, TransformHash::none, TransformHash::none},     {EspCipher::null, 0, TransformHash::sha1, TransformHash::none},
        {EspCipher::none, 0, TransformHash::none, TransformHash::md5},       {EspCipher::none, 0, TransformHash::none, TransformHash::sha256},
    };
    for (const Row& row : rows) {
        Pair pair;
        for (Router* const router : {&pair.r1, &pair.r2}) {
            router->transform_set().esp_cipher = row.cipher;
            router->transform_set().key_bits = row.bits;
            router->transform_set().esp_hash = row.esp;
            router->transform_set().ah_hash = row.ah;
        }
        pair.up();
        CAPTURE(static_cast<int>(row.cipher), row.bits);
        CHECK(pair.works());
        REQUIRE(!pair.no_pairs());
        const auto& sa = pair.r1.data_plane.pairs.begin()->second.pair.inbound;
        CHECK((sa.protocol == dataplane::IpsecProtocol::ah) == (row.ah != TransformHash::none));
    }
}

TEST_CASE("perfect forward secrecy in every group, and its rules") {
    Pair pair;
    SECTION("the same group on both ends") {
        for (const std::uint16_t group : std::initializer_list<std::uint16_t>{1, 2, 5, 14, 19, 20, 24}) {
            Pair one;
            one.r1.policy().pfs_group = one.r2.policy().pfs_group = group;
            one.up();
            CAPTURE(group);
            CHECK(one.works());
            REQUIRE(!one.no_pairs());
            CHECK(one.r2.data_plane.pairs.begin()->second.pair.pfs_group == group);
        }
    }
    SECTION("a responder without it accepts it") {
        pair.r1.policy().pfs_group = 14;
        pair.up();
        CHECK(pair.works());
        CHECK(pair.r2.data_plane.pairs.begin()->second.pair.pfs_group == 14);
    }
    SECTION("a responder with it insists") {
        pair.r2.policy().pfs_group = 14;
        pair.up();
        CHECK(pair.no_pairs());
        CHECK(pair.r2.events.refusals == std::vector<unsigned>{256});
    }
    SECTION("another group is refused") {
        pair.r1.policy().pfs_group = 2;
        pair.r2.policy().pfs_group = 5;
        pair.up();
        CHECK(pair.no_pairs());
        CHECK(pair.nothing_reserved());
    }
}

TEST_CASE("keys differ with and without perfect forward secrecy, and from pair to pair") {
    Pair pair;
    pair.r1.policy().pfs_group = 2;
    pair.up();
    const auto first = pair.r1.data_plane.pairs.begin()->second.pair.inbound.encryption_key;
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.acquire(pair.r1);
    pair.run();
    REQUIRE(pair.works());
    CHECK_FALSE(pair.r1.data_plane.pairs.begin()->second.pair.inbound.encryption_key == first);
}

TEST_CASE("transport mode only between the two ends themselves") {
    Pair pair;
    const auto host1 = TrafficSelector::of_host(ip("10.1.1.1"), 47), host2 = TrafficSelector::of_host(ip("10.1.1.2"), 47);
    pair.r1.transform_set().transport = pair.r2.transform_set().transport = true;
    SECTION("a network to network flow negotiates tunnel though the set says transport") {
        pair.up();
        REQUIRE(pair.works());
        CHECK(pair.r1.data_plane.pairs.begin()->second.pair.inbound.mode == dataplane::EncapsulationMode::tunnel);
    }
    SECTION("host to host") {
        pair.r1.data_plane.add(1, ip("10.1.1.1"), ip("10.1.1.2"), host1, host2);
        pair.r2.data_plane.add(1, ip("10.1.1.2"), ip("10.1.1.1"), host2, host1);
        SECTION("both") {
            pair.up();
            REQUIRE(pair.works());
            CHECK(pair.r2.data_plane.pairs.begin()->second.pair.outbound.mode == dataplane::EncapsulationMode::transport);
        }
        SECTION("a responder for tunnel mode refuses transport") {
            pair.r2.transform_set().transport = false;
            pair.up();
            CHECK(pair.no_pairs());
        }
        SECTION("a responder for transport mode takes tunnel") {
            pair.r1.transform_set().transport = false;
            pair.up();
            REQUIRE(pair.works());
            CHECK(pair.r2.data_plane.pairs.begin()->second.pair.outbound.mode == dataplane::EncapsulationMode::tunnel);
        }
        SECTION("unless it requires transport") {
            pair.r1.transform_set().transport = false;
            pair.r2.transform_set().transport_required = true;
            pair.up();
            CHECK(pair.no_pairs());
        }
    }
}

TEST_CASE("quick mode over IPv6") {
    Pair pair = Pair::over_ipv6();
    pair.up();
    REQUIRE(pair.works());
    CHECK(pair.r1.data_plane.pairs.begin()->second.pair.inbound.remote_selectors == std::vector{TrafficSelector::any(config::AddressFamily::ipv6)});
}

TEST_CASE("the responder takes narrower proxies and refuses wider ones") {
    Pair pair;
    const auto inside = net("192.168.1.0", 24), host = TrafficSelector::of_host(ip("192.168.2.7"));
    SECTION("narrower") {
        pair.r1.data_plane.flow_table[1].remote = host;
        pair.up();
        REQUIRE(pair.works());
        const auto& made = pair.r2.data_plane.pairs.begin()->second.pair;
        CHECK(made.inbound.local_selectors == std::vector{host});
        CHECK(made.inbound.remote_selectors == std::vector{inside});
    }
    SECTION("wider") {
        pair.r2.data_plane.flow_table[1].local = host;
        pair.up();
        CHECK(pair.no_pairs());
        CHECK(pair.r2.events.refusals == std::vector<unsigned>{32});
        CHECK(pair.r2.events.sent(ike::isakmp::NotifyType::NO_PROPOSAL_CHOSEN));
        CHECK(pair.r2.events.mode_failures == std::vector<std::string>{"Quick"});
        CHECK(pair.r2.events.quick_lines() == std::vector<std::string>{"IKE_MESG_FROM_PEER, IKE_QM_EXCH: IKE_QM_READY > IKE_QM_READY"});
        CHECK(pair.r2.events.nodes_deleted.front() == ike::isakmp::NodeReason::qm_rejected);
        CHECK(pair.r1.events.nodes_deleted == std::vector{ike::isakmp::NodeReason::delete_larval, ike::isakmp::NodeReason::informational});
        CHECK(pair.nothing_reserved());
    }
    SECTION("the other end may still begin: the tunnel comes up from one side only") {
        pair.r2.data_plane.flow_table[1].local = host;
        pair.start();
        pair.acquire(pair.r2);
        pair.run();
        CHECK(pair.works());
    }
}

TEST_CASE("transform sets that do not meet are refused by number 256") {
    Pair pair;
    pair.r2.transform_set().esp_hash = TransformHash::sha512;
    pair.up();
    CHECK(pair.no_pairs());
    CHECK(pair.r2.events.refusals == std::vector<unsigned>{256});
    CHECK(pair.r1.active(pair.now) == 1);
    CHECK(pair.nothing_reserved());
    SECTION("and recover when they do") {
        pair.r2.transform_set().esp_hash = TransformHash::sha1;
        pair.acquire(pair.r1);
        pair.run();
        CHECK(pair.works());
    }
}

TEST_CASE("the responder walks its own sets in its own order") {
    Pair pair;
    const auto add = [](Router& router, const char* name, EspCipher cipher, std::uint16_t bits) {
        auto& set = router.configuration.ipsec.transform_sets.at(name);
        set.esp_cipher = cipher;
        set.key_bits = bits;
        set.esp_hash = TransformHash::sha1;
    };
    for (Router* const router : {&pair.r1, &pair.r2}) {
        add(*router, "A", EspCipher::triple_des, 0);
        add(*router, "B", EspCipher::aes, 256);
    }
    pair.r1.policy().transform_sets = {"A", "B"};
    pair.r2.policy().transform_sets = {"B", "A"};
    pair.up();
    REQUIRE(pair.works());
    CHECK(pair.r1.data_plane.pairs.begin()->second.pair.inbound.suite.key_bits == 256);
}

TEST_CASE("the shorter life holds, and the initiator hears of it") {
    Pair pair;
    SECTION("the responder's") {
        pair.r2.policy().lifetime_seconds = 1200;
        pair.r2.policy().lifetime_kilobytes = 50000;
        pair.up();
        CHECK(pair.r1.events.saw(ike::isakmp::Step::processing_responder_lifetime));
    }
    SECTION("the initiator's") {
        pair.r1.policy().lifetime_seconds = 1200;
        pair.r1.policy().lifetime_kilobytes = 50000;
        pair.up();
        CHECK_FALSE(pair.r1.events.saw(ike::isakmp::Step::processing_responder_lifetime));
    }
    REQUIRE(pair.works());
    for (const Router* const router : {&pair.r1, &pair.r2}) {
        CHECK(router->data_plane.pairs.begin()->second.pair.inbound.lifetime.hard_seconds == 1200);
        CHECK(router->data_plane.pairs.begin()->second.pair.inbound.lifetime.hard_kilobytes == 50000);
    }
}

TEST_CASE("a dynamic map's template takes the proxies of its peer") {
    Pair pair;
    auto& entry = pair.r2.policy();
    entry.origin = dataplane::PolicyOrigin::dynamic_map;
    entry.any_proxy = true;
    entry.peers.clear();
    entry.flows.clear();
    pair.r2.data_plane.flow_table.clear();
    SECTION("and makes a flow of them") {
        pair.up();
        REQUIRE(pair.r2.data_plane.flow_table.size() == 1);
        const auto& flow = pair.r2.data_plane.flow_table.begin()->second;
        CHECK(flow.local == net("192.168.2.0", 24));
        CHECK(flow.remote == net("192.168.1.0", 24));
        CHECK(pair.works(1, flow.id));
    }
    SECTION("unless it is another profile's") {
        entry.isakmp_profile = "OTHER";
        pair.up();
        CHECK(pair.no_pairs());
        CHECK(pair.r2.events.refusals == std::vector<unsigned>{32});
    }
    SECTION("the first entry whose proxies fit decides") {
        auto& static_entry = pair.r2.data_plane.add(2, ip("10.1.1.2"), ip("10.1.1.1"), net("192.168.2.0", 24), net("192.168.1.0", 24));
        pair.r2.configuration.ipsec.transform_sets.at("ELSE").esp_cipher = EspCipher::des;
        pair.r2.data_plane.entry_table[1].transform_sets = {"ELSE"};
        static_entry.transform_sets = {"TS"};
        pair.up();
        CHECK(pair.no_pairs());
        CHECK(pair.r2.events.refusals == std::vector<unsigned>{256});
    }
}

TEST_CASE("both ends begin at once: both pairs stand and the traffic passes") {
    Pair pair;
    pair.up();
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
    REQUIRE(pair.no_pairs());
    pair.acquire(pair.r1);
    pair.acquire(pair.r2);
    pair.run();
    CHECK(pair.r1.data_plane.pairs.size() == 2);
    CHECK(pair.r2.data_plane.pairs.size() == 2);
    CHECK(pair.works());
}

TEST_CASE("requests wait while phase 1 is under way, each once") {
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) {
        const bool first = router == &pair.r1;
        router->data_plane.flow_table[2] = {2, 1, net(first ? "192.168.11.0" : "192.168.2.0", 24), net(first ? "192.168.2.0" : "192.168.11.0", 24), true, 20};
        router->policy().flows = {1, 2};
    }
    pair.start();
    pair.acquire(pair.r1, 1);
    pair.acquire(pair.r1, 2);
    pair.acquire(pair.r1, 2);
    CHECK(pair.r1.events.saw(ike::isakmp::Step::still_budding));
    pair.run();
    CHECK(pair.r1.active(pair.now) == 1);
    CHECK(pair.r1.data_plane.pairs.size() == 2);
    CHECK(pair.works(1, 1));
    CHECK(pair.works(2, 2));
}

TEST_CASE("an SA that stands serves the next flow at once") {
    Pair pair;
    pair.up();
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run();
    pair.acquire(pair.r1);
    CHECK(pair.r1.events.saw(ike::isakmp::Step::sitting_idle));
    pair.run();
    CHECK(pair.works());
    CHECK(pair.r1.active(pair.now) == 1);
}

TEST_CASE("a policy for IKEv2 is not IKEv1's") {
    Pair pair;
    pair.r2.policy().ikev2_profile = "PROFILE";
    pair.up();
    CHECK(pair.no_pairs());
    CHECK(pair.r2.events.refusals == std::vector<unsigned>{32});
}
