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
#include "ipsec-dataplane/seeded_random.h"
#include "surroundings.h"

/// Two engines, a wire between them, virtual time. Everything around an engine is played by a plain value that records.
namespace engine_test {

using namespace std::chrono_literals;
using dataplane::Instant;

inline config::IpAddress ip(const char* text) { return *config::IpAddress::parse(text); }
inline dataplane::TrafficSelector prefix(const char* address, std::uint8_t length, std::uint8_t protocol = 0) {
    return dataplane::TrafficSelector::of_prefix({ip(address), length}, protocol);
}

struct RecordedEvent {
    ike::EventHeader header;
    std::string_view state, event;        ///< of an SmTrace
    std::optional<ike::Step> step;
    std::optional<ike::Failed> failed;
    ike::NotifyType sent{};
    std::uint32_t sent_length = 0;        ///< of a MessageSent
    bool retransmission = false;
    std::optional<bool> tunnel_up;        ///< of a TunnelStatus
    std::size_t kind = 0;                 ///< index in event::Body
};

class Recorder final : public ike::EventSink {
public:
    bool on_ = true;
    std::vector<RecordedEvent> events;

    bool wants(const config::IpAddress&) const override { return on_; }
    void on(const ike::Event& event) override {
        RecordedEvent record;
        record.header = event.header;
        record.kind = event.body.index();
        if (const auto* trace = std::get_if<ike::event::SmTrace>(&event.body)) record.state = trace->state, record.event = trace->event;
        if (const auto* step = std::get_if<ike::event::StepDone>(&event.body)) record.step = step->step;
        if (const auto* status = std::get_if<ike::event::TunnelStatus>(&event.body)) record.tunnel_up = status->up;
        if (const auto* failure = std::get_if<ike::event::Failure>(&event.body)) record.failed = failure->why, record.sent = failure->sent;
        if (const auto* sent = std::get_if<ike::event::MessageSent>(&event.body))
            record.sent_length = sent->outer->header.length, record.retransmission = sent->retransmission;
        events.push_back(record);
    }
    bool saw(ike::Failed why) const {
        return std::any_of(events.begin(), events.end(), [=](const RecordedEvent& e) { return e.failed == why; });
    }
    bool answered(ike::NotifyType type) const {
        return std::any_of(events.begin(), events.end(), [=](const RecordedEvent& e) { return e.failed && e.sent == type; });
    }
    bool saw(ike::Step step) const {
        return std::any_of(events.begin(), events.end(), [=](const RecordedEvent& e) { return e.step == step; });
    }
};

/// Security associations as a data plane would hold them, and its policy.
class FakeDataPlane final : public dataplane::KeyEngine, public PolicyTables {
public:
    dataplane::SeededRandom* random = nullptr;
    struct Installed {
        dataplane::SaPair pair;
        dataplane::FlowId flow = 0;
        Instant at{};
    };
    std::map<std::uint32_t, Installed> pairs;
    std::set<std::uint32_t> reserved;
    std::vector<dataplane::FlowId> failed;
    std::size_t installed = 0;
    bool refuse_install = false;
    /// Pairs whose outbound half was to wait, until the engine said otherwise.
    std::set<std::uint32_t> outbound_waits;
    /// When packets last went through any pair; nothing: never.
    dataplane::PairActivity traffic{};

    void add(std::uint32_t id, const config::IpAddress& local, const config::IpAddress& peer, const dataplane::TrafficSelector& inside,
             const dataplane::TrafficSelector& outside) {
        dataplane::PolicyEntry entry;
        entry.id = id;
        entry.origin = dataplane::PolicyOrigin::static_vti;
        entry.local = local;
        entry.peers = {peer};
        entry.transform_sets = {"TS"};
        entry.ikev2_profile = "PROFILE";
        entry.flows = {id};
        entry_table[id] = entry;
        flow_table[id] = {id, id, inside, outside, true, 0};
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
        if (refuse_install || flow_table.count(flow) == 0) return dataplane::InstallError::unknown_flow;
        reserved.erase(pair.inbound.spi);
        if (pair.outbound_waits && protects(flow)) outbound_waits.insert(pair.inbound.spi);
        pairs[pair.inbound.spi] = {pair, flow, now};
        ++installed;
        return dataplane::InstallError::none;
    }
    dataplane::InstallError install_dynamic(const dataplane::SaPair& pair, dataplane::PolicyEntryId entry, dataplane::FlowId& flow, Instant now) override {
        if (entry_table.count(entry) == 0) return dataplane::InstallError::unknown_flow;
        flow = static_cast<dataplane::FlowId>(1000 + flow_table.size());
        flow_table[flow] = {flow, entry, pair.inbound.local_selectors.front(), pair.inbound.remote_selectors.front(), false, 0};
        entry_table[entry].flows.push_back(flow);
        return install(pair, flow, now);
    }
    void enable_outbound(std::uint32_t inbound_spi, Instant) override { outbound_waits.erase(inbound_spi); }
    void move_peer(std::uint32_t inbound_spi, const config::IpAddress& address, std::uint16_t port, Instant) override {
        dataplane::SaPair& pair = pairs.at(inbound_spi).pair;
        for (dataplane::SaParameters* const sa : {&pair.inbound, &pair.outbound}) sa->remote_address = address, sa->udp.remote_port = port;
    }
    std::optional<dataplane::PairActivity> activity(std::uint32_t inbound_spi) const override {
        const auto at = pairs.find(inbound_spi);
        if (at == pairs.end()) return std::nullopt;
        return dataplane::PairActivity{std::max(at->second.at, traffic.inbound), std::max(at->second.at, traffic.outbound)};
    }
    bool remove(std::uint32_t inbound_spi, Instant) override {
        outbound_waits.erase(inbound_spi);
        return pairs.erase(inbound_spi) != 0;
    }
    void acquire_failed(dataplane::FlowId flow, Instant) override { failed.push_back(flow); }

