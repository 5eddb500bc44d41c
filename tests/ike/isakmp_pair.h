#pragma once

#include <cstdio>

#include "engine_pair.h"
#include "ike/isakmp/events.h"
#include "ike/isakmp/isakmp.h"

/// Two IKEv1 engines, a wire between them, virtual time. Both ends are ike::Engine, as in engine_pair.h; `R1` is 10.0.0.1 with
/// 192.168.1.0/24 behind it, `R2` 10.0.0.2 with 192.168.2.0/24.
namespace isakmp_test {

using namespace std::chrono_literals;
using dataplane::Instant;
using engine_test::Fate;
using engine_test::ip;
using engine_test::PolicyTables;
using engine_test::prefix;
using ike::isakmp::Event;
using ike::isakmp::Label;
using ike::isakmp::State;
using ike::isakmp::Step;
namespace event = ike::isakmp::event;

/// What remains of an event when its pointers are gone.
struct Recorded {
    ike::isakmp::EventHeader header;
    std::size_t kind = 0;                                  ///< index in event::Body
    std::optional<event::Transition> transition;
    std::optional<Step> step;
    std::optional<event::SaDeleting> deleting;
    std::optional<ike::isakmp::PolicyMismatch> mismatch;
    std::optional<event::NodeDeleted> node_deleted;
    std::string text;                                      ///< names and numbers that some bodies carry
};

class Recorder final : public ike::EventSink {
public:
    bool on_ = true;
    std::vector<Recorded> events;

    bool wants(const config::IpAddress&) const override { return false; }
    void on(const ike::Event&) override {}
    bool wants_isakmp(const config::IpAddress&) const override { return on_; }
    void on(const ike::isakmp::EventRecord& event) override {
        Recorded record;
        record.header = event.header;
        record.kind = event.body.index();
        take(event.body, record.transition);
        take(event.body, record.deleting);
        take(event.body, record.node_deleted);
        if (const auto* step = std::get_if<event::StepDone>(&event.body)) record.step = step->step;
        if (const auto* mismatch = std::get_if<event::Mismatch>(&event.body)) record.mismatch = mismatch->what;
        if (const auto* matched = std::get_if<event::ProfileMatched>(&event.body)) record.text = matched->name;
        if (const auto* mode = std::get_if<event::ModeFailure>(&event.body)) record.text = mode->mode;
        if (const auto* key = std::get_if<event::KeyLookup>(&event.body)) record.text = key->keyring + (key->found ? " found" : " missed");
        if (const auto* id = std::get_if<event::IdShown>(&event.body)) record.text = std::to_string(id->length);
        events.push_back(std::move(record));
    }

    bool saw(Step step) const {
        return std::any_of(events.begin(), events.end(), [=](const Recorded& one) { return one.step == step; });
    }
    bool saw(ike::isakmp::PolicyMismatch what) const {
        return std::any_of(events.begin(), events.end(), [=](const Recorded& one) { return one.mismatch == what; });
    }
    bool saw(ike::isakmp::DeleteReason reason) const {
        return std::any_of(events.begin(), events.end(), [=](const Recorded& one) { return one.deleting && one.deleting->reason == reason; });
    }
    template <class Body> std::size_t count() const {
        const std::size_t kind = ike::isakmp::event::Body(Body{}).index();
        return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [=](const Recorded& one) { return one.kind == kind; }));
    }
    template <class Body> bool saw() const { return count<Body>() != 0; }
    /// "IKE_READY IKE_SA_REQ_MM IKE_I_MM1", in order; those of nodes begin with "node ".
    std::vector<std::string> transitions() const {
        std::vector<std::string> lines;
        for (const Recorded& one : events)
            if (one.transition) lines.push_back(line_of(*one.transition));
        return lines;
    }

private:
    template <class Body> static void take(const event::Body& body, std::optional<Body>& into) {
        if (const auto* found = std::get_if<Body>(&body)) into = *found;
    }
    static std::string line_of(const event::Transition& made) {
        const std::string_view input = name_of(made.input);
        return (made.node ? "node " : "") + std::string(name_of(made.from)) + " " + std::string(input.substr(input.find(' ') + 1)) + " " + std::string(name_of(made.to));
    }
};

/// Policies and pairs of a data plane that also takes what IKEv1 alone asks for.
class FakeDataPlane final : public dataplane::KeyEngine, public PolicyTables {
public:
    dataplane::SeededRandom* random = nullptr;
    struct Installed {
        dataplane::SaPair pair;
        dataplane::FlowId flow = 0;
        Instant at{};
        bool outbound = true;
    };
    std::map<std::uint32_t, Installed> pairs;
    std::set<std::uint32_t> reserved;
    std::vector<dataplane::FlowId> failed;
    std::vector<dataplane::ClientPolicy> client_policies;
    std::size_t installed = 0;

