#include <catch2/catch.hpp>

#include "config-model/configuration_text.h"

using namespace config;

namespace {

constexpr const char* key = "AAAAC3NzaC1lZDI1NTE5AAAAIBcMCwpgc9/FxOnoXBBOP/t2jVdDfomIeW9RDj8seWgS";

Configuration loaded(const std::string& text) {
    Configuration configuration;
    const auto report = load_configuration(configuration, text);
    CHECK(report.rejected == 0);
    return configuration;
}

}  // namespace

TEST_CASE("ip ssh: time-out, retries and version", "[ssh]") {
    const Configuration c = loaded("ip ssh time-out 60\nip ssh authentication-retries 2\nip ssh version 2\nip ssh source-interface Loopback0\n");
    CHECK(c.system.ssh.timeout_seconds == 60);
    CHECK(c.system.ssh.retries == 2);
    CHECK(c.system.ssh.version == 2);
    const std::string text = running_config_text(c);
    for (const char* line : {"ip ssh time-out 60\n", "ip ssh authentication-retries 2\n", "ip ssh version 2\n", "ip ssh source-interface Loopback0\n"})
        CHECK(text.find(line) != std::string::npos);
    CHECK(loaded("ip ssh time-out 60\nno ip ssh time-out\nip ssh version 2\nno ip ssh version 2\n") == loaded(""));
}

TEST_CASE("ip ssh pubkey-chain keeps the hash of a key", "[ssh]") {
    const std::string wanted = "ip ssh pubkey-chain\n  username admin\n   key-hash ssh-ed25519 E0F85D26CCB2EB39EBEDAE1A2426ED2A me@work\n  quit\n";
    const Configuration whole = loaded(std::string("ip ssh pubkey-chain\n  username admin\n   key-string\n    ssh-ed25519 ") + key + " me@work\n   exit\n");
    const auto& users = whole.system.ssh.users;
    REQUIRE(users.size() == 1);
    REQUIRE(users[0].keys.size() == 1);
    CHECK(users[0].keys[0].type == "ssh-ed25519");
    CHECK(users[0].keys[0].hash == "E0F85D26CCB2EB39EBEDAE1A2426ED2A");
    const std::string text = running_config_text(whole);
    CHECK(text.find(wanted) != std::string::npos);
    CHECK(loaded(text).system.ssh == whole.system.ssh);

    // The base64 alone, cut as a terminal's width wants it.
    const std::string base64 = key;
    const Configuration cut = loaded("ip ssh pubkey-chain\n username admin\n  key-string\n" + base64.substr(0, 20) + "\n" + base64.substr(20) + "\nquit\n");
    REQUIRE(cut.system.ssh.users.size() == 1);
    CHECK(cut.system.ssh.users[0].keys[0].hash == users[0].keys[0].hash);
    CHECK(loaded("ip ssh pubkey-chain\n username a\n  key-hash ssh-rsa 00\nno ip ssh pubkey-chain\n") == loaded(""));
}

TEST_CASE("what is no public key is refused", "[ssh]") {
    Configuration configuration;
    CHECK(load_configuration(configuration, "ip ssh pubkey-chain\n username a\n  key-string\n   AAAAnonsense\n  exit\n").rejected == 1);
    CHECK(configuration.system.ssh.users.at(0).keys.empty());
}

TEST_CASE("making keys is no part of a configuration", "[ssh]") {
    Configuration configuration;
    const LoadReport report = load_configuration(configuration, "crypto key generate rsa general-keys modulus 2048\ncrypto key zeroize rsa\n");
    CHECK(report.rejected == 0);
    CHECK(running_config_text(configuration).find("crypto key") == std::string::npos);
}
