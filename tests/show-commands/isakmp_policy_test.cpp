#include <catch2/catch.hpp>

#include <regex>

#include "config-model/configuration_text.h"
#include "show-commands/crypto/isakmp_key.h"
#include "show-commands/crypto/isakmp_peers.h"
#include "show-commands/crypto/isakmp_policy.h"
#include "show-commands/crypto/isakmp_profile.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/synthetic_rows.h"

using reference::without_tabs;
using reference::without_trailing_blanks;

namespace {

constexpr auto policy_file = "ikev1/show/show-crypto-isakmp-policy.txt";

config::Configuration configured(std::string_view text) {
    config::Configuration configuration;
    CHECK(config::load_configuration(configuration, text).rejected == 0);
    return configuration;
}

std::string policies(const config::Configuration& configuration) {
    show::TextWriter out;
    print_isakmp_policies(configuration, out);
    return without_tabs(out.text());
}

std::string keys(std::string_view text) {
    show::TextWriter out;
    print_isakmp_keys(configured(text).isakmp, out);
    return out.take();
}

std::string profiles(std::string_view text) {
    const config::Configuration configuration = configured(text);
    show::TextWriter out;
    for (const config::IsakmpProfile& profile : configuration.isakmp.profiles)
        print_isakmp_profile(profile, show::isakmp_profile_references(configuration, profile.name), show::show_look(configuration.look()), out);
    return out.take();
}

}  // namespace

TEST_CASE("show crypto isakmp policy of one that is configured") {
    REFERENCE(block, noted(policy_file, "43653908770"));
    CHECK(policies(configured("crypto isakmp policy 10\n encr aes 256\n authentication pre-share\n group 5\n")) == "\n" + block);
    const std::string second = policies(configured("crypto isakmp policy 5\n encr 3des\n hash sha256\n authentication rsa-encr\n group 24\n lifetime 5000\n"));
    CHECK(second.find("        encryption algorithm:   Three key triple DES\n"
                      "        hash algorithm:         Secure Hash Standard 2 (256 bit)\n"
                      "        authentication method:  Rivest-Shamir-Adleman Encryption\n"
                      "        Diffie-Hellman group:   #24 (2048 bit, 256 bit subgroup)\n"
                      "        lifetime:               5000 seconds, no volume limit\n") != std::string::npos);
}

TEST_CASE("show crypto isakmp policy with sha256") {
    REFERENCE(block, noted(policy_file, "37163547145"));
    const std::string note = reference::before_line(block, "(the 6-space indent");
    const std::string expected = "\n" + std::regex_replace(note, std::regex("\n      "), "\n        ");
    CHECK(policies(configured("crypto isakmp policy 5\n encr aes 256\n hash sha256\n authentication pre-share\n group 5\n lifetime 5000\n")) == expected);
}

TEST_CASE("show crypto isakmp policy without any: the release's own") {
    REFERENCE(block, noted(policy_file, "62656561244"));
    const std::string text = policies(configured("version 15.4\n"));
    const std::size_t known = block.find("Pre-Shared Key   [M");
    CHECK(text.starts_with("\n" + block.substr(0, known)));
    CHECK(text.find("Protection suite of priority 65514\n        encryption algorithm:   Three key triple DES\n") != std::string::npos);
    CHECK(policies(configured("version 15.4\nno crypto isakmp default policy\n")) == "\nGlobal IKE policy\n");
    show::TextWriter out;
    print_default_isakmp_policies(configured("version 15.4\nno crypto isakmp default policy\n"), out);
    CHECK(out.empty());
}

TEST_CASE("show crypto isakmp default policy") {
    REFERENCE(block, noted("ikev1/show/show-crypto-isakmp-default-policy.txt", "golden_output_1"));
    show::TextWriter out;
    print_default_isakmp_policies(configured("version 16.9\n"), out);
    CHECK(without_trailing_blanks(without_tabs(out.text())).starts_with(without_trailing_blanks(block)));
}

