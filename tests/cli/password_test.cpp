#include <catch2/catch.hpp>

#include "cli/router/local_aaa.h"
#include "cli/shell/password.h"
#include "config-model/configuration_text.h"

using namespace cli;

namespace {

bool fits(std::uint8_t type, const char* text, const char* typed) { return password_matches({type, true, text}, typed); }

/// Counts upwards.
struct Counting final : dataplane::RandomSource {
    void fill(std::span<std::uint8_t> octets) override {
        for (auto& octet : octets) octet = next++;
    }
    std::uint8_t next = 0;
};

config::Configuration loaded(std::string_view text) {
    config::Configuration configuration;
    config::load_configuration(configuration, text);
    return configuration;
}

}  // namespace

TEST_CASE("password types", "[password]") {
    CHECK(fits(0, "cisco", "cisco"));
    CHECK_FALSE(fits(0, "cisco", "Cisco"));
    CHECK(fits(5, "$1$28772684$iEwNOgGugqO9.bIz5sk8k/", "hashcat"));
    CHECK_FALSE(fits(5, "$1$28772684$iEwNOgGugqO9.bIz5sk8k/", "hashcar"));
    CHECK(fits(7, "0201024E070A0E2649", "gfullage"));
    CHECK_FALSE(fits(7, "02", ""));
    CHECK(fits(8, "$8$TnGX/fE4KGHOVU$pEhnEvxrvaynpi8j4f.EMHr6M.FzU8xnZnBr/tJdFWk", "hashcat"));
    CHECK_FALSE(fits(8, "$8$TnGX/fE4KGHOVU$pEhnEvxrvaynpi8j4f.EMHr6M.FzU8xnZnBr/tJdFWk", ""));
    CHECK(fits(9, "$9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6", "hashcat"));
    CHECK_FALSE(fits(9, "$9$", "hashcat"));
    CHECK(fits(4, "2btjjy78REtmYkkW0csHUbJZOstRXoWdX1mGrmmfeHI", "hashcat"));
    CHECK_FALSE(fits(4, "whatever", "whatever"));
}

TEST_CASE("new hashes have a salt of their own and fit what was typed", "[password]") {
    Counting random;
    for (const std::uint8_t type : {std::uint8_t{5}, std::uint8_t{8}, std::uint8_t{9}}) {
        const std::string first = hashed_secret(type, "sesame", random), second = hashed_secret(type, "sesame", random);
        CHECK(first != second);
        CHECK(first.substr(0, 3) == (type == 5 ? "$1$" : "$" + std::to_string(type) + "$"));
        CHECK(fits(type, first.c_str(), "sesame"));
        CHECK_FALSE(fits(type, second.c_str(), "Sesame"));
    }
    CHECK(hashed_secret(5, "x", random).find('$', 3) == 7);
    CHECK(hashed_secret(9, "x", random).size() == 3 + 14 + 1 + 43);
}

TEST_CASE("type 7 both ways", "[password]") {
    CHECK(type7_text("gfullage", 2) == "0201024E070A0E2649");
    for (unsigned offset = 0; offset < 16; ++offset) CHECK(type7_clear(type7_text("a longer password than the key, which has 53 letters in it", offset)) ==
                                                          "a longer password than the key, which has 53 letters in it");
}

TEST_CASE("who may log in by name, and at which privilege", "[password][aaa]") {
    const std::string users = "username ann privilege 15 secret 5 $1$28772684$iEwNOgGugqO9.bIz5sk8k/\nusername bob password 0 builder\n"
                              "username guest nopassword\n";
    SECTION("by the users") {
        const auto configuration = loaded(users + "line vty 0 4\n login local\n privilege level 3\n");
        REQUIRE(authenticate(configuration, "ann", "hashcat"));
        CHECK(authenticate(configuration, "ann", "hashcat")->privilege == 15);
        CHECK(authenticate(configuration, "bob", "builder")->privilege == 3);
        CHECK_FALSE(authenticate(configuration, "bob", "Builder"));
        CHECK_FALSE(authenticate(configuration, "Ann", "hashcat"));
        CHECK_FALSE(authenticate(configuration, "nobody", ""));
        CHECK(authenticate(configuration, "guest", ""));
    }
    SECTION("the new model takes the privilege only where exec is authorized") {
        const auto plain = loaded("aaa new-model\naaa authentication login default local\n" + users);
        CHECK(authenticate(plain, "ANN", "hashcat")->privilege == 1);
        const auto authorized = loaded("aaa new-model\naaa authentication login default local\naaa authorization exec default local\n" + users);
        CHECK(authenticate(authorized, "ann", "hashcat")->privilege == 15);
        CHECK_FALSE(exec_privilege(authorized, "ann", &authorized.system.lines.front()));
        const auto console = loaded("aaa new-model\naaa authorization console\naaa authorization exec default local if-authenticated\n" + users);
        CHECK(exec_privilege(console, "ann", &console.system.lines.front()) == std::uint8_t{15});
        const auto named = loaded("aaa new-model\naaa authorization exec default none\naaa authorization exec VTY local\n" + users +
                                  "line vty 0 4\n authorization exec VTY\n");
        CHECK(authenticate(named, "ann", "hashcat")->privilege == 15);
        CHECK_FALSE(exec_privilege(named, "ann", nullptr));
    }
    SECTION("methods that cannot answer are passed over") {
        const auto configuration = loaded("aaa new-model\naaa authentication login VTY group radius enable line\nline vty 0 4\n"
                                          " password 7 0201024E070A0E2649\n login authentication VTY\n");
        CHECK(authenticate(configuration, "anyone", "gfullage"));
        CHECK_FALSE(authenticate(configuration, "anyone", "else"));
    }
}
