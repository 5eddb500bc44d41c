#include "ipsec-dataplane/dhcp/dhcp_client.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "ipsec-dataplane/dhcp/dhcp.h"

namespace dataplane {

namespace {

constexpr std::uint32_t for_ever = 0xffffffff, shortest_pause = 60, default_lease = 3600;
constexpr unsigned foreground_tries = 3;
constexpr std::array<unsigned, 5> pauses = {4, 8, 16, 32, 64};  ///< seconds (RFC 2131 4.1)
const std::vector<std::uint8_t> wanted_options = {1, 3, 6, 15, 51, 54, 58, 59};

std::uint32_t random_word(ControlPlane& control) {
    std::array<std::uint8_t, 4> octets{};
    control.random->fill(octets);
    return static_cast<std::uint32_t>(octets[0]) << 24 | static_cast<std::uint32_t>(octets[1]) << 16 |
           static_cast<std::uint32_t>(octets[2]) << 8 | octets[3];
}

DhcpMessage message_of(const ControlPlane& control, const RouterInterface& interface, const DhcpClient& client,
                       DhcpType type) {
    DhcpMessage message;
    message.type = type;
    message.transaction = client.transaction;
    message.broadcast = true;
    message.hardware = interface.mac;
    message.client_id = own_client_id(interface);
    message.hostname = control.router_name;
    message.wanted = wanted_options;
    return message;
}

void send_to_all(ControlPlane& control, const RouterInterface& interface, const DhcpMessage& message) {
    send_dhcp(control, interface, message,
              {broadcast_mac, message.client, config::IpAddress::v4(0xffffffff), dhcp_client_port, dhcp_server_port});
}

void discover(ControlPlane& control, const RouterInterface& interface, DhcpClient& client) {
    DhcpMessage message = message_of(control, interface, client, DhcpType::discover);
    if (client.address.address) message.requested = client.address.address;
    send_to_all(control, interface, message);
}

void request_offered(ControlPlane& control, const RouterInterface& interface, DhcpClient& client) {
    DhcpMessage message = message_of(control, interface, client, DhcpType::request);
    message.requested = client.address.address;
    message.server = client.server;
    send_to_all(control, interface, message);
}

/// Renewing asks the server that gave the lease, rebinding any (RFC 2131 4.4.5).
void request_again(ControlPlane& control, const RouterInterface& interface, DhcpClient& client, Instant now) {
    DhcpMessage message = message_of(control, interface, client, DhcpType::request);
    message.client = client.address.address;
    message.broadcast = client.state == DhcpClientState::rebinding;
    if (message.broadcast) return send_to_all(control, interface, message);
    send_udp(control,
             {control.vrfs.id(interface.settings.vrf), client.address.address, dhcp_client_port, client.server,
              dhcp_server_port, write_dhcp(message)},
             now);
}

Instant after(Instant start, std::uint32_t seconds) {
    return seconds == for_ever ? Instant::max() : start + std::chrono::seconds(seconds);
}

void start_over(ControlPlane& control, DhcpClient& client, Instant now) {
    client.state = DhcpClientState::selecting;
    client.transaction = random_word(control);
    client.tries = 0;
    client.next = now;
}

void lose_lease(ControlPlane& control, RouterInterface& interface) {
    if (!interface.lease) return;
    interface.lease.reset();
    control.configuration_stale = control.tables_stale = true;
}

void pause(DhcpClient& client, Instant now) {
    client.next = now + std::chrono::seconds(pauses[std::min<std::size_t>(client.tries, pauses.size() - 1)]);
    ++client.tries;
}

/// Half of what is left to the next stage, at least a minute.
void pause_until(DhcpClient& client, Instant stage, Instant now) {
    const Duration half = (stage - now) / 2;
    client.next = std::min(stage, now + std::max<Duration>(half, std::chrono::seconds(shortest_pause)));
    ++client.tries;
}

void keep_lease(ControlPlane& control, RouterInterface& interface, DhcpClient& client, Instant now) {
    const Instant rebind = after(client.leased, client.rebinding), end = after(client.leased, client.lease);
    if (now >= end) {
        lose_lease(control, interface);
        return start_over(control, client, now);
    }
    if (client.state == DhcpClientState::bound) {
        client.transaction = random_word(control);
        client.tries = 0;
    }
    client.state = now >= rebind ? DhcpClientState::rebinding : DhcpClientState::renewing;
    request_again(control, interface, client, now);
    pause_until(client, now >= rebind ? end : rebind, now);
}

void act(ControlPlane& control, RouterInterface& interface, DhcpClient& client, Instant now) {
    switch (client.state) {
        case DhcpClientState::selecting: discover(control, interface, client); return pause(client, now);
        case DhcpClientState::requesting:
            if (client.tries >= pauses.size()) return start_over(control, client, now);
            request_offered(control, interface, client);
            return pause(client, now);
        case DhcpClientState::bound:
        case DhcpClientState::renewing:
        case DhcpClientState::rebinding: return keep_lease(control, interface, client, now);
    }
}

void take_offer(ControlPlane& control, const RouterInterface& interface, DhcpClient& client, const DhcpMessage& offer,
                Instant now) {
    if (client.state != DhcpClientState::selecting || !offer.server || offer.yours.is_unspecified()) return;
    client.state = DhcpClientState::requesting;
    client.server = offer.server;
    client.address = {offer.yours, 32};
    client.tries = 0;
    request_offered(control, interface, client);
    client.leased = now;
    pause(client, now);
}

/// By class where the server does not say.
std::uint8_t length_of(const DhcpMessage& message) {
    if (const auto length = message.mask ? config::mask_length(message.mask) : std::nullopt) return *length;
    const std::uint32_t first = message.yours.v4_value() >> 24;
    return first < 128 ? 8 : first < 192 ? 16 : 24;
}

void set_times(DhcpClient& client, const DhcpMessage& ack) {
    client.lease = ack.lease.value_or(default_lease);
    const std::uint64_t lease = client.lease;
    client.renewal = ack.renewal.value_or(static_cast<std::uint32_t>(lease / 2));
    client.rebinding = ack.rebinding.value_or(static_cast<std::uint32_t>(lease * 7 / 8));
    if (client.lease == for_ever) client.renewal = client.rebinding = for_ever;
    client.rebinding = std::min(client.rebinding, client.lease);
    client.renewal = std::min(client.renewal, client.rebinding);
    client.next = after(client.leased, client.renewal);
}

void take_ack(ControlPlane& control, RouterInterface& interface, DhcpClient& client, const DhcpMessage& ack,
              Instant now) {
    const bool expected = client.state != DhcpClientState::selecting && client.state != DhcpClientState::bound;
    if (!expected || ack.yours.is_unspecified()) return;
    client.state = DhcpClientState::bound;
    client.address = {ack.yours, length_of(ack)};
    if (ack.server) client.server = ack.server;
    const config::IpAddress gateway = ack.routers.empty() ? config::IpAddress{} : ack.routers.front();
    const bool moved = interface.lease != client.address || gateway != client.gateway;
    client.gateway = gateway;
    client.dns_servers = ack.dns_servers;
    client.domain = ack.domain;
    client.leased = now;
    set_times(client, ack);
    if (!moved) return;
    const bool assigned = interface.lease != client.address;
    interface.lease = interface.settings.address = client.address;
    control.configuration_stale = control.tables_stale = true;
    if (!assigned) return;
    announce(control, interface);
    if (control.logs(EventGroup::syslog))
        control.emit(now, event::DhcpAddressAssigned{interface.name, client.address, control.router_name});
}

void take_nak(ControlPlane& control, RouterInterface& interface, DhcpClient& client, Instant now) {
    if (client.state == DhcpClientState::selecting || client.state == DhcpClientState::bound) return;
    client.address = {};
    lose_lease(control, interface);
    start_over(control, client, now);
}

bool wants_lease(const RouterInterface& interface) {
    return interface.settings.address_dhcp && interface.line_up && interface.kind() == Port::Kind::ethernet;
}

}  // namespace

/// "cisco-aabb.cc00.0100-Et0/0", as IOS clients name themselves.
std::vector<std::uint8_t> own_client_id(const RouterInterface& interface) {
    const MacAddress& mac = interface.mac;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "cisco-%02x%02x.%02x%02x.%02x%02x-", mac[0], mac[1], mac[2], mac[3], mac[4],
                  mac[5]);
    const std::string whole = text.data() + interface.name.short_text();
    std::vector<std::uint8_t> id{0};
    id.insert(id.end(), whole.begin(), whole.end());
    return id;
}

