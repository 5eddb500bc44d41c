#include "cli/lab/lab.h"

#include <algorithm>

#include "ipsec-dataplane/seeded_random.h"
#include "cli/text_file.h"

namespace cli {

namespace {

constexpr Duration quiet_limit = std::chrono::seconds(60);

bool arrives_later(const FrameInFlight& a, const FrameInFlight& b) {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
}

std::string read_file(const std::string& path) {
    auto text = read_text_file(path);
    if (!text) throw TopologyError(path + ": cannot be read");
    return *std::move(text);
}

}  // namespace

Lab::Lab(LabOptions options)
    : options_(std::move(options)),
      dice_(std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(options_.seed, "wires"))) {}

Lab::~Lab() = default;

Router& Lab::add_router(const std::string& node, std::string startup_text, std::vector<config::InterfaceName> hardware) {
    RouterSetup setup;
    setup.node_name = node;
    setup.random = std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(options_.seed, node));
    if (!options_.nvram_directory.empty())
        setup.nvram = std::make_unique<DirectoryNvram>(options_.nvram_directory + "/" + node);
    setup.crypto_backend = options_.crypto_backend;
    setup.unix_at_start = options_.unix_at_start;
    setup.mac_seed = static_cast<std::uint32_t>(routers_.size() + 1);
    setup.hardware = std::move(hardware);
    setup.console = options_.console;
    setup.key_log = options_.key_log;
    routers_.push_back(std::make_unique<Router>(std::move(setup)));
    startup_texts_.push_back(std::move(startup_text));
    return *routers_.back();
}

VirtualWire& Lab::add_wire(const std::string& node_a, const config::InterfaceName& a, const std::string& node_b,
                           const config::InterfaceName& b) {
    Router* const router_a = find(node_a);
    Router* const router_b = find(node_b);
    if (!router_a || !router_b) throw TopologyError("no such node: " + (router_a ? node_b : node_a));
    std::string name = node_a + "-" + node_b;
    for (unsigned copy = 2; find_wire(name); ++copy) name = node_a + "-" + node_b + "-" + std::to_string(copy);
    wires_.push_back(std::make_unique<VirtualWire>(name, WireEnd{node_a, a, router_a}, WireEnd{node_b, b, router_b}, *this));
    VirtualWire& wire = *wires_.back();
    router_a->attach(a, &wire.link(0), now_);
    router_b->attach(b, &wire.link(1), now_);
    return wire;
}

void Lab::build(const Topology& topology, const std::string& folder) {
    for (const TopologyNode& node : topology.nodes) {
        std::vector<config::InterfaceName> hardware;
        for (const TopologyLink& link : topology.links)
            for (const TopologyEnd* end : {&link.a, &link.b})
                if (end->node == node.name) hardware.push_back(end->interface);
        const bool absolute = node.startup_config.starts_with('/');
        const std::string path = absolute ? node.startup_config : folder + "/" + node.startup_config;
        add_router(node.name, node.startup_config.empty() ? std::string{} : read_file(path), std::move(hardware));
    }
    for (const TopologyLink& link : topology.links)
        add_wire(link.a.node, link.a.interface, link.b.node, link.b.interface);
}

void Lab::boot() {
    for (; booted_ < routers_.size(); ++booted_) {
        const std::string& text = startup_texts_[booted_];
        routers_[booted_]->boot(text.empty() ? std::nullopt : std::optional<std::string_view>(text), now_);
    }
}

void Lab::push(Instant at, WireEnd& to, std::span<const std::uint8_t> octets) {
    frames_.push_back({at, next_order_++, &to, {octets.begin(), octets.end()}});
    std::push_heap(frames_.begin(), frames_.end(), arrives_later);
}

unsigned Lab::roll_percent() {
    std::array<std::uint8_t, 4> octets{};
    dice_->fill(octets);
    return (octets[0] * 256U + octets[1]) % 100U;
}

void Lab::deliver(FrameInFlight frame) { frame.to->router->receive(frame.to->interface, frame.octets, now_); }

Router* Lab::earliest_router(std::optional<Instant>& due, bool include_background) const {
    Router* earliest = nullptr;
    for (const auto& router : routers_) {
        const auto deadline = router->next_deadline(include_background);
        if (deadline && (!due || *deadline < *due)) due = *deadline, earliest = router.get();
    }
    return earliest;
}

std::optional<Instant> Lab::next_event(bool include_background) const {
    std::optional<Instant> due;
    if (!frames_.empty()) due = frames_.front().at;
    earliest_router(due, include_background);
    return due;
}

bool Lab::step(Instant limit) {
    std::optional<Instant> due;
    if (!frames_.empty()) due = frames_.front().at;
    Router* const router = earliest_router(due, true);
    if (!due || *due > limit) {
        now_ = std::max(now_, limit);
        return false;
    }
    now_ = std::max(now_, *due);
    if (router) {
        router->tick(now_);
        return true;
    }
    std::pop_heap(frames_.begin(), frames_.end(), arrives_later);
    FrameInFlight frame = std::move(frames_.back());
    frames_.pop_back();
    deliver(std::move(frame));
    return true;
}

void Lab::advance(Duration duration) { run_to(now_ + duration); }

void Lab::run_to(Instant target) {
    while (step(target)) {
    }
}

void Lab::run_until_quiet() {
    const Instant limit = now_ + quiet_limit;
    for (auto next = next_event(false); next && *next <= limit; next = next_event(false)) step(*next);
}

Router* Lab::find(std::string_view node) {
    const auto at = std::find_if(routers_.begin(), routers_.end(), [&](const auto& router) { return router->node_name() == node; });
    return at == routers_.end() ? nullptr : at->get();
}

VirtualWire* Lab::find_wire(std::string_view name) {
    const auto at = std::find_if(wires_.begin(), wires_.end(), [&](const auto& wire) { return wire->name() == name; });
    return at == wires_.end() ? nullptr : at->get();
}

void Lab::set_wire_down(VirtualWire& wire, bool down) {
    wire.impairment().down = down;
    for (std::size_t side = 0; side < 2; ++side)
        wire.end(side).router->link_changed(wire.end(side).interface, now_);
}

std::uint64_t Lab::frames_carried() const {
    std::uint64_t total = 0;
    for (const auto& wire : wires_) total += wire->carried();
    return total;
}

}  // namespace cli
