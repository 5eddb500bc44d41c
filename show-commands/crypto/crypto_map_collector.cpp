#include <algorithm>

#include "config-model/access_lists/entry.h"
#include "show-commands/crypto/crypto_map.h"
#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

struct MapFilter {
    std::string tag;
    std::optional<config::InterfaceName> interface;
};

void add_access_list(CryptoMapRow& row, const config::AccessList& list) {
    for (const config::AccessListEntry& entry : list.entries)
        if (!entry.is_remark()) row.access_list_entries.push_back(config::entry_text(entry, list.extended));
}

CryptoMapRow entry_row(const config::CryptoMap& map, const config::CryptoMapEntry& entry, const config::Configuration& configuration) {
    CryptoMapRow row;
    row.name = map.name;
    row.ipv6 = map.ipv6;
    row.sequence = entry.sequence;
    row.description = entry.description;
    row.dynamic_template = entry.dynamic_map;
    row.peers = entry.peers;
    row.isakmp_profile = entry.isakmp_profile;
    row.has_access_list = !entry.match_address.empty() || !entry.dynamic_map.empty();
    row.access_list = entry.match_address;
    const config::AccessList* list = configuration.access_lists.find(entry.match_address);
    if (list) add_access_list(row, *list);
    row.incomplete = entry.dynamic_map.empty() && (entry.peers.empty() || !list);
    row.reverse_route = entry.reverse_route;
    row.policy.ikev2_profile = entry.ikev2_profile;
    if (entry.pfs) row.policy.pfs_group = entry.pfs->group;
    set_lifetime(row.policy, entry.lifetime, configuration.ipsec.lifetime);
    row.policy.transform_sets = transform_set_rows(entry.transform_sets, configuration);
    row.last = &entry == &map.entries.back();
    return row;
}

IpsecPolicyRow policy_row(const dataplane::PolicyEntry& entry, const config::Configuration& configuration) {
    IpsecPolicyRow row;
    row.ikev2_profile = entry.ikev2_profile;
    row.kilobytes = entry.lifetime_kilobytes;
    row.kilobytes_limited = entry.lifetime_kilobytes != 0;
    row.seconds = entry.lifetime_seconds;
    row.responder_only = entry.responder_only;
    row.pfs_group = entry.pfs_group;
    row.transform_sets = transform_set_rows(entry.transform_sets, configuration);
    return row;
}

/// The peer that the entry has SAs with.
std::optional<config::IpAddress> current_peer(const dataplane::PolicyEntry& entry, const CryptoRows& rows) {
    for (dataplane::FlowId id : entry.flows) {
        const auto flow = rows.flow(id);
        if (flow && !(flow->inbound.empty() && flow->outbound.empty())) return flow->peer;
    }
    return std::nullopt;
}

CryptoMapRow template_row(const dataplane::PolicyEntry& entry, const config::Configuration& configuration) {
    CryptoMapRow row;
    row.name = entry.map_tag;
    row.ipv6 = entry.local.is_v6();
    row.sequence = 65536;
    row.profile_name = entry.ipsec_profile;
    row.policy = policy_row(entry, configuration);
    return row;
}

CryptoMapRow instance_row(const dataplane::PolicyEntry& entry, const config::Configuration& configuration, const CryptoRows& rows) {
    CryptoMapRow row = template_row(entry, configuration);
    row.sequence = 65537;
    row.profile_name.clear();
    row.profile_instance = true;
    for (const config::IpAddress& peer : entry.peers) row.peers.push_back(peer.text());
    row.has_access_list = true;
    const bool gre = entry.origin == dataplane::PolicyOrigin::gre_protection;
    const std::string ends = entry.peers.empty() ? std::string{} : " host " + entry.local.text() + " host " + entry.peers.front().text();
    row.access_list_entries.push_back(gre ? "permit gre" + ends : "permit ip any any");
    row.current_peer = current_peer(entry, rows);
    row.always_create = entry.always_create;
    row.last = true;
    row.interfaces.push_back(entry.interface.text());
    return row;
}