    dataplane::PolicyEntry& add(std::uint32_t id, const config::IpAddress& local, const config::IpAddress& peer, const dataplane::TrafficSelector& inside,
                                const dataplane::TrafficSelector& outside) {
        dataplane::PolicyEntry& entry = entry_table[id];
        entry.id = id;
        entry.local = local;
        entry.peers = {peer};
        entry.map_tag = "CMAP";
        entry.sequence = id * 10;
        entry.transform_sets = {"TS"};
        entry.flows = {id};
        flow_table[id] = {id, id, inside, outside, true, 0};
        return entry;
    }
    /// A template of a dynamic map: any peer, any selectors.
    dataplane::PolicyEntry& add_template(std::uint32_t id, const config::IpAddress& local, std::string profile = {}) {
        dataplane::PolicyEntry& entry = entry_table[id];
        entry.id = id;
        entry.origin = dataplane::PolicyOrigin::dynamic_map;
        entry.local = local;
        entry.map_tag = "CMAP";
        entry.dynamic_map = "DYN";
        entry.any_proxy = true;
        entry.transform_sets = {"TS"};
        entry.isakmp_profile = std::move(profile);
        return entry;
    }

    std::uint32_t allocate_spi(dataplane::VrfId, const config::IpAddress&) override {
        std::array<std::uint8_t, 4> octets{};
        random->fill(octets);
        std::uint32_t spi = 0x1000;
        for (const std::uint8_t octet : octets) spi = spi << 8 | octet;
        spi |= 0x10000;
        reserved.insert(spi);
        return spi;
    }
    void release_spi(std::uint32_t spi) override { reserved.erase(spi); }
    dataplane::InstallError install(const dataplane::SaPair& pair, dataplane::FlowId& flow, Instant now) override {
        if (flow_table.count(flow) == 0) return dataplane::InstallError::unknown_flow;
        reserved.erase(pair.inbound.spi);
        pairs[pair.inbound.spi] = {pair, flow, now, !pair.outbound_waits};
        ++installed;
        return dataplane::InstallError::none;
    }
    dataplane::InstallError install_dynamic(const dataplane::SaPair& pair, dataplane::PolicyEntryId entry, dataplane::FlowId& flow, Instant now) override {
        if (entry_table.count(entry) == 0) return dataplane::InstallError::unknown_flow;
        flow = next_flow++;
        flow_table[flow] = {flow, entry, pair.inbound.local_selectors.front(), pair.inbound.remote_selectors.front(), false, 0};
        entry_table[entry].flows.push_back(flow);
        return install(pair, flow, now);
    }
    void enable_outbound(std::uint32_t spi, Instant) override {
        if (const auto at = pairs.find(spi); at != pairs.end()) at->second.outbound = true;
    }
    void move_peer(std::uint32_t inbound_spi, const config::IpAddress& address, std::uint16_t port, Instant) override {
        dataplane::SaPair& pair = pairs.at(inbound_spi).pair;
        for (dataplane::SaParameters* const sa : {&pair.inbound, &pair.outbound}) sa->remote_address = address, sa->udp.remote_port = port;
    }
    dataplane::PolicyEntryId add_client_policy(const dataplane::ClientPolicy& policy, Instant) override {
        const dataplane::PolicyEntryId id = next_client++;
        client_policies.push_back(policy);
        dataplane::PolicyEntry& entry = entry_table[id];
        entry.id = id;
        entry.origin = dataplane::PolicyOrigin::ezvpn_client;
        entry.local = policy.local;
        entry.peers = {policy.peer};
        entry.lifetime_seconds = policy.lifetime_seconds;
        entry.lifetime_kilobytes = 0;
        for (const auto& [ours, theirs] : policy.flows) {
            const dataplane::FlowId flow = next_flow++;
            flow_table[flow] = {flow, id, ours, theirs, true, 0};
            entry.flows.push_back(flow);
        }
        return id;
    }
    void remove_client_policy(dataplane::PolicyEntryId id, Instant) override {
        for (const dataplane::FlowId flow : entry_table[id].flows) flow_table.erase(flow);
        entry_table.erase(id);
    }
    bool remove(std::uint32_t inbound_spi, Instant) override { return pairs.erase(inbound_spi) != 0; }
    void acquire_failed(dataplane::FlowId flow, Instant) override { failed.push_back(flow); }

    config::IpAddress source_towards(dataplane::VrfId, const config::IpAddress&) const override { return own_address; }

    bool protects(dataplane::FlowId flow) const {
        return std::any_of(pairs.begin(), pairs.end(), [=](const auto& one) { return one.second.flow == flow; });
    }

    config::IpAddress own_address;

private:
    dataplane::FlowId next_flow = 1000;
    dataplane::PolicyEntryId next_client = 500;
};

