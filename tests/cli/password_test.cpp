#include <catch2/catch.hpp>

#include "cli/shell/password.h"

using namespace cli;

namespace {

bool fits(std::uint8_t type, const char* text, const char* typed) { return password_matches({type, true, text}, typed); }

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
    CHECK_FALSE(fits(4, "whatever", "whatever"));
}
