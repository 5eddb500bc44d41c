#include "show-commands/crypto/isakmp_policy.h"

#include "ike/isakmp/policy/defaults.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

constexpr std::uint32_t unnumbered_priority = 65535;
constexpr std::string_view plain_title = "Protection suite", default_title = "Default protection suite";

std::string_view hash_line(config::HashAlgorithm hash) {
    switch (hash) {
        case config::HashAlgorithm::md5: return "Message Digest 5";
        case config::HashAlgorithm::sha1: return "Secure Hash Standard";
        case config::HashAlgorithm::sha256: return "Secure Hash Standard 2 (256 bit)";
        case config::HashAlgorithm::sha384: return "Secure Hash Standard 2 (384 bit)";
        case config::HashAlgorithm::sha512: return "Secure Hash Standard 2 (512 bit)";
    }
    return {};
}

std::string_view method_line(config::IsakmpAuthentication method) {
    switch (method) {
        case config::IsakmpAuthentication::pre_share: return "Pre-Shared Key";
        case config::IsakmpAuthentication::rsa_sig: return "Rivest-Shamir-Adleman Signature";
        case config::IsakmpAuthentication::rsa_encr: return "Rivest-Shamir-Adleman Encryption";
        case config::IsakmpAuthentication::ecdsa_sig: return "Elliptic Curve Digital Signature Algorithm Signature";
    }
    return {};
}

struct Group {
    std::uint16_t number;
    std::string_view size;
};
constexpr Group groups[] = {
    {1, "768 bit"},   {2, "1024 bit"}, {5, "1536 bit"}, {14, "2048 bit"}, {15, "3072 bit"},
    {16, "4096 bit"}, {19, "256 bit"}, {20, "384 bit"}, {21, "521 bit"},  {24, "2048 bit, 256 bit subgroup"},
};

std::string_view group_size(std::uint16_t number) {
    for (const Group& group : groups)
        if (group.number == number) return group.size;
    return "unknown";
}

void put_encryption(const config::IsakmpPolicy& policy, TextWriter& out) {
    switch (policy.encryption) {
        case config::IsakmpEncryption::des: return static_cast<void>(out.put("DES - Data Encryption Standard (56 bit keys)."));
        case config::IsakmpEncryption::triple_des: return static_cast<void>(out.put("Three key triple DES"));
        case config::IsakmpEncryption::aes:
            return static_cast<void>(out.put("AES - Advanced Encryption Standard (", policy.key_bits, " bit keys)."));
    }
}

std::string_view encryption_word(config::IsakmpEncryption encryption) {
    switch (encryption) {
        case config::IsakmpEncryption::des: return "des";
        case config::IsakmpEncryption::triple_des: return "3des";
        case config::IsakmpEncryption::aes: return "aes";
    }
    return {};
}

/// What JSON has of a policy: the words of its lines.
struct IsakmpPolicyRow {
    config::IsakmpPolicy policy;

    template <class F>
    void fields(F&& field) const {
        field("priority", policy.priority == unnumbered_priority ? std::nullopt : std::optional(policy.priority));
        field("encryption", encryption_word(policy.encryption));
        field("key_bits", policy.key_bits == 0 ? std::nullopt : std::optional(policy.key_bits));
        field("hash", hash_line(policy.hash));
        field("authentication", method_line(policy.authentication));
        field("group", policy.group);
        field("lifetime_seconds", policy.lifetime);
    }
};

std::vector<IsakmpPolicyRow> policy_rows(const std::vector<config::IsakmpPolicy>& policies) {
    std::vector<IsakmpPolicyRow> rows;
    for (const config::IsakmpPolicy& policy : policies) rows.push_back({policy});
    return rows;
}

/// What the release brings, unless it is switched off.
std::vector<config::IsakmpPolicy> built_in_policies(const config::Configuration& configuration) {
    if (configuration.isakmp.default_policies_off) return {};
    return ike::isakmp::default_policies(configuration.look());
}

}  // namespace

void print_isakmp_policy(const config::IsakmpPolicy& policy, std::string_view title, TextWriter& out) {
    out.put(title);
    if (policy.priority != unnumbered_priority) out.put(" of priority ", policy.priority);
    put_encryption(policy, out.end().put("\tencryption algorithm:\t"));
    out.end().line("\thash algorithm:\t\t", hash_line(policy.hash));
    out.line("\tauthentication method:\t", method_line(policy.authentication));
    out.line("\tDiffie-Hellman group:\t#", policy.group, " (", group_size(policy.group), ')');
    out.line("\tlifetime:\t\t", policy.lifetime, " seconds, no volume limit");
}

void print_isakmp_policies(const config::Configuration& configuration, TextWriter& out) {
    const auto policies = ike::isakmp::effective_policies(configuration);
    const bool built_in = configuration.isakmp.policies.empty() && !policies.empty() && policies.front().priority != unnumbered_priority;
    out.end().line(built_in ? "Default IKE policy" : "Global IKE policy");
    for (const config::IsakmpPolicy& policy : policies)
        print_isakmp_policy(policy, policy.priority == unnumbered_priority ? default_title : plain_title, out);
}

void print_default_isakmp_policies(const config::Configuration& configuration, TextWriter& out) {
    if (configuration.isakmp.default_policies_off) return;
    out.end();
    for (const config::IsakmpPolicy& policy : built_in_policies(configuration))
        print_isakmp_policy(policy, default_title, out);
}

std::span<const config::Line> isakmp_policy_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_isakmp() >> kw("policy", "Show ISAKMP protection suite policy"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) {
                             print_isakmp_policies(view.configuration, out);
                         }, [&view] { return policy_rows(ike::isakmp::effective_policies(view.configuration)); });
                     }),
        config::line(show_crypto_isakmp() >> kw("default", "Show ISAKMP default information") >> kw("policy", "Show default ISAKMP policies"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) {
                             print_default_isakmp_policies(view.configuration, out);
                         }, [&view] { return policy_rows(built_in_policies(view.configuration)); });
                     }),
    };
    return lines;
}

}  // namespace show
