#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "ipsec-dataplane/esp/drop_reason.h"
#include "ipsec-dataplane/esp/sa_database.h"

namespace dataplane {

/// One packet of a vector and the SA that is to treat it. `drop` is the answer; a dropped packet's contents are worth
/// nothing, and the SA's counters have it already.
struct EspItem {
    Packet* packet = nullptr;
    SecurityAssociation* sa = nullptr;
    EspDrop drop = EspDrop::none;
};

/// A worker's IPsec processing: its crypto backend, its IV generator and its scratch memory. Nothing is allocated per
/// packet. At most PacketVector::capacity items a call, of any mixture of SAs.
class EspProcessor {
public:
    /// `backend` and `database` outlive it; `random` seeds the IV generator and is not used afterwards.
    EspProcessor(SaDatabase& database, CryptoBackend& backend, RandomSource& random, WorkerId worker = {});
    ~EspProcessor();

    /// ESP (RFC 4303) or AH (RFC 4302) as each SA says, tunnel or transport mode, UDP encapsulation where the SA has
    /// it. In: l3_offset at the plain packet's IP header, its TTL already decremented when it was forwarded, its layer
    /// 4 checksum complete; not a super-frame. Out: data and l3_offset at the outer IP header, vrf the front one; the
    /// packet is ready for the outer route lookup.
    void encapsulate(std::span<EspItem> items, Instant now);

    /// In: l3_offset at the outer IP header, a whole datagram (not a fragment): protocol 50 or 51, or UDP with ESP in
    /// it; `sa` is what `find_inbound` answered, or null. Out: data and l3_offset at the plain packet's IP header, vrf
    /// the inside one. The check against the SA's selectors is the caller's (`selector_matches`, `count_bad_selector`).
    void decapsulate(std::span<EspItem> items, Instant now);

    /// Counts a packet that came out of an SA whose selectors do not admit it (RFC 4301 5.2).
    void count_bad_selector(SecurityAssociation& sa);

    CryptoBackend& backend() { return backend_; }
    WorkerId worker() const { return worker_; }

    struct Scratch;

private:
    /// A vector is worked on in parts whose packets and keys stay in the first-level cache; the multi-buffer code is
    /// full at 32.
    static constexpr std::size_t burst = 32;

    void encapsulate_burst(std::span<EspItem> items, Instant now);
    void decapsulate_burst(std::span<EspItem> items, Instant now);
    void drop(EspItem& item, EspDrop reason);
    template <typename Begin>
    void begin(std::span<EspItem> items, SaDirection direction, Begin begin_one);
    template <typename End>
    void end(Instant now, End end_one);

    SaDatabase& database_;
    CryptoBackend& backend_;
    WorkerId worker_;
    std::unique_ptr<Scratch> scratch_;
};

}  // namespace dataplane
