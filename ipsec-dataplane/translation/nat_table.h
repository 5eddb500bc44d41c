#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ipsec-dataplane/translation/nat_rules.h"

namespace dataplane {

/// Protocol and two ends, host order. Ports are those of TCP and UDP, both the identifier of an ICMP echo, 0 for others.
struct NatKey {
    std::uint32_t inside = 0, outside = 0;
    std::uint16_t inside_port = 0, outside_port = 0;
    std::uint8_t protocol = 0;
    bool operator==(const NatKey&) const = default;
};
struct NatKeyHash {
    std::size_t operator()(const NatKey& key) const;
};

/// A translation under way.
struct NatSession {
    NatKey local;   ///< inside local and outside
    NatKey global;  ///< inside global and outside
    std::uint64_t rule = 0;
    bool from_static = false;
    bool closing = false;  ///< TCP: a FIN or RST was seen
    std::uint64_t serial = 0;
    Instant created{}, used{}, until{};
};

/// An inside host and the address of a pool that it alone has.
struct NatBinding {
    std::uint32_t local = 0, global = 0;
    std::uint64_t rule = 0;
    Instant created{}, used{}, until{};
};

struct NatStatistics {
    std::uint64_t hits = 0, misses = 0, expired = 0, peak = 0;
    Instant peak_at{};
};

/// The translations of one router (RFC 3022, RFC 4787 where it was silent): sources of packets from inside interfaces to outside ones,
/// destinations of those that come back. Bounded; memory is taken when a translation begins, not by the packets under it. Any
/// worker may use it: a mutex guards it.
class NatTable {
public:
    enum class Fate : std::uint8_t {
        untouched,   ///< no rule, or nobody inside asked for it
        translated,
        full,        ///< no address, port or room is left
        fragment     ///< of a packet whose first fragment was not seen
    };
    /// l3_offset at a checked IPv4 header; what is not translated stays as it was. `out`: where the packet leaves.
    Fate outbound(Packet& packet, const NatRules& rules, InterfaceId out, WorkerId worker, Instant now);
    Fate inbound(Packet& packet, const NatRules& rules, Instant now);
    /// Forgets what the rules no longer say.
    void follow(const NatRules& rules);
    /// `clear ip nat translation *`.
    void clear();
    void clear_statistics(Instant now);

    /// In order of creation, without those that have timed out.
    std::vector<NatSession> sessions(Instant now);
    std::vector<NatBinding> bindings(Instant now);
    NatStatistics statistics(Instant now);
    /// Packets that a rule had no room for.
    std::uint64_t refused(std::uint64_t rule);

private:
    using Sessions = std::unordered_map<NatKey, NatSession, NatKeyHash>;
    struct Fragments {
        std::uint32_t source = 0, destination = 0, address = 0;
        std::uint16_t identification = 0;
        std::uint8_t protocol = 0;
        bool outward = false;
        Instant until{};
    };
    /// A global address and port in use, by whom and how often.
    struct Holder {
        std::uint32_t local = 0;
        std::uint16_t port = 0;
        std::uint32_t sessions = 0;
    };

    NatSession* find_local(const NatKey& key, Instant now);
    NatSession* find_global(const NatKey& key, Instant now);
    NatSession* begin(const NatKey& local, const NatKey& global, std::uint64_t rule, bool from_static, const NatRules& rules, Instant now);
    NatSession* begin_outbound(const Packet& packet, const NatKey& local, const NatRules& rules, InterfaceId out, WorkerId worker, Instant now, bool& denied);
    NatSession* begin_inbound(const NatKey& global, const NatRules& rules, Instant now);
    NatSession* overload(const NatKey& local, const DynamicNat& rule, const NatRules& rules, Instant now);
    NatSession* bind(const NatKey& local, const DynamicNat& rule, const NatRules& rules, Instant now);
    NatBinding* binding_of(std::uint32_t local, const DynamicNat& rule, const NatRules& rules, Instant now);
    std::optional<std::uint16_t> choose_port(const NatKey& local, std::uint32_t global, const NatRules& rules) const;
    bool is_free(const NatKey& local, std::uint32_t global, std::uint16_t port, const NatRules& rules) const;
    void touch(NatSession& session, const Packet& packet, const NatRules& rules, Instant now);
    void end(Sessions::iterator at);
    void sweep(Instant now);
    Fate outbound_error(Packet& packet, Instant now);
    Fate inbound_error(Packet& packet, Instant now);
    Fate later_fragment(Packet& packet, bool outward, Instant now);
    void remember_fragments(const Packet& packet, std::uint32_t source, std::uint32_t address, bool outward, Instant now);

    std::mutex mutex_;
    Sessions by_local_;
    std::unordered_map<NatKey, NatSession*, NatKeyHash> by_global_;
    std::unordered_map<NatKey, Holder, NatKeyHash> holders_;
    std::unordered_map<std::uint32_t, NatBinding> bindings_;            ///< by local address
    std::unordered_map<std::uint32_t, std::uint32_t> bound_;            ///< global to local address
    std::vector<Fragments> fragments_ = std::vector<Fragments>(most_fragments);
    std::size_t next_fragments_ = 0;
    std::uint64_t next_serial_ = 1;
    NatStatistics statistics_;
    std::unordered_map<std::uint64_t, std::uint64_t> refused_;          ///< by rule
    std::vector<std::uint64_t> followed_;  ///< what the rules said when they were last followed
    Instant last_sweep_{Duration::min()};
    static constexpr std::size_t most_fragments = 256;
};

}  // namespace dataplane
