#include "cli/runtime/telnet_line.h"

#include <catch2/catch.hpp>

#include "cli/options.h"
#include "cli/runtime/listen_address.h"

using namespace cli;
using namespace std::string_literals;

TEST_CASE("a telnet line offers echo, asks for the window and passes keys") {
    TelnetLine line;
    CHECK(line.take_octets() == "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x1f"s);
    line.receive("\xff\xfd\x01sh\xff"s);
    line.receive("\xff ver\r\0"s);
    CHECK(line.take_keys() == "sh\xff ver\r\0"s);
    line.receive("\xff\xf4\xff\xf3"s);
    CHECK(line.take_keys() == "\x03\x1e");
    line.print("a\xff");
    CHECK(line.take_octets() == "a\xff\xff");
}

TEST_CASE("a window's size arrives in pieces and with doubled 255") {
    TelnetLine line;
    CHECK_FALSE(line.take_window());
    line.receive("\xff\xfb\x1f\xff\xfa\x1f\x00"s);
    line.receive("\xff\xff\x00\x18\xff\xf0x"s);
    const auto window = line.take_window();
    REQUIRE(window);
    CHECK(window->columns == 255);
    CHECK(window->rows == 24);
    CHECK(line.take_keys() == "x");
    line.receive("\xff\xfa\x1f\x00\x50\xff\xf0"s);
    CHECK_FALSE(line.take_window());
}

TEST_CASE("an unknown option is refused") {
    TelnetLine line;
    line.take_octets();
    line.receive("\xff\xfd\x05\xff\xfb\x18"s);
    CHECK(line.take_octets() == "\xff\xfc\x05\xff\xfe\x18");
}

TEST_CASE("an address to listen at") {
    CHECK(ListenAddress::parse("2001").text() == "127.0.0.1 2001");
    CHECK(ListenAddress::parse("192.0.2.1:2001").text() == "192.0.2.1 2001");
    CHECK(ListenAddress::parse("[::1]:2001").host == "::1");
    CHECK(ListenAddress::parse("2001").next(2).port == 2003);
    for (const char* wrong : {"", ":", "2001x", "99999", "host:", ":2001"}) CHECK_THROWS_AS(ListenAddress::parse(wrong), UsageError);
    CHECK_THROWS_AS(ListenAddress::parse("65535").next(1), UsageError);
}
