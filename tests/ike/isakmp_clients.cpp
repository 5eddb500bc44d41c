#include <catch2/catch.hpp>

#include "tests/ike/isakmp_clients.h"

using namespace client_test;
using ike::isakmp::EzvpnState;

namespace {

const char* const connected_client[] = {
    "IKE_MESG_FROM_IPSEC, IKE_SA_REQ_AM: IKE_READY -> IKE_I_AM1",
    "IKE_MESG_FROM_PEER, IKE_AM_EXCH: IKE_I_AM1 -> IKE_P1_COMPLETE",
    "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_P1_COMPLETE",
    "IKE_MESG_FROM_PEER, IKE_INFO_NOTIFY: IKE_P1_COMPLETE -> IKE_P1_COMPLETE",
    "IKE_MESG_FROM_PEER, IKE_CFG_REQUEST: IKE_P1_COMPLETE -> IKE_XAUTH_REPLY_AWAIT",
    "IKE_MESG_INTERNAL, IKE_XAUTH_REPLY_ATTR: IKE_XAUTH_REPLY_AWAIT -> IKE_XAUTH_REPLY_SENT",
    "IKE_MESG_FROM_PEER, IKE_CFG_SET: IKE_XAUTH_REPLY_SENT -> IKE_P1_COMPLETE",
    "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_CONFIG_MODE_REQ_SENT",
    "IKE_MESG_FROM_PEER, IKE_CFG_REPLY: IKE_CONFIG_MODE_REQ_SENT -> IKE_P1_COMPLETE",
    "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_P1_COMPLETE",
};

const char* const connected_hub[] = {
    "IKE_MESG_FROM_PEER, IKE_AM_EXCH: IKE_R_AM2 -> IKE_P1_COMPLETE",
    "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_XAUTH_AAA_START_LOGIN_AWAIT",
    "IKE_MESG_FROM_AAA, IKE_AAA_START_LOGIN: IKE_XAUTH_AAA_START_LOGIN_AWAIT -> IKE_XAUTH_REQ_SENT",
    "IKE_MESG_FROM_PEER, IKE_CFG_REPLY: IKE_XAUTH_REQ_SENT -> IKE_XAUTH_AAA_CONT_LOGIN_AWAIT",
    "IKE_MESG_FROM_AAA, IKE_AAA_CONT_LOGIN: IKE_XAUTH_AAA_CONT_LOGIN_AWAIT -> IKE_XAUTH_SET_SENT",
    "IKE_MESG_FROM_PEER, IKE_CFG_ACK: IKE_XAUTH_SET_SENT -> IKE_P1_COMPLETE",
    "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_P1_COMPLETE",
    "IKE_MESG_FROM_PEER, IKE_CFG_REQUEST: IKE_P1_COMPLETE -> IKE_CONFIG_AUTHOR_AAA_AWAIT",
    "IKE_MESG_FROM_AAA, IKE_AAA_GROUP_ATTR: IKE_CONFIG_AUTHOR_AAA_AWAIT -> IKE_P1_COMPLETE",
    "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_P1_COMPLETE",
};

template <std::size_t N>
bool ends_with(const std::vector<std::string>& seen, const char* const (&expected)[N]) {
    return seen.size() >= N && std::equal(std::begin(expected), std::end(expected), seen.end() - N);
}

std::uint32_t used_addresses(Router& hub) {
    std::uint32_t used = 0;
    for (const auto& range : hub.engine->isakmp().pools()) used += range.in_use;
    return used;
}

bool is_connected(Lab& lab, Router& router) { return router.client().state == EzvpnState::IPSEC_ACTIVE && lab.keys_agree(router); }

bool is_bare(Lab& lab, Router& router) {
    return lab.hub.data_plane.pairs.empty() && router.data_plane.pairs.empty() && router.data_plane.clients.empty() && lab.hub.data_plane.reserved.empty() &&
           router.data_plane.reserved.empty() && used_addresses(lab.hub) == 0;
}

}  // namespace