TEST_CASE("show crypto isakmp policy, 12.x: the default suite comes last") {
    REFERENCE(block, noted(policy_file, "pre-12.4(20)T"));
    const std::string text = policies(configured("version 12.3\ncrypto isakmp policy 10\n authentication pre-share\n"));
    CHECK(text.starts_with("\nGlobal IKE policy\nProtection suite of priority 10\n"));
    const std::string last = text.substr(text.find("Default protection suite"));
    CHECK(reference::words(last) == reference::words(block));
    CHECK(last.starts_with("Default protection suite\n"));
}

TEST_CASE("show crypto isakmp key") {
    const auto file = "ikev1/show/show-crypto-isakmp-key.txt";
    REFERENCE(host, noted(file, "41619750765"));
    CHECK(keys("crypto isakmp key cisco-1 address 193.200.200.1\n") == host);
    REFERENCE(wildcard, noted(file, "37030381594"));
    CHECK(keys("crypto isakmp key Cisco!23 address 0.0.0.0 0.0.0.0\n") == wildcard);
    REFERENCE(several, noted(file, "several keyrings"));
    CHECK(keys("crypto isakmp key cisco address 10.1.1.1\ncrypto isakmp key cisco2 address 10.1.1.2\n"
               "crypto isakmp key cisco3 hostname hub.cisco.com\n"
               "crypto keyring spokes\n pre-shared-key address 0.0.0.0 0.0.0.0 key cisco123\n"
               " pre-shared-key address ipv6 2001:DB8::/64 key cisco6\n pre-shared-key address 10.9.9.9 key 6 ^SomeThing\n") == several);
}

TEST_CASE("show crypto isakmp peers") {
    const auto file = "ikev1/show/show-crypto-isakmp-peers.txt";
    REFERENCE(block, noted(file, "26626760930"));
    show::IsakmpPeerRow row;
    row.peer.remote = ip("15.0.0.1");
    row.peer.local = ip("25.0.0.1");
    row.peer.phase1_id = "15.0.0.1";
    show::TextWriter out;
    print_isakmp_peer(row, out);
    CHECK(out.take() == block);
    REFERENCE(remote, noted(file, "remote-access peer"));
    row.peer.local = ip("10.48.67.181");
    row.peer.remote = ip("10.51.82.100");
    row.peer.port = 4500;
    row.peer.phase1_id = "testgroup";
    row.peer.description = "connection from site A";
    print_isakmp_peer(row, out);
    CHECK(out.text() == remote.substr(0, out.size()));
}

TEST_CASE("show crypto isakmp profile") {
    const auto file = "ikev1/show/show-crypto-isakmp-profile.txt";
    REFERENCE(block, noted(file, "15.x"));
    const std::string text = profiles(
        "version 15.2\ncrypto keyring spokes\n pre-shared-key address 0.0.0.0 0.0.0.0 key cisco123\n"
        "crypto isakmp profile VPNclient\n match identity group testgroup\n virtual-template 1\n"
        "crypto isakmp profile L2L\n keyring spokes\n match identity address 0.0.0.0\n"
        "crypto dynamic-map dynmap 5\n set isakmp-profile VPNclient\ncrypto dynamic-map dynmap 10\n set isakmp-profile L2L\n"
        "crypto ipsec profile P\n set isakmp-profile L2L\n");
    CHECK(reference::words(text) == reference::words(block));
    CHECK(text.starts_with(block.substr(0, block.find("\n\n") + 1)));
    CHECK(profiles("version 12.3\ncrypto isakmp profile tom\n match identity host hub.example.com\n match identity user domain example.com\n") ==
          "ISAKMP PROFILE tom\nIdentities matched are:\n  host hub.example.com\n  user domain example.com\n"
          "Certificate maps matched are:\nkeyring(s): <none>\ntrustpoint(s): <all>\n");
}
