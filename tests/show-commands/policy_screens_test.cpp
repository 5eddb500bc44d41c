#include <catch2/catch.hpp>

#include "ike/policy/defaults.h"
#include "show-commands/crypto/crypto_map.h"
#include "show-commands/crypto/engine.h"
#include "show-commands/crypto/ike_names.h"
#include "show-commands/crypto/ikev2_policy.h"
#include "show-commands/crypto/ikev2_profile.h"
#include "show-commands/crypto/ikev2_stats.h"
#include "tests/show-commands/isakmp_documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using show::show_look;
using show::TextWriter;

TEST_CASE("show crypto ikev2 proposal") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ikev2_proposal.txt", "IOS 15.x default proposal"));
    config::Configuration configuration;
    TextWriter out;
    show::print_ikev2_proposal(*ike::default_proposal(configuration), out);
    CHECK(out.take() == block);
    REFERENCE(golden, sample("ikev2/show/show_crypto_ikev2_proposal.txt", "golden_output_output"));
    config::Ikev2Proposal proposal;
    proposal.name = "ikev2proposal";
    proposal.encryption = {config::Ikev2Encryption::aes_cbc_128};
    proposal.integrity = {config::HashAlgorithm::sha1};
    proposal.groups = {16};
    show::print_ikev2_proposal(proposal, out);
    CHECK(out.take() == " " + reference::from_line(golden, "IKEv2 proposal: ikev2proposal"));
    proposal.encryption = {config::Ikev2Encryption::aes_gcm_256};
    proposal.integrity.clear();
    proposal.prf = {config::HashAlgorithm::sha384};
    show::print_ikev2_proposal(proposal, out);
    CHECK(out.take().find("     Encryption : AES-GCM-256\n     Integrity  : none\n     PRF        : SHA384\n") != std::string::npos);
}

TEST_CASE("show crypto ikev2 policy") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ikev2_policy.txt", "CSR1000v"));
    config::Ikev2Policy policy;
    policy.name = "ikev2_policy";
    policy.proposals = {"ikev2_proposal"};
    TextWriter out;
    show::print_default_ikev2_policy(out);
    show::print_ikev2_policy(policy, out);
    CHECK(out.take() == block.substr(block.find('\n') + 1));
    REFERENCE(golden, sample("ikev2/show/show_crypto_ikev2_policy.txt", "ShowCryptoIkev2Policy/"));
    policy.name = "ikev2policy";
    policy.proposals = {"ikev2proposal"};
    show::print_default_ikev2_policy(out);
    show::print_ikev2_policy(policy, out.end());
    CHECK(reference::without_trailing_blanks(out.take()) == reference::without_trailing_blanks(golden));
}

TEST_CASE("show crypto ikev2 profile") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ikev2_profile.txt", "CSR1000v"));
    config::Ikev2Profile profile;
    profile.name = "ikev2_profile";
    profile.match_remote.push_back({config::IdentityMatch::Kind::address, ip("10.16.201.1"), ip("255.255.255.252"), {}, {}});
    profile.identity_local = config::Identity{config::IdentityKind::address, ip("10.16.201.2"), {}};
    profile.local_auth = config::AuthMethodName::pre_share;
    profile.remote_auth = {config::AuthMethodName::pre_share};
    profile.keyring_local = "ikev2_keyring";
    TextWriter out;
    show::print_ikev2_profile(profile, 5, out);
    CHECK(out.take() == block.substr(block.find('\n') + 1));
}