TEST_CASE("a client waits for the command, asks for user and password, and is given an address") {
    Lab lab;
    lab.start();
    Router& client = lab.client();
    CHECK(client.client().state == EzvpnState::CONNECT_REQUIRED);
    lab.command(client, ike::command::EzvpnConnect{"WORK"});
    lab.run(1s);
    CHECK(client.client().state == EzvpnState::XAUTH_REQ);
    REQUIRE(client.events.of<ike::isakmp::event::EzvpnPendingXauth>().size() == 1);
    CHECK(client.events.of<ike::isakmp::event::EzvpnPendingXauth>().front().name == "WORK");
    CHECK(lab.hub.only_sa(lab.now).label == ike::isakmp::Label::CONF_XAUTH);
    CHECK(client.data_plane.clients.empty());

    lab.log_in(client, "alice", "wonderland");
    REQUIRE(is_connected(lab, client));
    const auto view = client.client();
    CHECK(view.address == ip("10.0.99.10"));
    CHECK(view.netmask == ip("255.255.255.0"));
    CHECK(view.dns == std::vector{ip("10.0.0.53"), ip("10.0.0.54")});
    CHECK(view.wins == std::vector{ip("10.0.0.55")});
    CHECK(view.domain == "example.com");
    CHECK_FALSE(view.save_password);
    REQUIRE(view.split_include.size() == 2);
    CHECK(view.split_include[1].network() == ip("10.3.0.0"));
    CHECK(view.split_include[1].length == 16);
    CHECK(view.peer == ip("203.0.113.1"));

    // A pair of selectors a network, with the assigned address on our side.
    REQUIRE(client.data_plane.clients.size() == 1);
    const auto& policy = client.data_plane.clients.begin()->second;
    CHECK(policy.assigned == ip("10.0.99.10"));
    CHECK(policy.translate_inside);
    REQUIRE(policy.flows.size() == 2);
    CHECK(policy.flows[0].first == dataplane::TrafficSelector::of_host(ip("10.0.99.10")));
    CHECK(policy.flows[0].second == dataplane::TrafficSelector::of_prefix({ip("10.0.0.0"), 24}));
    CHECK(client.data_plane.pairs.size() == 2);

    const auto hub = lab.hub.only_sa(lab.now);
    CHECK(hub.label == ike::isakmp::Label::QM_IDLE);
    CHECK(hub.username == "alice");
    CHECK(hub.group == "STAFF");
    CHECK(hub.assigned == ip("10.0.99.10"));
    CHECK(used_addresses(lab.hub) == 1);
}

TEST_CASE("the documented states of both ends, in order") {
    Lab lab;
    lab.start();
    lab.connect(lab.client());
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().events.transitions == std::vector<std::string>(std::begin(connected_client), std::end(connected_client)));
    INFO(Catch::Detail::stringify(lab.hub.events.transitions));
    CHECK(ends_with(lab.hub.events.transitions, connected_hub));
}

TEST_CASE("the hub's answers are those of the group, in the order of the request") {
    Lab lab;
    lab.start();
    lab.connect(lab.client());
    using ike::isakmp::ConfigAttribute;
    std::vector<std::uint16_t> sent, unknown;
    for (const auto& one : lab.hub.events.of<ike::isakmp::event::ConfigAttributeSent>()) (one.unknown ? unknown : sent).push_back(one.attribute.type);
    const auto number = [](ConfigAttribute type) { return static_cast<std::uint16_t>(type); };
    CHECK(sent == std::vector{number(ConfigAttribute::INTERNAL_IP4_ADDRESS), number(ConfigAttribute::INTERNAL_IP4_NETMASK),
                              number(ConfigAttribute::INTERNAL_ADDRESS_EXPIRY), number(ConfigAttribute::INTERNAL_IP4_DNS),
                              number(ConfigAttribute::INTERNAL_IP4_DNS), number(ConfigAttribute::INTERNAL_IP4_NBNS),
                              number(ConfigAttribute::UNITY_SAVE_PASSWD), number(ConfigAttribute::UNITY_DEF_DOMAIN),
                              number(ConfigAttribute::UNITY_SPLIT_INCLUDE), number(ConfigAttribute::UNITY_SPLIT_INCLUDE),
                              number(ConfigAttribute::UNITY_LOCAL_LAN), number(ConfigAttribute::UNITY_PFS), number(ConfigAttribute::APPLICATION_VERSION)});
    CHECK(unknown == std::vector{number(ConfigAttribute::UNITY_BANNER), number(ConfigAttribute::UNITY_SPLITDNS_NAME), number(ConfigAttribute::UNITY_BACKUP_SERVERS)});
}