void client_received(ControlPlane& control, RouterInterface& interface, const DhcpMessage& message, Instant now) {
    const auto at = control.dhcp_clients.find(interface.name);
    if (at == control.dhcp_clients.end() || !message.reply || message.hardware != interface.mac ||
        message.transaction != at->second.transaction)
        return;
    switch (message.type) {
        case DhcpType::offer: return take_offer(control, interface, at->second, message, now);
        case DhcpType::ack: return take_ack(control, interface, at->second, message, now);
        case DhcpType::nak: return take_nak(control, interface, at->second, now);
        case DhcpType::discover:
        case DhcpType::request:
        case DhcpType::decline:
        case DhcpType::release:
        case DhcpType::inform: return;
    }
}

void follow_dhcp(ControlPlane& control, Instant now) {
    for (auto& [name, interface] : control.interfaces) {
        const auto at = control.dhcp_clients.find(name);
        const bool wanted = wants_lease(*interface);
        if (wanted && at == control.dhcp_clients.end()) {
            start_over(control, control.dhcp_clients[name], now);
        } else if (!wanted && at != control.dhcp_clients.end()) {
            control.dhcp_clients.erase(at);
            lose_lease(control, *interface);
        }
    }
    std::erase_if(control.dhcp_clients,
                  [&](const auto& client) { return control.interfaces.find(client.first) == nullptr; });
    tick_dhcp(control, now);
}

