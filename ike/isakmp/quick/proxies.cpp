#include "ike/isakmp/quick/proxies.h"

namespace ike::isakmp {

namespace {

using config::IpAddress;

Bytes joined(const IpAddress& first, const IpAddress& second) {
    Bytes octets(first.bytes().begin(), first.bytes().end());
    octets.insert(octets.end(), second.bytes().begin(), second.bytes().end());
    return octets;
}

/// The mask of a prefix, in either family: ones where first and last agree.
IpAddress mask_of(const dataplane::TrafficSelector& selector, const config::Prefix& prefix) {
    std::array<std::uint8_t, 16> mask{};
    for (unsigned bit = 0; bit < prefix.length; ++bit) mask[bit / 8] = static_cast<std::uint8_t>(mask[bit / 8] | 0x80 >> bit % 8);
    return IpAddress::from_bytes({mask.data(), selector.first.bytes().size()});
}

std::optional<std::uint8_t> length_of(std::span<const std::uint8_t> mask) {
    unsigned length = 0;
    while (length < mask.size() * 8 && (mask[length / 8] & (0x80 >> length % 8)) != 0) ++length;
    for (unsigned bit = length; bit < mask.size() * 8; ++bit)
        if ((mask[bit / 8] & (0x80 >> bit % 8)) != 0) return std::nullopt;
    return static_cast<std::uint8_t>(length);
}

enum class Shape : std::uint8_t { address, subnet, range };

struct TypeRow {
    IdType type;
    Shape shape;
    std::size_t octets;   ///< of one address
};

constexpr TypeRow types[] = {
    {IdType::IPV4_ADDR, Shape::address, 4},       {IdType::IPV4_ADDR_SUBNET, Shape::subnet, 4}, {IdType::IPV4_ADDR_RANGE, Shape::range, 4},
    {IdType::IPV6_ADDR, Shape::address, 16},      {IdType::IPV6_ADDR_SUBNET, Shape::subnet, 16}, {IdType::IPV6_ADDR_RANGE, Shape::range, 16},
};

IdType type_of(Shape shape, bool v6) {
    for (const TypeRow& row : types)
        if (row.shape == shape && (row.octets == 16) == v6) return row.type;
    return IdType::none;
}

std::optional<dataplane::TrafficSelector> addresses_of(const TypeRow& row, std::span<const std::uint8_t> octets) {
    if (octets.size() != (row.shape == Shape::address ? row.octets : 2 * row.octets)) return std::nullopt;
    const IpAddress first = IpAddress::from_bytes(octets.first(row.octets));
    if (row.shape == Shape::address) return dataplane::TrafficSelector::of_host(first);
    const auto second = octets.subspan(row.octets);
    if (row.shape == Shape::subnet) {
        const auto length = length_of(second);
        if (!length) return std::nullopt;
        return dataplane::TrafficSelector::of_prefix({first, *length});
    }
    const IpAddress last = IpAddress::from_bytes(second);
    if (last < first) return std::nullopt;
    return dataplane::TrafficSelector{first, last, 0, 0, 65535};
}

}  // namespace

IdPayload id_of(const dataplane::TrafficSelector& selector) {
    IdPayload id;
    id.protocol = selector.protocol;
    id.port = selector.any_port() || selector.is_opaque() ? std::uint16_t{0} : selector.first_port;
    const bool v6 = selector.first.is_v6();
    const auto prefix = selector.prefix();
    if (selector.first == selector.last) {
        id.type = type_of(Shape::address, v6);
        id.data.assign(selector.first.bytes().begin(), selector.first.bytes().end());
    } else if (prefix) {
        id.type = type_of(Shape::subnet, v6);
        id.data = joined(selector.first, mask_of(selector, *prefix));
    } else {
        id.type = type_of(Shape::range, v6);
        id.data = joined(selector.first, selector.last);
    }
    return id;
}

std::optional<dataplane::TrafficSelector> selector_of(const IdPayload& id) {
    for (const TypeRow& row : types) {
        if (row.type != id.type) continue;
        auto selector = addresses_of(row, id.data);
        if (!selector) return std::nullopt;
        selector->protocol = id.protocol;
        if (id.port != 0) selector->first_port = selector->last_port = id.port;
        return selector;
    }
    return std::nullopt;
}

}  // namespace ike::isakmp