TEST_CASE("show crypto ikev2 stats") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ikev2_stats.txt", "ShowCryptoIkev2Stats/"));
    ike::EngineStats stats;
    stats.sa_active_out = 1;
    stats.in_requests = stats.in_accepted = 13;
    stats.out_requests = stats.out_accepted = 14;
    TextWriter out;
    show::print_ikev2_stats(stats, out);
    CHECK(out.take() == reference::before_line(block, "Total Deleted sessions"));
    stats.max_sa = 200;
    stats.in_rejected = 3, stats.out_rejected = 1, stats.rejected_for_limit = 4;
    stats.in_dropped = 5, stats.low_queue_dropped = 6, stats.sa_negotiating_in = 7;
    show::print_ikev2_stats(stats, out);
    const std::string counted = out.take();
    for (const char* const row : {"Max IKEv2 SAs: 200      Max in nego(in/out): 40/400\n", "Rejected IKEv2 Requests: 4        rsrc low:      0        SA limit:    4       \n",
                                  "IKEv2 packets dropped at dispatch: 5       \n", "dropped as LOW Q limit reached : 6       \n",
                                  "Total incoming IKEv2 SA Count:    7        active:        0        negotiating: 7     \n"})
        CHECK(counted.find(row) != std::string::npos);
    REFERENCE(exchange, sample("ikev2/show/show_crypto_ikev2_stats_exchange.txt", "ShowCryptoIkev2StatsExchange"));
    stats.sa_init = {84, 19343, 20740, 83, 0, 0, 0, 0};
    stats.auth = {83, 19340, 19340, 83, 0, 0, 0, 0};
    stats.create_child = {2014, 32935, 33035, 1959, 0, 0, 0, 0};
    stats.create_child_ipsec = {0, 22570, 22589, 0, 0, 0, 0, 0};
    stats.create_child_ipsec_rekey = {514, 10364, 10364, 456, 0, 0, 0, 0};
    stats.create_child_ike_rekey = {1500, 1, 1, 1500, 0, 0, 0, 0};
    stats.informational = {27365, 188162, 188824, 11691, 0, 0, 0, 0};
    stats.notifies = {{ike::NotifyType::INVALID_SPI, {0, 0, 288, 0, 0, 0, 0, 0}},
                      {ike::NotifyType::NO_PROPOSAL_CHOSEN, {0, 53, 0, 0, 0, 0, 0, 0}},
                      {ike::NotifyType::TS_UNACCEPTABLE, {0, 1, 0, 0, 0, 0, 0, 0}},
                      {ike::NotifyType::INITIAL_CONTACT, {82, 0, 19340, 0, 0, 0, 0, 0}}};
    show::print_ikev2_exchange_stats(stats, out);
    CHECK(out.take() == reference::before_line(exchange, "SET_WINDOW_SIZE"));
}

TEST_CASE("transform sets as show prints them") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_transform-set.txt", "trailing blanks: after"));
    config::TransformSet mine;
    mine.esp_cipher = config::EspCipher::aes;
    mine.key_bits = 256;
    mine.esp_hash = config::TransformHash::sha512;
    TextWriter out;
    show::print_transform_set({"default", show::transform_words(ike::default_transform_set({})), true}, out);
    show::print_transform_set({"MySet", show::transform_words(mine), false}, out);
    CHECK(reference::words(out.text()) == reference::words(block.substr(block.find('\n') + 1)));
    CHECK(out.take() == block.substr(block.find('\n') + 1));
    mine.esp_cipher = config::EspCipher::gcm;
    mine.esp_hash = config::TransformHash::none;
    CHECK(show::transform_words(mine) == "esp-gcm 256");
}

TEST_CASE("show crypto ipsec profile") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_profile.txt", "IOS 15.x IOU (TABs kept)"));
    show::IpsecPolicyRow row;
    row.ikev2_profile = "PROF1";
    row.transform_sets = {{"IPSEC_TS", "esp-aes esp-sha256-hmac", false}};
    TextWriter out;
    show::print_ipsec_profile("protect-gre", row, show_look(Look::ios15_4), out);
    CHECK(reference::without_trailing_blanks(out.text()) ==
          reference::without_trailing_blanks(reference::from_line(block, "IPSEC profile protect-gre")));
    REFERENCE(golden, sample("ikev2/show/show_crypto_ipsec_profile.txt", "golden_output_2"));
    row.ikev2_profile = "ikev2profile";
    row.kilobytes_limited = false;
    row.pfs_group = 21;
    row.transform_sets = {{"tset1", "esp-256-aes esp-sha256-hmac", false}};
    out.take();
    show::print_ipsec_profile("dmvpn-hub", row, show_look(Look::ios17), out);
    std::string expected = reference::from_line(golden, "IPSEC profile dmvpn-hub");
    const std::string pqc = "\t\tPQC Key Exchange: ML-KEM-1024\n";
    expected.erase(expected.find(pqc), pqc.size());
    CHECK(reference::without_trailing_blanks(out.text()) == reference::without_trailing_blanks(expected));
}