TEST_CASE("stored credentials are used where the group lets them be saved") {
    Lab lab(" connect auto\n group OPEN key open-secret\n mode client\n username alice password wonderland\n");
    lab.start();
    lab.run();
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().save_password);
    CHECK(lab.client().client().address == ip("10.0.98.1"));
    CHECK(lab.client().events.of<ike::isakmp::event::EzvpnPendingXauth>().empty());
    // No split tunnel: everything goes through it.
    CHECK(lab.client().data_plane.clients.begin()->second.flows.front().second == dataplane::TrafficSelector::any(config::AddressFamily::ipv4));
}

TEST_CASE("where it does not, the user is asked all the same") {
    Lab lab(" connect auto\n group STAFF key staff-secret\n mode client\n username alice password wonderland\n");
    lab.start();
    lab.run(20s, true);
    CHECK(lab.client().client().state == EzvpnState::XAUTH_REQ);
    CHECK(lab.client().events.of<ike::isakmp::event::EzvpnSavedPasswordRefused>().size() == 1);
    lab.log_in(lab.client(), "alice", "wonderland");
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.hub.living(lab.now).size() == 1);
}

TEST_CASE("a wrong password: both ends say so, nothing stays, and the next try may succeed") {
    Lab lab;
    lab.start();
    Router& client = lab.client();
    lab.connect(client, "alice", "lookingglass");
    lab.run(120s, true);
    CHECK(lab.hub.events.of<ike::isakmp::event::XauthFailed>().front().user == "alice");
    REQUIRE(client.events.of<ike::isakmp::event::XauthStatus>().size() == 1);
    CHECK_FALSE(client.events.of<ike::isakmp::event::XauthStatus>().front().ok);
    CHECK(lab.hub.events.saw("IKE_MESG_INTERNAL, IKE_PHASE1_DEL: IKE_P1_COMPLETE -> IKE_DEST_SA"));
    CHECK(client.client().state == EzvpnState::CONNECT_REQUIRED);
    CHECK(lab.hub.living(lab.now).empty());
    CHECK(client.living(lab.now).empty());
    CHECK(is_bare(lab, client));
    lab.connect(client);
    CHECK(is_connected(lab, client));
}

TEST_CASE("a user without password, an unknown user and an empty one are refused") {
    for (const auto& [user, password] : {std::pair{"alice", ""}, std::pair{"mallory", "wonderland"}, std::pair{"", ""}}) {
        Lab lab;
        lab.start();
        lab.connect(lab.client(), user, password);
        lab.run(120s, true);
        CHECK(is_bare(lab, lab.client()));
        CHECK(lab.client().client().state == EzvpnState::CONNECT_REQUIRED);
    }
}

TEST_CASE("nobody answers the question: the hub gives up after a minute") {
    Lab lab;
    lab.start();
    lab.command(lab.client(), ike::command::EzvpnConnect{"WORK"});
    lab.run(200s, true);
    CHECK(lab.hub.living(lab.now).empty());
    CHECK(lab.client().living(lab.now).empty());
    CHECK(lab.client().client().state == EzvpnState::CONNECT_REQUIRED);
    CHECK(is_bare(lab, lab.client()));
    lab.connect(lab.client());
    CHECK(is_connected(lab, lab.client()));
}

