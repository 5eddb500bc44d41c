#include "ike/isakmp/policy/names.h"

#include <algorithm>

namespace ike::isakmp {

std::string_view text_in(const IdPayload& id) { return {reinterpret_cast<const char*>(id.data.data()), id.data.size()}; }

std::optional<config::IpAddress> address_in(const IdPayload& id) {
    if (id.type != IdType::IPV4_ADDR && id.type != IdType::IPV6_ADDR) return std::nullopt;
    return config::IpAddress::from_bytes(id.data);
}

std::string text_of(const IdPayload& id) {
    if (const auto address = address_in(id)) return address->text();
    return text_or_hexadecimal(id.data);
}

IdPayload id_of(const config::IpAddress& address) {
    IdPayload id;
    id.type = address.is_v6() ? IdType::IPV6_ADDR : IdType::IPV4_ADDR;
    id.data.assign(address.bytes().begin(), address.bytes().end());
    return id;
}

IdPayload id_of(IdType type, std::string_view text) {
    IdPayload id;
    id.type = type;
    id.data.assign(text.begin(), text.end());
    return id;
}

bool is_local(const config::Configuration& configuration, const config::IpAddress& local, const std::optional<config::IpAddress>& address,
              const std::optional<config::InterfaceName>& interface) {
    if (address) return *address == local;
    if (!interface) return true;
    const config::Interface* const found = configuration.find(*interface);
    if (found == nullptr) return false;
    if (found->address && found->address->address == local) return true;
    const auto has = [&local](const std::vector<config::Prefix>& prefixes) {
        return std::any_of(prefixes.begin(), prefixes.end(), [&local](const config::Prefix& one) { return one.address == local; });
    };
    return has(found->secondary_addresses) || has(found->ipv6_addresses) || (found->address_dhcp && local.is_v4());
}

}  // namespace ike::isakmp
