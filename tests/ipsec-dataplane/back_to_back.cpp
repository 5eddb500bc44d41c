#include "back_to_back.h"

#include <algorithm>
#include <stdexcept>

namespace bench {

config::IpAddress ip(std::string_view text) {
    const auto address = config::IpAddress::parse(text);
    if (!address) throw std::invalid_argument("address");
    return *address;
}

config::Prefix prefix(std::string_view text) {
    const auto slash = text.find('/');
    return {ip(text.substr(0, slash)), static_cast<std::uint8_t>(std::stoi(std::string(text.substr(slash + 1))))};
}

config::InterfaceName name(std::string_view text) {
    const auto parsed = config::InterfaceName::parse(text);
    if (!parsed) throw std::invalid_argument("interface");
    return *parsed;
}

config::Interface& interface(config::Configuration& configuration, std::string_view text, std::string_view address) {
    config::Interface& made = configuration.interfaces[name(text)];
    made.name = name(text);
    if (!address.empty()) made.address = prefix(address);
    return made;
}

config::StaticRoute& route(config::Configuration& configuration, std::string_view destination, std::string_view hop,
                           std::string_view out) {
    config::StaticRoute& made = configuration.routes.emplace_back();
    made.destination = prefix(destination);
    if (!hop.empty()) made.next_hop = ip(hop);
    if (!out.empty()) made.interface = name(out);
    return made;
}

namespace {

config::WildcardAddress wildcard(std::string_view text) {
    if (text == "any") return {};
    const config::Prefix of = prefix(text);
    return {of.network(), config::inverted(of.mask())};
}

}  // namespace

void acl_line(config::Configuration& configuration, const std::string& list, bool permit, std::string_view source,
              std::string_view destination, std::uint8_t protocol) {
    config::AccessList& found = configuration.access_lists.at(list);
    config::AccessListEntry line;
    line.sequence = found.entries.empty() ? 10 : found.entries.back().sequence + 10;
    line.permit = permit;
    line.protocol = protocol;
    line.source = wildcard(source);
    line.destination = wildcard(destination);
    found.entries.push_back(line);
}

config::CryptoMapEntry& map_entry(config::Configuration& configuration, std::string_view peer) {
    config::CryptoMap& map = configuration.ipsec.maps.at("CMAP");
    config::CryptoMapEntry& entry = map.entries.emplace_back();
    entry.sequence = static_cast<std::uint32_t>(map.entries.size() * 10);
    entry.peers = {std::string(peer)};
    entry.match_address = "VPN";
    entry.transform_sets = {"TS"};
    return entry;
}

config::Interface& tunnel(config::Configuration& configuration, std::string_view address, std::string_view source,
                          std::string_view destination, config::TunnelMode mode) {
    config::Interface& made = interface(configuration, "Tunnel0", address);
    made.tunnel.source_interface = name(source);
    made.tunnel.destination = ip(destination);
    made.tunnel.mode = mode;
    return made;
}

void Plug::send(std::span<const std::uint8_t> frame) {
    ++sent;
    seen.emplace_back(frame.begin(), frame.end());
    if (lab_.loses && lab_.loses(seen.back())) return;
    lab_.in_flight_.push_back({peer_, interface_, seen.back()});
}

namespace {

dataplane::Setup setup_of(const std::string& host, std::uint32_t seed, Station& station) {
    dataplane::Setup setup;
    setup.router_name = host;
    setup.random = &station.random;
    setup.events = &station.recorder;
    setup.mac_seed = seed;
    return setup;
}

}  // namespace

Station::Station(const std::string& host, std::uint32_t seed)
    : random(dataplane::SeededRandom::of_router(1, host)), plane(setup_of(host, seed, *this)) {
    configuration.system.hostname = host;
}

std::uint64_t Station::counter(std::string_view node, std::string_view what) const {
    for (const auto& row : plane.node_counters())
        if (row.node == node && row.counter == what) return row.packets;
    return 0;
}

dataplane::InterfaceView Station::view(std::string_view text, Instant now) const {
    for (auto& found : plane.interfaces(now))
        if (found.name == name(text)) return found;
    throw std::invalid_argument("no such interface");
}

Station& Lab::add(const std::string& host) {
    stations_.push_back(std::make_unique<Station>(host, static_cast<std::uint32_t>(stations_.size() + 1)));
    return *stations_.back();
}

std::size_t Lab::index_of(const Station& station) const {
    const auto at =
        std::find_if(stations_.begin(), stations_.end(), [&](const auto& other) { return other.get() == &station; });
    return static_cast<std::size_t>(at - stations_.begin());
}

std::pair<Plug*, Plug*> Lab::wire(Station& a, std::string_view a_interface, Station& b, std::string_view b_interface) {
    a.plugs.push_back(std::make_unique<Plug>(*this, index_of(b), std::string(b_interface)));
    b.plugs.push_back(std::make_unique<Plug>(*this, index_of(a), std::string(a_interface)));
    a.plane.attach(name(a_interface), a.plugs.back().get(), now);
    b.plane.attach(name(b_interface), b.plugs.back().get(), now);
    return {a.plugs.back().get(), b.plugs.back().get()};
}

void Lab::start() {
    for (auto& station : stations_) reconfigure(*station);
}

void Lab::reconfigure(Station& station) {
    config::ChangeSet changes;
    changes.changes.push_back({config::ChangeTopic::other, "", false});
    station.plane.configure(station.configuration, changes, now);
    settle();
}

void Lab::collect() {
    for (auto& station : stations_)
        for (auto& upcall : station->plane.take_upcalls()) station->upcalls.push_back(std::move(upcall));
}

void Lab::settle() {
    collect();
    for (unsigned steps = 0; !in_flight_.empty() && steps < 100000; ++steps) {
        const Frame frame = std::move(in_flight_.front());
        in_flight_.pop_front();
        const std::span<const std::uint8_t> bytes = frame.bytes;
        stations_[frame.station]->plane.receive(name(frame.interface), {&bytes, 1}, now);
        collect();
    }
}

void Lab::advance(std::chrono::nanoseconds time) {
    const Instant end = now + time;
    for (;;) {
        Instant next = end;
        for (auto& station : stations_)
            if (const auto due = station->plane.next_deadline(true)) next = std::min(next, std::max(*due, now));
        now = next;
        for (auto& station : stations_) station->plane.tick(now);
        settle();
        if (now == end) return;
        const bool stuck = std::any_of(stations_.begin(), stations_.end(), [&](const auto& station) {
            const auto due = station->plane.next_deadline(true);
            return due && *due <= now;
        });
        if (stuck) now += std::chrono::milliseconds(1);
    }
}

std::optional<dataplane::EchoOutcome> Lab::ping(Station& from, std::string_view to, std::string_view source,
                                                std::uint16_t size, bool df_bit, std::uint8_t ttl) {
    dataplane::EchoRequest request;
    request.token = next_token_++;
    request.destination = ip(to);
    if (!source.empty()) request.source = ip(source);
    request.size = size;
    request.df_bit = df_bit;
    request.ttl = ttl;
    from.plane.send(request, now);
    settle();
    const auto outcome = [&]() -> std::optional<dataplane::EchoOutcome> {
        for (const auto& found : from.took<dataplane::EchoOutcome>())
            if (found.token == request.token) return found;
        return {};
    };
    if (const auto found = outcome()) return found;
    advance(std::chrono::seconds(2));
    return outcome();
}

namespace {

config::Secret key_of(std::size_t length, std::uint8_t first) {
    std::vector<std::uint8_t> bytes(length);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<std::uint8_t>(first + 7 * i);
    return config::Secret(std::move(bytes));
}

void set_keys(dataplane::SaParameters& sa, std::uint8_t first) {
    if (sa.protocol == dataplane::IpsecProtocol::esp)
        sa.encryption_key = key_of(dataplane::encryption_key_length(sa.suite), first);
    sa.integrity_key =
        key_of(dataplane::integrity_key_length(sa.suite.integrity), static_cast<std::uint8_t>(first + 100));
}

dataplane::SaParameters side(const Station& station, const dataplane::ProtectedFlow& flow, const PairWish& wish) {
    const dataplane::PolicyEntry& entry = *station.plane.entry(flow.entry);
    dataplane::SaParameters sa;
    sa.protocol = wish.protocol;
    sa.mode = wish.mode;
    sa.suite = wish.suite;
    sa.local_address = entry.local;
    sa.remote_address = entry.peers.front();
    sa.local_selectors = {flow.local};
    sa.remote_selectors = {flow.remote};
    sa.lifetime = wish.lifetime;
    if (wish.nat_t) sa.udp = {4500, 4500};
    return sa;
}

}  // namespace

InstalledEnds install_pair(Lab& lab, Station& a, dataplane::FlowId a_flow, Station& b, dataplane::FlowId b_flow,
                           const PairWish& wish) {
    dataplane::SaParameters at_a = side(a, *a.plane.flow(a_flow), wish), at_b = side(b, *b.plane.flow(b_flow), wish);
    if (wish.local) at_b.remote_selectors = {*wish.local};
    if (wish.remote) at_b.local_selectors = {*wish.remote};
    at_b.peer_may_move = wish.a_may_move;
    if (wish.local && !wish.narrow_b_only) at_a.local_selectors = {*wish.local};
    if (wish.remote && !wish.narrow_b_only) at_a.remote_selectors = {*wish.remote};
    InstalledEnds ends{a.plane.allocate_spi({}, at_a.local_address), b.plane.allocate_spi({}, at_b.local_address),
                       a_flow, b_flow};
    dataplane::SaPair first{at_a, at_a, {}, {}, true}, second{at_b, at_b, {}, {}, false};
    first.inbound.spi = second.outbound.spi = ends.a_inbound;
    first.outbound.spi = second.inbound.spi = ends.b_inbound;
    for (auto* sa : {&first.inbound, &second.outbound}) set_keys(*sa, 3);
    for (auto* sa : {&first.outbound, &second.inbound}) set_keys(*sa, 17);
    if (b.plane.install(second, ends.b_flow, lab.now) != dataplane::InstallError::none)
        throw std::logic_error("install at b");
    if (a.plane.install(first, ends.a_flow, lab.now) != dataplane::InstallError::none)
        throw std::logic_error("install at a");
    lab.settle();
    return ends;
}

dataplane::FlowId only_flow(const Station& station) { return station.plane.next_flow(0, {})->flow.id; }

}  // namespace bench
