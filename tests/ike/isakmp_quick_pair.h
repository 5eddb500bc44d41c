#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ike/engine.h"
#include "ike/exchanges/tables.h"
#include "ike/isakmp/events.h"
#include "ike/isakmp/isakmp.h"
#include "ipsec-dataplane/seeded_random.h"
#include "surroundings.h"

/// Two routers with IKEv1, a wire between them, virtual time: for everything behind phase 1.
namespace quick_test {

using namespace std::chrono_literals;
using dataplane::Instant;
using dataplane::TrafficSelector;
using engine_test::Fate;
using engine_test::NoAaa;
using engine_test::NoPki;
using engine_test::OrderedJobs;
using engine_test::Outbox;
using engine_test::PolicyTables;
namespace ev = ike::isakmp::event;
using IEvent = ike::isakmp::Event;
using IState = ike::isakmp::State;

inline config::IpAddress ip(const char* text) { return *config::IpAddress::parse(text); }
inline TrafficSelector net(const char* address, std::uint8_t length, std::uint8_t protocol = 0) {
    return TrafficSelector::of_prefix({ip(address), length}, protocol);
}

/// Keeps the events that tests ask about.
class Recorder final : public ike::EventSink {
public:
    struct Transition { IEvent input; IState from, to; bool quick; };
    std::vector<Transition> transitions;
    std::vector<unsigned> refusals;
    std::vector<ike::isakmp::NotifyType> notifies_sent, notifies_seen;
    std::vector<ike::isakmp::NodeReason> nodes_deleted;
    std::vector<std::string> mode_failures;
    std::vector<ike::isakmp::Step> steps;
    std::vector<ike::isakmp::DeleteReason> sas_deleted;
    std::size_t bad_messages = 0, probes = 0, misses = 0, dead_peers = 0, deletes_forwarded = 0;
    std::vector<std::size_t> order;            ///< indices of every body

    bool wants(const config::IpAddress&) const override { return false; }
    void on(const ike::Event&) override {}
    bool wants_isakmp(const config::IpAddress&) const override { return true; }
    void on(const ike::isakmp::EventRecord& record) override {
        order.push_back(record.body.index());
        std::visit([this](const auto& body) { take(body); }, record.body);
    }

    std::vector<std::string> quick_lines() const {
        std::vector<std::string> lines;
        for (const Transition& t : transitions)
            if (t.quick)
                lines.push_back(std::string(ike::isakmp::name_of(t.input)) + ": " + std::string(ike::isakmp::name_of(t.from)) + " > " +
                                std::string(ike::isakmp::name_of(t.to)));
        return lines;
    }
    bool saw(ike::isakmp::Step step) const { return std::find(steps.begin(), steps.end(), step) != steps.end(); }
    bool sent(ike::isakmp::NotifyType type) const { return std::find(notifies_sent.begin(), notifies_sent.end(), type) != notifies_sent.end(); }

private:
    template <class Other> void take(const Other&) {}
    void take(const ev::Transition& t) { transitions.push_back({t.input, t.from, t.to, t.node.has_value()}); }
    void take(const ev::ProposalInvalidated& e) { refusals.push_back(e.error); }
    void take(const ev::NotifySent& e) { notifies_sent.push_back(e.type); }
    void take(const ev::NotifySeen& e) { notifies_seen.push_back(e.notify->type); }
    void take(const ev::NodeDeleted& e) { nodes_deleted.push_back(e.reason); }
    void take(const ev::ModeFailure& e) { mode_failures.emplace_back(e.mode); }
    void take(const ev::StepDone& e) { steps.push_back(e.step); }
    void take(const ev::SaDeleting& e) { if (!e.after) sas_deleted.push_back(e.reason); }
    void take(const ev::BadMessage&) { ++bad_messages; }
    void take(const ev::DpdSequence& e) { if (!e.received && !e.acknowledgement) ++probes; }
    void take(const ev::DpdError& e) { ++(e.dead ? dead_peers : misses); }
    void take(const ev::DeleteForwarded&) { ++deletes_forwarded; }
};

/// Security associations as a data plane would hold them, and its policy.
class FakeDataPlane final : public dataplane::KeyEngine, public PolicyTables {
public:
    dataplane::SeededRandom* random = nullptr;
    struct Installed {
        dataplane::SaPair pair;
        dataplane::FlowId flow = 0;
        Instant at{};
        bool waits = false;
        dataplane::PairActivity activity;
    };
    std::map<std::uint32_t, Installed> pairs;
    std::vector<std::uint32_t> age;            ///< inbound SPIs, oldest first
    std::set<std::uint32_t> reserved;
    std::vector<dataplane::FlowId> failed;
    std::size_t installed = 0;
    bool refuse_install = false;

