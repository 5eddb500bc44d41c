#include <catch2/catch.hpp>

#include "config-model/manual_keys.h"
#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::loaded;
using test::typed;

TEST_CASE("session keys of a manual crypto map") {
    const std::string_view text = "crypto map CM 10 ipsec-manual \n set peer 10.0.0.2\n"
                                  " set session-key inbound esp 1000 cipher 0123456789abcdef authenticator 00112233445566778899aabbccddeeff\n"
                                  " set session-key outbound esp 1001 cipher fedcba9876543210\n set session-key inbound ah 300 AABB\n"
                                  " set transform-set TS\n match address VPN\n";
    const auto configuration = loaded(text);
    const CryptoMapEntry& entry = configuration.ipsec.maps.find("CM")->entries.front();
    const ManualKeys keys = manual_keys(entry);
    REQUIRE(keys.esp_in);
    CHECK(keys.esp_in->spi == 1000);
    CHECK(keys.esp_in->cipher.size() == 8);
    CHECK(keys.esp_in->authenticator.size() == 16);
    REQUIRE(keys.esp_out);
    CHECK(keys.esp_out->authenticator.empty());
    REQUIRE(keys.ah_in);
    CHECK(keys.ah_in->authenticator.size() == 2);
    CHECK_FALSE(keys.ah_out);
    const auto printed = running_config_text(configuration);
    CHECK(holds(printed, "crypto map CM 10 ipsec-manual \n set peer 10.0.0.2\n"));
    CHECK(holds(printed, " set peer 10.0.0.2\n set session-key inbound esp 1000 cipher 0123456789abcdef authenticator 00112233445566778899aabbccddeeff\n"));
    CHECK(holds(printed, " set session-key inbound ah 300 AABB\n set transform-set TS \n match address VPN\n"));
    CHECK(loaded(printed) == configuration);
}

TEST_CASE("session keys that are none are refused, new ones replace old ones") {
    Configuration configuration;
    typed(configuration, {"crypto map CM 10 ipsec-manual", "set session-key inbound esp 1000 cipher 00"});
    CHECK(holds(typed(configuration, {"crypto map CM 10 ipsec-manual", "set session-key inbound esp 1000 cipher xyz"}), "Invalid input"));
    CHECK(holds(typed(configuration, {"crypto map CM 10 ipsec-manual", "set session-key inbound esp 255 cipher 00"}), "Invalid input"));
    typed(configuration, {"crypto map CM 10 ipsec-manual", "set session-key inbound esp 2000 cipher 11"});
    const CryptoMapEntry& entry = configuration.ipsec.maps.find("CM")->entries.front();
    REQUIRE(entry.options.size() == 1);
    CHECK(manual_keys(entry).esp_in->spi == 2000);
    typed(configuration, {"crypto map CM 10 ipsec-manual", "no set session-key inbound esp"});
    CHECK(configuration.ipsec.maps.find("CM")->entries.front().options.empty());
    CHECK(holds(typed(configuration, {"crypto map CM 20 ipsec-isakmp", "set session-key inbound esp 1000 cipher 00"}), "ipsec-manual"));
}
