#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace config {

/// What an edit of the configuration touches.
enum class ChangeTopic : std::uint8_t {
    hostname, interfaces, routes, access_lists, ikev2_proposal, ikev2_policy, ikev2_keyring, ikev2_profile, ikev2_global,
    transform_set, ipsec_profile, ipsec_global, crypto_map, dynamic_map, isakmp_policy, isakmp_key, isakmp_profile, isakmp_group, isakmp_global, ezvpn, local_pool, dhcp,
    ipv6_access_lists, logging, lines, users, other, clock, aaa, nat, none
};

struct Change {
    ChangeTopic topic = ChangeTopic::other;
    std::string name;      ///< interface, map, list, profile …; empty: the whole topic
    bool removed = false;  ///< the named entry is gone
    bool operator==(const Change&) const = default;
};

/// The changes of one typed line, or of a whole file.
struct ChangeSet {
    std::vector<Change> changes;
    bool empty() const { return changes.empty(); }
    /// Each change once.
    void add(ChangeTopic topic, std::string_view name = {}, bool removed = false) {
        const Change change{topic, std::string{name}, removed};
        if (std::find(changes.begin(), changes.end(), change) == changes.end()) changes.push_back(change);
    }
    void add(const ChangeSet& other) {
        for (const Change& change : other.changes) add(change.topic, change.name, change.removed);
    }
    void clear() { changes.clear(); }
    bool touches(ChangeTopic topic) const {
        return std::any_of(changes.begin(), changes.end(), [=](const Change& change) { return change.topic == topic; });
    }
};

}  // namespace config
