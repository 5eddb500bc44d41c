#include "ike/isakmp/policy/transforms.h"

#include <algorithm>

#include "ike/crypto/diffie_hellman.h"

namespace ike::isakmp {

namespace {

struct HashNumber {
    config::HashAlgorithm word;
    Phase1Hash number;
};
constexpr HashNumber hash_numbers[] = {{config::HashAlgorithm::md5, Phase1Hash::MD5},
                                       {config::HashAlgorithm::sha1, Phase1Hash::SHA},
                                       {config::HashAlgorithm::sha256, Phase1Hash::SHA2_256},
                                       {config::HashAlgorithm::sha384, Phase1Hash::SHA2_384},
                                       {config::HashAlgorithm::sha512, Phase1Hash::SHA2_512}};

struct CipherNumber {
    config::IsakmpEncryption word;
    Phase1Encryption number;
};
constexpr CipherNumber cipher_numbers[] = {{config::IsakmpEncryption::des, Phase1Encryption::DES_CBC},
                                           {config::IsakmpEncryption::triple_des, Phase1Encryption::TRIPLE_DES_CBC},
                                           {config::IsakmpEncryption::aes, Phase1Encryption::AES_CBC}};

template <class Numbers, class Word> auto number_of(const Numbers& numbers, Word word) {
    return std::find_if(std::begin(numbers), std::end(numbers), [=](const auto& row) { return row.word == word; })->number;
}

/// The algorithms of a policy, whether we have them or not.
Suite numbers_of(const config::IsakmpPolicy& policy) {
    Suite suite;
    suite.encryption = number_of(cipher_numbers, policy.encryption);
    suite.key_bits = policy.encryption == config::IsakmpEncryption::aes ? std::max<std::uint16_t>(policy.key_bits, 128) : 0;
    suite.hash = number_of(hash_numbers, policy.hash);
    suite.authentication = Phase1Auth::PRE_SHARED;
    suite.group = static_cast<DhGroupId>(policy.group);
    suite.lifetime = policy.lifetime;
    return suite;
}

bool is_supported(const Suite& suite) { return shape_of(suite) != nullptr && hash_of(suite.hash) && dh_group(suite.group) != nullptr; }

Attribute basic(Phase1Attribute type, std::uint16_t value) { return Attribute::basic(static_cast<std::uint16_t>(type), value); }

Attribute duration(std::uint32_t seconds) {
    const auto type = static_cast<std::uint16_t>(Phase1Attribute::LIFE_DURATION);
    if (seconds <= 0xffff) return Attribute::basic(type, static_cast<std::uint16_t>(seconds));
    Bytes value;
    for (int shift = 24; shift >= 0; shift -= 8) value.push_back(static_cast<std::uint8_t>(seconds >> shift));
    return Attribute::variable(type, std::move(value));
}

void read(Suite& suite, Phase1Attribute type, std::uint64_t value, LifeType& life) {
    const auto word = static_cast<std::uint16_t>(std::min<std::uint64_t>(value, 0xffff));
    const auto number = static_cast<std::uint32_t>(std::min<std::uint64_t>(value, 0xffffffff));
    switch (type) {
        case Phase1Attribute::ENCRYPTION: suite.encryption = static_cast<Phase1Encryption>(word); break;
        case Phase1Attribute::HASH: suite.hash = static_cast<Phase1Hash>(word); break;
        case Phase1Attribute::AUTHENTICATION: suite.authentication = static_cast<Phase1Auth>(word); break;
        case Phase1Attribute::GROUP: suite.group = static_cast<DhGroupId>(word); break;
        case Phase1Attribute::KEY_LENGTH: suite.key_bits = word; break;
        case Phase1Attribute::LIFE_TYPE: life = static_cast<LifeType>(word); break;
        case Phase1Attribute::LIFE_DURATION:
            if (life == LifeType::SECONDS) suite.lifetime = number;
            if (life == LifeType::KILOBYTES) suite.lifetime_kilobytes = number;
            break;
        case Phase1Attribute::GROUP_TYPE:
        case Phase1Attribute::PRF: break;
    }
}

config::IsakmpPolicy client_policy(config::IsakmpEncryption encryption, std::uint16_t key_bits, config::HashAlgorithm hash) {
    config::IsakmpPolicy policy;
    policy.priority = 65515;
    policy.encryption = encryption;
    policy.key_bits = key_bits;
    policy.hash = hash;
    policy.authentication = config::IsakmpAuthentication::pre_share;
    policy.group = 2;
    policy.lifetime = 2147483;
    return policy;
}

}  // namespace

std::optional<Suite> suite_of(const config::IsakmpPolicy& policy) {
    const Suite suite = numbers_of(policy);
    const bool usable = policy.authentication == config::IsakmpAuthentication::pre_share && is_supported(suite);
    return usable ? std::optional(suite) : std::nullopt;
}

Transform transform_of(const Suite& suite, std::uint8_t number) {
    Transform transform;
    transform.number = number;
    auto& attributes = transform.attributes;
    attributes.push_back(basic(Phase1Attribute::ENCRYPTION, static_cast<std::uint16_t>(suite.encryption)));
    if (suite.key_bits != 0) attributes.push_back(basic(Phase1Attribute::KEY_LENGTH, suite.key_bits));
    attributes.push_back(basic(Phase1Attribute::HASH, static_cast<std::uint16_t>(suite.hash)));
    attributes.push_back(basic(Phase1Attribute::GROUP, static_cast<std::uint16_t>(suite.group)));
    attributes.push_back(basic(Phase1Attribute::AUTHENTICATION, static_cast<std::uint16_t>(suite.authentication)));
    attributes.push_back(basic(Phase1Attribute::LIFE_TYPE, static_cast<std::uint16_t>(LifeType::SECONDS)));
    attributes.push_back(duration(suite.lifetime));
    return transform;
}

Suite suite_of(const Transform& transform) {
    Suite suite;
    LifeType life = LifeType::none;
    for (const Attribute& attribute : transform.attributes)
        if (const auto value = attribute.number()) read(suite, static_cast<Phase1Attribute>(attribute.type), *value, life);
    // AES without a key length cannot be (RFC 3602 5.3), but some peers mean 128 by it.
    if (suite.encryption == Phase1Encryption::AES_CBC && suite.key_bits == 0) suite.key_bits = 128;
    return suite;
}

bool is_xauth(Phase1Auth authentication) {
    return authentication == Phase1Auth::XAUTH_INIT_PRE_SHARED || authentication == Phase1Auth::XAUTH_RESP_PRE_SHARED;
}

std::optional<PolicyMismatch> mismatch(const config::IsakmpPolicy& policy, const Suite& offered, const Acceptance& acceptance) {
    const Suite own = numbers_of(policy);
    if (own.encryption != offered.encryption) return PolicyMismatch::encryption;
    if (own.key_bits != offered.key_bits) return PolicyMismatch::key_length;
    if (own.hash != offered.hash) return PolicyMismatch::hash;
    if (own.group != offered.group || !is_supported(own)) return PolicyMismatch::group;
    const bool xauth = is_xauth(offered.authentication);
    if (!xauth && offered.authentication != Phase1Auth::PRE_SHARED) return PolicyMismatch::authentication;
    if (policy.authentication != config::IsakmpAuthentication::pre_share || !acceptance.key_found)
        return xauth ? PolicyMismatch::xauth : PolicyMismatch::preshared_without_key;
    if (xauth && !acceptance.xauth) return PolicyMismatch::xauth;
    return std::nullopt;
}

SaPayload offer_of(const std::vector<config::IsakmpPolicy>& policies, bool xauth) {
    Proposal proposal;
    for (const config::IsakmpPolicy& policy : policies) {
        auto suite = suite_of(policy);
        if (!suite || proposal.transforms.size() >= max_transforms) continue;
        if (xauth) suite->authentication = Phase1Auth::XAUTH_INIT_PRE_SHARED;
        proposal.transforms.push_back(transform_of(*suite, static_cast<std::uint8_t>(proposal.transforms.size() + 1)));
    }
    SaPayload sa;
    if (!proposal.transforms.empty()) sa.proposals.push_back(std::move(proposal));
    return sa;
}

std::vector<config::IsakmpPolicy> client_policies() {
    using config::IsakmpEncryption;
    std::vector<config::IsakmpPolicy> policies;
    for (const auto& [encryption, key_bits] : {std::pair{IsakmpEncryption::aes, std::uint16_t{128}}, std::pair{IsakmpEncryption::aes, std::uint16_t{192}},
                                               std::pair{IsakmpEncryption::aes, std::uint16_t{256}}, std::pair{IsakmpEncryption::triple_des, std::uint16_t{0}},
                                               std::pair{IsakmpEncryption::des, std::uint16_t{0}}})
        for (const config::HashAlgorithm hash : {config::HashAlgorithm::sha1, config::HashAlgorithm::md5})
            policies.push_back(client_policy(encryption, key_bits, hash));
    return policies;
}

}  // namespace ike::isakmp
