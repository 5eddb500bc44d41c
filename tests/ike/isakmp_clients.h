#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "config-model/configuration_text.h"
#include "ike/engine.h"
#include "ike/isakmp/events.h"
#include "ike/isakmp/isakmp.h"
#include "ipsec-dataplane/seeded_random.h"
#include "surroundings.h"

/// A hub and VPN clients, each with an engine of its own, on one wire in virtual time. What stands around an engine is played by values
/// that record.
namespace client_test {

using namespace std::chrono_literals;
using dataplane::Instant;
using engine_test::Fate;
using engine_test::NoPki;
using engine_test::OrderedJobs;
using engine_test::Outbox;
using engine_test::PolicyTables;

inline config::IpAddress ip(const std::string& text) { return *config::IpAddress::parse(text); }

/// Policies as a data plane would hold them: a dynamic map's template, or what a connected client asked for.
class ClientDataPlane final : public dataplane::KeyEngine, public PolicyTables {
public:
    std::map<dataplane::PolicyEntryId, dataplane::ClientPolicy> clients;
    struct Installed {
        dataplane::SaPair pair;
        dataplane::FlowId flow = 0;
    };
    std::map<std::uint32_t, Installed> pairs;
    std::set<std::uint32_t> reserved;
    std::uint32_t next_spi = 0x1000, next_id = 1;
    config::IpAddress own;

    void add_template(const char* profile) {
        dataplane::PolicyEntry entry;
        entry.id = next_id++;
        entry.origin = dataplane::PolicyOrigin::dynamic_map;
        entry.local = own;
        entry.transform_sets = {"TS"};
        entry.isakmp_profile = profile;
        entry.dynamic_map = "DYNAMIC";
        entry.any_proxy = true;
        entry_table[entry.id] = entry;
    }
    dataplane::FlowId add_flow(dataplane::PolicyEntry& entry, const dataplane::TrafficSelector& local, const dataplane::TrafficSelector& remote) {
        const dataplane::FlowId id = next_id++;
        flow_table[id] = {id, entry.id, local, remote, false, 0};
        entry.flows.push_back(id);
        return id;
    }

    std::uint32_t allocate_spi(dataplane::VrfId, const config::IpAddress&) override { return *reserved.insert(next_spi++).first; }
    void release_spi(std::uint32_t spi) override { reserved.erase(spi); }
    dataplane::InstallError install(const dataplane::SaPair& pair, dataplane::FlowId& flow, Instant) override {
        if (flow_table.count(flow) == 0) return dataplane::InstallError::unknown_flow;
        reserved.erase(pair.inbound.spi);
        pairs[pair.inbound.spi] = {pair, flow};
        return dataplane::InstallError::none;
    }
    dataplane::InstallError install_dynamic(const dataplane::SaPair& pair, dataplane::PolicyEntryId id, dataplane::FlowId& flow, Instant now) override {
        const auto at = entry_table.find(id);
        if (at == entry_table.end()) return dataplane::InstallError::unknown_flow;
        flow = add_flow(at->second, pair.inbound.local_selectors.front(), pair.inbound.remote_selectors.front());
        return install(pair, flow, now);
    }
    dataplane::PolicyEntryId add_client_policy(const dataplane::ClientPolicy& policy, Instant) override {
        dataplane::PolicyEntry entry;
        entry.id = next_id++;
        entry.origin = dataplane::PolicyOrigin::ezvpn_client;
        entry.local = policy.local;
        entry.peers = {policy.peer};
        for (const auto& [local, remote] : policy.flows) add_flow(entry, local, remote);
        entry_table[entry.id] = entry;
        clients[entry.id] = policy;
        return entry.id;
    }
    void remove_client_policy(dataplane::PolicyEntryId id, Instant) override {
        for (const dataplane::FlowId flow : entry_table[id].flows) {
            std::erase_if(pairs, [=](const auto& one) { return one.second.flow == flow; });
            flow_table.erase(flow);
        }
        entry_table.erase(id);
        clients.erase(id);
    }
    bool remove(std::uint32_t spi, Instant) override { return pairs.erase(spi) != 0; }
    void acquire_failed(dataplane::FlowId, Instant) override {}

    config::IpAddress source_towards(dataplane::VrfId, const config::IpAddress&) const override { return own; }
};

/// Lists, users and groups of the configuration.
class TestAaa final : public ike::Aaa {
public:
    explicit TestAaa(const config::Configuration& configuration) : configuration_(configuration) {}
    std::map<std::string, std::string> users{{"alice", "wonderland"}, {"bob", "builder"}};

