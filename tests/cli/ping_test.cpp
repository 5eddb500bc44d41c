#include <catch2/catch.hpp>

#include "tests/cli/fake_router.h"

using namespace cli;
using namespace std::chrono_literals;
using Kind = dataplane::EchoOutcome::Kind;

namespace {

/// Answers the request in flight after `delay` and shows what the terminal gets.
std::string answer(TypedConsole& typed, Kind kind, Duration delay = 4ms) {
    typed.router.answer(kind, typed.now + delay);
    return typed.wait();
}

}  // namespace

TEST_CASE("ping that is answered", "[ping]") {
    TypedConsole typed;
    CHECK(typed.type("ping 10.0.0.2\r") == "ping 10.0.0.2\nType escape sequence to abort.\n"
                                           "Sending 5, 100-byte ICMP Echos to 10.0.0.2, timeout is 2 seconds:\n");
    CHECK_FALSE(typed.console.is_at_prompt());
    for (const int delay : {1, 2, 4, 1}) CHECK(answer(typed, Kind::reply, std::chrono::milliseconds(delay)) == "!");
    CHECK(answer(typed, Kind::reply, 2ms) == "!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 1/2/4 ms\nR1>");
    CHECK(typed.router.echoes.size() == 5);
    CHECK(typed.router.echoes[4].token == (7U << 16 | 4));
    CHECK_FALSE(typed.router.waits_for_echo());
    CHECK_FALSE(typed.console.last_command_failed());
}

TEST_CASE("ping that waits its two seconds", "[ping]") {
    TypedConsole typed;
    typed.type("ping 10.0.0.2\r");
    CHECK(typed.wait() == ".");
    CHECK(typed.now == Instant{2s});
    for (int i = 0; i < 3; ++i) CHECK(answer(typed, Kind::reply) == "!");
    CHECK(answer(typed, Kind::reply) == "!\nSuccess rate is 80 percent (4/5), round-trip min/avg/max = 4/4/4 ms\nR1>");
}

TEST_CASE("marks of ping", "[ping]") {
    TypedConsole typed;
    typed.type("ping 10.0.0.2 repeat 4\r");
    CHECK(answer(typed, Kind::unreachable) == "U");
    CHECK(answer(typed, Kind::fragmentation_needed) == "M");
    CHECK(answer(typed, Kind::ttl_exceeded) == "&");
    typed.router.answer(Kind::send_failed, typed.now);
    CHECK(typed.wait() == ".\nSuccess rate is 0 percent (0/4)\nR1>");
}

TEST_CASE("seventy marks a line", "[ping]") {
    TypedConsole typed;
    typed.type("ping 10.0.0.2 repeat 71\r");
    std::string screen;
    for (int i = 0; i < 71; ++i) screen += answer(typed, Kind::reply, 1ms);
    CHECK(screen == std::string(70, '!') + "\n!\nSuccess rate is 100 percent (71/71), round-trip min/avg/max = 1/1/1 ms\nR1>");
}

TEST_CASE("options of ping", "[ping]") {
    TypedConsole typed;
    CHECK(typed.type("ping 10.0.0.2 source Loopback0 size 1500 df-bit repeat 3 timeout 1\r") ==
          "ping 10.0.0.2 source Loopback0 size 1500 df-bit repeat 3 timeout 1\nType escape sequence to abort.\n"
          "Sending 3, 1500-byte ICMP Echos to 10.0.0.2, timeout is 1 seconds:\n"
          "Packet sent with a source address of 192.168.1.1 \nPacket sent with the DF bit set\n");
    CHECK(typed.router.echoes.back().size == 1500);
    CHECK(typed.router.echoes.back().df_bit);
    CHECK(typed.router.echoes.back().source->text() == "192.168.1.1");
    CHECK(typed.type("\x1e") == ".\nSuccess rate is 0 percent (0/1)\nR1>");
    CHECK(typed.type("ping 10.0.0.2 source 10.7.7.7\r").find("% Invalid source address- IP address not on any of our up interfaces\n") != std::string::npos);
    CHECK(typed.type("ping nowhere\r").find("% Unrecognized host or address, or protocol not running.\n") != std::string::npos);
}

TEST_CASE("type-ahead waits for the end of a ping", "[ping]") {
    TypedConsole typed;
    typed.type("ping 10.0.0.2 repeat 1\rena");
    CHECK_FALSE(typed.console.is_at_prompt());
    typed.type("ble\r");
    CHECK(answer(typed, Kind::reply) == "!\nSuccess rate is 100 percent (1/1), round-trip min/avg/max = 4/4/4 ms\nR1>enable\nR1#");
}

TEST_CASE("the ping dialogue", "[ping]") {
    TypedConsole typed;
    CHECK(typed.type("ping\r") == "ping\nProtocol [ip]: ");
    CHECK(typed.type("\r") == "\nTarget IP address: ");
    CHECK(typed.type("172.16.2.101\r") == "172.16.2.101\nRepeat count [5]: ");
    CHECK(typed.type("2\r") == "2\nDatagram size [100]: ");
    CHECK(typed.type("\r") == "\nTimeout in seconds [2]: ");
    CHECK(typed.type("\r") == "\nExtended commands [n]: ");
    CHECK(typed.type("y\r") == "y\nSource address or interface: ");
    CHECK(typed.type("Loopback0\r") == "Loopback0\nType of service [0]: ");
    CHECK(typed.type("\r") == "\nSet DF bit in IP header? [no]: ");
    CHECK(typed.type("yes\r") == "yes\nValidate reply data? [no]: ");
    CHECK(typed.type("\r") == "\nData pattern [0xABCD]: ");
    CHECK(typed.type("0x1234\r") == "0x1234\nLoose, Strict, Record, Timestamp, Verbose[none]: ");
    CHECK(typed.type("\r") == "\nSweep range of sizes [n]: ");
    CHECK(typed.type("\r") == "\nType escape sequence to abort.\nSending 2, 100-byte ICMP Echos to 172.16.2.101, timeout is 2 seconds:\n"
                              "Packet sent with a source address of 192.168.1.1 \nPacket sent with the DF bit set\nPacket has data pattern 0x1234\n");
    CHECK(typed.router.echoes.back().data_pattern == 0x1234);
}

