#include "ipsec-dataplane/esp/security_association.h"

#include <algorithm>
#include <cstring>

#include "ipsec-dataplane/esp/inbound_key.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/esp/peer_move.h"

namespace dataplane {

namespace {

constexpr std::uint8_t udp_protocol = 17;
constexpr std::uint8_t outer_ttl = 255;
constexpr std::uint8_t udp_header_length = 8;
constexpr std::uint64_t no_volume_event = ~std::uint64_t{0};

void put16(std::uint8_t* at, std::uint16_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}

std::uint8_t outer_protocol(const SaParameters& parameters) {
    return parameters.udp ? udp_protocol : protocol_number(parameters.protocol);
}

void put_ipv4_template(std::uint8_t* header, const SaParameters& parameters) {
    header[0] = 0x45;
    header[8] = outer_ttl;
    header[9] = outer_protocol(parameters);
    std::ranges::copy(parameters.local_address.bytes(), header + 12);
    std::ranges::copy(parameters.remote_address.bytes(), header + 16);
}

void put_ipv6_template(std::uint8_t* header, const SaParameters& parameters) {
    header[0] = 0x60;
    header[6] = outer_protocol(parameters);
    header[7] = outer_ttl;
    std::ranges::copy(parameters.local_address.bytes(), header + 8);
    std::ranges::copy(parameters.remote_address.bytes(), header + 24);
}

void put_header_template(SaPath& path, const SaParameters& parameters) {
    if (path.ip_length == 20) {
        put_ipv4_template(path.header.data(), parameters);
        path.header_sum = static_cast<std::uint16_t>(~internet_checksum({path.header.data(), 20}));
    }
    if (path.ip_length == 40) put_ipv6_template(path.header.data(), parameters);
    if (path.udp_length == 0) return;
    put16(path.header.data() + path.ip_length, parameters.udp.local_port);
    put16(path.header.data() + path.ip_length + 2, parameters.udp.remote_port);
}

void set_lengths(SaPath& path, const SaParameters& parameters) {
    const EspSuite& suite = parameters.suite;
    path.iv_length = static_cast<std::uint8_t>(iv_length(suite.encryption));
    path.icv_length = static_cast<std::uint8_t>(icv_length(suite));
    path.block_length = static_cast<std::uint8_t>(block_length(suite.encryption));
    if (parameters.mode == EncapsulationMode::tunnel) path.ip_length = parameters.local_address.is_v4() ? 20 : 40;
    if (parameters.udp) path.udp_length = udp_header_length;
}

std::uint64_t first_volume_event(const SaLifetime& lifetime) {
    if (lifetime.soft_kilobytes != 0) return lifetime.soft_kilobytes * 1024;
    return lifetime.hard_kilobytes != 0 ? lifetime.hard_kilobytes * 1024 : no_volume_event;
}

}  // namespace

SecurityAssociation::SecurityAssociation(SaParameters&& parameters, SaDirection direction, SaIndex index,
                                         WorkerId worker, std::uint16_t workers, std::unique_ptr<KeyContext> key,
                                         Instant installed)
    : parameters_(std::move(parameters)),
      installed_(installed),
      key_context_(std::move(key)),
      counters_(std::make_unique<SaCounters[]>(workers)),
      workers_(workers) {
    path_.index = index;
    path_.spi = parameters_.spi;
    path_.key = key_context_.get();
    path_.counters = &counters_[worker.value];
    path_.front_vrf = parameters_.front_vrf;
    path_.inside_vrf = parameters_.inside_vrf;
    path_.worker = worker;
    path_.direction = direction;
    path_.mode = parameters_.mode;
    path_.protocol = parameters_.protocol;
    path_.df_bit = parameters_.df_bit;
    path_.combined_mode = is_combined_mode(parameters_.suite.encryption);
    path_.authenticates = path_.combined_mode || parameters_.suite.integrity != Integrity::none;
    path_.extended = parameters_.extended_sequence_numbers;
    path_.next_volume_event = first_volume_event(parameters_.lifetime);
    path_.last_used.store(installed.time_since_epoch().count(), std::memory_order_relaxed);
    set_lengths(path_, parameters_);
    if (direction == SaDirection::outbound) {
        put_header_template(path_, parameters_);
    } else {
        // Numbers that nothing authenticates must not move a window (RFC 4303 2.2).
        const std::uint32_t window = path_.authenticates ? parameters_.replay_window : 0U;
        path_.replay = AntiReplay(window, parameters_.extended_sequence_numbers);
        path_.header = packed(inbound_key(parameters_));
        path_.peer_may_move = parameters_.peer_may_move && bool(parameters_.udp);
        path_.source = endpoint_word(parameters_.remote_address, parameters_.udp.remote_port);
    }
}

void SecurityAssociation::set_peer(const config::IpAddress& address, std::uint16_t port) {
    parameters_.remote_address = address;
    parameters_.udp.remote_port = port;
}

std::uint32_t SecurityAssociation::plaintext_mtu(std::uint32_t path_mtu) const {
    return dataplane::plaintext_mtu(parameters_.suite, parameters_.mode, path_mtu, bool(parameters_.udp),
                                    parameters_.local_address.is_v6() ? 40 : 20);
}

SaCounterValues SecurityAssociation::counters() const {
    SaCounterValues sum;
    for (std::uint16_t i = 0; i < workers_; ++i) counters_[i].add_to(sum);
    return sum;
}

std::optional<std::uint64_t> SecurityAssociation::remaining_kilobytes() const {
    const std::uint64_t hard = parameters_.lifetime.hard_kilobytes;
    if (hard == 0) return std::nullopt;
    const SaCounterValues sum = counters();
    const std::uint64_t used = (sum[SaCounter::bytes_encaps] + sum[SaCounter::bytes_decaps]) / 1024;
    return hard - std::min(hard, used);
}

std::optional<std::uint32_t> SecurityAssociation::remaining_seconds(Instant now) const {
    const std::uint32_t hard = parameters_.lifetime.hard_seconds;
    if (hard == 0) return std::nullopt;
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - installed_).count();
    return age >= hard ? 0 : static_cast<std::uint32_t>(hard - std::max<std::int64_t>(age, 0));
}

}  // namespace dataplane
