#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "ipsec-dataplane/esp/grace_period.h"
#include "ipsec-dataplane/esp/inbound_key.h"
#include "ipsec-dataplane/esp/inbound_table.h"
#include "ipsec-dataplane/esp/lifetime_events.h"
#include "ipsec-dataplane/esp/peer_move.h"
#include "ipsec-dataplane/esp/security_association.h"
#include "ipsec-dataplane/random_source.h"

namespace dataplane {

enum class SaInstallError : std::uint8_t {
    none,
    /// Suite unknown to the crypto backend, or a key of the wrong length.
    bad_suite,
    /// SPI 0 to 255, or one that is in use for this destination.
    bad_spi,
    bad_address,
    table_full
};

struct SaInstallResult {
    SaPairIndex pair;
    SaInstallError error = SaInstallError::none;
    constexpr explicit operator bool() const { return error == SaInstallError::none; }
};

/// Where a walk over all SAs stands. It survives installs and removals in between: no SA that lives through the whole
/// walk is missed or met twice.
struct SaCursor {
    std::uint32_t next = 0;
};

/// All SAs of a router (RFC 4301 4.4.2). One control thread changes it; packet workers read it without locks. What is
/// removed disappears from the workers' sight at once and is freed when every worker has passed a quiescent point.
class SaDatabase {
public:
    /// `backend` makes the key contexts, on the control thread; it outlives the database.
    explicit SaDatabase(CryptoBackend& backend, std::uint16_t workers = 1);
    ~SaDatabase();
    SaDatabase(const SaDatabase&) = delete;
    SaDatabase& operator=(const SaDatabase&) = delete;

    // Control thread.

    /// Both directions at once, the inbound one first in sight of the workers.
    SaInstallResult install(SaPair&& parameters, Instant now);
    /// One direction or both; an index that is gone is ignored.
    void remove(SaIndex sa);
    void remove(const SaPairIndex& pair);
    /// Random, 256 and above, not in use for this destination (RFC 4303 2.1).
    std::uint32_t choose_spi(VrfId front_vrf, const config::IpAddress& destination, IpsecProtocol protocol,
                             RandomSource& random) const;
    /// The next SA of a walk, null at its end.
    const SecurityAssociation* next(SaCursor& cursor) const;
    const SecurityAssociation* find(SaIndex sa) const { return lookup(sa); }
    SecurityAssociation* find(SaIndex sa) { return lookup(sa); }
    std::uint32_t size() const { return size_; }
    /// SAs of one policy, in order of installation.
    std::vector<SaIndex> of_policy(PolicyId policy) const;
    /// Sums over the policy's living and dead SAs since `clear_counters`.
    SaCounterValues policy_counters(PolicyId policy) const;
    void clear_counters(PolicyId policy);
    /// Forgets the sums of a policy that is gone from the configuration.
    void forget_policy(PolicyId policy);

    /// Soft and hard expiries that are due, in order of time; each is reported once. The SA stays until it is removed,
    /// but a hard-expired one passes no packets.
    std::vector<LifetimeExpiry> drain_expired(Instant now);
    /// Volume expiries are waiting to be drained.
    bool has_volume_expiry() const { return volume_.pending(); }
    /// The earliest expiry by seconds; Instant::max() when there is none.
    Instant next_deadline();
    /// Frees what every worker has let go. Called once per control-loop round.
    void tick();
    /// SAs removed and not yet freed.
    std::size_t retired() const { return retired_.size(); }

    // Any worker, between `online` and `offline` of its GracePeriod slot.

    /// The workers' quiescent points.
    GracePeriod& grace_period() { return grace_; }
    SecurityAssociation* find_inbound(const InboundKey& key);
    /// Null when the SA is gone or is not outbound.
    SecurityAssociation* outbound(SaIndex sa);
    /// For the worker that owns the SA; nothing when it is gone.
    void turn(const PeerMove& move);
    /// A volume or sequence limit was reached; false when the caller must try again later.
    bool post_expiry(WorkerId worker, const LifetimeExpiry& expiry) { return volume_.post(worker, expiry); }

private:
    static constexpr std::uint32_t chunk_bits = 10;
    static constexpr std::uint32_t chunk_size = 1U << chunk_bits;
    using Chunk = std::array<std::atomic<SecurityAssociation*>, chunk_size>;
    struct Retired {
        std::unique_ptr<SecurityAssociation> sa;
        std::uint64_t epoch = 0;
    };
    struct PolicyRecord {
        std::vector<SaIndex> live;
        /// Sums of the freed SAs, and what the sums were at the last clear.
        SaCounterValues dead;
        SaCounterValues cleared;
    };

    struct RetiredArrays {
        InboundTable::Replaced arrays;
        std::uint64_t epoch = 0;
    };

    SecurityAssociation* lookup(SaIndex sa) const;
    SecurityAssociation* at(std::uint32_t slot) const;
    SaInstallError check(const SaPair& pair) const;
    bool in_use(const InboundKey& key) const;
    SaIndex take_slot();
    std::unique_ptr<SecurityAssociation> make(SaParameters&& parameters, SaDirection direction, WorkerId worker,
                                              Instant now);
    void publish(std::unique_ptr<SecurityAssociation> sa);
    void schedule(const SecurityAssociation& sa);
    void unlink(SecurityAssociation& sa);
    void drop_dead_deadlines();
    SaCounterValues raw_counters(PolicyId policy, const PolicyRecord& record) const;

    CryptoBackend& backend_;
    std::uint16_t workers_;
    GracePeriod grace_;
    InboundTable inbound_;
    std::vector<std::unique_ptr<Chunk>> chunk_storage_;
    std::array<std::atomic<Chunk*>, SaIndex::capacity / chunk_size> chunks_{};
    std::vector<std::uint16_t> generations_;
    std::deque<std::uint32_t> free_slots_;
    std::deque<Retired> retired_;
    std::deque<RetiredArrays> retired_arrays_;
    std::map<PolicyId, PolicyRecord> policies_;
    SecondsEvents seconds_;
    VolumeEvents volume_;
    std::uint32_t size_ = 0;
};

}  // namespace dataplane