/// Users and groups of the configuration; a group list or login list must exist by name.
class LocalAaa final : public ike::Aaa {
public:
    explicit LocalAaa(const config::Configuration& of) : configuration(of) {}
    ike::Completion answer(const ike::Job& job) override {
        if (const auto* start = std::get_if<ike::job::StartLogin>(&job))
            return configuration.aaa.login.find(start->list) != nullptr ? ike::Completion(ike::completion::Loaded{}) : ike::completion::Failed{};
        if (const auto* login = std::get_if<ike::job::Login>(&job)) {
            const auto at = passwords.find(login->user);
            return ike::completion::LoginResult{at != passwords.end() && config::Secret::of_text(at->second) == login->password};
        }
        const auto* wanted = std::get_if<ike::job::AuthorizeGroup>(&job);
        if (wanted == nullptr || configuration.aaa.network.find(wanted->list) == nullptr) return ike::completion::Failed{};
        const config::ClientGroup* const group = configuration.isakmp.groups.find(wanted->group);
        if (group == nullptr) return ike::completion::Failed{};
        return ike::completion::GroupAttributes{*group};
    }
    std::map<std::string, std::string> passwords;

private:
    const config::Configuration& configuration;
};

struct Router {
    explicit Router(const char* name, std::uint64_t seed = 1) : random(dataplane::SeededRandom::of_router(seed, name)), aaa(configuration) {
        data_plane.random = &random;
        configuration.system.hostname = name;
    }

    void start(const ike::isakmp::Tables& tables = ike::isakmp::standard_tables()) {
        engine = std::make_unique<ike::Engine>(configuration, ike::Ports{&outbox, &data_plane, &data_plane, &jobs, &aaa, &pki, &events, &random},
                                               ike::standard_tables(), tables);
    }
    std::vector<ike::isakmp::SaView> sas(Instant now) const {
        std::vector<ike::isakmp::SaView> views;
        for (auto view = engine->isakmp().next_sa(0, now); view; view = engine->isakmp().next_sa(views.back().number, now)) views.push_back(*view);
        return views;
    }
    /// SAs that are neither dead nor still in negotiation.
    std::vector<ike::isakmp::SaView> active(Instant now) const {
        auto views = sas(now);
        std::erase_if(views, [](const auto& view) { return !view.active; });
        return views;
    }
    std::vector<ike::isakmp::SaView> living(Instant now) const {
        auto views = sas(now);
        std::erase_if(views, [](const auto& view) { return view.deleted; });
        return views;
    }

    config::Configuration configuration;
    dataplane::SeededRandom random;
    FakeDataPlane data_plane;
    engine_test::OrderedJobs jobs;
    engine_test::Outbox outbox;
    LocalAaa aaa;
    engine_test::FivePkiAnchors pki;
    Recorder events;
    std::unique_ptr<ike::Engine> engine;
};

inline config::PresharedKey key(const char* text) {
    config::PresharedKey made;
    made.key = config::Secret::of_text(text);
    return made;
}

struct Pair {
    explicit Pair(std::uint64_t seed = 1) : r1("R1", seed), r2("R2", seed) {
        describe(r1, "10.0.0.1", "10.0.0.2", prefix("192.168.1.0", 24), prefix("192.168.2.0", 24));
        describe(r2, "10.0.0.2", "10.0.0.1", prefix("192.168.2.0", 24), prefix("192.168.1.0", 24));
    }

    static config::IsakmpPolicy policy(std::uint32_t priority = 10) {
        config::IsakmpPolicy made;
        made.priority = priority;
        made.encryption = config::IsakmpEncryption::aes;
        made.key_bits = 128;
        made.authentication = config::IsakmpAuthentication::pre_share;
        made.group = 2;
        return made;
    }
    static config::IsakmpKey key_for(const char* address, std::uint8_t length, const char* text) {
        config::IsakmpKey made;
        made.key = key(text);
        made.address = config::Prefix{ip(address), length};
        return made;
    }
    static void describe(Router& router, const char* local, const char* peer, const dataplane::TrafficSelector& inside, const dataplane::TrafficSelector& outside) {
        router.configuration.isakmp.policies = {policy()};
        router.configuration.isakmp.keys = {key_for(peer, ip(peer).is_v6() ? 128 : 32, "cisco123")};
        config::TransformSet& set = router.configuration.ipsec.transform_sets.at("TS");
        set.esp_cipher = config::EspCipher::aes;
        set.key_bits = 128;
        set.esp_hash = config::TransformHash::sha1;
        router.data_plane.entry_table.clear();
        router.data_plane.flow_table.clear();
        router.data_plane.add(1, ip(local), ip(peer), inside, outside);
        router.data_plane.own_address = ip(local);
    }
    /// The same over IPv6, as static VTIs.
    void use_ipv6() {
        describe(r1, "2001:db8::2", "2001:db8::3", prefix("::", 0), prefix("::", 0));
        describe(r2, "2001:db8::3", "2001:db8::2", prefix("::", 0), prefix("::", 0));
        for (Router* const router : {&r1, &r2}) {
            router->data_plane.entry_table[1].origin = dataplane::PolicyOrigin::static_vti;
            router->data_plane.entry_table[1].ipv6 = true;
        }
    }

