#include "ike/policy/defaults.h"

namespace ike {

namespace {

using Encryption = config::Ikev2Encryption;
using Hash = config::HashAlgorithm;

config::Ikev2Proposal proposal(std::vector<Encryption> encryption, std::vector<Hash> integrity, std::vector<std::uint16_t> groups) {
    config::Ikev2Proposal made;
    made.name = "default";
    made.encryption = std::move(encryption);
    made.integrity = integrity;
    made.groups = std::move(groups);
    return made;
}

/// By look: ios12, ios15_1, ios15_4, ios17.
const config::Ikev2Proposal& release_proposal(config::Look look) {
    static const config::Ikev2Proposal older =
        proposal({Encryption::aes_cbc_256, Encryption::aes_cbc_192, Encryption::aes_cbc_128},
                 {Hash::sha512, Hash::sha384, Hash::sha256, Hash::sha1, Hash::md5}, {5, 2});
    static const config::Ikev2Proposal newer =
        proposal({Encryption::aes_cbc_256}, {Hash::sha512, Hash::sha384}, {19, 14, 21, 5});
    return look == config::Look::ios17 ? newer : older;
}

config::TransformSet release_transform_set() {
    config::TransformSet set;
    set.name = "default";
    set.esp_cipher = config::EspCipher::aes;
    set.key_bits = 128;
    set.esp_hash = config::TransformHash::sha1;
    set.transport = true;
    return set;
}

}  // namespace

const config::Ikev2Proposal* default_proposal(const config::Configuration& configuration) {
    if (configuration.ikev2.default_proposal_off) return nullptr;
    const config::Ikev2Proposal* const edited = configuration.ikev2.proposals.find("default");
    return edited != nullptr ? edited : &release_proposal(configuration.look());
}

const config::TransformSet& default_transform_set(const config::Configuration& configuration) {
    static const config::TransformSet released = release_transform_set();
    const config::TransformSet* const edited = configuration.ipsec.transform_sets.find("default");
    return edited != nullptr ? *edited : released;
}

const config::TransformSet* find_transform_set(const config::Configuration& configuration, std::string_view name) {
    if (name == "default") return &default_transform_set(configuration);
    return configuration.ipsec.transform_sets.find(name);
}

const config::Ikev2Proposal* find_proposal(const config::Configuration& configuration, std::string_view name) {
    return name == "default" ? default_proposal(configuration) : configuration.ikev2.proposals.find(name);
}

const config::IpsecProfile& default_ipsec_profile(const config::Configuration& configuration) {
    static const config::IpsecProfile released = [] {
        config::IpsecProfile profile;
        profile.name = "default";
        profile.transform_sets = {"default"};
        return profile;
    }();
    const config::IpsecProfile* const edited = configuration.ipsec.profiles.find("default");
    return edited != nullptr ? *edited : released;
}

}  // namespace ike
