#include <catch2/catch.hpp>

#include <cstdlib>

#include "lab_fixture.h"

using namespace cli;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// What a syslog server sees: UDP datagrams in IPv4, read off the wire byte by byte.
struct Captured {
    std::string source, destination, text;
    unsigned port = 0;
};

std::string address_at(std::span<const std::uint8_t> frame, std::size_t at) {
    std::string text;
    for (std::size_t i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(frame[at + i]);
    return text;
}

void capture(void* into, Instant, std::span<const std::uint8_t> frame) {
    constexpr std::size_t ip = 14, udp = ip + 20, payload = udp + 8;
    if (frame.size() < payload || frame[12] != 0x08 || frame[13] != 0x00 || frame[ip] != 0x45 || frame[ip + 9] != 17) return;
    const unsigned port = frame[udp + 2] * 256U + frame[udp + 3];
    if (port == 500 || port == 4500) return;
    const std::size_t length = frame[udp + 4] * 256U + frame[udp + 5];
    const auto* octets = reinterpret_cast<const char*>(frame.data());
    static_cast<std::vector<Captured>*>(into)->push_back(
        {address_at(frame, ip + 12), address_at(frame, ip + 16), std::string(octets + payload, length - 8), port});
}

struct SyslogLab : FolderLab {
    explicit SyslogLab(std::initializer_list<const char*> lines) : FolderLab("examples/ikev2-site-to-site") {
        start();
        lab.wires().front()->on_frame(&capture, &captured);
        command("R1", "enable");
        configure(lines);
        settle();
    }
    void configure(std::initializer_list<const char*> lines) {
        command("R1", "configure terminal");
        for (const char* line : lines) command("R1", line);
        command("R1", "end");
        settle();
    }
    /// The address of the host may have to be asked for first, which costs the packet that wanted it.
    void settle() { lab.run_until_quiet(); }
    /// One message, by leaving configuration mode.
    Captured message() {
        settle();
        captured.clear();
        configure({});
        REQUIRE(captured.size() == 1);
        return captured.front();
    }
    std::vector<Captured> captured;
};

}  // namespace

TEST_CASE("messages go to a syslog host as datagrams of this router's stack", "[logging]") {
    SyslogLab lab({"logging host 10.0.0.2"});
    const Captured sent = lab.message();
    CHECK(sent.source == "10.0.0.1");
    CHECK(sent.destination == "10.0.0.2");
    CHECK(sent.port == 514);
    const auto colon = sent.text.find(": ");
    CHECK(sent.text.starts_with("<189>"));
    CHECK(std::atoi(sent.text.c_str() + 5) > 0);
    CHECK(sent.text.substr(colon).starts_with(": *Mar  1 00:0"));
    CHECK(sent.text.ends_with(": %SYS-5-CONFIG_I: Configured from console by console"));
    // The next message has the next number.
    const Captured next = lab.message();
    CHECK(std::atoi(next.text.c_str() + 5) == std::atoi(sent.text.c_str() + 5) + 1);
}

TEST_CASE("facility, origin, source, port and sequence numbers of syslog datagrams", "[logging]") {
    SyslogLab lab({"logging host 10.0.0.2 transport udp port 5514", "logging facility local6", "logging origin-id hostname",
                   "logging source-interface Loopback0", "service sequence-numbers", "no service timestamps log"});
    const Captured sent = lab.message();
    CHECK(sent.port == 5514);
    CHECK(sent.source == "192.168.1.1");
    CHECK(sent.text.starts_with("<181>"));
    CHECK(has(sent.text, ": R1: 0000"));
    CHECK(sent.text.ends_with(": %SYS-5-CONFIG_I: Configured from console by console"));
    lab.configure({"logging origin-id string HQ"});
    CHECK(has(lab.message().text, ": HQ: "));
    lab.configure({"logging origin-id ip"});
    CHECK(has(lab.message().text, ": 192.168.1.1: "));
}

TEST_CASE("only messages up to the trap level go to hosts", "[logging]") {
    SyslogLab lab({"logging host 10.0.0.2", "logging trap warnings"});
    lab.captured.clear();
    lab.configure({});
    CHECK(lab.captured.empty());
    lab.configure({"logging trap debugging"});
    lab.command("R1", "debug crypto ikev2");
    lab.captured.clear();
    lab.command("R1", "clear crypto session");
    lab.settle();
    const auto debugs = std::count_if(lab.captured.begin(), lab.captured.end(), [](const Captured& each) { return each.text.starts_with("<191>"); });
    CHECK(debugs > 5);
    lab.command("R1", "undebug all");
    lab.configure({"no logging trap"});
    lab.captured.clear();
    lab.configure({});
    CHECK(lab.captured.empty());
    lab.configure({"logging trap", "no logging on"});
    lab.captured.clear();
    lab.configure({});
    CHECK(lab.captured.empty());
}

TEST_CASE("show logging counts what went where", "[logging]") {
    SyslogLab lab({"logging host 10.0.0.2", "logging source-interface Loopback0", "logging buffered 8192"});
    lab.message();
    const std::string screen = lab.command("R1", "show logging");
    for (const char* line : {"Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)\r\n",
                             "    Monitor logging: level debugging, 0 messages logged, xml disabled,\r\n                     filtering disabled\r\n",
                             "    Trap logging: level informational, ",
                             "        Logging to 10.0.0.2  (udp port 514, audit disabled,\r\n              link up),\r\n",
                             "              xml disabled, sequence number disabled\r\n              filtering disabled\r\n",
                             "        Logging Source-Interface:       VRF Name:\r\n        Loopback0", "Log Buffer (8192 bytes):\r\n"}) {
        INFO(line);
        CHECK(has(screen, line));
    }
    CHECK(has(lab.command("R1", "clear logging"), "Clear logging buffer [confirm]"));
    lab.command("R1", "");
    CHECK_FALSE(has(lab.command("R1", "show logging"), "%SYS-5-CONFIG_I"));
}

TEST_CASE("a vty gets messages after terminal monitor, by the monitor level", "[logging]") {
    SyslogLab lab({});
    Router& router = *lab.lab.find("R1");
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    options.user = "admin";
    Console& vty = router.add_console(options, lab.lab.now());
    vty.take_output();
    lab.configure({});
    CHECK(vty.take_output().empty());
    router.type(vty, "terminal monitor\r", lab.lab.now());
    vty.take_output();
    lab.configure({});
    CHECK(has(vty.take_output(), "%SYS-5-CONFIG_I: Configured from console by console"));
    CHECK(has(lab.command("R1", "show logging"), "    Monitor logging: level debugging, 1 messages logged"));
    lab.configure({"logging monitor warnings"});
    vty.take_output();
    lab.configure({});
    CHECK(vty.take_output().empty());
    lab.configure({"logging monitor debugging", "no logging console", "no logging on"});
    vty.take_output();
    lab.configure({});
    CHECK(vty.take_output().empty());
}

TEST_CASE("messages name who configured from where", "[logging]") {
    SyslogLab lab({});
    Router& router = *lab.lab.find("R1");
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    options.user = "admin";
    options.remote = "10.0.0.5";
    options.privilege = 15;
    options.line_number = 2;
    Console& vty = router.add_console(options, lab.lab.now());
    router.console().take_output();
    router.type(vty, "configure terminal\rend\r", lab.lab.now());
    CHECK(has(router.console().take_output(), "%SYS-5-CONFIG_I: Configured from console by admin on vty2 (10.0.0.5)"));
}