void tick_dhcp(ControlPlane& control, Instant now) {
    std::vector<config::InterfaceName> due;  // sending may end in changes of the list
    for (const auto& [name, client] : control.dhcp_clients)
        if (client.next <= now) due.push_back(name);
    for (const config::InterfaceName& name : due) {
        const auto at = control.dhcp_clients.find(name);
        RouterInterface* interface = control.interfaces.find(name);
        if (at != control.dhcp_clients.end() && interface != nullptr) act(control, *interface, at->second, now);
    }
}

/// The first tries are what a lab waits for; a server that is not there is asked in the background.
std::optional<Instant> next_dhcp_deadline(const ControlPlane& control, bool include_background) {
    std::optional<Instant> next;
    for (const auto& [name, client] : control.dhcp_clients) {
        const bool foreground = !client.has_lease() && client.tries <= foreground_tries;
        if (client.next == Instant::max() || (!include_background && !foreground)) continue;
        if (!next || client.next < *next) next = client.next;
    }
    return next;
}

std::vector<Route> dhcp_routes(ControlPlane& control) {
    std::vector<Route> routes;
    for (const auto& [name, client] : control.dhcp_clients) {
        const RouterInterface* interface = std::as_const(control.interfaces).find(name);
        if (!client.has_lease() || !client.gateway || interface == nullptr || !interface->lease) continue;
        Route route;
        route.vrf = control.vrfs.id(interface->settings.vrf);
        route.view.source = RouteView::Source::dhcp;
        route.view.prefix = {config::IpAddress::v4(0), 0};
        route.view.distance = 254;
        route.view.next_hop = client.gateway;
        route.view.candidate_default = true;
        routes.push_back(std::move(route));
    }
    return routes;
}

}  // namespace dataplane
