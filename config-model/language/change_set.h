#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace config {

/// Which part of the configuration a line changes.
enum class Topic : std::uint8_t {
    none, interfaces, routes, access_lists, ikev1, ikev2, ipsec, crypto_map, tunnel_protection, keys, pki, aaa, users, lines,
    logging, clock, vrf, hostname, banner, services, dhcp, pools, tracking, other
};

/// One change: the topic and the entry it belongs to (interface, map, profile …; empty for a global line).
struct Change {
    Topic topic = Topic::none;
    std::string entry;
    bool operator==(const Change&) const = default;
};

/// What an edit, or a whole load, changed. Topics as bits for a quick look, entries each once.
class ChangeSet {
public:
    void add(Topic topic, std::string_view entry = {});
    void add(const ChangeSet& other);
    bool has(Topic topic) const { return (topics_ >> static_cast<unsigned>(topic) & 1) != 0; }
    bool has(Topic topic, std::string_view entry) const;
    bool empty() const { return topics_ == 0; }
    const std::vector<Change>& changes() const { return changes_; }
    void clear();

private:
    std::uint64_t topics_ = 0;
    std::vector<Change> changes_;
};

}  // namespace config
