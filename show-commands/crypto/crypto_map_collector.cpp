#include <algorithm>

#include "config-model/access_lists/entry.h"
#include "show-commands/crypto/crypto_map.h"
#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/crypto/ipsec_sa.h"
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

CryptoMapRow row_of(const config::CryptoMap& map, const config::CryptoMapEntry& entry, const config::Configuration& configuration) {
    CryptoMapRow row = entry_row(map.name, map.ipv6, entry, configuration);
    row.dynamic_template = entry.dynamic_map;
    if (row.policy.isakmp_profile.empty()) row.policy.isakmp_profile = map.isakmp_profile;
    row.incomplete = entry.dynamic_map.empty() && (entry.peers.empty() || !configuration.access_lists.find(entry.match_address));
    row.last = &entry == &map.entries.back();
    return row;
}

IpsecPolicyRow policy_row(const dataplane::PolicyEntry& entry, const config::Configuration& configuration) {
    IpsecPolicyRow row;
    row.ikev2_profile = entry.ikev2_profile;
    row.isakmp_profile = entry.isakmp_profile;
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

void put_end(const dataplane::TrafficSelector& selector, TextWriter& out) {
    const IdentRow end = ident_of(selector);
    if (end.prefix_length == 0) out.put(" any");
    else if (end.prefix_length == end.address.bits()) out.put(" host ", end.address);
    else if (end.address.is_v6()) out.put(' ', end.address, '/', end.prefix_length);
    else out.put(' ', end.address, ' ', config::inverted(end.mask));
}

/// "permit ip 10.1.0.0 0.0.255.255 host 10.5.5.1"
std::string permit_text(const dataplane::ProtectedFlow& flow) {
    TextWriter out;
    out.put("permit ");
    if (flow.local.protocol != 0) out.put(flow.local.protocol);
    else out.put(flow.local.first.is_v6() ? "ipv6" : "ip");
    put_end(flow.local, out);
    put_end(flow.remote, out);
    return out.take();
}

/// What a peer made of a dynamic entry.
CryptoMapRow dynamic_row(const dataplane::PolicyEntry& entry, const dataplane::FlowView& flow, const config::Configuration& configuration) {
    CryptoMapRow row;
    row.name = entry.map_tag;
    row.ipv6 = entry.ipv6;
    row.peers.push_back(flow.peer.text());
    row.has_access_list = true;
    row.access_list_entries.push_back(permit_text(flow.flow));
    row.created_from = entry.dynamic_map + '/' + std::to_string(entry.dynamic_sequence);
    row.current_peer = flow.peer;
    row.reverse_route = entry.reverse_route;
    row.policy = policy_row(entry, configuration);
    row.policy.responder_only = false;   // a template never initiates; the line is about `responder-only` of a profile
    return row;
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
    row.access_list_entries.push_back(gre ? "permit gre" + ends : entry.ipv6 ? "permit ipv6 any any" : "permit ip any any");
    row.current_peer = current_peer(entry, rows);
    row.always_create = entry.always_create;
    row.last = true;
    row.interfaces.push_back(entry.interface.text());
    return row;
}

constexpr std::size_t first_instance = 65536;

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
            if (!admits(map) || map.entries.empty()) continue;
            if (entry_ == 0) collect_instances(map);
            if (entry_ < map.entries.size()) return next_entry(map);
            if (auto row = next_instance()) return row;
        }
        return std::nullopt;
    }
    CryptoMapRow next_entry(const config::CryptoMap& map) {
        CryptoMapRow row = row_of(map, map.entries[entry_++], view_.configuration);
        row.last = row.last && instances_.empty();
        complete(row);
        return row;
    }
    /// An instance that went since it was collected is left out.
    std::optional<CryptoMapRow> next_instance() {
        for (; instance_ < instances_.size(); ++instance_) {
            const auto flow = rows_->flow(instances_[instance_]);
            const dataplane::PolicyEntry* entry = flow ? rows_->entry(flow->flow.entry) : nullptr;
            if (!entry) continue;
            CryptoMapRow row = dynamic_row(*entry, *flow, view_.configuration);
            row.sequence = static_cast<std::uint32_t>(first_instance + instance_);
            row.last = ++instance_ == instances_.size();
            if (row.last) row.interfaces = interfaces_of(row.name);
            return row;
        }
        return std::nullopt;
    }
    void collect_instances(const config::CryptoMap& map) {
        instances_.clear();
        instance_ = 0;
        for (dataplane::PolicyEntryId id : policies_) {
            const dataplane::PolicyEntry* entry = rows_->entry(id);
            if (!entry || entry->origin != dataplane::PolicyOrigin::dynamic_map || entry->map_tag != map.name) continue;
            for (dataplane::FlowId flow : entry->flows)
                if (const auto is = rows_->flow(flow); is && !(is->inbound.empty() && is->outbound.empty())) instances_.push_back(flow);
        }
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
            if (!entry || !is_of_tunnel(*entry) || !admits(*entry)) continue;
            template_printed_ = !template_printed_;
            if (template_printed_) return template_row(*entry, view_.configuration);
            ++policy_;
            return instance_row(*entry, view_.configuration, *rows_);
        }
        return std::nullopt;
    }
    static bool is_of_tunnel(const dataplane::PolicyEntry& entry) {
        return entry.origin == dataplane::PolicyOrigin::static_vti || entry.origin == dataplane::PolicyOrigin::gre_protection;
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
    bool template_printed_ = false, printed_ = false;
    std::vector<dataplane::FlowId> instances_;   ///< of the map being printed
    std::size_t instance_ = 0;
};

}  // namespace

CryptoMapRow entry_row(std::string_view name, bool ipv6, const config::CryptoMapEntry& entry, const config::Configuration& configuration) {
    CryptoMapRow row;
    row.name = name;
    row.ipv6 = ipv6;
    row.sequence = entry.sequence;
    row.description = entry.description;
    row.peers = entry.peers;
    row.has_access_list = !entry.match_address.empty();
    row.access_list = entry.match_address;
    if (const config::AccessList* list = configuration.access_lists.find(entry.match_address)) add_access_list(row, *list);
    row.reverse_route = entry.reverse_route;
    row.policy.isakmp_profile = entry.isakmp_profile;
    row.policy.ikev2_profile = entry.ikev2_profile;
    if (entry.pfs) row.policy.pfs_group = entry.pfs->group;
    set_lifetime(row.policy, entry.lifetime, configuration.ipsec.lifetime);
    row.policy.transform_sets = transform_set_rows(entry.transform_sets, configuration);
    if (entry.kind == "ipsec-manual") row.manual = config::manual_keys(entry);
    return row;
}

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