    dataplane::PolicyEntry& add(std::uint32_t id, const config::IpAddress& local, const config::IpAddress& peer, const TrafficSelector& inside,
                                const TrafficSelector& outside) {
        dataplane::PolicyEntry entry;
        entry.id = id;
        entry.map_tag = "CMAP";
        entry.sequence = id * 10;
        entry.local = local;
        entry.peers = {peer};
        entry.transform_sets = {"TS"};
        entry.flows = {id};
        entry_table[id] = entry;
        flow_table[id] = {id, id, inside, outside, true, 0};
        return entry_table[id];
    }

    std::uint32_t allocate_spi(dataplane::VrfId, const config::IpAddress&) override {
        std::array<std::uint8_t, 4> octets{};
        random->fill(octets);
        std::uint32_t spi = 0;
        for (const std::uint8_t octet : octets) spi = spi << 8 | octet;
        spi |= 0x10000;
        reserved.insert(spi);
        return spi;
    }
    void release_spi(std::uint32_t spi) override { reserved.erase(spi); }
    dataplane::InstallError install(const dataplane::SaPair& pair, dataplane::FlowId& flow, Instant now) override {
        if (refuse_install || flow_table.count(flow) == 0) return dataplane::InstallError::unknown_flow;
        reserved.erase(pair.inbound.spi);
        const bool older = std::any_of(pairs.begin(), pairs.end(), [&](const auto& one) { return one.second.flow == flow; });
        pairs[pair.inbound.spi] = {pair, flow, now, pair.outbound_waits && older, {now, now}};
        age.push_back(pair.inbound.spi);
        ++installed;
        return dataplane::InstallError::none;
    }
    dataplane::InstallError install_dynamic(const dataplane::SaPair& pair, dataplane::PolicyEntryId entry, dataplane::FlowId& flow, Instant now) override {
        if (entry_table.count(entry) == 0) return dataplane::InstallError::unknown_flow;
        const TrafficSelector &local = pair.inbound.local_selectors.front(), &remote = pair.inbound.remote_selectors.front();
        for (const auto& [id, known] : flow_table)
            if (known.entry == entry && known.local == local && known.remote == remote) flow = id;
        if (flow == 0) {
            flow = static_cast<dataplane::FlowId>(1000 + flow_table.size());
            flow_table[flow] = {flow, entry, local, remote, false, 0};
            entry_table[entry].flows.push_back(flow);
        }
        return install(pair, flow, now);
    }
    void enable_outbound(std::uint32_t inbound_spi, Instant) override {
        if (const auto at = pairs.find(inbound_spi); at != pairs.end()) at->second.waits = false;
    }
    void move_peer(std::uint32_t inbound_spi, const config::IpAddress& address, std::uint16_t port, Instant) override {
        dataplane::SaPair& pair = pairs.at(inbound_spi).pair;
        for (dataplane::SaParameters* const sa : {&pair.inbound, &pair.outbound}) sa->remote_address = address, sa->udp.remote_port = port;
    }
    std::optional<dataplane::PairActivity> activity(std::uint32_t inbound_spi) const override {
        const auto at = pairs.find(inbound_spi);
        return at == pairs.end() ? std::nullopt : std::optional(at->second.activity);
    }
    bool remove(std::uint32_t inbound_spi, Instant) override {
        std::erase(age, inbound_spi);
        return pairs.erase(inbound_spi) != 0;
    }
    void acquire_failed(dataplane::FlowId flow, Instant) override { failed.push_back(flow); }

    config::IpAddress source_towards(dataplane::VrfId, const config::IpAddress&) const override { return entry_table.begin()->second.local; }

    /// The pair that a packet of this flow would leave on.
    const Installed* outgoing(dataplane::FlowId flow) const {
        for (auto at = age.rbegin(); at != age.rend(); ++at)
            if (pairs.at(*at).flow == flow && !pairs.at(*at).waits) return &pairs.at(*at);
        return nullptr;
    }
    bool receives(std::uint32_t spi) const { return pairs.count(spi) != 0; }
};

struct Router {
    Router(const char* name, std::uint64_t seed) : random(dataplane::SeededRandom::of_router(seed, name)) { data_plane.random = &random; }

