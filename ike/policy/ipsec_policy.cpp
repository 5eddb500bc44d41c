#include "ike/policy/ipsec_policy.h"

#include <algorithm>

#include "ike/crypto/diffie_hellman.h"
#include "ike/policy/defaults.h"

namespace ike {

namespace {

using config::EspCipher;
using config::TransformHash;
using dataplane::Encryption;
using dataplane::Integrity;

struct CipherRow {
    EspCipher word;
    Encryption encryption;
    EncryptionId id;
    /// Key bits of a cipher that has one length and sends no key length attribute; 0: the set says.
    std::uint16_t fixed_bits;
};

constexpr CipherRow ciphers[] = {
    {EspCipher::null, Encryption::null, EncryptionId::NULL_ENCRYPTION, 0},
    {EspCipher::des, Encryption::des, EncryptionId::DES, 56},
    {EspCipher::triple_des, Encryption::triple_des, EncryptionId::TRIPLE_DES, 168},
    {EspCipher::aes, Encryption::aes_cbc, EncryptionId::AES_CBC, 0},
    {EspCipher::gcm, Encryption::aes_gcm, EncryptionId::AES_GCM_16, 0},
};

struct HashRow {
    TransformHash word;
    Integrity integrity;
    IntegrityId id;
};

constexpr HashRow hashes[] = {
    {TransformHash::none, Integrity::none, IntegrityId::none},
    {TransformHash::md5, Integrity::hmac_md5_96, IntegrityId::HMAC_MD5_96},
    {TransformHash::sha1, Integrity::hmac_sha1_96, IntegrityId::HMAC_SHA1_96},
    {TransformHash::sha256, Integrity::hmac_sha2_256_128, IntegrityId::HMAC_SHA2_256_128},
    {TransformHash::sha384, Integrity::hmac_sha2_384_192, IntegrityId::HMAC_SHA2_384_192},
    {TransformHash::sha512, Integrity::hmac_sha2_512_256, IntegrityId::HMAC_SHA2_512_256},
};

Integrity integrity_of(TransformHash word) {
    return std::find_if(std::begin(hashes), std::end(hashes), [=](const HashRow& row) { return row.word == word; })->integrity;
}

IntegrityId number_of(Integrity integrity) {
    return std::find_if(std::begin(hashes), std::end(hashes), [=](const HashRow& row) { return row.integrity == integrity; })->id;
}

const CipherRow* row_of(EspCipher word) {
    const auto* const at = std::find_if(std::begin(ciphers), std::end(ciphers), [=](const CipherRow& row) { return row.word == word; });
    return at == std::end(ciphers) ? nullptr : at;
}

const CipherRow& row_of(Encryption encryption) {
    return *std::find_if(std::begin(ciphers), std::end(ciphers), [=](const CipherRow& row) { return row.encryption == encryption; });
}

std::optional<IpsecProtection> ah_protection(const config::TransformSet& set) {
    if (set.ah_hash == TransformHash::none) return std::nullopt;
    IpsecProtection made;
    made.protocol = dataplane::IpsecProtocol::ah;
    made.suite.integrity = integrity_of(set.ah_hash);
    return made;
}

std::optional<IpsecProtection> esp_protection(const config::TransformSet& set) {
    const EspCipher word = set.esp_cipher == EspCipher::none && set.esp_hash != TransformHash::none ? EspCipher::null : set.esp_cipher;
    const CipherRow* const cipher = row_of(word);
    if (cipher == nullptr) return std::nullopt;
    IpsecProtection made;
    made.suite.encryption = cipher->encryption;
    made.suite.key_bits = cipher->fixed_bits != 0 ? cipher->fixed_bits : set.key_bits;
    if (word == EspCipher::aes && made.suite.key_bits == 0) made.suite.key_bits = 128;
    if (word == EspCipher::gcm && made.suite.key_bits == 0) made.suite.key_bits = 128;
    if (word == EspCipher::null) made.suite.key_bits = 0;
    made.suite.integrity = dataplane::is_combined_mode(cipher->encryption) ? Integrity::none : integrity_of(set.esp_hash);
    if (!dataplane::is_supported(made.suite)) return std::nullopt;
    return made;
}

std::optional<IpsecProtection> protection_of(const config::TransformSet& set) {
    const bool has_esp = set.esp_cipher != EspCipher::none || set.esp_hash != TransformHash::none;
    auto made = has_esp ? esp_protection(set) : ah_protection(set);
    if (!made) return std::nullopt;
    made->transport = set.transport;
    made->transport_required = set.transport_required;
    return made;
}

std::vector<Transform> transforms_of(const IpsecProtection& protection) {
    std::vector<Transform> made;
    const dataplane::EspSuite& suite = protection.suite;
    if (protection.protocol == dataplane::IpsecProtocol::esp) {
        const CipherRow& cipher = row_of(suite.encryption);
        const bool length_sent = cipher.fixed_bits == 0 && suite.key_bits != 0;
        made.push_back(length_sent ? Transform::of(cipher.id, suite.key_bits) : Transform::of(cipher.id));
    }
    if (suite.integrity != Integrity::none) made.push_back(Transform::of(number_of(suite.integrity)));
    made.push_back(Transform::of(EsnId::none));
    return made;
}

ProtocolId protocol_of(const IpsecProtection& protection) {
    return protection.protocol == dataplane::IpsecProtocol::esp ? ProtocolId::ESP : ProtocolId::AH;
}

Bytes octets_of(std::uint32_t spi) {
    return {static_cast<std::uint8_t>(spi >> 24), static_cast<std::uint8_t>(spi >> 16), static_cast<std::uint8_t>(spi >> 8),
            static_cast<std::uint8_t>(spi)};
}

std::uint32_t number_of(const Bytes& spi) {
    std::uint32_t value = 0;
    for (const std::uint8_t octet : spi) value = value << 8 | octet;
    return value;
}

bool has(const Proposal& offered, const Transform& wanted) {
    return std::any_of(offered.transforms.begin(), offered.transforms.end(), [&](const Transform& t) {
        return t.type == wanted.type && t.id == wanted.id && t.key_length == wanted.key_length && t.attributes.empty();
    });
}

/// Every type that is offered must be answered: a DH transform only by NONE, integrity beside a combined mode only by NONE.
bool others_are_none(const Proposal& offered, const std::vector<Transform>& chosen) {
    for (const Transform& t : offered.transforms) {
        const bool answered = std::any_of(chosen.begin(), chosen.end(), [&](const Transform& c) { return c.type == t.type; });
        if (answered || t.id == 0) continue;
        const bool none_too = std::any_of(offered.transforms.begin(), offered.transforms.end(),
                                          [&](const Transform& o) { return o.type == t.type && o.id == 0; });
        if (!none_too && t.type != TransformType::DH) return false;
    }
    return true;
}

/// The group to use, NONE for an exchange without; nothing where what is offered does not go with the policy.
std::optional<DhGroupId> group_of(const Proposal& offered, PfsPolicy pfs) {
    if (!pfs.negotiated) return DhGroupId::none;
    bool offers_any = false, offers_none = false;
    DhGroupId first = DhGroupId::none;
    for (const Transform& t : offered.transforms) {
        if (t.type != TransformType::DH) continue;
        const auto group = static_cast<DhGroupId>(t.id);
        if (group == DhGroupId::none) offers_none = true;
        else offers_any = true;
        if (group == pfs.group && group != DhGroupId::none) return group;
        if (first == DhGroupId::none && dh_group(group) != nullptr) first = group;
    }
    if (pfs.group != DhGroupId::none) return std::nullopt;
    if (!offers_any || offers_none) return DhGroupId::none;
    return first != DhGroupId::none ? std::optional(first) : std::nullopt;
}

/// ESN stands last.
void add_group(std::vector<Transform>& transforms, DhGroupId group) {
    if (group != DhGroupId::none) transforms.insert(transforms.end() - 1, Transform::of(group));
}

std::optional<IpsecChoice> match(const IpsecProtection& own, const Proposal& offered, PfsPolicy pfs) {
    if (offered.protocol != protocol_of(own) || offered.spi.size() != 4 || number_of(offered.spi) == 0) return std::nullopt;
    const auto group = group_of(offered, pfs);
    if (!group) return std::nullopt;
    IpsecChoice choice{{}, own, number_of(offered.spi), *group};
    choice.proposal.number = offered.number;
    choice.proposal.protocol = offered.protocol;
    choice.proposal.transforms = transforms_of(own);
    for (const Transform& wanted : choice.proposal.transforms) {
        const bool silent_esn = wanted.type == TransformType::ESN &&
                                std::none_of(offered.transforms.begin(), offered.transforms.end(),
                                             [](const Transform& t) { return t.type == TransformType::ESN; });
        if (!silent_esn && !has(offered, wanted)) return std::nullopt;
    }
    if (!others_are_none(offered, choice.proposal.transforms)) return std::nullopt;
    add_group(choice.proposal.transforms, *group);
    return choice;
}

bool takes_profile(const dataplane::PolicyEntry& entry, const std::string& profile) {
    return !entry.ikev2_profile.empty() && entry.ikev2_profile == profile;
}

}  // namespace

std::vector<IpsecProtection> protections_of(const config::Configuration& configuration, const dataplane::PolicyEntry& entry) {
    std::vector<IpsecProtection> made;
    const std::vector<std::string> only_default{"default"};
    for (const std::string& name : entry.transform_sets.empty() ? only_default : entry.transform_sets) {
        const config::TransformSet* const set = find_transform_set(configuration, name);
        auto protection = set != nullptr ? protection_of(*set) : std::nullopt;
        if (!protection) continue;
        protection->transport = protection->transport && entry.transport_allowed;
        protection->transport_required = protection->transport && protection->transport_required;
        made.push_back(*protection);
    }
    return made;
}

SaPayload offer_of(std::span<const IpsecProtection> protections, std::uint32_t spi, DhGroupId group) {
    SaPayload sa;
    for (const IpsecProtection& protection : protections) {
        Proposal proposal;
        proposal.number = static_cast<std::uint8_t>(sa.proposals.size() + 1);
        proposal.protocol = protocol_of(protection);
        proposal.spi = octets_of(spi);
        proposal.transforms = transforms_of(protection);
        add_group(proposal.transforms, group);
        sa.proposals.push_back(std::move(proposal));
    }
    return sa;
}

std::optional<IpsecChoice> choose(std::span<const IpsecProtection> own, const SaPayload& offered, PfsPolicy pfs) {
    for (const IpsecProtection& mine : own)
        for (const Proposal& theirs : offered.proposals)
            if (auto choice = match(mine, theirs, pfs)) return choice;
    return std::nullopt;
}

std::optional<IpsecChoice> choice_of_answer(std::span<const IpsecProtection> own, const SaPayload& answer, DhGroupId group) {
    if (answer.proposals.size() != 1) return std::nullopt;
    const Proposal& chosen = answer.proposals.front();
    if (chosen.number == 0 || chosen.number > own.size()) return std::nullopt;
    auto choice = match(own[chosen.number - 1U], chosen, {group != DhGroupId::none, group});
    const auto count = [&](TransformType type) {
        return std::count_if(chosen.transforms.begin(), chosen.transforms.end(), [=](const Transform& t) { return t.type == type; });
    };
    if (count(TransformType::ENCR) > 1 || count(TransformType::INTEG) > 1 || count(TransformType::DH) > 1) return std::nullopt;
    return choice;
}

TsPayload payload_of(std::span<const dataplane::TrafficSelector> selectors) {
    TsPayload payload;
    for (const dataplane::TrafficSelector& selector : selectors) {
        TrafficSelector wire;
        wire.type = selector.first.is_v6() ? TsType::TS_IPV6_ADDR_RANGE : TsType::TS_IPV4_ADDR_RANGE;
        wire.protocol = selector.protocol;
        wire.start_port = selector.first_port;
        wire.end_port = selector.last_port;
        wire.start_address = selector.first;
        wire.end_address = selector.last;
        payload.selectors.push_back(std::move(wire));
    }
    return payload;
}

std::vector<dataplane::TrafficSelector> selectors_of(const TsPayload& payload) {
    std::vector<dataplane::TrafficSelector> made;
    for (const TrafficSelector& wire : payload.selectors) {
        const bool v4 = wire.type == TsType::TS_IPV4_ADDR_RANGE && wire.start_address.is_v4() && wire.end_address.is_v4();
        const bool v6 = wire.type == TsType::TS_IPV6_ADDR_RANGE && wire.start_address.is_v6() && wire.end_address.is_v6();
        if ((!v4 && !v6) || wire.end_address < wire.start_address) continue;
        made.push_back({wire.start_address, wire.end_address, wire.protocol, wire.start_port, wire.end_port});
    }
    return made;
}

namespace {

/// A template without an access list takes what the peer proposes: of several selectors the widest around the first, since the first may
/// only be the packet that asked (RFC 7296 §2.9).
dataplane::TrafficSelector widest(std::span<const dataplane::TrafficSelector> offer) {
    dataplane::TrafficSelector wide = offer.front();
    for (const dataplane::TrafficSelector& other : offer.subspan(1))
        if (dataplane::contains(other, wide)) wide = other;
    return wide;
}

/// The flow that an earlier pair with these selectors made.
dataplane::FlowId made_before(const dataplane::PolicyDirectory& policies, const dataplane::PolicyEntry& entry, const FlowChoice& choice) {
    for (const dataplane::FlowId id : entry.flows) {
        const dataplane::ProtectedFlow* const flow = policies.flow(id);
        if (flow != nullptr && flow->local == choice.local.front() && flow->remote == choice.remote.front()) return id;
    }
    return 0;
}

std::optional<FlowChoice> choose_any(const dataplane::PolicyDirectory& policies, const dataplane::PolicyEntry& entry,
                                     std::span<const dataplane::TrafficSelector> local, std::span<const dataplane::TrafficSelector> remote) {
    if (local.empty() || remote.empty()) return std::nullopt;
    FlowChoice choice{entry.id, 0, {widest(local)}, {widest(remote)}};
    choice.flow = made_before(policies, entry, choice);
    choice.more_possible = !dataplane::equivalent(choice.local, local) || !dataplane::equivalent(choice.remote, remote);
    return choice;
}

}  // namespace

std::optional<FlowChoice> choose_flow(const dataplane::PolicyDirectory& policies, std::span<const dataplane::PolicyEntryId> entries,
                                      const std::string& profile, const TsPayload& initiator, const TsPayload& responder) {
    const auto remote_offer = selectors_of(initiator), local_offer = selectors_of(responder);
    std::optional<FlowChoice> narrowed;
    for (const dataplane::PolicyEntryId id : entries) {
        const dataplane::PolicyEntry* const entry = policies.entry(id);
        if (entry == nullptr || !takes_profile(*entry, profile)) continue;
        if (entry->any_proxy) {
            if (auto choice = choose_any(policies, *entry, local_offer, remote_offer); choice && !narrowed) return choice;
            continue;
        }
        for (const dataplane::FlowId flow_id : entry->flows) {
            const dataplane::ProtectedFlow* const flow = policies.flow(flow_id);
            if (flow == nullptr) continue;
            FlowChoice choice{id, flow_id, narrow(local_offer, std::span(&flow->local, 1)), narrow(remote_offer, std::span(&flow->remote, 1))};
            if (choice.local.empty() || choice.remote.empty()) continue;
            if (dataplane::equivalent(choice.local, local_offer) && dataplane::equivalent(choice.remote, remote_offer)) return choice;
            if (narrowed) narrowed->more_possible = true;
            else narrowed = std::move(choice);
        }
    }
    return narrowed;
}

}  // namespace ike
