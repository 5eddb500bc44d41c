#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/lab/topology.h"
#include "cli/lab/virtual_wire.h"
#include "cli/router/router.h"

namespace cli {

struct LabOptions {
    std::uint64_t seed = 1;
    std::string crypto_backend = "auto";
    std::string nvram_directory;             ///< one folder a node below it; empty: NVRAM lives in memory
    std::shared_ptr<KeyLog> key_log{};       ///< of all nodes; null: none
    ConsoleOptions console = ConsoleOptions::pipe();
    std::int64_t unix_at_start = 1014940800; ///< 2002-03-01 00:00:00 UTC, where a router without a battery starts
};

/// Many routers and the wires between them under one virtual clock. Every step handles the earliest of all frames in flight and
/// all deadlines, so a lab repeats byte for byte.
class Lab final : public FrameQueue {
public:
    explicit Lab(LabOptions options = {});
    ~Lab() override;

    /// Makes a node from the text of its configuration (not booted yet). `hardware`: interfaces it has besides the configured ones.
    Router& add_router(const std::string& node, std::string startup_text, std::vector<config::InterfaceName> hardware = {});
    VirtualWire& add_wire(const std::string& node_a, const config::InterfaceName& a, const std::string& node_b,
                          const config::InterfaceName& b);
    /// Reads the startup configurations that the topology names, relative to `folder`, and builds all of it. Throws TopologyError.
    void build(const Topology& topology, const std::string& folder);
    /// Boots every node that was not booted yet, in order.
    void boot();

    Instant now() const override { return now_; }
    /// Handles the earliest thing due, at most up to `limit`; false when nothing is due until then (the clock is then at `limit`).
    bool step(Instant limit);
    void advance(Duration duration);
    /// Until no frame is in flight and only background deadlines are left: at most 60 virtual seconds.
    void run_until_quiet();
    /// Every deadline and frame up to now, for a runtime that follows real time.
    void run_to(Instant now);
    std::optional<Instant> next_event(bool include_background) const;

    Router* find(std::string_view node);
    VirtualWire* find_wire(std::string_view name);
    const std::vector<std::unique_ptr<Router>>& routers() const { return routers_; }
    const std::vector<std::unique_ptr<VirtualWire>>& wires() const { return wires_; }
    /// Takes a wire's carrier away or gives it back.
    void set_wire_down(VirtualWire& wire, bool down);
    std::uint64_t frames_carried() const;

    // FrameQueue
    void push(Instant at, WireEnd& to, std::span<const std::uint8_t> octets) override;
    unsigned roll_percent() override;

private:
    void deliver(FrameInFlight frame);
    Router* earliest_router(std::optional<Instant>& due, bool include_background) const;

    LabOptions options_;
    Instant now_{};
    std::vector<std::unique_ptr<Router>> routers_;
    std::vector<std::string> startup_texts_;
    std::size_t booted_ = 0;
    std::vector<std::unique_ptr<VirtualWire>> wires_;
    std::vector<FrameInFlight> frames_;      ///< a heap, earliest first
    std::uint64_t next_order_ = 0;
    std::unique_ptr<dataplane::RandomSource> dice_;
};

}  // namespace cli
