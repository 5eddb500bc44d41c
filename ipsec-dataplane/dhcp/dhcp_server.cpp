#include "ipsec-dataplane/dhcp/dhcp_server.h"

#include <algorithm>

#include "ipsec-dataplane/dhcp/dhcp.h"

namespace dataplane {

namespace {

constexpr std::uint32_t for_ever = 0xffffffff;
constexpr Duration offer_lifetime = std::chrono::seconds(60), conflict_lifetime = std::chrono::minutes(10);

std::string digits_of(const std::vector<std::uint8_t>& bytes) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) text.append({hex[byte >> 4], hex[byte & 15]});
    return text;
}

/// "0100.5056.1234.56" without the dots, in lower case.
std::string digits_in(const std::string& words) {
    std::string text;
    for (const char letter : words)
        if (letter != '.') text.push_back(letter >= 'A' && letter <= 'F' ? static_cast<char>(letter + 32) : letter);
    return text;
}

/// One request: the router's end of it, and who asks.
class Negotiation {
public:
    Negotiation(ControlPlane& control, const RouterInterface& interface, const DhcpMessage& asked, Instant now)
        : control_(control),
          dhcp_(control.configuration->dhcp),
          bindings_(control.dhcp_server.bindings),
          interface_(interface),
          asked_(asked),
          now_(now),
          identity_(asked.identity()) {}

    void run() {
        switch (asked_.type) {
            case DhcpType::discover: return offer();
            case DhcpType::request: return answer_request();
            case DhcpType::decline: return note_conflict();
            case DhcpType::release: return release();
            case DhcpType::inform: return inform();
            case DhcpType::offer:
            case DhcpType::ack:
            case DhcpType::nak: return;
        }
    }

private:
    config::IpAddress own() const { return interface_.settings.address->address; }
    config::IpAddress link() const { return asked_.relay.is_unspecified() ? own() : asked_.relay; }

    bool is_manual_for(const config::DhcpPool& pool) const {
        if (!pool.host) return false;
        if (!pool.client_identifier.empty()) return digits_in(pool.client_identifier) == digits_of(identity_);
        const std::vector<std::uint8_t> mac(asked_.hardware.begin(), asked_.hardware.end());
        return digits_in(pool.hardware_address) == digits_of(mac);
    }

    const config::DhcpPool* network_pool() const {
        for (const config::DhcpPool& pool : dhcp_.pools)
            if (pool.network && pool.network->contains(link())) return &pool;
        return nullptr;
    }

    /// The client's own pool, else the one of its link.
    const config::DhcpPool* pool() const {
        for (const config::DhcpPool& pool : dhcp_.pools)
            if (is_manual_for(pool) && pool.host->contains(link())) return &pool;
        return network_pool();
    }

    bool is_reserved(const config::IpAddress& address) const {
        for (const config::DhcpConfig::Excluded& range : dhcp_.excluded)
            if (range.first <= address && address <= std::max(range.first, range.last)) return true;
        for (const config::DhcpPool& pool : dhcp_.pools)
            if (pool.host && pool.host->address == address) return true;
        for (const auto& [name, interface] : control_.interfaces)
            if (interface->settings.address && interface->settings.address->address == address) return true;
        return false;
    }

    bool is_free(const config::DhcpPool& pool, const config::IpAddress& address) const {
        if (!pool.network->contains(address) || is_reserved(address)) return false;
        if (address == pool.network->network() || address == pool.network->last()) return false;
        const auto at = bindings_.find(address);
        return at == bindings_.end() || at->second.client_id == identity_ || has_ended(at->second);
    }

    bool has_ended(const DhcpBinding& binding) const { return binding.until && *binding.until <= now_; }

    /// What the client has, what it asks for, then the lowest that is free.
    config::IpAddress choose(const config::DhcpPool& pool) const {
        if (pool.host) return pool.host->address;
        for (const auto& [address, binding] : bindings_)
            if (binding.client_id == identity_ && is_free(pool, address)) return address;
        if (asked_.requested && is_free(pool, asked_.requested)) return asked_.requested;
        const std::uint32_t last = pool.network->last().v4_value();
        for (std::uint32_t value = pool.network->network().v4_value() + 1; value < last; ++value)
            if (is_free(pool, config::IpAddress::v4(value))) return config::IpAddress::v4(value);
        return {};
    }

    void offer() {
        const config::DhcpPool* found = pool();
        const config::IpAddress address = found == nullptr ? config::IpAddress{} : choose(*found);
        if (!address) return;
        const auto at = bindings_.find(address);
        const bool holds = at != bindings_.end() && at->second.leased && at->second.client_id == identity_;
        if (!found->host && !holds) bindings_[address] = {identity_, found->name, now_ + offer_lifetime, false};
        reply(DhcpType::offer, found, address);
    }

