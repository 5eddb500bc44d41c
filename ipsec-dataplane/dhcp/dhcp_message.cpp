#include "ipsec-dataplane/dhcp/dhcp_message.h"

#include <algorithm>

#include "ipsec-dataplane/stack/wire.h"

namespace dataplane {

namespace {

constexpr std::size_t fixed_length = 236, least_length = 300;
constexpr std::uint32_t magic_cookie = 0x63825363;
constexpr std::uint8_t ethernet_type = 1, pad = 0, end = 255;
constexpr std::uint16_t broadcast_flag = 0x8000;

namespace option {
constexpr std::uint8_t mask = 1, routers = 3, dns = 6, hostname = 12, domain = 15, requested = 50, lease = 51,
                       type = 53, server = 54, wanted = 55, renewal = 58, rebinding = 59, client_id = 61;
}

using Bytes = std::span<const std::uint8_t>;

config::IpAddress address_at(const std::uint8_t* at) { return config::IpAddress::v4(wire::load32(at)); }

std::vector<config::IpAddress> addresses_in(Bytes value) {
    std::vector<config::IpAddress> addresses;
    for (; value.size() >= 4; value = value.subspan(4)) addresses.push_back(address_at(value.data()));
    return addresses;
}

std::string text_in(Bytes value) {
    std::string text(value.begin(), value.end());
    while (!text.empty() && text.back() == '\0') text.pop_back();
    return text;
}

void read_numbers(DhcpMessage& message, std::uint8_t number, Bytes value) {
    if (value.size() < 4) return;
    switch (number) {
        case option::mask: message.mask = address_at(value.data()); break;
        case option::requested: message.requested = address_at(value.data()); break;
        case option::server: message.server = address_at(value.data()); break;
        case option::lease: message.lease = wire::load32(value.data()); break;
        case option::renewal: message.renewal = wire::load32(value.data()); break;
        case option::rebinding: message.rebinding = wire::load32(value.data()); break;
        default: break;
    }
}

void read_option(DhcpMessage& message, std::uint8_t number, Bytes value, bool& typed) {
    switch (number) {
        case option::type:
            typed = value.size() == 1 && value[0] >= 1 && value[0] <= static_cast<std::uint8_t>(DhcpType::inform);
            if (typed) message.type = static_cast<DhcpType>(value[0]);
            break;
        case option::routers: message.routers = addresses_in(value); break;
        case option::dns: message.dns_servers = addresses_in(value); break;
        case option::hostname: message.hostname = text_in(value); break;
        case option::domain: message.domain = text_in(value); break;
        case option::client_id: message.client_id.assign(value.begin(), value.end()); break;
        case option::wanted: message.wanted.assign(value.begin(), value.end()); break;
        default: read_numbers(message, number, value);
    }
}

/// False when an option runs over the end, or the message does not say what it is.
bool read_options(DhcpMessage& message, Bytes bytes) {
    bool typed = false;
    while (!bytes.empty() && bytes[0] != end) {
        if (bytes[0] == pad) {
            bytes = bytes.subspan(1);
            continue;
        }
        if (bytes.size() < 2 || bytes.size() < 2U + bytes[1]) return false;
        read_option(message, bytes[0], bytes.subspan(2, bytes[1]), typed);
        bytes = bytes.subspan(2U + bytes[1]);
    }
    return typed;
}

class OptionWriter {
public:
    explicit OptionWriter(std::vector<std::uint8_t>& bytes) : bytes_(bytes) {}

    void put(std::uint8_t number, Bytes value) {
        if (value.empty() || value.size() > 255) return;
        bytes_.push_back(number);
        bytes_.push_back(static_cast<std::uint8_t>(value.size()));
        bytes_.insert(bytes_.end(), value.begin(), value.end());
    }
    void put(std::uint8_t number, const config::IpAddress& address) { put(number, address.bytes()); }
    void put(std::uint8_t number, const std::optional<std::uint32_t>& value) {
        if (value) put(number, config::IpAddress::v4(*value));
    }
    void put(std::uint8_t number, const std::string& text) {
        put(number, Bytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    }
    void put(std::uint8_t number, const std::vector<config::IpAddress>& addresses) {
        std::vector<std::uint8_t> value;
        for (const config::IpAddress& address : addresses)
            value.insert(value.end(), address.bytes().begin(), address.bytes().end());
        put(number, Bytes{value});
    }

private:
    std::vector<std::uint8_t>& bytes_;
};

void write_options(const DhcpMessage& message, std::vector<std::uint8_t>& bytes) {
    OptionWriter writer(bytes);
    const auto type = static_cast<std::uint8_t>(message.type);
    writer.put(option::type, Bytes{&type, 1});
    writer.put(option::client_id, Bytes{message.client_id});
    writer.put(option::server, message.server);
    writer.put(option::requested, message.requested);
    writer.put(option::lease, message.lease);
    writer.put(option::renewal, message.renewal);
    writer.put(option::rebinding, message.rebinding);
    writer.put(option::mask, message.mask);
    writer.put(option::routers, message.routers);
    writer.put(option::dns, message.dns_servers);
    writer.put(option::hostname, message.hostname);
    writer.put(option::domain, message.domain);
    writer.put(option::wanted, Bytes{message.wanted});
    bytes.push_back(end);
}

}  // namespace

std::vector<std::uint8_t> DhcpMessage::identity() const {
    if (!client_id.empty()) return client_id;
    std::vector<std::uint8_t> identity{ethernet_type};
    identity.insert(identity.end(), hardware.begin(), hardware.end());
    return identity;
}

std::optional<DhcpMessage> read_dhcp(std::span<const std::uint8_t> payload) {
    if (payload.size() < fixed_length + 4 || wire::load32(payload.data() + fixed_length) != magic_cookie) return {};
    const std::uint8_t* at = payload.data();
    if ((at[0] != 1 && at[0] != 2) || at[1] != ethernet_type || at[2] != 6) return {};
    DhcpMessage message;
    message.reply = at[0] == 2;
    message.transaction = wire::load32(at + 4);
    message.broadcast = (wire::load16(at + 10) & broadcast_flag) != 0;
    message.client = address_at(at + 12);
    message.yours = address_at(at + 16);
    message.relay = address_at(at + 24);
    std::copy_n(at + 28, message.hardware.size(), message.hardware.begin());
    if (!read_options(message, payload.subspan(fixed_length + 4))) return {};
    return message;
}

std::vector<std::uint8_t> write_dhcp(const DhcpMessage& message) {
    std::vector<std::uint8_t> bytes(fixed_length + 4);
    std::uint8_t* at = bytes.data();
    at[0] = message.reply ? 2 : 1;
    at[1] = ethernet_type;
    at[2] = 6;
    wire::store32(at + 4, message.transaction);
    wire::store16(at + 10, message.broadcast ? broadcast_flag : std::uint16_t{0});
    wire::store32(at + 12, message.client.v4_value());
    wire::store32(at + 16, message.yours.v4_value());
    wire::store32(at + 24, message.relay.v4_value());
    std::copy(message.hardware.begin(), message.hardware.end(), at + 28);
    wire::store32(at + fixed_length, magic_cookie);
    write_options(message, bytes);
    bytes.resize(std::max(bytes.size(), least_length));
    return bytes;
}

}  // namespace dataplane