TEST_CASE("an exhausted pool: the third client is turned away until an address is free") {
    Lab lab;
    lab.add_client("192.0.2.11", by_hand);
    lab.add_client("192.0.2.12", by_hand);
    lab.start();
    lab.connect(lab.client(0));
    lab.connect(lab.client(1), "bob", "builder");
    lab.connect(lab.client(2));
    CHECK(is_connected(lab, lab.client(0)));
    CHECK(lab.client(1).client().address == ip("10.0.99.11"));
    CHECK(lab.client(2).client().state == EzvpnState::CONNECT_REQUIRED);
    CHECK(lab.client(2).data_plane.clients.empty());
    CHECK(used_addresses(lab.hub) == 2);
    const auto reasons = lab.hub.events.of<ike::isakmp::event::SaDeleting>();
    REQUIRE_FALSE(reasons.empty());
    CHECK(reasons.back().reason == ike::isakmp::DeleteReason::no_address);

    lab.command(lab.client(0), ike::command::EzvpnClear{"WORK"});
    lab.run();
    CHECK(used_addresses(lab.hub) == 1);
    lab.connect(lab.client(2));
    CHECK(is_connected(lab, lab.client(2)));
    CHECK(lab.client(2).client().address == ip("10.0.99.10"));
}

TEST_CASE("the group's limits on members and on logins of one user") {
    Lab lab(by_hand, "crypto isakmp client configuration group STAFF\n max-users 1\ncrypto isakmp client configuration group OPEN\n max-logins 1\n");
    lab.add_client("192.0.2.11", by_hand);
    lab.add_client("192.0.2.12", " connect manual\n group OPEN key open-secret\n");
    lab.add_client("192.0.2.13", " connect manual\n group OPEN key open-secret\n");
    lab.start();
    lab.connect(lab.client(0));
    lab.connect(lab.client(1), "bob", "builder");
    CHECK(is_connected(lab, lab.client(0)));
    CHECK(lab.client(1).data_plane.clients.empty());
    lab.connect(lab.client(2));
    lab.connect(lab.client(3));
    CHECK(is_connected(lab, lab.client(2)));
    CHECK(lab.client(3).data_plane.clients.empty());
    lab.connect(lab.client(3), "bob", "builder");
    CHECK(is_connected(lab, lab.client(3)));
}

TEST_CASE("group-lock: the user names his group") {
    Lab lab(by_hand, "crypto isakmp client configuration group STAFF\n group-lock\n");
    lab.start();
    lab.connect(lab.client(), "alice", "wonderland");
    lab.run(120s, true);
    CHECK(lab.client().client().state == EzvpnState::CONNECT_REQUIRED);
    lab.connect(lab.client(), "alice@OPEN", "wonderland");
    lab.run(120s, true);
    CHECK(lab.client().client().state == EzvpnState::CONNECT_REQUIRED);
    lab.connect(lab.client(), "alice@STAFF", "wonderland");
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.hub.living(lab.now).front().username == "alice");
}

TEST_CASE("clear at the client: everything goes at both ends, and the same user has the same address again") {
    Lab lab;
    lab.start();
    lab.connect(lab.client());
    lab.command(lab.client(), ike::command::EzvpnClear{""});
    lab.run();
    CHECK(lab.client().client().state == EzvpnState::CONNECT_REQUIRED);
    CHECK(is_bare(lab, lab.client()));
    CHECK(lab.hub.living(lab.now).empty());
    lab.connect(lab.client());
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().address == ip("10.0.99.10"));
}

TEST_CASE("the hub deletes the SA: an automatic client comes back by itself, with its address") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n");
    lab.start();
    lab.run();
    REQUIRE(is_connected(lab, lab.client()));
    lab.command(lab.hub, ike::command::ClearSession{});
    lab.run(30s, true);
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().address == ip("10.0.98.1"));
    CHECK(lab.hub.living(lab.now).size() == 1);
    CHECK(lab.hub.data_plane.pairs.size() == 1);
    CHECK(used_addresses(lab.hub) == 1);
    const auto ups = lab.client().events.of<ike::isakmp::event::EzvpnConnection>();
    REQUIRE(ups.size() == 3);
    CHECK((ups[0].up && !ups[1].up && ups[2].up));
}

