#pragma once

#include <initializer_list>
#include <string>

#include "echo_traffic.h"
#include "lab_fixture.h"

/// One of the IKEv2 examples, two routers R1 and R2, with lines added to both configurations.
struct Ikev2Lab : FolderLab {
    using Lines = std::initializer_list<const char*>;

    Ikev2Lab(const std::string& folder, std::uint64_t seed) : FolderLab(folder, options(seed)) {}
    /// The backend that needs least time for one packet.
    static cli::LabOptions options(std::uint64_t seed) {
        cli::LabOptions result = FolderLab::options(seed);
        result.crypto_backend = "openssl";
        return result;
    }

    void configure(const std::string& node, Lines lines) {
        command(node, "enable");
        command(node, "configure terminal");
        for (const char* line : lines) command(node, line);
        command(node, "end");
    }
    void configure_both(Lines lines) {
        for (const char* node : {"R1", "R2"}) configure(node, lines);
    }
    /// Both ends have `expected`, under the same keys, within `limit` (a change may be under way).
    bool rests_with(const TunnelState& expected, cli::Duration limit = std::chrono::seconds(30)) {
        for (const cli::Instant end = lab.now() + limit; !is(expected); lab.advance(std::chrono::seconds(1)))
            if (lab.now() >= end) return false;
        return true;
    }
    bool is(const TunnelState& expected) { return tunnel_state(lab, "R1") == expected && tunnel_state(lab, "R2") == expected; }
    std::uint32_t session_id(const std::string& node) {
        const auto sa = lab.find(node)->engine().next_sa(0, lab.now());
        return sa ? sa->session_id : 0;
    }
    ike::EngineStats stats(const std::string& node) { return lab.find(node)->engine().stats(); }
    cli::VirtualWire& wire() { return *lab.wires().front(); }
};

/// Document 001's two routers with a virtual tunnel interface; IKE SAs of two minutes.
struct TunnelLab : Ikev2Lab {
    explicit TunnelLab(std::uint64_t seed = 1) : Ikev2Lab("examples/ikev2-site-to-site", seed) {}
    static constexpr const char* r1 = "192.168.1.1";
    static constexpr const char* r2 = "192.168.2.1";
};

/// Two routers with a crypto map of two access list lines.
struct CryptoMapLab : Ikev2Lab {
    explicit CryptoMapLab(std::uint64_t seed = 1) : Ikev2Lab("examples/ikev2-crypto-map", seed) {}
};
