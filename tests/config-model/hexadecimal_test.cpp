#include <catch2/catch.hpp>

#include "config-model/hexadecimal.h"

using namespace config;

TEST_CASE("octets as hexadecimal digits and back") {
    const std::vector<std::uint8_t> octets{0x00, 0x0f, 0xa5, 0xff};
    CHECK(hexadecimal(octets) == "000FA5FF");
    CHECK(hexadecimal(octets, Letters::small) == "000fa5ff");
    CHECK(octets_of_hexadecimal("000fA5Ff") == octets);
    CHECK(octets_of_hexadecimal("")->empty());
    for (const char* wrong : {"0", "0g", "000", "-1", " 1", "0x01", "00 1"}) {
        INFO(wrong);
        CHECK_FALSE(octets_of_hexadecimal(wrong));
    }
}
