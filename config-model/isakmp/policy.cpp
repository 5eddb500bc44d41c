#include <algorithm>
#include <array>

#include "config-model/field.h"
#include "config-model/isakmp/modes.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_policy;
constexpr std::string_view section = "crypto isakmp policy";

constexpr std::array key_lengths{
    Choice{"128", "128 bit keys.", 128}, Choice{"192", "192 bit keys.", 192}, Choice{"256", "256 bit keys.", 256}};
constexpr std::array hashes{
    Choice{"md5", "Message Digest 5", static_cast<int>(HashAlgorithm::md5)},
    Choice{"sha", "Secure Hash Standard", static_cast<int>(HashAlgorithm::sha1)},
    Choice{"sha256", "Secure Hash Standard 2 (256 bit)", static_cast<int>(HashAlgorithm::sha256)},
    Choice{"sha384", "Secure Hash Standard 2 (384 bit)", static_cast<int>(HashAlgorithm::sha384)},
    Choice{"sha512", "Secure Hash Standard 2 (512 bit)", static_cast<int>(HashAlgorithm::sha512)},
};
constexpr std::array methods{
    Choice{"ecdsa-sig", "ECDSA Signature", static_cast<int>(IsakmpAuthentication::ecdsa_sig)},
    Choice{"pre-share", "Pre-Shared Key", static_cast<int>(IsakmpAuthentication::pre_share)},
    Choice{"rsa-encr", "Rivest-Shamir-Adleman Encryption", static_cast<int>(IsakmpAuthentication::rsa_encr)},
    Choice{"rsa-sig", "Rivest-Shamir-Adleman Signature", static_cast<int>(IsakmpAuthentication::rsa_sig)},
};
constexpr std::array groups{
    Choice{"1", "Diffie-Hellman group 1 (768 bit)", 1},         Choice{"14", "Diffie-Hellman group 14 (2048 bit)", 14},
    Choice{"15", "Diffie-Hellman group 15 (3072 bit)", 15},     Choice{"16", "Diffie-Hellman group 16 (4096 bit)", 16},
    Choice{"19", "Diffie-Hellman group 19 (256 bit ecp)", 19},  Choice{"2", "Diffie-Hellman group 2 (1024 bit)", 2},
    Choice{"20", "Diffie-Hellman group 20 (384 bit ecp)", 20},  Choice{"21", "Diffie-Hellman group 21 (521 bit ecp)", 21},
    Choice{"24", "Diffie-Hellman group 24 (2048 bit, 256 bit subgroup)", 24}, Choice{"5", "Diffie-Hellman group 5 (1536 bit)", 5},
};

void set_encryption(IsakmpPolicy& policy, const Args& args) {
    const bool aes = args.has("aes");
    policy.encryption = aes ? IsakmpEncryption::aes : args.has("3des") ? IsakmpEncryption::triple_des : IsakmpEncryption::des;
    policy.key_bits = aes ? static_cast<std::uint16_t>(args.number("bits", 128)) : std::uint16_t{0};
}

void reset_encryption(IsakmpPolicy& policy, const Args&) {
    policy.encryption = IsakmpPolicy{}.encryption;
    policy.key_bits = IsakmpPolicy{}.key_bits;
}

void show_encryption(const IsakmpPolicy& policy, Shown& shown) {
    if (policy.encryption == IsakmpEncryption::des) return;
    std::string text = shown.look() == Look::ios17 ? "encryption " : "encr ";
    text += policy.encryption == IsakmpEncryption::aes ? "aes" : "3des";
    if (policy.key_bits > 128) text += ' ' + std::to_string(policy.key_bits);
    shown.raw(std::move(text));
}

/// The newest look prints the hash always.
void show_hash(const IsakmpPolicy& policy, Shown& shown) {
    if (policy.hash != HashAlgorithm::sha1 || shown.look() == Look::ios17) shown.line(policy.hash);
}

std::span<const Line> policy_lines() {
    static const Line lines[] = {
        line(kw("encryption", "Set encryption algorithm for protection suite") >>
             (kw("3des", "Three key triple DES") | (kw("aes", "AES - Advanced Encryption Standard.") >> -one_of("bits", key_lengths)) |
              kw("des", "DES - Data Encryption Standard (56 bit keys).")))
            .set(&set_encryption).unset(&reset_encryption).reset(&reset_encryption).show(&show_encryption).no_needs(0).changes(topic),
        line(kw("hash", "Set hash algorithm for protection suite") >> one_of(hashes), &IsakmpPolicy::hash)
            .show(&show_hash).no_needs(0).changes(topic),
        line(kw("authentication", "Set authentication method for protection suite") >> one_of(methods), &IsakmpPolicy::authentication)
            .no_needs(0).changes(topic),
        line(kw("group", "Set the Diffie-Hellman group") >> one_of(groups), &IsakmpPolicy::group).no_needs(0).changes(topic),
        line(kw("lifetime", "Set lifetime for ISAKMP security association") >> number(60, 86400, "lifetime in seconds"), &IsakmpPolicy::lifetime)
            .no_needs(0).changes(topic),
    };
    return lines;
}

using Policies = std::vector<IsakmpPolicy>;

auto position(Policies& policies, std::uint32_t priority) {
    return std::lower_bound(policies.begin(), policies.end(), priority,
                            [](const IsakmpPolicy& policy, std::uint32_t value) { return policy.priority < value; });
}

std::uint32_t priority_of(const Args& args) { return static_cast<std::uint32_t>(args.number("priority")); }

IsakmpPolicy* find(Configuration& configuration, const Args& args) {
    auto& all = configuration.isakmp.policies;
    const auto at = position(all, priority_of(args));
    return at != all.end() && at->priority == priority_of(args) ? &*at : nullptr;
}

Result open(Configuration& configuration, const Args& args, Edit&) {
    if (find(configuration, args)) return Result::ok();
    auto& all = configuration.isakmp.policies;
    all.emplace(position(all, priority_of(args)))->priority = priority_of(args);
    return Result::ok();
}

Result erase(Configuration& configuration, const Args& args, Edit&) {
    std::erase_if(configuration.isakmp.policies, [&](const IsakmpPolicy& policy) { return policy.priority == priority_of(args); });
    return Result::ok();
}

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& policy : configuration.isakmp.policies) entries.add(policy, policy.priority);
}

}  // namespace

const Mode& isakmp_policy_mode() {
    static const Mode mode = Mode::of<IsakmpPolicy>(
        {.prompt = "config-isakmp", .title = "ISAKMP commands:", .exit_help = "Exit from ISAKMP protection suite configuration mode"},
        {policy_lines()});
    return mode;
}

std::span<const Line> isakmp_policy_headers() {
    static const Entries<Configuration, IsakmpPolicy> entries{&find, &open, &erase, &each};
    static const Line lines[] = {
        line(isakmp_words() >> kw("default", "ISAKMP default policy") >> kw("policy", "Default policy"))
            .set([](Configuration& c, const Args&) { c.isakmp.default_policies_off = false; })
            .unset([](Configuration& c, const Args&) { c.isakmp.default_policies_off = true; })
            .reset([](Configuration& c, const Args&) { c.isakmp.default_policies_off = false; })
            .show([](const Configuration& c, Shown& shown) { if (c.isakmp.default_policies_off) shown.negated(); })
            .in(section).changes(topic),
        opens(isakmp_words() >> kw("policy", "Set policy for an ISAKMP protection suite") >>
              number("priority", 1, 10000, "Priority of protection suite"), &isakmp_policy_mode, entries)
            .in(section).changes(topic),
    };
    return lines;
}

}  // namespace config
