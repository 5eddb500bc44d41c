#pragma once

#include "ikev2_lab.h"

/// A pair of sites and how to touch its configuration.
struct SiteKind {
    const char* folder;
    const char *r1, *r2;                ///< hosts behind the ends
    bool always_on;                     ///< comes up without a packet
    const char *profile, *ipsec;        ///< modes of the IKEv2 profile and of the IPsec lifetime
    const char* interface;
    const char* protection;             ///< the interface's line
    const char *keyring, *peer, *key;   ///< of R2
};

inline constexpr SiteKind site_kinds[] = {
    {"examples/ikev2-site-to-site", "192.168.1.1", "192.168.2.1", true, "crypto ikev2 profile IKEV2-SETUP", "crypto ipsec profile phse2-prof",
     "interface Tunnel0", "tunnel protection ipsec profile phse2-prof", "crypto ikev2 keyring KEYRNG", "peer peer2", "cisco"},
    {"examples/ikev2-crypto-map", "10.11.0.1", "10.12.0.1", false, "crypto ikev2 profile PROFILE-Customer1", "crypto map CMAP-Customer1 10",
     "interface GigabitEthernet0/0/0", "crypto map CMAP-Customer1", "crypto ikev2 keyring customer-1", "peer customer1", "cisco1234"},
};

/// What the ends are at when something happens.
enum class Phase { set_up, child_rekey, ike_rekey, removal, second_pair, second_pair_at_once };

inline const char* name_of(Phase phase) {
    constexpr const char* names[] = {"set-up", "rekeying of the pair", "rekeying of the IKE SA", "deletion", "second access list line", "second access list line from both ends"};
    return names[static_cast<unsigned>(phase)];
}

/// Frames from its beginning until it is over. Both ends of a virtual tunnel interface open at once, and again after a deletion.
constexpr unsigned frames_of(Phase phase, const SiteKind& kind) {
    if (phase == Phase::set_up) return kind.always_on ? 14 : 6;
    return phase == Phase::removal && kind.always_on ? 8 : 4;
}

/// Two sites with dead-peer detection, and one kind of lifetimes short.
struct Site : Ikev2Lab {
    Site(const SiteKind& in_kind, Phase in_phase, std::uint64_t seed = 1, const cli::Impairment& impairment = {})
        : Ikev2Lab(in_kind.folder, seed), kind(in_kind), phase(in_phase) {
        using namespace std::chrono_literals;
        wire().impairment() = impairment;
        lab.boot();
        for (const char* node : {"R1", "R2"}) prepare(node);
        if (phase == Phase::set_up) return;
        established = comes_up(60s) && rests_with({1, 0, 1});
    }
    /// Lets the exchanges of the phase begin and stops after one of their frames, counted from 1. False when there are fewer.
    bool run_to_frame(unsigned frame) {
        const std::uint64_t before = begin();
        const cli::Instant limit = lab.now() + std::chrono::seconds(1);
        while (wire().carried() < before + frame && lab.step(limit)) {
        }
        return wire().carried() >= before + frame;
    }
    /// Lets the exchanges of the phase begin. The number of frames before their first.
    std::uint64_t begin() {
        const std::uint64_t before = phase == Phase::set_up ? 0 : wire().carried();
        if (phase == Phase::set_up && !kind.always_on) EchoSource(lab, "R1", kind.r1, kind.r2).send();
        if (phase >= Phase::second_pair) EchoSource(lab, "R1", second_r1, second_r2).send();
        if (phase == Phase::second_pair_at_once) EchoSource(lab, "R2", second_r2, second_r1).send();
        if (phase == Phase::removal) command("R1", "clear crypto ikev2 sa");
        if (phase == Phase::child_rekey) return run_until_begun(&ike::EngineStats::create_child_ipsec_rekey);
        if (phase == Phase::ike_rekey) return run_until_begun(&ike::EngineStats::create_child_ike_rekey);
        return before;
    }
    bool comes_up(cli::Duration limit) {
        for (const cli::Instant end = lab.now() + limit; lab.now() < end;) {
            if (!kind.always_on || (tunnel_state(lab, "R1").ready > 0 && tunnel_state(lab, "R2").ready > 0)) {
                if (works()) return true;
            } else {
                lab.advance(std::chrono::seconds(1));
            }
        }
        return false;
    }
    /// Whether a round trip works now from both ends.
    bool works() { return works(kind.r1, kind.r2); }
    bool works(const char* r1, const char* r2) {
        Conversation traffic(lab, {"R1", r1}, {"R2", r2});
        traffic.run(std::chrono::seconds(1));
        lab.advance(2 * wire().impairment().latency);
        return traffic.lost() == 0;
    }
    void reload(const std::string& node) {
        lab.find(node)->reload(lab.now());
        lab.find(node)->type(lab.find(node)->console(), "\r", lab.now());
    }
    /// A reload that the peer does not hear of.
    void crash(const std::string& node) {
        wire().impairment().loss_percent = 100;
        reload(node);
        wire().impairment().loss_percent = 0;
    }
    void protect(const std::string& node, bool on) {
        const std::string line = (on ? "" : "no ") + std::string(kind.protection);
        configure(node, {kind.interface, line.c_str()});
    }
    void set_key_of_r2(const char* key) {
        const std::string line = std::string("pre-shared-key local ") + key, other = std::string("pre-shared-key remote ") + key;
        configure("R2", {kind.keyring, kind.peer, line.c_str(), other.c_str()});
    }

    /// Hosts of the crypto map's second line.
    static constexpr const char *second_r1 = "10.11.0.2", *second_r2 = "10.12.0.2";
    const SiteKind& kind;
    const Phase phase;
    bool established = false;
    /// What both routers logged.
    std::string log;

private:
    void prepare(const std::string& node) {
        const bool ike = phase == Phase::ike_rekey, child = phase == Phase::child_rekey;
        configure(node, {kind.profile, "dpd 10 2 periodic", ike ? "lifetime 120" : "no lifetime", "exit", kind.ipsec,
                         child ? "set security-association lifetime seconds 120" : "no set security-association lifetime seconds"});
        command(node, "write memory");
        command(node, "debug crypto ikev2 error");
        lab.find(node)->on_log([this](std::string_view line) { log += std::string(line) + '\n'; });
    }
    std::uint64_t run_until_begun(ike::EngineStats::Exchange ike::EngineStats::*which) {
        const auto begun = [&] { return (stats("R1").*which).tx_request + (stats("R2").*which).tx_request; };
        const std::uint64_t was = begun();
        const cli::Instant limit = lab.now() + std::chrono::minutes(2);
        std::uint64_t before = wire().carried();
        while (begun() == was && lab.step(limit)) before = begun() == was ? wire().carried() : before;
        return before;
    }
};
