#include <catch2/catch.hpp>

#include <sstream>

#include "child_process.h"
#include "ike/isakmp/steps.h"
#include "isakmp_pair.h"

/// Replaces one action at a time by one that does nothing, and demands that in some scenario the outcome is another.
using namespace isakmp_test;
using ike::isakmp::Action;
using ike::isakmp::Exchange;
using ike::isakmp::Input;
using ike::isakmp::Outcome;
using ike::isakmp::Row;
using ike::isakmp::Table;
using ike::isakmp::Tables;

namespace {

Outcome do_nothing(Exchange&, const Input&) { return ike::isakmp::done; }

constexpr Table Tables::*every_table[] = {&Tables::main_initiator, &Tables::main_responder, &Tables::aggressive_initiator, &Tables::aggressive_responder,
                                          &Tables::established};

/// Which of a row's actions is taken out.
constexpr Action Row::*every_action[] = {&Row::action, &Row::answered, &Row::after};

struct Change {
    Table Tables::*table = nullptr;
    std::size_t row = 0;
    Action Row::*action = nullptr;
};

/// Tables with one action replaced; owns the rows.
struct Edited {
    explicit Edited(const Change& change) : tables(ike::isakmp::standard_tables()) {
        if (change.table == nullptr) return;
        Table& table = tables.*change.table;
        rows.assign(table.rows.begin(), table.rows.end());
        rows[change.row].*change.action = do_nothing;
        table.rows = rows;
    }
    Tables tables;
    std::vector<Row> rows;
};

struct Scenario {
    const char* name;
    void (*prepare)(Pair&);
    void (*play)(Pair&);
};

void nothing_special(Pair&) {}

void negotiate(Pair& pair) {
    pair.acquire(pair.r1);
    pair.run(100s);
}

void negotiate_then_clear(Pair& pair) {
    negotiate(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIsakmp{});
    pair.run(5s);
}

void negotiate_then_clear_pairs(Pair& pair) {
    negotiate(pair);
    pair.r1.engine->command(pair.now, ike::command::ClearIpsecSa{});
    pair.run(5s);
}

void negotiate_then_wait(Pair& pair) {
    negotiate(pair);
    pair.run(60s, true);
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.run(100s, true);
}

void make_aggressive(Pair& pair) {
    config::IsakmpPeer& peer = pair.r1.configuration.isakmp.peers.at("10.0.0.2");
    peer.address = ip("10.0.0.2");
    peer.password = key("cisco123");
}

void probe(Pair& pair) {
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.isakmp.keepalive = config::DeadPeerDetection{10, 2, true};
}

void probe_in_old_look(Pair& pair) {
    probe(pair);
    for (Router* const router : {&pair.r1, &pair.r2}) router->configuration.system.version = "12.3";
}

/// R1 is the client of a group whose key R2 has by AAA, with Xauth and mode config.
void make_client(Pair& pair) {
    config::Configuration &client = pair.r1.configuration, &hub = pair.r2.configuration;
    config::EzvpnClient& vpn = client.ezvpn_clients.at("VPN");
    vpn.connect = config::EzvpnConnect::manual;
    vpn.group = "testgroup";
    vpn.group_key = key("cisco321");
    vpn.peers = {"10.0.0.2"};
    vpn.username = "user";
    vpn.password = key("secret");
    config::InterfaceName outside = *config::InterfaceName::parse("Ethernet0/0");
    client.interfaces[outside].ezvpn_outside = "VPN";
    client.interfaces[outside].address = config::Prefix{ip("10.0.0.1"), 24};
    hub.aaa.login.at("LOGIN");
    hub.aaa.network.at("NET");
    config::ClientGroup& group = hub.isakmp.groups.at("testgroup");
    group.key = key("cisco321");
    group.pool = "POOL";
    group.save_password = true;
    hub.local_pools.at("POOL").ranges.push_back({ip("10.5.5.1"), ip("10.5.5.9"), {}});
    config::IsakmpProfile& profile = hub.isakmp.profiles.at("CLIENTS");
    config::IsakmpIdentityMatch match;
    match.kind = config::IsakmpIdentityMatch::Kind::group;
    match.text = "testgroup";
    profile.matches = {match};
    profile.client_authentication_list = "LOGIN";
    profile.authorization_list = "NET";
    profile.client_addressing.respond = true;
    pair.r2.data_plane.add_template(2, ip("10.0.0.2"), "CLIENTS");
    pair.r2.aaa.passwords["user"] = "secret";
}

void connect(Pair& pair) {
    config::ChangeSet all;
    all.add(config::ChangeTopic::ezvpn);
    pair.r1.engine->config_changed(pair.now, all);
    pair.r1.engine->command(pair.now, ike::command::EzvpnConnect{"VPN"});
    pair.run(100s);
}

void forget_password(Pair& pair) {
    config::EzvpnClient& vpn = pair.r1.configuration.ezvpn_clients.at("VPN");
    vpn.username.clear();
    vpn.password.reset();
}

void type(Pair& pair, const char* password) {
    pair.r1.engine->command(pair.now, ike::command::EzvpnXauth{"VPN", "user", config::Secret::of_text(password)});
    pair.run(20s);
}

const Scenario scenarios[] = {
    {"main mode", nothing_special, negotiate},
    {"clear", nothing_special, negotiate_then_clear},
    {"clear of the pairs", nothing_special, negotiate_then_clear_pairs},
    {"shorter lifetime of the responder", [](Pair& pair) { pair.r2.configuration.isakmp.policies.front().lifetime = 3600; }, negotiate},
    {"wrong key", [](Pair& pair) { pair.r2.configuration.isakmp.keys.front() = Pair::key_for("10.0.0.1", 32, "no"); }, negotiate},
    {"no policy", [](Pair& pair) { pair.r2.configuration.isakmp.policies.front().group = 14; }, negotiate},
    {"aggressive mode", make_aggressive, negotiate},
    {"probes", probe, negotiate_then_wait},
    {"probes of the 12.x look", probe_in_old_look, negotiate_then_wait},
    {"client", make_client, connect},
    {"client that is asked", [](Pair& pair) { make_client(pair), forget_password(pair); }, [](Pair& pair) { connect(pair), type(pair, "secret"); }},
    {"client that is asked twice", [](Pair& pair) { make_client(pair), forget_password(pair); },
     [](Pair& pair) { connect(pair), type(pair, "wrong"), type(pair, "secret"); }},
    {"client that extends its network, and push",
     [](Pair& pair) {
         make_client(pair);
         pair.r1.configuration.ezvpn_clients.at("VPN").mode = config::EzvpnMode::network_extension;
         pair.r2.configuration.isakmp.profiles.at("CLIENTS").client_addressing = {true, false};
     },
     connect},
    {"client and push", [](Pair& pair) { make_client(pair), pair.r2.configuration.isakmp.profiles.at("CLIENTS").client_addressing = {true, false}; }, connect},
    {"client and wrong password", [](Pair& pair) { make_client(pair), pair.r2.aaa.passwords["user"] = "other"; }, connect},
};

void print(std::ostream& out, const Router& router, Instant now, bool with_lines) {
    for (const Recorded& one : router.events.events) {
        if (with_lines) out << one.kind << ' ' << (one.step ? static_cast<int>(*one.step) : -1) << '\n';
        if (one.transition) out << name_of(one.transition->input) << ' ' << name_of(one.transition->from) << ' ' << name_of(one.transition->to) << '\n';
    }
    for (const auto& sa : router.sas(now))
        out << sa.conn_id << name_of(sa.label) << sa.active << sa.deleted << sa.lifetime << ' ' << sa.phase1_id << sa.username << sa.group
            << (sa.assigned ? sa.assigned->text() : "") << sa.inbound_spis.size() << sa.dpd << sa.local_port << '\n';
    for (const auto& [spi, one] : router.data_plane.pairs) out << spi << ' ' << one.pair.outbound.spi << ' ' << one.flow << one.outbound << '\n';
    const ike::isakmp::IsakmpStats stats = router.engine->isakmp().stats();
    out << stats.received << ' ' << stats.sent << ' ' << stats.malformed << ' ' << stats.retransmissions << ' ' << stats.phase1_failures << '\n'
        << router.data_plane.failed.size() << ' ' << router.data_plane.reserved.size() << '\n';
    const auto deadline = router.engine->next_deadline(true);
    out << (deadline ? deadline->time_since_epoch().count() : -1) << '\n';
}

std::string play(const Scenario& scenario, const Change& change, bool with_lines) {
    const Edited edited(change);
    Pair pair;
    scenario.prepare(pair);
    pair.r1.start(edited.tables);
    pair.r2.start(edited.tables);
    scenario.play(pair);
    std::ostringstream out;
    print(out, pair.r1, pair.now, with_lines);
    print(out, pair.r2, pair.now, with_lines);
    return out.str();
}

std::string outcome(const Scenario& scenario, const Change& change, bool with_lines) {
    return engine_test::outcome_in_child([&] { return play(scenario, change, with_lines); });
}

/// What a client does with a request it cannot answer yet is to say so.
bool only_speaks(const Row& row) { return row.event == Event::IKE_CFG_REQUEST || row.event == Event::IKE_CFG_ACK; }

/// Our own server asks for a user once, and pushes nothing to a client that has not asked: these rows are for servers of others.
bool needs_foreign_server(const Row& row) {
    return (row.in == State::IKE_XAUTH_REPLY_SENT && row.event == Event::IKE_CFG_REQUEST) || (row.in == State::IKE_P1_COMPLETE && row.event == Event::IKE_CFG_SET);
}

}  // namespace

TEST_CASE("every IKEv1 row's actions do their event's work", "[isakmp][rows]") {
    std::vector<std::string> base, base_with_lines;
    for (const Scenario& scenario : scenarios) {
        INFO(scenario.name);
        base.push_back(outcome(scenario, {}, false));
        base_with_lines.push_back(outcome(scenario, {}, true));
        CHECK(base.back() != "stopped");
        CHECK(outcome(scenario, {}, false) == base.back());
    }
    for (const auto table : every_table) {
        const Table& standard = ike::isakmp::standard_tables().*table;
        for (std::size_t at = 0; at < standard.rows.size(); ++at)
            for (const auto action : every_action) {
                const Row& row = standard.rows[at];
                if (row.*action == nullptr || needs_foreign_server(row)) continue;
                const bool speaks = only_speaks(row);
                bool changed = false;
                for (std::size_t i = 0; i < std::size(scenarios) && !changed; ++i)
                    changed = outcome(scenarios[i], {table, at, action}, speaks) != (speaks ? base_with_lines[i] : base[i]);
                INFO(standard.name << ": " << name_of(row.in) << ' ' << name_of(row.event) << ' ' << name_of(row.to) << (action == &Row::after ? " after" : ""));
                CHECK(changed);
            }
    }
}
