#include <catch2/catch.hpp>

#include "router_text.h"

using namespace config;
using namespace test;

TEST_CASE("the master key is no part of the running configuration") {
    Configuration configuration;
    CHECK(typed(configuration, {"key config-key password-encrypt topsecretkey", "password encryption aes"}).empty());
    CHECK(configuration.system.master_key_line.kind == MasterKeyLine::Kind::set);
    CHECK(configuration.system.master_key_line.key == Secret::of_text("topsecretkey"));
    const std::string text = running_config_text(configuration);
    CHECK(holds(text, "\npassword encryption aes\n"));
    CHECK_FALSE(holds(text, "config-key"));
    CHECK_FALSE(holds(text, "topsecret"));
    typed(configuration, {"no key config-key password-encrypt"});
    CHECK(configuration.system.master_key_line.kind == MasterKeyLine::Kind::erase);
}

TEST_CASE("keys of type 6 are printed as they were") {
    const std::string lines = "crypto isakmp key 6 AABBCC address 10.0.0.1       \n";
    const Configuration configuration = loaded(lines);
    CHECK(configuration.isakmp.keys.front().key.sealed == "AABBCC");
    CHECK(configuration.isakmp.keys.front().key.key.empty());
    CHECK(holds(running_config_text(configuration), lines));
}

TEST_CASE("lines about logins are acted on and printed in order") {
    const std::string text = running_config_text(loaded("login on-success log\nlogin on-failure log every 3\nlogin quiet-mode access-class Q\nlogin delay 3\n"
                                                        "login block-for 100 attempts 2 within 60\nsecurity passwords min-length 8\n"
                                                        "privilege exec level 5 show running-config\nprivilege exec all level 3 clear\n"
                                                        "line vty 0 4\n autocommand show users\n no exec\n timeout login response 60\n location Rack 7\n"));
    CHECK(holds(text, "\nlogin block-for 100 attempts 2 within 60\nlogin delay 3\nlogin quiet-mode access-class Q\nlogin on-failure log every 3\n"
                      "login on-success log\n"));
    CHECK(holds(text, "\nsecurity passwords min-length 8\n"));
    CHECK(holds(text, "\nprivilege exec level 5 show running-config\nprivilege exec all level 3 clear\n"));
    CHECK(holds(text, "\n timeout login response 60\n location Rack 7\n no exec\n autocommand show users\n"));
}

TEST_CASE("short passwords are refused at a terminal where a length is asked for") {
    Configuration configuration = loaded("security passwords min-length 8\n");
    constexpr std::string_view refusal = "% Password too short - must be at least 8 characters. Password configuration failed\n";
    CHECK(typed(configuration, {"username ann secret short"}) == refusal);
    CHECK(typed(configuration, {"enable password short"}) == refusal);
    CHECK(typed(configuration, {"line con 0", "password short"}) == refusal);
    CHECK(typed(configuration, {"username ann secret longenough"}).empty());
    CHECK(typed(configuration, {"username bob secret 5 $1$a$b"}).empty());
}

TEST_CASE("a user's autocommand is not taken for the end of his secret") {
    const std::string lines = "username ann privilege 5 secret 5 $1$a$b\nusername ann autocommand show users\nusername guest nopassword\n"
                              "username kim autocommand show clock\n";
    const std::string text = running_config_text(loaded(lines));
    CHECK(holds(text, "\n" + lines));
    CHECK(running_config_text(loaded(text)) == text);
}
