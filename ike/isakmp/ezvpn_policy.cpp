#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/ezvpn_transforms.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

using dataplane::TrafficSelector;

/// What the tunnel leads to: the networks that the server names, else everything.
std::vector<TrafficSelector> remote_networks(const ClientSettings& settings, config::AddressFamily family) {
    std::vector<TrafficSelector> networks;
    for (const config::Prefix& network : settings.split_include) networks.push_back(TrafficSelector::of_prefix(network));
    if (networks.empty()) networks.push_back(TrafficSelector::any(family));
    return networks;
}

void add_inside_networks(const config::Configuration& configuration, const EzvpnSession& session, std::vector<TrafficSelector>& networks) {
    for (const config::InterfaceName& name : session.inside)
        if (const config::Interface* const inside = configuration.find(name); inside != nullptr && inside->address)
            networks.push_back(TrafficSelector::of_prefix({inside->address->network(), inside->address->length}));
}

/// Further subnets of network-extension: the sources of the client's access list.
void add_listed_networks(const config::Configuration& configuration, const EzvpnSession& session, std::vector<TrafficSelector>& networks) {
    const config::AccessList* const list = configuration.access_lists.find(session.client.acl);
    if (list == nullptr) return;
    for (const config::AccessListEntry& line : list->entries)
        if (const auto length = config::mask_length(config::inverted(line.source.wildcard)); line.permit && !line.is_remark() && length)
            networks.push_back(TrafficSelector::of_prefix({line.source.address, *length}));
}

std::vector<TrafficSelector> local_networks(const config::Configuration& configuration, const EzvpnSession& session) {
    std::vector<TrafficSelector> networks;
    if (session.settings.address) networks.push_back(TrafficSelector::of_host(*session.settings.address));
    if (session.client.mode == config::EzvpnMode::client) return networks;
    add_inside_networks(configuration, session, networks);
    add_listed_networks(configuration, session, networks);
    return networks;
}

dataplane::ClientPolicy policy_of(const IsakmpSa& sa, const EzvpnSession& session) {
    dataplane::ClientPolicy policy;
    policy.name = session.client.name;
    policy.outside = session.outside;
    policy.inside = session.inside;
    policy.local = sa.local;
    policy.peer = sa.peer;
    policy.assigned = session.settings.address.value_or(config::IpAddress{});
    policy.translate_inside = session.client.mode == config::EzvpnMode::client;
    for (const TrafficSelector& local : local_networks(sa.context.configuration, session))
        for (const TrafficSelector& remote : remote_networks(session.settings, local.first.family())) policy.flows.emplace_back(local, remote);
    return policy;
}

struct ClientCipher {
    dataplane::Encryption encryption;
    std::uint16_t key_bits;
};
constexpr ClientCipher client_ciphers[] = {{dataplane::Encryption::aes_cbc, 256}, {dataplane::Encryption::aes_cbc, 192}, {dataplane::Encryption::aes_cbc, 128},
                                           {dataplane::Encryption::triple_des, 168}, {dataplane::Encryption::des, 56}};
constexpr dataplane::Integrity client_hashes[] = {dataplane::Integrity::hmac_sha1_96, dataplane::Integrity::hmac_md5_96};

}  // namespace

std::vector<IpsecProtection> client_protections() {
    std::vector<IpsecProtection> offered;
    for (const ClientCipher& cipher : client_ciphers)
        for (const dataplane::Integrity hash : client_hashes) {
            IpsecProtection protection;
            protection.suite = {cipher.encryption, cipher.key_bits, hash};
            offered.push_back(protection);
        }
    return offered;
}

std::optional<std::uint16_t> client_pfs_group(const IsakmpSa& sa) {
    const EzvpnSession* const session = session_of(sa);
    return session != nullptr && session->settings.pfs ? std::optional(static_cast<std::uint16_t>(DhGroupId::modp1024)) : std::nullopt;
}

void open_client_policy(IsakmpSa& sa) {
    EzvpnSession* const session = session_of(sa);
    if (session == nullptr || session->policy != 0) return;
    Context& context = sa.context;
    session->policy = context.ports.keys->add_client_policy(policy_of(sa, *session), context.now);
    const dataplane::PolicyEntry* const entry = context.ports.policies->entry(session->policy);
    if (entry == nullptr || entry->flows.empty()) return delete_sa(sa, DeleteReason::none, true);
    session->state = EzvpnState::SS_OPEN;
    for (const dataplane::FlowId flow : std::vector(entry->flows)) begin_quick_mode(sa, flow);
}

}  // namespace ike::isakmp