    /// RFC 2131 4.3.2: the answer to an offer names the server, an old lease names an address.
    void answer_request() {
        if (asked_.server && asked_.server != own()) return forget_offer();
        const config::IpAddress wish = asked_.requested ? asked_.requested : asked_.client;
        const config::DhcpPool* found = pool();
        if (found == nullptr) return;
        const bool fits = found->host ? found->host->address == wish : is_free(*found, wish);
        if (!fits) return reply(DhcpType::nak, nullptr, {});
        if (!found->host) bind(*found, wish);
        reply(DhcpType::ack, found, wish);
    }

    void bind(const config::DhcpPool& pool, const config::IpAddress& address) {
        std::optional<Instant> until;
        if (pool.lease_seconds != for_ever) until = now_ + std::chrono::seconds(pool.lease_seconds);
        std::erase_if(bindings_, [&](const auto& other) {
            return other.second.client_id == identity_ && other.second.pool == pool.name && other.first != address;
        });
        bindings_[address] = {identity_, pool.name, until, true};
    }

    void forget_offer() {
        std::erase_if(bindings_,
                      [&](const auto& other) { return !other.second.leased && other.second.client_id == identity_; });
    }

    void note_conflict() {
        const auto at = asked_.requested ? bindings_.find(asked_.requested) : bindings_.end();
        if (at != bindings_.end() && at->second.client_id == identity_)
            at->second = {{}, at->second.pool, now_ + conflict_lifetime, false};
    }

    void release() {
        const auto at = bindings_.find(asked_.client);
        if (at != bindings_.end() && at->second.client_id == identity_) bindings_.erase(at);
    }

    void inform() {
        if (const config::DhcpPool* found = pool()) reply(DhcpType::ack, found, {});
    }

    void describe(DhcpMessage& message, const config::DhcpPool& pool) const {
        message.mask = (pool.host ? *pool.host : *pool.network).mask();
        message.routers = pool.default_routers;
        message.dns_servers = pool.dns_servers;
        message.domain = pool.domain_name;
        if (message.yours.is_unspecified()) return;
        const std::uint64_t lease = pool.host ? for_ever : pool.lease_seconds;
        message.lease = static_cast<std::uint32_t>(lease);
        if (lease == for_ever) return;
        message.renewal = static_cast<std::uint32_t>(lease / 2);
        message.rebinding = static_cast<std::uint32_t>(lease * 7 / 8);
    }

    void reply(DhcpType type, const config::DhcpPool* pool, const config::IpAddress& address) {
        DhcpMessage message;
        message.type = type;
        message.reply = true;
        message.broadcast = asked_.broadcast || type == DhcpType::nak;
        message.transaction = asked_.transaction;
        message.client = type == DhcpType::nak ? config::IpAddress::v4(0) : asked_.client;
        message.relay = asked_.relay;
        message.hardware = asked_.hardware;
        message.client_id = asked_.client_id;
        message.server = own();
        if (address) message.yours = address;
        if (pool != nullptr) describe(message, *pool);
        deliver(message);
    }

    /// RFC 2131 4.1.
    void deliver(const DhcpMessage& message) {
        const bool relayed = !message.relay.is_unspecified();
        if (relayed || !message.client.is_unspecified()) {
            const config::IpAddress to = relayed ? message.relay : message.client;
            const std::uint16_t port = relayed ? dhcp_server_port : dhcp_client_port;
            return send_udp(
                control_,
                {control_.vrfs.id(interface_.settings.vrf), own(), dhcp_server_port, to, port, write_dhcp(message)},
                now_);
        }
        const bool to_all = message.broadcast || message.yours.is_unspecified();
        send_dhcp(control_, interface_, message,
                  {to_all ? broadcast_mac : message.hardware, own(),
                   to_all ? config::IpAddress::v4(0xffffffff) : message.yours, dhcp_server_port, dhcp_client_port});
    }

    ControlPlane& control_;
    const config::DhcpConfig& dhcp_;
    std::map<config::IpAddress, DhcpBinding>& bindings_;
    const RouterInterface& interface_;
    const DhcpMessage& asked_;
    Instant now_;
    std::vector<std::uint8_t> identity_;
};

}  // namespace

void server_received(ControlPlane& control, const RouterInterface& interface, const DhcpMessage& message, Instant now) {
    if (message.reply || !control.configuration->dhcp.service || !interface.settings.address) return;
    Negotiation(control, interface, message, now).run();
}

/// Bindings of pools that are gone go with them.
void follow_dhcp_pools(ControlPlane& control) {
    const auto& pools = control.configuration->dhcp.pools;
    std::erase_if(control.dhcp_server.bindings,
                  [&](const auto& binding) { return pools.find(binding.second.pool) == nullptr; });
}

}  // namespace dataplane
