#pragma once

#include <string>

#include "cli/lab/lab.h"
#include "cli/runtime/virtual_runtime.h"

/// A lab read from a folder of the project ("examples/ikev2-site-to-site"), booted and quiet.
struct FolderLab {
    explicit FolderLab(std::uint64_t seed = 1) : lab(options(seed)) {}
    explicit FolderLab(const std::string& folder, std::uint64_t seed = 1) : FolderLab(folder, options(seed)) {}
    FolderLab(const std::string& folder, cli::LabOptions options) : lab(std::move(options)) {
        const std::string path = std::string(SOURCE_DIR) + "/" + folder;
        lab.build(cli::read_topology(path + "/lab.clab.yml"), path);
    }
    void start() {
        lab.boot();
        lab.run_until_quiet();
    }
    /// Types a line at a console and returns what came back.
    std::string command(const std::string& node, const std::string& line) {
        cli::Router& router = *lab.find(node);
        router.console().take_output();
        std::string output;
        const cli::Instant limit = lab.now() + std::chrono::hours(1);
        router.type(router.console(), line + "\r", lab.now());
        output += router.console().take_output();
        while (!router.console().is_at_prompt() && !router.console().is_asking_question() && lab.step(limit))
            output += router.console().take_output();
        return output + router.console().take_output();
    }
    static cli::LabOptions options(std::uint64_t seed) {
        cli::LabOptions result;
        result.seed = seed;
        return result;
    }
    cli::Lab lab;
};

/// How many IKE SAs are READY, how many others there are, and how many pairs of IPsec SAs.
struct TunnelState {
    int ready = 0, other = 0, pairs = 0;
    bool operator==(const TunnelState&) const = default;
};

inline TunnelState tunnel_state(cli::Lab& lab, const std::string& node) {
    TunnelState state;
    cli::Router& router = *lab.find(node);
    for (auto sa = router.engine().next_sa(0, lab.now()); sa; sa = router.engine().next_sa(sa->tunnel_id, lab.now()))
        ++(sa->status == ike::SaStatus::ready ? state.ready : state.other);
    for (auto flow = router.data_plane().next_flow(0, lab.now()); flow;
         flow = router.data_plane().next_flow(flow->flow.id, lab.now()))
        state.pairs += static_cast<int>(flow->inbound.size());
    return state;
}
