#include "ike/isakmp/policy/defaults.h"

namespace ike::isakmp {

namespace {

using config::HashAlgorithm;
using config::IsakmpAuthentication;
using config::IsakmpEncryption;

/// The default protection suite of 12.x.
config::IsakmpPolicy protection_suite() {
    config::IsakmpPolicy suite;
    suite.priority = 65535;
    return suite;
}

config::IsakmpPolicy released(std::uint32_t priority, IsakmpEncryption encryption, std::uint16_t group, HashAlgorithm hash, IsakmpAuthentication authentication) {
    config::IsakmpPolicy policy;
    policy.priority = priority;
    policy.encryption = encryption;
    policy.key_bits = encryption == IsakmpEncryption::aes ? 128 : 0;
    policy.group = group;
    policy.hash = hash;
    policy.authentication = authentication;
    return policy;
}

}  // namespace

std::vector<config::IsakmpPolicy> default_policies(config::Look look) {
    if (look == config::Look::ios12) return {protection_suite()};
    std::vector<config::IsakmpPolicy> policies;
    std::uint32_t priority = 65507;
    for (const auto& [encryption, group] : {std::pair{IsakmpEncryption::aes, std::uint16_t{5}}, std::pair{IsakmpEncryption::triple_des, std::uint16_t{2}}})
        for (const HashAlgorithm hash : {HashAlgorithm::sha1, HashAlgorithm::md5})
            for (const IsakmpAuthentication authentication : {IsakmpAuthentication::rsa_sig, IsakmpAuthentication::pre_share})
                policies.push_back(released(priority++, encryption, group, hash, authentication));
    return policies;
}

std::vector<config::IsakmpPolicy> effective_policies(const config::Configuration& configuration) {
    std::vector<config::IsakmpPolicy> policies = configuration.isakmp.policies;
    const bool older = configuration.look() == config::Look::ios12;
    if (!older && (!policies.empty() || configuration.isakmp.default_policies_off)) return policies;
    for (config::IsakmpPolicy& policy : default_policies(configuration.look())) policies.push_back(policy);
    return policies;
}

}  // namespace ike::isakmp