TEST_CASE("network-extension asks for no address and protects the inside network") {
    Lab lab(" connect auto\n group OPEN key open-secret\n mode network-extension\n username alice password wonderland\n");
    lab.start();
    lab.run();
    REQUIRE(is_connected(lab, lab.client()));
    CHECK_FALSE(lab.client().client().address);
    CHECK(used_addresses(lab.hub) == 0);
    const auto& policy = lab.client().data_plane.clients.begin()->second;
    CHECK_FALSE(policy.translate_inside);
    REQUIRE(policy.flows.size() == 1);
    CHECK(policy.flows.front().first == dataplane::TrafficSelector::of_prefix({ip("172.31.0.0"), 24}));
}

TEST_CASE("a group that asks for perfect forward secrecy has it") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n", "crypto isakmp client configuration group OPEN\n pfs\n");
    lab.start();
    lab.run();
    REQUIRE(is_connected(lab, lab.client()));
    CHECK(lab.client().data_plane.pairs.begin()->second.pair.pfs_group == 2);
    CHECK(lab.hub.data_plane.pairs.begin()->second.pair.pfs_group == 2);
}

TEST_CASE("network-plus has both") {
    Lab lab(" connect auto\n group OPEN key open-secret\n mode network-plus\n username alice password wonderland\n");
    lab.start();
    lab.run();
    REQUIRE(is_connected(lab, lab.client()));
    CHECK(lab.client().data_plane.clients.begin()->second.flows.size() == 2);
    CHECK(lab.client().data_plane.pairs.size() == 2);
}

TEST_CASE("nobody speaks for an address that another client was given") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n");
    Router& thief = lab.add_client("192.0.2.11", " connect auto\n group OPEN key open-secret\n mode network-extension\n username bob password builder\n");
    for (auto& [name, interface] : thief.configuration.interfaces)
        if (interface.address) interface.address = config::Prefix{ip("10.0.98.1"), 32};
    lab.configure(lab.client());
    lab.run();
    lab.configure(thief);
    lab.run();
    CHECK(is_connected(lab, lab.client()));
    CHECK(thief.data_plane.pairs.empty());
    CHECK(lab.hub.data_plane.pairs.size() == 1);
}

TEST_CASE("a wrong group key comes to nothing, and the client goes on trying") {
    Lab lab(" connect auto\n group OPEN key wrong-secret\n username alice password wonderland\n");
    lab.start();
    lab.run(200s, true);
    CHECK(lab.client().data_plane.clients.empty());
    CHECK(lab.client().client().state == EzvpnState::READY);
    lab.hub.configuration.isakmp.groups.find("OPEN")->key->key = config::Secret::of_text("wrong-secret");
    lab.run(200s, true);
    CHECK(is_connected(lab, lab.client()));
}

TEST_CASE("a server that does not answer makes room for the next one") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n peer 203.0.113.99\n");
    // The silent one is listed first.
    CHECK(lab.client().configuration.ezvpn_clients.find("WORK")->peers.front() == "203.0.113.99");
    lab.start();
    lab.run(200s, true);
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().peer == ip("203.0.113.1"));
}

TEST_CASE("pushed addresses: the client acknowledges what it did not ask for") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n",
            "crypto isakmp profile OPEN\n   no client configuration address respond\n   client configuration address initiate\n");
    REQUIRE(lab.hub.configuration.isakmp.profiles.find("OPEN")->client_addressing.initiate);
    REQUIRE_FALSE(lab.hub.configuration.isakmp.profiles.find("OPEN")->client_addressing.respond);
    lab.start();
    lab.run();
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().address == ip("10.0.98.1"));
    CHECK(lab.hub.events.saw("IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE -> IKE_CONFIG_MODE_SET_SENT"));
    CHECK(lab.hub.events.saw("IKE_MESG_FROM_PEER, IKE_CFG_ACK: IKE_CONFIG_MODE_SET_SENT -> IKE_P1_COMPLETE"));
}

