#include <catch2/catch.hpp>

#include "config-model/pki.h"
#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;

namespace {

// Shortened bodies; the layout is the router's.
constexpr std::string_view sections = R"(crypto pki trustpoint CA
 enrollment url http://192.0.2.1:80
 serial-number
 revocation-check none
 rsakeypair CA 2048
!
crypto pki certificate map PEERS 10
 subject-name co ou = vpn
 issuer-name eq cn = ca
!
crypto pki certificate chain CA
 certificate 0A
  3082022B 30820194 A0030201
  020201
  	quit
 certificate ca 01
  30820233 3082019C
  	quit
 certificate self-signed 02 nvram:Self#2.cer
!
crypto key pubkey-chain rsa
 addressed-key 192.0.2.9 signature
  key-string
   305C300D 06092A86
  quit
 named-key hub.example.com
  address 192.0.2.10
  key-string
   3081 89
  quit
!
)";

Pki read_all() { return pki_of(test::loaded(sections)); }

/// What a paste of the sections prints; every line is typed at a terminal.
std::string pasted(std::string_view text, Configuration& configuration) {
    auto session = configuration_session(configuration, true);
    std::string errors;
    while (!text.empty()) {
        const auto end = text.find('\n');
        errors += session.feed(text.substr(0, end)).error;
        text.remove_prefix(end + 1);
    }
    return errors;
}

}  // namespace

TEST_CASE("certificates, trustpoints, maps and public keys are there as values") {
    const Pki pki = read_all();
    REQUIRE(pki.trustpoint("CA"));
    CHECK(pki.trustpoint("CA")->lines ==
          std::vector<std::string>{"enrollment url http://192.0.2.1:80", "serial-number", "revocation-check none", "rsakeypair CA 2048"});
    CHECK_FALSE(pki.trustpoint("ca"));
    REQUIRE(pki.certificates.size() == 3);
    CHECK(pki.certificates[0] == PkiCertificate{"CA", "", "0A", "", {0x30, 0x82, 0x02, 0x2b, 0x30, 0x82, 0x01, 0x94, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x01}});
    CHECK(pki.certificates[1] == PkiCertificate{"CA", "ca", "01", "", {0x30, 0x82, 0x02, 0x33, 0x30, 0x82, 0x01, 0x9c}});
    CHECK(pki.certificates[2] == PkiCertificate{"CA", "self-signed", "02", "nvram:Self#2.cer", {}});
    REQUIRE(pki.maps.size() == 1);
    CHECK(pki.maps[0] == PkiCertificateMap{"PEERS", 10, {"subject-name co ou = vpn", "issuer-name eq cn = ca"}});
    REQUIRE(pki.public_keys.size() == 2);
    CHECK(pki.public_keys[0] == PkiPublicKey{false, "192.0.2.9", "signature", "", {0x30, 0x5c, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86}});
    CHECK(pki.public_keys[1] == PkiPublicKey{true, "hub.example.com", "", "192.0.2.10", {0x30, 0x81, 0x89}});
}

TEST_CASE("a body that is no hexadecimal text is no certificate, but stays") {
    const auto configuration = test::loaded("crypto pki certificate chain CA\n certificate ca 01\n  REMOVED\n  quit\n!\nhostname R1\n");
    REQUIRE(pki_of(configuration).certificates.size() == 1);
    CHECK(pki_of(configuration).certificates[0].der.empty());
    CHECK(configuration.system.hostname == "R1");
    CHECK(holds(running_config_text(configuration), "crypto pki certificate chain CA\n certificate ca 01\n  REMOVED\n  quit\n!\n"));
}

TEST_CASE("sections of certificates print back byte for byte") {
    const auto text = running_config_text(test::loaded(sections));
    for (const std::string_view part : {"crypto pki trustpoint CA\n enrollment url", "certificate 0A\n  3082022B 30820194 A0030201\n  020201\n  \tquit\n certificate ca 01\n",
                                        " addressed-key 192.0.2.9 signature\n  key-string\n   305C300D 06092A86\n  quit\n named-key"})
        CHECK(holds(text, part));
}

TEST_CASE("pasted, pasted again or copied over, certificates are the same and leak into no other mode") {
    Configuration configuration;
    CHECK(pasted(sections, configuration).empty());
    const auto once = running_config_text(configuration);
    CHECK(once == running_config_text(test::loaded(sections)));
    CHECK(pasted(sections, configuration).empty());
    CHECK(running_config_text(configuration) == once);
    CHECK(load_configuration(configuration, once).rejected == 0);
    CHECK(running_config_text(configuration) == once);
}

TEST_CASE("typed without indentation, a key's body stays in its chain") {
    Configuration configuration;
    CHECK(pasted("crypto key pubkey-chain rsa\naddressed-key 192.0.2.9\nkey-string\n305C300D\n06092A86\nquit\nexit\nhostname R2\n", configuration).empty());
    REQUIRE(pki_of(configuration).public_keys.size() == 1);
    CHECK(pki_of(configuration).public_keys[0].der.size() == 8);
    CHECK(configuration.system.hostname == "R2");
}
