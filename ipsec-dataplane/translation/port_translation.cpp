#include "ipsec-dataplane/translation/port_translation.h"

#include <utility>

#include <utility>

#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/translation/layer4.h"

namespace dataplane {

namespace {

constexpr Duration tcp_lifetime = std::chrono::hours(24), closing_lifetime = std::chrono::seconds(60),
                   udp_lifetime = std::chrono::minutes(5), icmp_lifetime = std::chrono::seconds(60),
                   sweep_interval = std::chrono::seconds(1);

Duration lifetime_of(std::uint8_t number, bool closing) {
    if (number == protocol::udp) return udp_lifetime;
    if (number == protocol::icmp) return icmp_lifetime;
    return closing ? closing_lifetime : tcp_lifetime;
}

}  // namespace

PortTranslation::PortTranslation(const config::IpAddress& outside)
    : outside_(outside),
      slots_(most_translations),
      by_inside_(most_translations, none),
      by_outside_(most_translations, none) {
    for (std::size_t i = most_translations; i > 0; --i) free_.push_back(static_cast<std::uint16_t>(i - 1));
}

std::size_t PortTranslation::bucket(std::uint32_t inside, std::uint16_t port, std::uint8_t protocol) const {
    std::uint64_t mixed = (std::uint64_t{inside} << 24 | std::uint64_t{port} << 8 | protocol) * 0x9e3779b97f4a7c15;
    return static_cast<std::size_t>(mixed >> 40) % most_translations;
}

PortTranslation::Slot* PortTranslation::find_inside(std::uint32_t inside, std::uint16_t port, std::uint8_t protocol,
                                                    Instant now) {
    for (std::uint16_t i = by_inside_[bucket(inside, port, protocol)]; i != none; i = slots_[i].next_by_inside) {
        Slot& slot = slots_[i];
        if (slot.inside == inside && slot.inside_port == port && slot.protocol == protocol)
            return slot.until > now ? &slot : nullptr;
    }
    return nullptr;
}

PortTranslation::Slot* PortTranslation::find_outside(std::uint16_t port, std::uint8_t protocol, Instant now) {
    for (std::uint16_t i = by_outside_[bucket(0, port, protocol)]; i != none; i = slots_[i].next_by_outside) {
        Slot& slot = slots_[i];
        if (slot.outside_port == port && slot.protocol == protocol) return slot.until > now ? &slot : nullptr;
    }
    return nullptr;
}

void PortTranslation::unlink(std::uint16_t index) {
    Slot& slot = slots_[index];
    std::uint16_t* at = &by_inside_[bucket(slot.inside, slot.inside_port, slot.protocol)];
    while (*at != index) at = &slots_[*at].next_by_inside;
    *at = slot.next_by_inside;
    at = &by_outside_[bucket(0, slot.outside_port, slot.protocol)];
    while (*at != index) at = &slots_[*at].next_by_outside;
    *at = slot.next_by_outside;
    slot = Slot{};
    free_.push_back(index);
}

void PortTranslation::free_ended(Instant now) {
    if (last_sweep_ != Instant{Duration::min()} && now - last_sweep_ < sweep_interval) return;
    last_sweep_ = now;
    for (std::uint16_t i = 0; i < most_translations; ++i)
        if (slots_[i].used && slots_[i].until <= now) unlink(i);
}

/// The host's own port where it is free, else the next free one.
std::optional<std::uint16_t> PortTranslation::free_port(std::uint16_t wish, std::uint8_t protocol, Instant now) {
    if (find_outside(wish, protocol, now) == nullptr) return wish;
    for (std::size_t tries = 0; tries <= most_translations; ++tries) {
        const std::uint16_t port = next_port_++;
        if (next_port_ < first_port) next_port_ = first_port;
        if (find_outside(port, protocol, now) == nullptr) return port;
    }
    return {};
}

PortTranslation::Slot* PortTranslation::add(std::uint32_t inside, std::uint16_t port, std::uint8_t protocol,
                                            Instant now) {
    free_ended(now);
    const auto outside_port = free_port(port, protocol, now);
    if (free_.empty() || !outside_port) return nullptr;
    const std::uint16_t index = free_.back();
    free_.pop_back();
    Slot& slot = slots_[index];
    slot.inside = inside;
    slot.inside_port = port;
    slot.outside_port = *outside_port;
    slot.protocol = protocol;
    slot.used = true;
    std::uint16_t& inside_head = by_inside_[bucket(inside, port, protocol)];
    slot.next_by_inside = std::exchange(inside_head, index);
    std::uint16_t& outside_head = by_outside_[bucket(0, *outside_port, protocol)];
    slot.next_by_outside = std::exchange(outside_head, index);
    return &slot;
}

void PortTranslation::touch(Slot& slot, const Packet& packet, Instant now) {
    slot.closing = slot.closing || is_tcp_closing(packet);
    slot.until = now + lifetime_of(slot.protocol, slot.closing);
}

PortTranslation::Fate PortTranslation::outbound(Packet& packet, Instant now) {
    const auto port = source_port(packet);
    if (!port) return Fate::unfit;
    const Ip4Header header = ip4(packet);
    const std::lock_guard lock(mutex_);
    Slot* slot = find_inside(header.source(), *port, header.protocol(), now);
    if (slot == nullptr) slot = add(header.source(), *port, header.protocol(), now);
    if (slot == nullptr) return Fate::full;
    touch(*slot, packet, now);
    set_source(packet, outside_.v4_value(), slot->outside_port);
    return Fate::translated;
}

PortTranslation::Fate PortTranslation::inbound(Packet& packet, Instant now) {
    if (is_icmp_error(packet)) return inbound_error(packet, now);
    const auto port = destination_port(packet);
    if (!port) return Fate::unfit;
    const std::lock_guard lock(mutex_);
    Slot* slot = find_outside(*port, ip4(packet).protocol(), now);
    if (slot == nullptr) return Fate::unknown;
    touch(*slot, packet, now);
    set_destination(packet, slot->inside, slot->inside_port);
    return Fate::translated;
}

PortTranslation::Fate PortTranslation::inbound_error(Packet& packet, Instant now) {
    const auto quoted = quoted_source(packet);
    if (!quoted) return Fate::unfit;
    const std::lock_guard lock(mutex_);
    Slot* slot = find_outside(quoted->port, quoted->protocol, now);
    if (slot == nullptr || quoted->address != outside_.v4_value()) return Fate::unknown;
    set_quoted_source(packet, slot->inside, slot->inside_port);
    return Fate::translated;
}

std::size_t PortTranslation::in_use(Instant now) {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const Slot& slot : slots_) count += slot.used && slot.until > now ? 1 : 0;
    return count;
}

}  // namespace dataplane