TEST_CASE("the short ping dialogue, a sweep, and Ctrl-C", "[ping]") {
    TypedConsole typed;
    typed.type("ping\r\r10.0.0.2\r1\r\r\rn\r");
    CHECK(typed.type("y\r") == "y\nSweep min size [36]: ");
    CHECK(typed.type("1400\r1500\r50\r") == "1400\nSweep max size [18024]: 1500\nSweep interval [1]: 50\nType escape sequence to abort.\n"
                                            "Sending 3, [1400..1500]-byte ICMP Echos to 10.0.0.2, timeout is 2 seconds:\n");
    answer(typed, Kind::reply);
    CHECK(typed.router.echoes.back().size == 1450);
    CHECK(typed.type("\x1e") == ".\nSuccess rate is 50 percent (1/2), round-trip min/avg/max = 4/4/4 ms\nR1>");
    typed.type("ping\r");
    CHECK(typed.type("\x03") == "\nR1>");
}

TEST_CASE("ping of a link-local address asks for the interface", "[ping]") {
    TypedConsole typed;
    typed.router.addresses["Tunnel23"] = {{config::IpAddress::parse("FE80::23:2").value(), 10}};
    CHECK(typed.type("ping fe80::23:3\r") == "ping fe80::23:3\nOutput Interface: ");
    CHECK(typed.type("tunnel23\r") == "tunnel23\nType escape sequence to abort.\nSending 5, 100-byte ICMP Echos to FE80::23:3, timeout is 2 seconds:\n"
                                      "Packet sent with a source address of FE80::23:2%Tunnel23\n");
    CHECK(typed.router.echoes.back().interface->text() == "Tunnel23");
    CHECK(typed.router.echoes.back().source->text() == "FE80::23:2");
    for (int i = 0; i < 4; ++i) CHECK(answer(typed, Kind::reply) == "!");
    CHECK(answer(typed, Kind::reply) == "!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 4/4/4 ms\nR1>");
    CHECK(typed.type("ping ipv6 FE80::1\rnowhere\r").find("% Invalid interface. Use full interface name without spaces (e.g. Serial0/1)\nR1>") != std::string::npos);
    CHECK(typed.type("ping ipv6 FE80::1\rEthernet0/0\r").find("IPv6 not enabled or interface is down\nR1>") != std::string::npos);
    CHECK(typed.type("ping ipv6 FE80::1\r\x03").find("Success") == std::string::npos);
    CHECK(typed.type("ping ipv6 10.0.0.1\r").find("% Unrecognized host or address") != std::string::npos);
}

TEST_CASE("ping in IPv6: names, marks, and no route", "[ping]") {
    TypedConsole typed;
    typed.router.configured.hosts["spoke"] = {config::IpAddress::parse("10.0.0.3").value(), config::IpAddress::parse("2001:DB8::3").value()};
    CHECK(typed.type("ping ipv6 spoke repeat 2\r").find("Sending 2, 100-byte ICMP Echos to 2001:DB8::3, timeout") != std::string::npos);
    CHECK(answer(typed, Kind::fragmentation_needed) == "B");
    CHECK(answer(typed, Kind::unreachable) == "N\nSuccess rate is 0 percent (0/2)\nR1>");
    CHECK(typed.type("ping spoke repeat 1\r").find("ICMP Echos to 10.0.0.3,") != std::string::npos);
    typed.type("\x1e");
    typed.type("ping 2001::1\r");
    typed.router.answer(Kind::send_failed, typed.now);
    CHECK(typed.wait() == "\n% No valid route for destination\nSuccess rate is 0 percent (0/1)\nR1>");
}

TEST_CASE("the ping dialogue in IPv6", "[ping]") {
    TypedConsole typed;
    typed.router.addresses["Loopback6"] = {{config::IpAddress::parse("2001:DB8::1").value(), 64}};
    typed.type("ping\r");
    CHECK(typed.type("ipv6\r") == "ipv6\nTarget IPv6 address: ");
    CHECK(typed.type("2001:db8::3\r") == "2001:db8::3\nRepeat count [5]: ");
    CHECK(typed.type("1\r\r\ry\r") == "1\nDatagram size [100]: \nTimeout in seconds [2]: \nExtended commands? [no]: y\nSource address or interface: ");
    CHECK(typed.type("Loopback6\r") == "Loopback6\nUDP protocol? [no]: ");
    CHECK(typed.type("yes\r\r\r\r10\r\r\r\r").ends_with("Sweep range of sizes? [no]: \nType escape sequence to abort.\n"
          "Sending 1, 100-byte ICMP Echos to 2001:DB8::3, timeout is 2 seconds:\nPacket sent with a source address of 2001:DB8::1 \n"));
    CHECK(typed.router.echoes.back().tos == 40);
}
