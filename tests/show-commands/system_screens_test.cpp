#include <catch2/catch.hpp>

#include "show-commands/duration.h"
#include "show-commands/system/clock.h"
#include "show-commands/system/configuration.h"
#include "show-commands/system/hosts.h"
#include "show-commands/system/logging.h"
#include "show-commands/system/terminal.h"
#include "show-commands/system/text_screen.h"
#include "show-commands/system/version.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/synthetic_rows.h"

using show::TextWriter;

TEST_CASE("show running-config counts the bytes from the first mark to end") {
    const std::string text = show::running_config_screen("version 15.2\n!\nhostname R1\n!\n");
    CHECK(text == "Building configuration...\n\nCurrent configuration : 35 bytes\n!\nversion 15.2\n!\nhostname R1\n!\nend\n\n");
    const std::string section = show::running_config_section_screen(
        "hostname R1\n!\ninterface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n!\ninterface Ethernet0/01\n shutdown\n!\n",
        "interface Ethernet0/0");
    CHECK(section == "Building configuration...\n\nCurrent configuration : 63 bytes\n!\ninterface Ethernet0/0\n"
                     " ip address 10.0.0.1 255.255.255.0\nend\n\n");
    CHECK(show::startup_config_screen("hostname R1\nend\n", 262144) == "Using 16 out of 262144 bytes\n!\nhostname R1\nend\n\n");
}

TEST_CASE("a long text comes in parts that end with a line") {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i) + '\n';
    const auto screen = show::text_screen(text, 0);
    std::string all;
    TextWriter out;
    for (bool more = true; more;) {
        more = screen->print_some(out);
        CHECK(out.size() < 8192);
        CHECK((out.text().empty() || out.text().back() == '\n'));
        all += out.take();
    }
    CHECK(all == text);
}

TEST_CASE("spans of time") {
    CHECK(show::short_duration(27 * 60 + 42) == "00:27:42");
    CHECK(show::short_duration(3 * 86400 + 18 * 3600) == "3d18h");
    CHECK(show::short_duration(49 * 86400) == "7w0d");
    CHECK(show::hours_minutes_seconds(86390) == "23:59:50");
    CHECK(show::long_duration(7 * 86400 + 3 * 86400 + 16 * 3600 + 11 * 60) == "1 week, 3 days, 16 hours, 11 minutes");
    CHECK(show::long_duration(59) == "0 minutes");
    CHECK(show::long_duration(3660) == "1 hour, 1 minute");
}

TEST_CASE("show clock") {
    TextWriter out;
    config::SystemConfig system;
    const dataplane::Instant now(std::chrono::milliseconds(312345));
    print_clock({1014940800, 0, show::ClockSource::none}, now, system, out);
    CHECK(out.take() == "*00:05:12.345 UTC Fri Mar 1 2002\n");
    system.clock_timezone = "CET";
    system.clock_offset_minutes = 60;
    print_clock({1014940800, 0, show::ClockSource::user}, now, system, out);
    CHECK(out.take() == "01:05:12.345 CET Fri Mar 1 2002\n");
}

TEST_CASE("show version has the documented shape and the program's own name") {
    show::VersionRow row;
    row.release = show::release_of("");
    row.hostname = "R1";
    row.uptime = 300;
    row.reload_reason = "power-on";
    row.board = "AABBCC000100";
    row.interfaces = {{config::InterfaceKind::ethernet, 2}, {config::InterfaceKind::gigabit_ethernet, 1}};
    row.nvram_bytes = 262144;
    TextWriter out;
    print_version(row, out);
    const std::string text = out.take();
    CHECK(text.starts_with("ike-router Software (IKE-ROUTER), Version 15.2(1)T, RELEASE SOFTWARE (0.1.0)\n"));
    for (std::string_view line : {"\nR1 uptime is 5 minutes\n", "\nSystem image file is \"", "\n2 Ethernet interfaces\n",
                                  "\n1 Gigabit Ethernet interface\n", "\n256K bytes of non-volatile configuration memory.\n",
                                  "\nConfiguration register is 0x2102\n"})
        CHECK(text.find(line) != std::string::npos);
    CHECK(text.find("Cisco") == std::string::npos);
    CHECK(show::release_of("17.3") == "17.3.1");
    CHECK(show::release_of("12.4") == "12.4(1)T");
}

TEST_CASE("show users") {
    REFERENCE(file, file("ikev1/show/show-users.txt"));
    TextWriter out;
    print_users({{0, "con 0", "", "", 0, true}}, out);
    const std::string sample = file.substr(file.find("golden_output_5"));
    const std::string expected = reference::before_line(reference::from_line(sample, "Line       User"), "Vi2.1");
    CHECK(out.take() == expected + '\n');
    REFERENCE(vty, noted("ikev1/show/show-users.txt", "show_users/cisco_ios_show_users.raw"));
    print_users({{10, "vty 0", "arm", "1.2.3.4", 0, true}}, out);
    CHECK(out.take() == vty + '\n');
}

TEST_CASE("show debugging") {
    REFERENCE(block, sample("ikev2/show/show_debugging_and_cli.txt", "\"show debugging\" with IKEv2"));
    TextWriter out;
    print_debugging({{"IKEV2", "IKEv2 error debugging is on"}, {"IKEV2", "IKEv2 default debugging is on"},
                     {"IKEV2", "IKEv2 packet debugging is on"}, {"IKEV2", "IKEv2 internal debugging is on"}}, out);
    CHECK(out.take() == block + "\n");
}

TEST_CASE("show history lists the newest lines that fit") {
    class Lines final : public show::NumberedLines {
    public:
        std::uint64_t first() const override { return 3; }
        std::uint64_t end() const override { return 7; }
        std::string_view line(std::uint64_t number) const override { return number == 6 ? "show history" : "ping"; }
    } lines;
    TextWriter out;
    print_history(lines, 2, out);
    CHECK(out.take() == "  ping\n  show history\n");
    print_history(lines, 20, out);
    CHECK(out.take() == "  ping\n  ping\n  ping\n  show history\n");
}

TEST_CASE("show hosts names the domain and the way of looking up") {
    TextWriter out;
    print_name_lookup({"lab.example", false}, out);
    const std::string own = out.take();
    CHECK(own.starts_with("Default domain is lab.example\nName/address lookup uses static mappings\n\nCodes: "));
    print_name_lookup({}, out);
    CHECK(out.take().starts_with("Default domain is not set\nName/address lookup uses domain service\nName servers are 255.255.255.255\n\n"));
    CHECK(own.ends_with("\nHost                      Port  Flags      Age Type   Address(es)\n"));
}

TEST_CASE("the writer pads from the start of the line, also after a drain") {
    TextWriter out;
    out.put("abc", show::at(5), 'x', show::at(2), 'y').end().put("1");
    CHECK(out.text() == "abc  xy\n1");
    out.drain();
    out.line(show::at(4), show::right(42, 4), show::right("ab", 4), show::hex(0xABCu), show::zeros(7, 3));
    CHECK(out.take() == "     42  abABC007\n");
}

TEST_CASE("a brief configuration has no certificate data") {
    CHECK(show::without_certificate_data("hostname R1\ncrypto pki certificate chain TP\n certificate ca 01\n  30820201 3082016A\n  A0030201\n"
                                         "  \tquit\n certificate 02\n  3082\n  quit\n!\nend\n") ==
          "hostname R1\ncrypto pki certificate chain TP\n certificate ca 01\n certificate 02\n!\nend\n");
}
