#pragma once

#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

#include "ike/sa/ike_sa.h"

namespace ike {

struct AddressHash {
    std::size_t operator()(const config::IpAddress& address) const;
};

/// The IKE SAs of a router by local SPI, tunnel-id, peer address and deadline.
class SaDatabase {
public:
    SaDatabase() = default;
    ~SaDatabase();
    SaDatabase(const SaDatabase&) = delete;
    SaDatabase& operator=(const SaDatabase&) = delete;

    /// Takes an SA whose local SPI, peer and vrf are set; gives it the lowest free tunnel-id.
    IkeSa& insert(std::unique_ptr<IkeSa> sa);
    /// Leaves it findable by its SPI only.
    void retire(IkeSa& sa);
    void erase(IkeSa& sa);
    /// Its peer has another address.
    void move(IkeSa& sa, const config::IpAddress& peer);

    IkeSa* find(IkeSpi local_spi);
    /// A responder's SA whose initiator has this SPI and address.
    IkeSa* find_half_open(IkeSpi initiator_spi, const config::IpAddress& peer);
    const IkeSa* next(std::uint32_t tunnel_id) const;
    /// All SAs with that peer, in order of creation.
    std::vector<IkeSa*> with_peer(const config::IpAddress& peer) const;
    std::vector<IkeSa*> all() const;
    /// The SA that holds the pair with this inbound SPI.
    IkeSa* owner_of_child(std::uint32_t spi_in);
    void add_child(std::uint32_t spi_in, IkeSa& sa) { children_[spi_in] = &sa; }
    void remove_child(std::uint32_t spi_in) { children_.erase(spi_in); }

    /// Re-lists the SA's deadlines; foreground are retransmissions and half-open limits, background lifetimes.
    void reschedule(IkeSa& sa);
    std::optional<dataplane::Instant> next_deadline(bool include_background) const;
    /// The SAs with a deadline that has come.
    std::vector<IkeSpi> due(dataplane::Instant now) const;

    bool empty() const { return by_spi_.empty(); }
    std::size_t size() const { return by_spi_.size(); }
    /// Without those of which only answers are left.
    std::size_t live() const { return by_tunnel_.size(); }

private:
    using Deadlines = std::set<std::pair<dataplane::Instant, IkeSpi>>;
    void list(Deadlines& deadlines, std::optional<dataplane::Instant>& listed, std::optional<dataplane::Instant> wanted, IkeSpi spi);
    std::uint32_t free_tunnel_id() const;
    void leave_peer(const IkeSa& sa);

    std::unordered_map<IkeSpi, std::unique_ptr<IkeSa>> by_spi_;
    std::map<std::uint32_t, IkeSa*> by_tunnel_;
    std::unordered_map<config::IpAddress, std::vector<IkeSa*>, AddressHash> by_peer_;
    std::unordered_map<std::uint32_t, IkeSa*> children_;
    std::uint32_t lowest_free_ = 1;
    Deadlines foreground_, background_;
};

/// Every unanswered request and half-open limit of an SA; its lifetimes, probes, incomplete messages and what is put off.
std::optional<dataplane::Instant> foreground_deadline(const IkeSa& sa);
std::optional<dataplane::Instant> background_deadline(const IkeSa& sa);

}  // namespace ike