TEST_CASE("show crypto map") {
    REFERENCE(block, sample("ikev2/show/show_crypto_map.txt", "IOSv 15.x; html with collapsed TABs"));
    show::CryptoMapRow row;
    row.name = "VPN";
    row.sequence = 10;
    row.peers = {"209.165.202.129"};
    row.has_access_list = true;
    row.access_list = "VPN-TRAFFIC";
    row.access_list_entries = {"permit ip 192.168.1.0 0.0.0.255 192.168.3.0 0.0.0.255",
                               "permit icmp 192.168.1.0 0.0.0.255 192.168.3.0 0.0.0.255"};
    row.current_peer = ip("209.165.202.129");
    row.policy.transform_sets = {{"A", "esp-des esp-md5-hmac", false}};
    row.last = true;
    row.interfaces = {"GigabitEthernet0/2"};
    TextWriter out;
    show::print_crypto_map(row, show_look(Look::ios15_4), out);
    CHECK(reference::without_trailing_blanks(out.text()) ==
          reference::without_trailing_blanks(reference::from_line(block, "Crypto Map IPv4 \"VPN\"")));
}

TEST_CASE("show crypto map of a protected tunnel, and of an incomplete entry") {
    REFERENCE(block, sample("ikev2/show/show_crypto_map.txt", "65536 = template"));
    show::CryptoMapRow row;
    row.name = "Tunnel0-head-0";
    row.sequence = 65536;
    row.profile_name = "Demo-IPsec-Profile";
    row.policy.ikev2_profile = "Demo-v2-Profile";
    row.policy.transform_sets = {{"Demo-Set", "esp-256-aes esp-sha512-hmac", false}};
    TextWriter out;
    out.line("Crypto Map: \"Tunnel0-head-0\" IKEv2 profile: Demo-v2-Profile").end();
    show::print_crypto_map(row, show_look(Look::ios15_1), out);
    row.sequence = 65537;
    row.profile_name.clear();
    row.profile_instance = row.has_access_list = row.always_create = row.last = true;
    row.peers = {"25.2.2.2"};
    row.access_list_entries = {"permit ip any any"};
    row.current_peer = ip("25.2.2.2");
    row.interfaces = {"Tunnel0"};
    out.end();
    show::print_crypto_map(row, show_look(Look::ios15_1), out);
    CHECK(reference::without_trailing_blanks(out.take()) == reference::without_trailing_blanks(block));

    REFERENCE(golden, sample("ikev2/show/show_crypto_map.txt", "golden_output_1"));
    show::CryptoMapRow incomplete;
    incomplete.name = "VPN_To_Switch2";
    incomplete.sequence = 1;
    incomplete.incomplete = incomplete.has_access_list = incomplete.last = true;
    incomplete.peers = {"172.20.249.12"};
    incomplete.access_list = "101";
    incomplete.policy.transform_sets = {{"default", "esp-aes esp-sha-hmac", true}};
    show::print_crypto_map(incomplete, show_look(Look::ios17), out);
    CHECK(reference::without_trailing_blanks(out.take()) == reference::without_trailing_blanks(golden));
}

TEST_CASE("show crypto engine connections active") {
    REFERENCE(block, sample("ikev2/show/show_crypto_engine_connections_active.txt", "AES256+SHA512 / SHA256+AES256"));
    TextWriter out;
    show::print_engine_connection({1, "IPsec", "AES256+SHA512", 0, 1, 1, ip("25.2.2.2")}, out);
    show::print_engine_connection({3, "IPsec", "AES256+SHA512", 0, 20, 20, ip("25.2.2.2")}, out);
    show::print_engine_connection({4, "IPsec", "AES256+SHA512", 17, 0, 0, ip("25.2.2.2")}, out);
    show::print_engine_connection({1001, "IKE", "SHA256+AES256", 0, 0, 0, ip("25.2.2.2")}, out);
    CHECK(out.take() == block.substr(block.find('\n') + 1));
    SyntheticRows hub = documents::hub_003();
    hub.isakmp_sas[1].deleted = true;
    const std::string text = text_of(*show::engine_connections_screen(std::make_unique<SyntheticRows>(hub)));
    CHECK(text.ends_with("    1  IKE     SHA+3DES                  0        0        0 10.48.67.181\n"));
    CHECK(text.find("    2  IKE") == std::string::npos);
}
