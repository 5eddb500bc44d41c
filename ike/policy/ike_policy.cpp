#include "ike/policy/ike_policy.h"

#include <algorithm>

#include "ike/policy/defaults.h"

namespace ike {

namespace {

using config::HashAlgorithm;
using config::Ikev2Encryption;

struct CipherNumber {
    Ikev2Encryption word;
    EncryptionId id;
    std::uint16_t key_bits;
};

constexpr CipherNumber cipher_numbers[] = {
    {Ikev2Encryption::des, EncryptionId::DES, 0},
    {Ikev2Encryption::triple_des, EncryptionId::TRIPLE_DES, 0},
    {Ikev2Encryption::aes_cbc_128, EncryptionId::AES_CBC, 128},
    {Ikev2Encryption::aes_cbc_192, EncryptionId::AES_CBC, 192},
    {Ikev2Encryption::aes_cbc_256, EncryptionId::AES_CBC, 256},
    {Ikev2Encryption::aes_gcm_128, EncryptionId::AES_GCM_16, 128},
    {Ikev2Encryption::aes_gcm_256, EncryptionId::AES_GCM_16, 256},
};

struct HashNumber {
    HashAlgorithm word;
    PrfId prf;
    IntegrityId integrity;
};

constexpr HashNumber hash_numbers[] = {
    {HashAlgorithm::md5, PrfId::HMAC_MD5, IntegrityId::HMAC_MD5_96},
    {HashAlgorithm::sha1, PrfId::HMAC_SHA1, IntegrityId::HMAC_SHA1_96},
    {HashAlgorithm::sha256, PrfId::HMAC_SHA2_256, IntegrityId::HMAC_SHA2_256_128},
    {HashAlgorithm::sha384, PrfId::HMAC_SHA2_384, IntegrityId::HMAC_SHA2_384_192},
    {HashAlgorithm::sha512, PrfId::HMAC_SHA2_512, IntegrityId::HMAC_SHA2_512_256},
};

const CipherNumber& number_of(Ikev2Encryption word) {
    return *std::find_if(std::begin(cipher_numbers), std::end(cipher_numbers), [=](const CipherNumber& c) { return c.word == word; });
}

const HashNumber& number_of(HashAlgorithm word) {
    return *std::find_if(std::begin(hash_numbers), std::end(hash_numbers), [=](const HashNumber& h) { return h.word == word; });
}

Transform transform_of(const CipherNumber& cipher) {
    return cipher.key_bits != 0 ? Transform::of(cipher.id, cipher.key_bits) : Transform::of(cipher.id);
}

bool is_combined(const CipherNumber& cipher) { return cipher.id == EncryptionId::AES_GCM_16; }

/// The transforms of one kind of cipher in one configured proposal: the lists of algorithms that one offered proposal carries.
struct Alternatives {
    std::vector<Transform> transforms;
    bool combined = false;
};

std::vector<Transform> ciphers_of(const config::Ikev2Proposal& proposal, bool combined) {
    std::vector<Transform> found;
    for (const Ikev2Encryption word : proposal.encryption)
        if (is_combined(number_of(word)) == combined) found.push_back(transform_of(number_of(word)));
    return found;
}

Alternatives alternatives_of(const config::Ikev2Proposal& proposal, bool combined) {
    Alternatives made{ciphers_of(proposal, combined), combined};
    if (made.transforms.empty()) return made;
    const auto& prfs = proposal.prf.empty() ? proposal.integrity : proposal.prf;
    for (const HashAlgorithm word : prfs) made.transforms.push_back(Transform::of(number_of(word).prf));
    if (!combined)
        for (const HashAlgorithm word : proposal.integrity) made.transforms.push_back(Transform::of(number_of(word).integrity));
    for (const std::uint16_t group : proposal.groups) made.transforms.push_back(Transform::of(static_cast<DhGroupId>(group)));
    return made;
}

std::vector<Alternatives> all_alternatives(const IkePolicy& policy) {
    std::vector<Alternatives> all;
    for (const config::Ikev2Proposal& proposal : policy.proposals)
        for (const bool combined : {false, true})
            if (Alternatives one = alternatives_of(proposal, combined); !one.transforms.empty()) all.push_back(std::move(one));
    return all;
}

bool same_algorithm(const Transform& a, const Transform& b) {
    return a.type == b.type && a.id == b.id && a.key_length == b.key_length && a.attributes.empty() && b.attributes.empty();
}

const Transform* first_common(const std::vector<Transform>& own, const Proposal& offered, TransformType type) {
    for (const Transform& mine : own) {
        if (mine.type != type) continue;
        for (const Transform& theirs : offered.transforms)
            if (same_algorithm(mine, theirs)) return &mine;
    }
    return nullptr;
}

/// A combined mode may be offered with integrity NONE only (RFC 5282 §8).
bool integrity_is_none(const Proposal& offered) {
    return std::all_of(offered.transforms.begin(), offered.transforms.end(),
                       [](const Transform& t) { return t.type != TransformType::INTEG || t.id == 0; });
}

bool has_unknown_type(const Proposal& offered) {
    return std::any_of(offered.transforms.begin(), offered.transforms.end(),
                       [](const Transform& t) { return t.type < TransformType::ENCR || t.type > TransformType::DH; });
}

std::optional<std::vector<Transform>> match(const Alternatives& own, const Proposal& offered) {
    if (offered.protocol != ProtocolId::IKE || has_unknown_type(offered)) return std::nullopt;
    if (own.combined && !integrity_is_none(offered)) return std::nullopt;
    std::vector<Transform> chosen;
    for (const TransformType type : {TransformType::ENCR, TransformType::PRF, TransformType::INTEG, TransformType::DH}) {
        if (type == TransformType::INTEG && own.combined) continue;
        const Transform* const common = first_common(own.transforms, offered, type);
        if (common == nullptr) return std::nullopt;
        chosen.push_back(*common);
    }
    return chosen;
}

IkeSuite suite_of(const std::vector<Transform>& transforms) {
    IkeSuite suite;
    for (const Transform& t : transforms) {
        if (t.type == TransformType::ENCR) {
            suite.encryption = static_cast<EncryptionId>(t.id);
            suite.key_bits = t.key_length.value_or(0);
        } else if (t.type == TransformType::PRF) {
            suite.prf = static_cast<PrfId>(t.id);
        } else if (t.type == TransformType::INTEG) {
            suite.integrity = static_cast<IntegrityId>(t.id);
        } else if (t.type == TransformType::DH) {
            suite.group = static_cast<DhGroupId>(t.id);
        }
    }
    return suite;
}

bool matches(const config::Ikev2Policy& policy, std::string_view fvrf, const config::IpAddress& local) {
    if (!policy.fvrf_any && policy.fvrf != fvrf) return false;
    const auto& own = policy.local_addresses;
    return own.empty() || std::find(own.begin(), own.end(), local) != own.end();
}

std::optional<IkePolicy> copy_of(const config::Configuration& configuration, std::string name, bool is_default,
                                 const std::vector<std::string>& proposals) {
    IkePolicy copy{std::move(name), is_default, {}};
    for (const std::string& each : proposals) {
        const config::Ikev2Proposal* const found = find_proposal(configuration, each);
        if (found != nullptr && found->is_complete()) copy.proposals.push_back(*found);
    }
    if (copy.proposals.empty()) return std::nullopt;
    return copy;
}

std::optional<IkePolicy> default_policy(const config::Configuration& configuration) {
    if (configuration.ikev2.default_policy_off) return std::nullopt;
    const config::Ikev2Policy* const edited = configuration.ikev2.policies.find("default");
    if (edited != nullptr && !edited->proposals.empty()) return copy_of(configuration, "default", true, edited->proposals);
    return copy_of(configuration, "default", true, {"default"});
}

}  // namespace

std::optional<IkePolicy> select_policy(const config::Configuration& configuration, std::string_view fvrf, const config::IpAddress& local) {
    bool users_own = false;
    for (const config::Ikev2Policy& policy : configuration.ikev2.policies) {
        if (policy.name == "default") continue;
        users_own = true;
        if (!matches(policy, fvrf, local)) continue;
        if (auto copy = copy_of(configuration, policy.name, false, policy.proposals)) return copy;
    }
    return users_own ? std::nullopt : default_policy(configuration);
}

SaPayload offer_of(const IkePolicy& policy, const Bytes& spi) {
    SaPayload sa;
    for (Alternatives& one : all_alternatives(policy)) {
        Proposal proposal;
        proposal.number = static_cast<std::uint8_t>(sa.proposals.size() + 1);
        proposal.spi = spi;
        proposal.transforms = std::move(one.transforms);
        sa.proposals.push_back(std::move(proposal));
    }
    return sa;
}

DhGroupId first_group(const IkePolicy& policy) {
    if (policy.proposals.empty() || policy.proposals.front().groups.empty()) return DhGroupId::none;
    return static_cast<DhGroupId>(policy.proposals.front().groups.front());
}

std::optional<IkeChoice> choose(const IkePolicy& policy, const SaPayload& offered) {
    for (const Alternatives& own : all_alternatives(policy)) {
        for (const Proposal& theirs : offered.proposals) {
            auto transforms = match(own, theirs);
            if (!transforms) continue;
            IkeChoice choice;
            choice.suite = suite_of(*transforms);
            if (!is_complete(choice.suite)) continue;
            choice.proposal.number = theirs.number;
            choice.proposal.transforms = std::move(*transforms);
            return choice;
        }
    }
    return std::nullopt;
}

std::optional<IkeSuite> suite_of_answer(const SaPayload& offer, const SaPayload& answer) {
    if (answer.proposals.size() != 1) return std::nullopt;
    const Proposal& chosen = answer.proposals.front();
    for (const Proposal& offered : offer.proposals) {
        if (offered.number != chosen.number || offered.protocol != chosen.protocol) continue;
        for (std::size_t i = 0; i < chosen.transforms.size(); ++i) {
            const Transform& t = chosen.transforms[i];
            const bool none = t.type == TransformType::INTEG && t.id == 0;
            if (!none && first_common({t}, offered, t.type) == nullptr) return std::nullopt;
            for (std::size_t j = 0; j < i; ++j)
                if (chosen.transforms[j].type == t.type) return std::nullopt;
        }
        const IkeSuite suite = suite_of(chosen.transforms);
        if (is_complete(suite)) return suite;
    }
    return std::nullopt;
}

}  // namespace ike