TEST_CASE("the configuration of a client ends, changes, or was never complete") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n");
    lab.start();
    lab.run();
    REQUIRE(is_connected(lab, lab.client()));
    config::Configuration& configuration = lab.client().configuration;
    configuration.ezvpn_clients.find("WORK")->mode = config::EzvpnMode::network_plus;
    lab.configure(lab.client());
    lab.run();
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().data_plane.pairs.size() == 2);
    CHECK(lab.hub.living(lab.now).size() == 1);
    configuration.interfaces.begin()->second.ezvpn_outside.clear();
    for (auto& [name, interface] : configuration.interfaces) interface.ezvpn_outside.clear();
    lab.configure(lab.client());
    lab.run();
    CHECK(is_bare(lab, lab.client()));
    CHECK(lab.client().engine->isakmp().ezvpn().empty());

    Lab incomplete(" connect auto\n mode client\n");
    incomplete.start();
    CHECK(incomplete.client().client().state == EzvpnState::IDLE);
    CHECK_FALSE(incomplete.client().engine->next_deadline(true));
}

TEST_CASE("two days of lifetimes: the client is connected again after each phase 1, with its address") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n");
    lab.start();
    lab.run(48h + 60s, true);
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().address == ip("10.0.98.1"));
    CHECK(lab.hub.living(lab.now).size() == 1);
    CHECK(lab.client().living(lab.now).size() == 1);
    CHECK(used_addresses(lab.hub) == 1);
    CHECK(lab.client().events.of<ike::isakmp::event::EzvpnConnection>().size() >= 5);
}

TEST_CASE("a hub that went silent is noticed, and met again") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n");
    const config::DeadPeerDetection keepalive{10, 2, true};
    lab.client().configuration.isakmp.keepalive = lab.hub.configuration.isakmp.keepalive = keepalive;
    lab.start();
    lab.run();
    REQUIRE(is_connected(lab, lab.client()));
    lab.fate_of = [](std::size_t) { return Fate::drop; };
    lab.run(100s, true);
    CHECK(lab.client().data_plane.clients.empty());
    CHECK(lab.hub.living(lab.now).empty());
    CHECK(used_addresses(lab.hub) == 0);
    CHECK(lab.client().client().state == EzvpnState::READY);
    lab.fate_of = {};
    lab.run(100s, true);
    CHECK(is_connected(lab, lab.client()));
    CHECK(lab.client().client().address == ip("10.0.98.1"));
}

TEST_CASE("whichever datagram is lost, doubled or late, the client is connected in the end") {
    const std::string lines = " connect auto\n group OPEN key open-secret\n username alice password wonderland\n";
    for (const Fate fate : {Fate::drop, Fate::duplicate, Fate::delay})
        for (std::size_t which = 0; which < 16; ++which) {
            Lab lab(lines);
            lab.fate_of = [=](std::size_t index) { return index == which ? fate : Fate::deliver; };
            lab.start();
            lab.run(100s, true);
            INFO("fate " << static_cast<int>(fate) << " of datagram " << which);
            REQUIRE(is_connected(lab, lab.client()));
            REQUIRE(lab.hub.living(lab.now).size() == 1);
            REQUIRE(used_addresses(lab.hub) == 1);
            REQUIRE(lab.hub.data_plane.reserved.empty());
            REQUIRE(lab.client().data_plane.reserved.empty());
            // Nothing echoes.
            REQUIRE(lab.sent < 60);
        }
}

TEST_CASE("every third datagram is lost, for long") {
    Lab lab(" connect auto\n group OPEN key open-secret\n username alice password wonderland\n");
    lab.fate_of = [](std::size_t index) { return index % 3 == 1 ? Fate::drop : Fate::deliver; };
    lab.start();
    lab.run(600s, true);
    CHECK(is_connected(lab, lab.client()));
    CHECK(used_addresses(lab.hub) == 1);
}