    config::IpAddress source_towards(dataplane::VrfId, const config::IpAddress&) const override { return entry_table.begin()->second.local; }

    bool protects(dataplane::FlowId flow) const {
        return std::any_of(pairs.begin(), pairs.end(), [=](const auto& one) { return one.second.flow == flow; });
    }
};

struct Router {
    explicit Router(const char* name, std::uint64_t seed = 1) : random(dataplane::SeededRandom::of_router(seed, name)) { data_plane.random = &random; }

    void start(const ike::Tables& tables = ike::standard_tables()) {
        engine = std::make_unique<ike::Engine>(configuration,
                                               ike::Ports{&outbox, &data_plane, &data_plane, &jobs, &aaa, &pki, &events, &random}, tables);
    }
    std::vector<ike::IkeSaView> sas(Instant now) const {
        std::vector<ike::IkeSaView> views;
        for (auto view = engine->next_sa(0, now); view; view = engine->next_sa(views.back().tunnel_id, now)) views.push_back(*view);
        return views;
    }

    config::Configuration configuration;
    dataplane::SeededRandom random;
    FakeDataPlane data_plane;
    OrderedJobs jobs;
    Outbox outbox;
    NoAaa aaa;
    FivePkiAnchors pki;
    Recorder events;
    std::unique_ptr<ike::Engine> engine;
};

struct Pair {
    /// The documents' pair: R1 offers 3DES and AES-CBC-128 with SHA1 and group 2, R2 has its default policy.
    Pair(std::uint64_t seed = 1) : r1("R1", seed), r2("R2", seed) {
        describe(r1, "10.0.0.1", "10.0.0.2", "peer1");
        describe(r2, "10.0.0.2", "10.0.0.1", "peer2");
        config::Ikev2Proposal& proposal = r1.configuration.ikev2.proposals.at("PHASE1-prop");
        proposal.encryption = {config::Ikev2Encryption::triple_des, config::Ikev2Encryption::aes_cbc_128};
        proposal.integrity = {config::HashAlgorithm::sha1};
        proposal.groups = {2};
        r1.configuration.ikev2.policies.at("site-pol").proposals = {"PHASE1-prop"};
    }

    static void describe(Router& router, const char* local, const char* peer, const char* peer_name) {
        config::KeyringPeer& block = router.configuration.ikev2.keyrings.at("KEYRNG").peers.at(peer_name);
        block.address = ip(peer);
        block.mask = ip("255.255.255.0");
        block.symmetric = false;
        block.local_key = block.remote_key = key("cisco");
        config::Ikev2Profile& profile = router.configuration.ikev2.profiles.at("PROFILE");
        config::IdentityMatch any_address;
        any_address.address = ip("0.0.0.0");
        profile.match_remote = {any_address};
        profile.remote_auth = {config::AuthMethodName::pre_share};
        profile.local_auth = config::AuthMethodName::pre_share;
        profile.keyring_local = "KEYRNG";
        profile.lifetime = 120;
        config::TransformSet& set = router.configuration.ipsec.transform_sets.at("TS");
        set.esp_cipher = config::EspCipher::triple_des;
        set.esp_hash = config::TransformHash::sha1;
        router.data_plane.add(1, ip(local), ip(peer), prefix("0.0.0.0", 0), prefix("0.0.0.0", 0));
    }