    void start(const ike::isakmp::Tables& tables = ike::isakmp::standard_tables()) {
        engine = std::make_unique<ike::Engine>(configuration, ike::Ports{&outbox, &data_plane, &data_plane, &jobs, &aaa, &pki, &events, &random},
                                               ike::standard_tables(), tables);
    }
    std::vector<ike::isakmp::SaView> sas(Instant now) const {
        std::vector<ike::isakmp::SaView> views;
        for (auto view = engine->isakmp().next_sa(0, now); view; view = engine->isakmp().next_sa(views.back().number, now)) views.push_back(*view);
        return views;
    }
    std::size_t active(Instant now) const {
        const auto views = sas(now);
        return static_cast<std::size_t>(std::count_if(views.begin(), views.end(), [](const auto& view) { return view.active && !view.deleted; }));
    }
    dataplane::PolicyEntry& policy(std::uint32_t id = 1) { return data_plane.entry_table.at(id); }
    config::TransformSet& transform_set() { return configuration.ipsec.transform_sets.at("TS"); }

    config::Configuration configuration;
    dataplane::SeededRandom random;
    FakeDataPlane data_plane;
    OrderedJobs jobs;
    Outbox outbox;
    NoAaa aaa;
    NoPki pki;
    Recorder events;
    std::unique_ptr<ike::Engine> engine;
};

/// 192.168.1.0/24 behind 10.1.1.1, 192.168.2.0/24 behind 10.1.1.2, as in the reference transcript.
struct Pair {
    explicit Pair(std::uint64_t seed = 1) : r1("R1", seed), r2("R2", seed) {
        describe(r1, "10.1.1.1", "10.1.1.2", net("192.168.1.0", 24), net("192.168.2.0", 24));
        describe(r2, "10.1.1.2", "10.1.1.1", net("192.168.2.0", 24), net("192.168.1.0", 24));
    }
    static Pair over_ipv6() { return Pair("2001:DB8::2", "2001:DB8::3"); }
    Pair(const char* first, const char* second) : r1("R1", 1), r2("R2", 1) {
        const auto any = TrafficSelector::any(ip(first).family());
        describe(r1, first, second, any, any);
        describe(r2, second, first, any, any);
    }

    static void describe(Router& router, const char* local, const char* peer, const TrafficSelector& inside, const TrafficSelector& outside) {
        config::IsakmpPolicy policy;
        policy.priority = 10;
        policy.encryption = config::IsakmpEncryption::aes;
        policy.key_bits = 128;
        policy.authentication = config::IsakmpAuthentication::pre_share;
        policy.group = 2;
        router.configuration.isakmp.policies = {policy};
        config::IsakmpKey key;
        key.key.key = config::Secret::of_text("cisco");
        key.address = config::Prefix{ip(peer), static_cast<std::uint8_t>(ip(peer).bits())};
        router.configuration.isakmp.keys = {key};
        router.transform_set().esp_cipher = config::EspCipher::aes;
        router.transform_set().key_bits = 128;
        router.transform_set().esp_hash = config::TransformHash::sha1;
        router.data_plane.add(1, ip(local), ip(peer), inside, outside);
    }
    void look(const char* version) { r1.configuration.system.version = r2.configuration.system.version = version; }
    void start() {
        r1.start();
        r2.start();
    }
    void acquire(Router& router, dataplane::FlowId flow = 1) { router.engine->acquire(now, {flow, std::nullopt}); }
    /// Starts both and brings the tunnel up from R1.
    void up() {
        start();
        acquire(r1);
        run();
    }
    Router& other(Router& router) { return &router == &r1 ? r2 : r1; }

    bool step() {
        for (Router* const router : {&r1, &r2})
            if (!router->jobs.waiting.empty()) {
                auto [id, job] = std::move(router->jobs.waiting.front());
                router->jobs.waiting.pop_front();
                router->engine->complete(now, id, ike::perform(job));
                return true;
            }
        for (Router* const router : {&r1, &r2})
            while (!router->outbox.waiting.empty()) {
                put_on_wire(*router, std::move(router->outbox.waiting.front()));
                router->outbox.waiting.pop_front();
            }
        return deliver();
    }
    void put_on_wire(Router& from, dataplane::UdpDatagram datagram) {
        const Fate fate = fate_of ? fate_of(sent) : Fate::deliver;
        ++sent;
        const Instant arrival = now + latency + (fate == Fate::delay ? 3 * latency : dataplane::Duration{});
        if (translate) translate(datagram);
        if (fate == Fate::drop) return;
        in_flight.push_back({arrival, &other(from), datagram});
        if (fate == Fate::duplicate) in_flight.push_back({arrival + latency, &other(from), datagram});
    }
    bool deliver() {
        for (auto at = in_flight.begin(); at != in_flight.end(); ++at) {
            if (at->arrival > now) continue;
            const Flying flying = *at;
            in_flight.erase(at);
            dataplane::UdpDatagram turned = flying.datagram;
            std::swap(turned.local, turned.remote);
            std::swap(turned.local_port, turned.remote_port);
            flying.to->engine->receive(now, turned);
            if (after_delivery) after_delivery();
            return true;
        }
        return false;
    }

