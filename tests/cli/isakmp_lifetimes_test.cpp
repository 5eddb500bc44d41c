#include <catch2/catch.hpp>

#include "documented_text.h"
#include "ike/isakmp/isakmp.h"
#include "lab_fixture.h"

using documented::has;

namespace {

/// The example's tunnel with short lives: phase 1 ten minutes, pairs two.
struct ShortLives : FolderLab {
    ShortLives() : FolderLab("examples/ikev1-crypto-map") {
        start();
        for (const char* node : {"Berne", "Oslo"}) {
            for (const char* line : {"enable", "configure terminal", "crypto isakmp policy 10", "no lifetime", "lifetime 600",
                                     "crypto map WAN 10", "set security-association lifetime seconds 120", "end"})
                command(node, line);
        }
        command("Oslo", "configure terminal");
        command("Oslo", "no crypto isakmp policy 10");
        command("Oslo", "end");
        command("Berne", "ping 192.168.20.1 source Loopback1 repeat 2");
    }
    std::size_t isakmp_sas(const std::string& node) {
        std::size_t count = 0;
        const auto& isakmp = lab.find(node)->engine().isakmp();
        for (auto sa = isakmp.next_sa(0, lab.now()); sa; sa = isakmp.next_sa(sa->number, lab.now())) ++count;
        return count;
    }
};

}  // namespace

TEST_CASE("a day of renewals under traffic loses no packet and leaves nothing behind", "[isakmp]") {
    ShortLives lab;
    std::size_t lost = 0;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        const std::string answer = lab.command("Berne", "ping 192.168.20.1 source Loopback1 repeat 2");
        if (!has(answer, "\n!!\r\n")) ++lost;
        lab.lab.advance(std::chrono::seconds(60));
    }
    CHECK(lost == 0);
    for (const char* node : {"Berne", "Oslo"}) {
        CHECK(lab.isakmp_sas(node) <= 3);
        CHECK(tunnel_state(lab.lab, node).pairs <= 2);
    }
}

TEST_CASE("steady traffic in both directions passes every renewal without a loss", "[isakmp]") {
    ShortLives lab;
    lab.command("Oslo", "enable");
    for (int round = 0; round < 20; ++round) {
        CHECK(has(lab.command("Berne", "ping 192.168.20.1 source Loopback1 repeat 5000 timeout 1 size 200"), "Success rate is 100 percent (5000/5000)"));
        lab.lab.advance(std::chrono::seconds(13));
        CHECK(has(lab.command("Oslo", "ping 192.168.11.1 source Loopback1 repeat 1000 timeout 1"), "Success rate is 100 percent (1000/1000)"));
    }
}

TEST_CASE("a silent peer is noticed by keepalives, and its return as well", "[isakmp]") {
    FolderLab lab("examples/ikev1-backup-peer");
    lab.start();
    lab.command("Shop", "enable");
    lab.command("Shop", "ping 10.10.0.1 source Loopback0");
    CHECK(has(lab.command("Shop", "ping 10.10.0.1 source Loopback0"), "!!!!!"));
    cli::VirtualWire* const wire = lab.lab.wires()[1].get();
    lab.lab.set_wire_down(*wire, true);
    lab.lab.advance(std::chrono::seconds(60));
    CHECK(tunnel_state(lab.lab, "Shop").pairs == 0);
    for (int round = 0; round < 8 && tunnel_state(lab.lab, "Shop").pairs == 0; ++round) {
        lab.command("Shop", "ping 10.10.0.1 source Loopback0");
        lab.lab.advance(std::chrono::seconds(10));
    }
    CHECK(has(lab.command("Shop", "ping 10.10.0.1 source Loopback0"), "!!!!!"));
    CHECK(has(lab.command("Shop", "show crypto isakmp sa"), "203.0.113.5     198.51.100.2    QM_IDLE"));
}

TEST_CASE("an entry that names no transform set is protected by the default one, and its sessions are logged", "[isakmp]") {
    FolderLab lab("tests/scenarios/ikev1-debug-first-tunnel");
    lab.start();
    std::string log;
    lab.lab.find("R1")->on_log([&log](std::string_view line) { log += std::string(line) + '\n'; });
    for (const char* node : {"R1", "R2"})
        for (const char* line : {"enable", "configure terminal", "crypto logging session", "crypto map MYMAP 10", "no set transform-set", "end"})
            lab.command(node, line);
    CHECK(has(lab.command("R1", "ping 192.168.2.1 source Loopback0"), "\n.!!!!\r\n"));
    CHECK(has(lab.command("R1", "show crypto ipsec sa"), "transform: esp-aes esp-sha-hmac ,"));
    CHECK(has(log, "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP.  Peer 10.1.1.2:500       Id: 10.1.1.2"));
    lab.command("R1", "clear crypto session");
    CHECK(has(log, "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 10.1.1.2:500       Id: 10.1.1.2"));
}

TEST_CASE("a router whose last crypto map is taken away answers no ISAKMP", "[isakmp]") {
    FolderLab lab("tests/scenarios/ikev1-debug-first-tunnel");
    lab.start();
    for (const char* line : {"enable", "configure terminal", "interface Ethernet0/0", "no crypto map", "end"}) lab.command("R2", line);
    lab.command("R1", "enable");
    lab.command("R1", "ping 192.168.2.1 source Loopback0");
    CHECK(has(lab.command("R1", "show crypto isakmp sa"), "MM_NO_STATE          0 ACTIVE"));
    CHECK_FALSE(has(lab.command("R2", "show crypto isakmp sa"), "10.1.1.1"));
}
