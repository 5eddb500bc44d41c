#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/policy/transform_suite.h"

/// `crypto map … ipsec-manual`: pairs without key exchange, lifetime or anti-replay; they stand while their entry does.
namespace dataplane {

namespace {

const config::TransformSet* transform_set_of(const ControlPlane& control, const PolicyEntry& entry) {
    return entry.transform_sets.empty() ? nullptr : control.configuration->ipsec.transform_sets.find(entry.transform_sets.front());
}

/// Whether one SA each way does all that the set asks for: nothing is protected by less.
bool can_be_built(const config::TransformSet& set) {
    const bool foreign = set.esp_cipher == config::EspCipher::gmac || set.esp_cipher == config::EspCipher::seal;
    const bool esp = set.esp_cipher != config::EspCipher::none || set.esp_hash != config::TransformHash::none;
    return !foreign && !(esp && set.ah_hash != config::TransformHash::none);
}

/// What is longer than the algorithm takes is cut.
config::Secret cut(const config::Secret& key, std::size_t length) {
    const auto bytes = key.reveal();
    return config::Secret(bytes.subspan(0, std::min(bytes.size(), length)));
}

void set_key(SaParameters& sa, const config::ManualKey& key) {
    sa.spi = key.spi;
    if (sa.protocol == IpsecProtocol::esp) sa.encryption_key = cut(key.cipher, encryption_key_length(sa.suite));
    sa.integrity_key = cut(key.authenticator, integrity_key_length(sa.suite.integrity));
}

/// Nothing while something is missing.
std::optional<SaPair> pair_of(const ControlPlane& control, const EntryRecord& record, const FlowRecord& flow) {
    const PolicyEntry& entry = record.entry;
    const config::TransformSet* set = transform_set_of(control, entry);
    if (set == nullptr || !can_be_built(*set) || !entry.local || entry.peers.empty()) return {};
    const TransformSuite suite = suite_of(*set);
    const config::ManualKeys& keys = *record.details.manual;
    const bool esp = suite.protocol == IpsecProtocol::esp;
    const auto &in = esp ? keys.esp_in : keys.ah_in, &out = esp ? keys.esp_out : keys.ah_out;
    if (!in || !out) return {};
    SaPair pair;
    SaParameters& sa = pair.inbound;
    sa.protocol = suite.protocol;
    sa.suite = suite.suite;
    if (set->transport && entry.transport_allowed) sa.mode = EncapsulationMode::transport;
    sa.local_address = entry.local;
    sa.remote_address = entry.peers.front();
    sa.front_vrf = entry.front_vrf;
    sa.replay_window = 0;
    sa.local_selectors = {flow.flow.local};
    sa.remote_selectors = {flow.flow.remote};
    pair.outbound = sa;
    set_key(pair.inbound, *in);
    set_key(pair.outbound, *out);
    pair.initiator = true;
    return pair;
}

/// What a pair that stands was made of.
std::string shape_of(const SaPair& pair) {
    const SaParameters& sa = pair.inbound;
    return sa.local_address.text() + ' ' + sa.remote_address.text() + ' ' + std::to_string(static_cast<int>(sa.protocol)) + ' ' +
           std::to_string(static_cast<int>(sa.mode)) + ' ' + std::to_string(static_cast<int>(sa.suite.encryption)) + ' ' +
           std::to_string(sa.suite.key_bits) + ' ' + std::to_string(static_cast<int>(sa.suite.integrity));
}

void forget_pairs(ControlPlane& control, const FlowRecord& flow, Instant now) {
    for (const std::uint32_t spi : std::vector<std::uint32_t>(flow.pairs)) forget_pair(control, spi, now);
}

void follow(ControlPlane& control, EntryRecord& record, Instant now) {
    if (record.entry.flows.empty()) return;
    // One line of the access list is all that manual keys can serve.
    FlowRecord& flow = *control.policy.flow(record.entry.flows.front());
    const auto wanted = pair_of(control, record, flow);
    const std::string shape = wanted ? shape_of(*wanted) : std::string{};
    const bool same = record.manual_shape == shape && record.manual_made == record.details.manual && flow.pairs.empty() == !wanted;
    if (same) return;
    forget_pairs(control, flow, now);
    record.manual_shape = shape;
    record.manual_made = record.details.manual;
    if (wanted) install_pair(control, flow, *wanted, now);
}

}  // namespace

void follow_manual_keys(ControlPlane& control, Instant now) {
    for (auto& [id, record] : control.policy.entries)
        if (record.details.manual) follow(control, record, now);
}

void forget_manual_pairs(ControlPlane& control, const EntryRecord& record, Instant now) {
    if (!record.details.manual) return;
    for (const FlowId id : record.entry.flows)
        if (const FlowRecord* flow = control.policy.flow(id)) forget_pairs(control, *flow, now);
}

}  // namespace dataplane