    /// Until nothing is left to do at once; with `background` until the time is over.
    void run(dataplane::Duration limit = 600s, bool background = false) {
        const Instant end = now + limit;
        for (std::size_t guard = 0; guard < 100000; ++guard) {
            if (step()) continue;
            const auto next = next_instant(background);
            if (!next || *next > end) {
                if (background) now = end;
                return;
            }
            now = std::max(now, *next);
            for (Router* const router : {&r1, &r2}) {
                expire(*router);
                router->engine->tick(now);
            }
        }
        FAIL("no end");
    }
    void pass(dataplane::Duration time) { run(time, true); }

    /// Lifetimes by seconds, as a data plane tells them. A pair that a newer one follows has no soft limit.
    void expire(Router& router) {
        const auto spis = router.data_plane.age;
        for (const std::uint32_t spi : spis) {
            const auto at = router.data_plane.pairs.find(spi);
            if (at == router.data_plane.pairs.end()) continue;
            const dataplane::SaLifetime life = at->second.pair.inbound.lifetime;
            const bool newest = is_newest(router, spi), hard = at->second.at + std::chrono::seconds(life.hard_seconds) <= now;
            const bool soft = newest && soft_told[&router].count(spi) == 0 && at->second.at + std::chrono::seconds(life.soft_seconds) <= now;
            if (soft) soft_told[&router].insert(spi);
            if (hard || soft) router.engine->expire(now, {at->second.flow, spi, at->second.pair.outbound.spi, hard, false, traffic, false});
        }
    }
    static bool is_newest(const Router& router, std::uint32_t spi) {
        for (auto at = router.data_plane.age.rbegin(); at != router.data_plane.age.rend(); ++at)
            if (router.data_plane.pairs.at(*at).flow == router.data_plane.pairs.at(spi).flow) return *at == spi;
        return false;
    }
    std::optional<Instant> next_instant(bool background) const {
        std::optional<Instant> best;
        const auto take = [&](std::optional<Instant> one) {
            if (one && *one > now - 1s && (!best || *one < *best)) best = one;
        };
        for (const Flying& flying : in_flight) take(flying.arrival);
        for (const Router* const router : {&r1, &r2}) {
            take(router->engine->next_deadline(background));
            if (!background) continue;
            for (const auto& [spi, pair] : router->data_plane.pairs) {
                const Instant soft = pair.at + std::chrono::seconds(pair.pair.inbound.lifetime.soft_seconds);
                if (soft > now) take(soft);
                take(pair.at + std::chrono::seconds(pair.pair.inbound.lifetime.hard_seconds));
            }
        }
        return best;
    }

    /// What leaves one end arrives at the other and can be read there.
    bool passes(const Router& from, const Router& to, dataplane::FlowId flow = 1) const {
        const FakeDataPlane::Installed* const out = from.data_plane.outgoing(flow);
        if (out == nullptr) return false;
        const auto in = to.data_plane.pairs.find(out->pair.outbound.spi);
        return in != to.data_plane.pairs.end() && in->second.pair.inbound.encryption_key == out->pair.outbound.encryption_key &&
               in->second.pair.inbound.integrity_key == out->pair.outbound.integrity_key && in->second.pair.inbound.suite == out->pair.outbound.suite &&
               in->second.pair.inbound.mode == out->pair.outbound.mode && out->pair.outbound.integrity_key.size() + out->pair.outbound.encryption_key.size() > 0;
    }
    bool works(dataplane::FlowId at_r1 = 1, dataplane::FlowId at_r2 = 1) const { return passes(r1, r2, at_r1) && passes(r2, r1, at_r2); }
    bool nothing_reserved() const { return r1.data_plane.reserved.empty() && r2.data_plane.reserved.empty(); }
    bool no_pairs() const { return r1.data_plane.pairs.empty() && r2.data_plane.pairs.empty(); }

    struct Flying {
        Instant arrival{};
        Router* to = nullptr;
        dataplane::UdpDatagram datagram;
    };

    Router r1, r2;
    Instant now = Instant{} + 1s;
    dataplane::Duration latency = 1ms;
    std::vector<Flying> in_flight;
    std::map<const Router*, std::set<std::uint32_t>> soft_told;
    std::size_t sent = 0;
    bool traffic = true;
    std::function<Fate(std::size_t)> fate_of;
    std::function<void(dataplane::UdpDatagram&)> translate;
    std::function<void()> after_delivery;
};

}  // namespace quick_test