    ike::Completion answer(const ike::Job& job) override {
        if (const auto* start = std::get_if<ike::job::StartLogin>(&job)) {
            if (configuration_.aaa.login.find(start->list)) return ike::completion::Loaded{};
        } else if (const auto* login = std::get_if<ike::job::Login>(&job)) {
            const auto user = users.find(login->user);
            return ike::completion::LoginResult{user != users.end() && login->password == config::Secret::of_text(user->second)};
        } else if (const auto* group = std::get_if<ike::job::AuthorizeGroup>(&job)) {
            const config::ClientGroup* const found = configuration_.isakmp.groups.find(group->group);
            if (found && configuration_.aaa.network.find(group->list)) return ike::completion::GroupAttributes{*found};
        }
        return ike::completion::Failed{};
    }

private:
    const config::Configuration& configuration_;
};

class Recorder final : public ike::EventSink {
public:
    std::vector<std::string> transitions;   ///< of the SA: "input: from -> to"
    std::vector<ike::isakmp::event::Body> bodies;
    bool wants(const config::IpAddress&) const override { return true; }
    void on(const ike::Event&) override {}
    bool wants_isakmp(const config::IpAddress&) const override { return true; }
    void on(const ike::isakmp::EventRecord& record) override {
        if (const auto* moved = std::get_if<ike::isakmp::event::Transition>(&record.body); moved && !moved->node)
            transitions.push_back(std::string(ike::isakmp::name_of(moved->input)) + ": " + std::string(ike::isakmp::name_of(moved->from)) + " -> " + std::string(ike::isakmp::name_of(moved->to)));
        labels.push_back(record.header.label);
        bodies.push_back(record.body);
    }
    template <class T>
    std::vector<T> of() const {
        std::vector<T> found;
        for (const auto& body : bodies)
            if (const auto* one = std::get_if<T>(&body)) found.push_back(*one);
        return found;
    }
    bool saw(const std::string& transition) const { return std::find(transitions.begin(), transitions.end(), transition) != transitions.end(); }
    std::vector<ike::isakmp::Label> labels;
};

struct Router {
    Router(const char* name, const char* address, const std::string& text)
        : random(dataplane::SeededRandom::of_router(1, name)), aaa(configuration) {
        data_plane.own = ip(address);
        config::load_configuration(configuration, text);
        engine = std::make_unique<ike::Engine>(configuration, ike::Ports{&outbox, &data_plane, &data_plane, &jobs, &aaa, &pki, &events, &random});
    }
    ike::isakmp::SaView only_sa(Instant now) const { return engine->isakmp().next_sa(0, now).value_or(ike::isakmp::SaView{}); }
    std::vector<ike::isakmp::SaView> living(Instant now) const {
        std::vector<ike::isakmp::SaView> views;
        std::uint32_t cursor = 0;
        while (const auto view = engine->isakmp().next_sa(cursor, now)) {
            cursor = view->number;
            if (!view->deleted) views.push_back(*view);
        }
        return views;
    }
    ike::isakmp::EzvpnView client() const { return engine->isakmp().ezvpn().front(); }

    config::Configuration configuration;
    dataplane::SeededRandom random;
    ClientDataPlane data_plane;
    OrderedJobs jobs;
    Outbox outbox;
    TestAaa aaa;
    NoPki pki;
    Recorder events;
    std::unique_ptr<ike::Engine> engine;
};

inline constexpr const char* hub_text = R"(
aaa new-model
aaa authentication login CLIENTS local
aaa authorization network GROUPS local
crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 2
crypto isakmp client configuration group STAFF
 key staff-secret
 dns 10.0.0.53 10.0.0.54
 wins 10.0.0.55
 domain example.com
 pool STAFF-POOL
 acl STAFF-NETWORKS
 netmask 255.255.255.0
crypto isakmp client configuration group OPEN
 key open-secret
 pool OPEN-POOL
 save-password
crypto isakmp profile STAFF
   match identity group STAFF
   client authentication list CLIENTS
   isakmp authorization list GROUPS
   client configuration address respond
crypto isakmp profile OPEN
   match identity group OPEN
   client authentication list CLIENTS
   isakmp authorization list GROUPS
   client configuration address respond
crypto ipsec transform-set TS esp-aes 256 esp-sha-hmac
ip local pool STAFF-POOL 10.0.99.10 10.0.99.11
ip local pool OPEN-POOL 10.0.98.1 10.0.98.9
ip access-list extended STAFF-NETWORKS
 permit ip 10.0.0.0 0.0.0.255 any
 permit ip 10.3.0.0 0.0.255.255 any
)";

inline std::string client_text(const std::string& lines) {
    return "crypto ipsec client ezvpn WORK\n" + lines +
           " peer 203.0.113.1\n"
           "interface FastEthernet0/0\n crypto ipsec client ezvpn WORK\n"
           "interface Loopback0\n ip address 172.31.0.1 255.255.255.0\n crypto ipsec client ezvpn WORK inside\n";
}

inline constexpr const char* by_hand = " connect manual\n group STAFF key staff-secret\n mode client\n";

