#include "ipsec-dataplane/esp/sa_accounting.h"

#include <array>

namespace dataplane {

namespace {

/// Numbers left when a new SA is asked for.
constexpr std::uint64_t sequence_reserve = 1U << 24;
constexpr std::uint64_t no_volume_event = ~std::uint64_t{0};

std::uint64_t last_sequence(const SaPath& path) { return path.extended ? ~std::uint64_t{0} : 0xffffffffU; }

struct DropCounters {
    SaCounter outbound;
    SaCounter inbound;
};

/// Indexed by EspDrop: the detailed counter beside send or receive errors.
constexpr std::array<DropCounters, esp_drop_count> drop_counters = {{
    {SaCounter::send_errors, SaCounter::recv_errors},
    {SaCounter::no_sa_send, SaCounter::invalid_sa_recv},
    {SaCounter::internal_error_send, SaCounter::internal_error_recv},
    {SaCounter::no_sa_send, SaCounter::invalid_sa_recv},
    {SaCounter::replay_rollover_send, SaCounter::replay_rollover_recv},
    {SaCounter::encaps_failed, SaCounter::decaps_failed},
    {SaCounter::encaps_failed, SaCounter::invalid_length_recv},
    {SaCounter::encaps_failed, SaCounter::decaps_failed},
    {SaCounter::encaps_failed, SaCounter::replay_failed_recv},
    {SaCounter::encaps_failed, SaCounter::verify_failed},
    {SaCounter::encaps_failed, SaCounter::decaps_failed},
    {SaCounter::encaps_failed, SaCounter::invalid_protocol_recv},
    {SaCounter::encaps_failed, SaCounter::decaps_failed},
    {SaCounter::internal_error_send, SaCounter::internal_error_recv},
}};

void pass_volume_limit(SaDatabase& database, SecurityAssociation& sa, Instant now) {
    SaPath& path = sa.path();
    const std::uint64_t hard = sa.parameters().lifetime.hard_kilobytes * 1024;
    const bool is_hard = hard != 0 && path.bytes >= hard;
    const ExpiryKind kind = is_hard ? ExpiryKind::hard : ExpiryKind::soft;
    if (!database.post_expiry(path.worker, {path.index, kind, ExpiryCause::kilobytes, now})) return;
    path.next_volume_event = is_hard || hard == 0 ? no_volume_event : hard;
    if (is_hard) path.hard_expired.store(true, std::memory_order_relaxed);
}

}  // namespace

EspDrop usable(const SecurityAssociation* sa, SaDirection direction, WorkerId worker) {
    if (sa == nullptr || sa->path().direction != direction) return EspDrop::invalid_sa;
    if (sa->path().worker != worker) return EspDrop::not_owner;
    return sa->path().hard_expired.load(std::memory_order_relaxed) ? EspDrop::lifetime_expired : EspDrop::none;
}

void account(SaDatabase& database, SecurityAssociation& sa, std::uint32_t plain_bytes, Instant now) {
    SaPath& path = sa.path();
    const bool out = path.direction == SaDirection::outbound;
    SaCounters& counters = *path.counters;
    counters.add(out ? SaCounter::pkts_encaps : SaCounter::pkts_decaps);
    if (path.protocol == IpsecProtocol::esp) counters.add(out ? SaCounter::pkts_encrypt : SaCounter::pkts_decrypt);
    if (path.authenticates) counters.add(out ? SaCounter::pkts_digest : SaCounter::pkts_verify);
    counters.add(out ? SaCounter::bytes_encaps : SaCounter::bytes_decaps, plain_bytes);
    path.last_used.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    path.bytes += plain_bytes;
    if (path.bytes >= path.next_volume_event) pass_volume_limit(database, sa, now);
}

void account_drop(SaPath& path, SaCounters& counters, EspDrop reason) {
    if (reason == EspDrop::none || reason == EspDrop::dummy) return;
    const bool out = path.direction == SaDirection::outbound;
    const DropCounters& row = drop_counters[static_cast<std::size_t>(reason)];
    counters.add(out ? SaCounter::send_errors : SaCounter::recv_errors);
    counters.add(out ? row.outbound : row.inbound);
}

std::uint64_t next_sequence(SaDatabase& database, SaPath& path, Instant now) {
    const std::uint64_t last = last_sequence(path);
    if (path.sequence == last) {
        if (database.post_expiry(path.worker, {path.index, ExpiryKind::hard, ExpiryCause::sequence, now}))
            path.hard_expired.store(true, std::memory_order_relaxed);
        return 0;
    }
    if (++path.sequence == last - sequence_reserve)
        database.post_expiry(path.worker, {path.index, ExpiryKind::soft, ExpiryCause::sequence, now});
    return path.sequence;
}

}  // namespace dataplane