    void start() {
        r1.start();
        r2.start();
    }
    void acquire(Router& router, dataplane::FlowId flow = 1) { router.engine->acquire(now, {flow, std::nullopt}); }

    Router& other(Router& router) { return &router == &r1 ? r2 : r1; }

    ike::Completion answer(Router& router, const ike::Job& job) { return ike::is_for_aaa(job) ? router.aaa.answer(job) : ike::perform(job); }

    /// Jobs first, in order of submission, then the oldest datagram: one step; false when there is nothing to do at this instant.
    bool step() {
        for (Router* const router : {&r1, &r2})
            if (!router->jobs.waiting.empty()) {
                auto [id, job] = std::move(router->jobs.waiting.front());
                router->jobs.waiting.pop_front();
                router->engine->complete(now, id, answer(*router, job));
                return true;
            }
        collect();
        return deliver();
    }

    void collect() {
        for (Router* const router : {&r1, &r2})
            while (!router->outbox.waiting.empty()) {
                put_on_wire(*router, std::move(router->outbox.waiting.front()));
                router->outbox.waiting.pop_front();
            }
    }

    void put_on_wire(Router& from, dataplane::UdpDatagram datagram) {
        const Fate fate = fate_of ? fate_of(sent) : Fate::deliver;
        ++sent;
        const Instant arrival = now + latency + (fate == Fate::delay ? 3 * latency : dataplane::Duration{});
        if (translate) translate(datagram);
        if (fate != Fate::drop) in_flight.push_back({arrival, &other(from), datagram});
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
            // A NAT keepalive ends where the packets of port 4500 are told apart.
            if (turned.payload.size() > 1) flying.to->engine->receive(now, turned);
            return true;
        }
        return false;
    }

    /// Until nothing is left to do, or `limit` of virtual time is over; with `background` all of that time.
    void run(dataplane::Duration limit = 600s, bool background = false) {
        const Instant end = now + limit;
        for (std::size_t guard = 0; guard < 200000; ++guard) {
            if (step()) continue;
            const auto next = next_instant(background);
            if (!next || *next > end) {
                if (background) now = end;
                return;
            }
            now = std::max(now, *next);
            for (Router* const router : {&r1, &r2}) router->engine->tick(now);
        }
    }

    std::optional<Instant> next_instant(bool background) const {
        std::optional<Instant> best;
        const auto take = [&](std::optional<Instant> one) {
            if (one && (!best || *one < *best)) best = one;
        };
        for (const Flying& flying : in_flight) take(flying.arrival);
        for (const Router* const router : {&r1, &r2}) take(router->engine->next_deadline(background));
        return best;
    }

    /// One SA and one pair on each end, with the same keys.
    bool settled() const { return r1.active(now).size() == 1 && r2.active(now).size() == 1 && r1.data_plane.pairs.size() == 1 && r2.data_plane.pairs.size() == 1 && keys_agree(); }
    bool keys_agree() const {
        if (r1.data_plane.pairs.empty() || r2.data_plane.pairs.empty()) return false;
        const dataplane::SaPair &a = r1.data_plane.pairs.begin()->second.pair, &b = r2.data_plane.pairs.begin()->second.pair;
        return a.inbound.spi == b.outbound.spi && a.outbound.spi == b.inbound.spi && a.inbound.encryption_key == b.outbound.encryption_key &&
               a.outbound.encryption_key == b.inbound.encryption_key && a.inbound.integrity_key == b.outbound.integrity_key &&
               a.outbound.integrity_key == b.inbound.integrity_key && a.inbound.suite == b.inbound.suite && a.inbound.mode == b.inbound.mode;
    }
    /// Nothing of any negotiation is left.
    bool empty() const {
        return r1.sas(now).empty() && r2.sas(now).empty() && r1.data_plane.pairs.empty() && r2.data_plane.pairs.empty() && r1.data_plane.reserved.empty() &&
               r2.data_plane.reserved.empty() && r1.engine->isakmp().is_idle() && r2.engine->isakmp().is_idle();
    }

    struct Flying {
        Instant arrival{};
        Router* to = nullptr;
        dataplane::UdpDatagram datagram;
    };

    Router r1, r2;
    Instant now = Instant{} + 1s;
    dataplane::Duration latency = 1ms;
    std::vector<Flying> in_flight;
    std::size_t sent = 0;
    std::function<Fate(std::size_t)> fate_of;
    std::function<void(dataplane::UdpDatagram&)> translate;
};

}  // namespace isakmp_test