struct Lab {
    explicit Lab(const std::string& client_lines = by_hand, const std::string& hub_lines = {}) : hub("Hub", "203.0.113.1", hub_text + hub_lines) {
        hub.data_plane.add_template("STAFF");
        hub.data_plane.add_template("OPEN");
        add_client("192.0.2.10", client_lines);
    }
    Router& add_client(const char* address, const std::string& lines) {
        clients.push_back(std::make_unique<Router>(address, address, client_text(lines)));
        return *clients.back();
    }
    Router& client(std::size_t index = 0) { return *clients[index]; }
    /// The configuration as if it had been loaded at start.
    void configure(Router& router) {
        config::ChangeSet all;
        all.add(config::ChangeTopic::ezvpn);
        router.engine->config_changed(now, all);
    }
    void start() {
        for (const auto& one : clients) configure(*one);
    }
    void command(Router& router, const ike::Command& given) { router.engine->command(now, given); }
    void log_in(Router& router, const char* user, const char* password) {
        command(router, ike::command::EzvpnXauth{"WORK", user, config::Secret::of_text(password)});
        run();
    }
    /// By hand: connects, waits for the question, answers it.
    void connect(Router& router, const char* user = "alice", const char* password = "wonderland") {
        command(router, ike::command::EzvpnConnect{"WORK"});
        run(1s);
        log_in(router, user, password);
    }

    std::vector<Router*> routers() {
        std::vector<Router*> all{&hub};
        for (const auto& one : clients) all.push_back(one.get());
        return all;
    }
    bool step() {
        for (Router* const router : routers()) {
            if (router->jobs.waiting.empty()) continue;
            auto [id, job] = std::move(router->jobs.waiting.front());
            router->jobs.waiting.pop_front();
            router->engine->complete(now, id, ike::is_for_aaa(job) ? router->aaa.answer(job) : ike::perform(job));
            return true;
        }
        for (Router* const router : routers())
            for (; !router->outbox.waiting.empty(); router->outbox.waiting.pop_front()) put_on_wire(std::move(router->outbox.waiting.front()));
        return deliver();
    }
    void put_on_wire(dataplane::UdpDatagram datagram) {
        const Fate fate = fate_of ? fate_of(sent) : Fate::deliver;
        ++sent;
        if (fate == Fate::drop) return;
        in_flight.push_back({now + (fate == Fate::delay ? 4ms : 1ms), datagram});
        if (fate == Fate::duplicate) in_flight.push_back({now + 2ms, datagram});
    }
    bool deliver() {
        for (auto at = in_flight.begin(); at != in_flight.end(); ++at) {
            if (at->first > now) continue;
            dataplane::UdpDatagram datagram = at->second;
            in_flight.erase(at);
            std::swap(datagram.local, datagram.remote);
            std::swap(datagram.local_port, datagram.remote_port);
            for (Router* const router : routers())
                if (router->data_plane.own == datagram.local) router->engine->receive(now, datagram);
            return true;
        }
        return false;
    }
    std::optional<Instant> next_instant(bool background) {
        std::optional<Instant> best;
        const auto take = [&best](std::optional<Instant> one) {
            if (one && (!best || *one < *best)) best = one;
        };
        for (const auto& flying : in_flight) take(flying.first);
        for (Router* const router : routers()) take(router->engine->next_deadline(background));
        return best;
    }
    /// Until nothing is left to do, or the time is over; with `background` for the whole time.
    void run(dataplane::Duration limit = 300s, bool background = false) {
        const Instant end = now + limit;
        for (std::size_t guard = 0; guard < 100000; ++guard) {
            if (step()) continue;
            const auto next = next_instant(background);
            if (!next || *next > end) break;
            now = std::max(now, *next);
            for (Router* const router : routers()) router->engine->tick(now);
        }
        if (background) now = end;
    }

    /// What the client encrypts with, the hub decrypts with, in both directions.
    bool keys_agree(const Router& router) const {
        for (const auto& [spi, installed] : router.data_plane.pairs) {
            const auto at = hub.data_plane.pairs.find(installed.pair.outbound.spi);
            if (at == hub.data_plane.pairs.end()) return false;
            const dataplane::SaPair &a = installed.pair, &b = at->second.pair;
            if (a.inbound.encryption_key != b.outbound.encryption_key || b.inbound.encryption_key != a.outbound.encryption_key ||
                a.inbound.integrity_key != b.outbound.integrity_key || a.inbound.spi != b.outbound.spi)
                return false;
        }
        return !router.data_plane.pairs.empty();
    }

    Router hub;
    std::vector<std::unique_ptr<Router>> clients;
    Instant now = Instant{} + 1s;
    std::vector<std::pair<Instant, dataplane::UdpDatagram>> in_flight;
    std::size_t sent = 0;
    std::function<Fate(std::size_t)> fate_of;
};

}  // namespace client_test