/// The configured maps in their order, then those of the protected tunnels.
class CryptoMapScreen final : public RowScreen<CryptoMapRow> {
public:
    CryptoMapScreen(const RouterView& view, MapFilter filter)
        : view_(view), rows_(rows_of(view)), filter_(std::move(filter)), policies_(rows_->entries()) {}

private:
    std::optional<CryptoMapRow> next() override {
        if (auto row = next_configured()) return row;
        return next_of_tunnel();
    }

    std::optional<CryptoMapRow> next_configured() {
        const auto& maps = view_.configuration.ipsec.maps;
        for (; map_ < maps.size(); ++map_, entry_ = 0) {
            const config::CryptoMap& map = *(maps.begin() + static_cast<std::ptrdiff_t>(map_));
            if (!admits(map) || entry_ >= map.entries.size()) continue;
            CryptoMapRow row = entry_row(map, map.entries[entry_++], view_.configuration);
            complete(row);
            return row;
        }
        return std::nullopt;
    }
    /// What only the data plane and the interfaces know.
    void complete(CryptoMapRow& row) const {
        for (dataplane::PolicyEntryId id : policies_) {
            const dataplane::PolicyEntry* entry = rows_->entry(id);
            if (!entry || entry->map_tag != row.name || entry->sequence != row.sequence) continue;
            row.current_peer = current_peer(*entry, *rows_);
            if (row.current_peer) break;
        }
        if (row.last) row.interfaces = interfaces_of(row.name);
    }
    std::vector<std::string> interfaces_of(const std::string& map) const {
        std::vector<std::string> names;
        for (const auto& [name, interface] : view_.configuration.interfaces)
            if (std::count(interface.crypto_maps.begin(), interface.crypto_maps.end(), map) != 0) names.push_back(name.text());
        return names;
    }
    bool admits(const config::CryptoMap& map) const {
        if (!filter_.tag.empty() && filter_.tag != map.name) return false;
        if (!filter_.interface) return true;
        const config::Interface* interface = view_.configuration.find(*filter_.interface);
        return interface && std::count(interface->crypto_maps.begin(), interface->crypto_maps.end(), map.name) != 0;
    }

    std::optional<CryptoMapRow> next_of_tunnel() {
        for (; policy_ < policies_.size(); ++policy_) {
            const dataplane::PolicyEntry* entry = rows_->entry(policies_[policy_]);
            if (!entry || entry->origin == dataplane::PolicyOrigin::crypto_map || !admits(*entry)) continue;
            instance_ = !instance_;
            if (instance_) return template_row(*entry, view_.configuration);
            ++policy_;
            return instance_row(*entry, view_.configuration, *rows_);
        }
        return std::nullopt;
    }
    bool admits(const dataplane::PolicyEntry& entry) const {
        return (filter_.tag.empty() || filter_.tag == entry.map_tag) && (!filter_.interface || *filter_.interface == entry.interface);
    }

    void print_head(TextWriter& out) override {
        const bool all = filter_.tag.empty() && !filter_.interface;
        if (all && show_look(view_.look).built_in_map) out.line("\tInterfaces using crypto map NiStTeSt1:").end();
    }
    void print(const CryptoMapRow& row, TextWriter& out) override {
        if (printed_) out.end();
        printed_ = true;
        if (!row.profile_name.empty() && !row.policy.ikev2_profile.empty())
            out.line("Crypto Map: \"", row.name, "\" IKEv2 profile: ", row.policy.ikev2_profile).end();
        print_crypto_map(row, show_look(view_.look), out);
    }

    const RouterView& view_;
    std::unique_ptr<CryptoRows> rows_;
    MapFilter filter_;
    std::vector<dataplane::PolicyEntryId> policies_;
    std::size_t map_ = 0, entry_ = 0, policy_ = 0;
    bool instance_ = false, printed_ = false;
};

}  // namespace

std::span<const config::Line> crypto_map_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto() >> kw("map", "Crypto maps") >>
                         -((kw("interface", "Show crypto map for an interface") >> config::interface_name("interface-name", "Interface name")) |
                           (kw("tag", "Show crypto map for a tag") >> config::word("tag-name", "Crypto map tag"))),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<CryptoMapScreen>(
                             view, MapFilter{std::string(args.text("tag-name")), args.get<config::InterfaceName>("interface-name")});
                     }),
    };
    return lines;
}

}  // namespace show