    static config::PresharedKey key(const char* text) {
        config::PresharedKey made;
        made.key = config::Secret::of_text(text);
        return made;
    }
    config::KeyringPeer& key_of(Router& router) { return *router.configuration.ikev2.keyrings.find("KEYRNG")->peers.begin(); }
    config::Ikev2Profile& profile_of(Router& router) { return *router.configuration.ikev2.profiles.find("PROFILE"); }

    void start() {
        r1.start();
        r2.start();
    }
    void acquire(Router& router, dataplane::FlowId flow = 1) { router.engine->acquire(now, {flow, std::nullopt}); }

    Router& other(Router& router) { return &router == &r1 ? r2 : r1; }

    /// Jobs first, in order of submission, then the oldest datagram: one step; false when there is nothing to do at this instant.
    bool step() {
        for (Router* const router : {&r1, &r2})
            if (!router->jobs.waiting.empty()) {
                auto [id, job] = std::move(router->jobs.waiting.front());
                router->jobs.waiting.pop_front();
                router->engine->complete(now, id, ike::perform(job));
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
            flying.to->engine->receive(now, turned);
            return true;
        }
        return false;
    }

    /// Until nothing is left to do, or `limit` of virtual time is over. An always-on policy without a pair asks again after a second.
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
            ask_again();
        }
    }

    void ask_again() {
        if (!always_on || now < ask_at) return;
        ask_at = now + 1s;
        for (Router* const router : {&r1, &r2})
            if (!router->data_plane.protects(1)) acquire(*router);
    }

    std::optional<Instant> next_instant(bool background) const {
        std::optional<Instant> best;
        const auto take = [&](std::optional<Instant> one) {
            if (one && (!best || *one < *best)) best = one;
        };
        for (const Flying& flying : in_flight) take(flying.arrival);
        for (const Router* const router : {&r1, &r2}) take(router->engine->next_deadline(background));
        if (always_on && (!r1.data_plane.protects(1) || !r2.data_plane.protects(1))) take(std::max(ask_at, now));
        return best;
    }

    bool ready(const Router& router) const {
        const auto sas = router.sas(now);
        return sas.size() == 1 && sas.front().status == ike::SaStatus::ready && sas.front().children.size() == 1 &&
               router.data_plane.pairs.size() == 1;
    }
    bool settled() const { return ready(r1) && ready(r2) && keys_agree(); }
    /// What one end encrypts with, the other decrypts with.
    bool keys_agree() const {
        if (r1.data_plane.pairs.empty() || r2.data_plane.pairs.empty()) return false;
        const dataplane::SaPair &a = r1.data_plane.pairs.begin()->second.pair, &b = r2.data_plane.pairs.begin()->second.pair;
        return a.inbound.spi == b.outbound.spi && a.outbound.spi == b.inbound.spi && a.inbound.encryption_key == b.outbound.encryption_key &&
               a.outbound.encryption_key == b.inbound.encryption_key && a.inbound.integrity_key == b.outbound.integrity_key &&
               a.outbound.integrity_key == b.inbound.integrity_key && a.inbound.suite == b.inbound.suite && a.inbound.mode == b.inbound.mode;
    }
    /// Every pair of one end has its like at the other.
    bool all_keys_agree() const {
        const auto matches = [](const dataplane::SaPair& a, const dataplane::SaPair& b) {
            return a.inbound.spi == b.outbound.spi && a.outbound.spi == b.inbound.spi && a.inbound.encryption_key == b.outbound.encryption_key &&
                   a.outbound.encryption_key == b.inbound.encryption_key && a.inbound.integrity_key == b.outbound.integrity_key &&
                   a.outbound.integrity_key == b.inbound.integrity_key && a.inbound.suite == b.inbound.suite;
        };
        return r1.data_plane.pairs.size() == r2.data_plane.pairs.size() &&
               std::all_of(r1.data_plane.pairs.begin(), r1.data_plane.pairs.end(), [&](const auto& one) {
                   const auto at = r2.data_plane.pairs.find(one.second.pair.outbound.spi);
                   return at != r2.data_plane.pairs.end() && matches(one.second.pair, at->second.pair);
               });
    }
    bool empty() const {
        return r1.sas(now).empty() && r2.sas(now).empty() && r1.data_plane.pairs.empty() && r2.data_plane.pairs.empty() &&
               r1.data_plane.reserved.empty() && r2.data_plane.reserved.empty();
    }

    struct Flying {
        Instant arrival{};
        Router* to = nullptr;
        dataplane::UdpDatagram datagram;
    };

    Router r1, r2;
    Instant now = Instant{} + 1s;
    Instant ask_at{};
    dataplane::Duration latency = 1ms;
    std::vector<Flying> in_flight;
    std::size_t sent = 0;
    bool always_on = false;
    std::function<Fate(std::size_t)> fate_of;
    std::function<void(dataplane::UdpDatagram&)> translate;
};

}  // namespace engine_test
