#include <catch2/catch.hpp>

#include "documented_text.h"
#include "lab_fixture.h"

using namespace documented;

namespace {

constexpr auto ping = "ping 10.12.0.1 source Loopback0";

struct CryptoMapLab : FolderLab {
    CryptoMapLab() : FolderLab("examples/ikev2-crypto-map") {
        lab.wires().front()->on_frame(&CryptoMapLab::count, this);
        start();
        for (const char* node : {"R1", "R2"}) command(node, "enable");
    }
    /// IPv4 only: ARP may always pass.
    static void count(void* self, cli::Instant, std::span<const std::uint8_t> frame) {
        if (frame.size() > 23 && frame[12] == 0x08 && frame[13] == 0x00) ++static_cast<CryptoMapLab*>(self)->packets;
    }
    int packets = 0;
};

/// The part of a text from `words` on.
std::string from(const std::string& text, std::string_view words) {
    const std::size_t at = text.find(words);
    INFO(text << "\nhas no: " << words);
    REQUIRE(at != std::string::npos);
    return text.substr(at);
}

std::size_t occurrences(const std::string& text, std::string_view words) {
    std::size_t count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("a crypto map is silent until traffic asks for it") {
    CryptoMapLab lab;
    lab.lab.advance(std::chrono::minutes(5));
    CHECK(lab.packets == 0);
    CHECK(tunnel_state(lab.lab, "R1") == TunnelState{0, 0, 0});
    CHECK(has(lab.command("R1", "show crypto session"), "Session status: DOWN"));
    lab.command("R1", ping);
    CHECK(lab.packets == 4 + 8);  // IKE_SA_INIT and IKE_AUTH, then four echoes and their replies
}

TEST_CASE("the first ping of a crypto map loses its first packet, the second is whole") {
    CryptoMapLab lab;
    CHECK(has(lab.command("R1", ping), "\n.!!!!\r\nSuccess rate is 80 percent (4/5)"));
    std::string sas = lab.command("R1", "show crypto ipsec sa");
    CHECK(has(sas, "#pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4"));
    CHECK(has(sas, "#pkts decaps: 4, #pkts decrypt: 4, #pkts verify: 4"));
    CHECK(has(sas, "#send errors 1, #recv errors 0"));
    CHECK(has(lab.command("R1", ping), "\n!!!!!\r\nSuccess rate is 100 percent (5/5)"));
    sas = lab.command("R1", "show crypto ipsec sa");
    CHECK(has(sas, "#pkts encaps: 9, #pkts encrypt: 9, #pkts digest: 9"));
    CHECK(has(sas, "#send errors 1, #recv errors 0"));
    const std::string answered = lab.command("R2", "show crypto ipsec sa");
    CHECK(has(answered, "#pkts decaps: 9, #pkts decrypt: 9, #pkts verify: 9"));
    CHECK(has(answered, "#send errors 0, #recv errors 0"));
}

TEST_CASE("the suites of the document's crypto map are agreed, and perfect forward secrecy waits for a rekey") {
    CryptoMapLab lab;
    lab.command("R1", ping);
    for (const char* node : {"R1", "R2"}) {
        CHECK(tunnel_state(lab.lab, node) == TunnelState{1, 0, 1});
        CHECK(
            has(lab.command(node, "show crypto ikev2 sa"),
                "Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:19, Auth sign: PSK, Auth verify: PSK"));
        const std::string sas = lab.command(node, "show crypto ipsec sa");
        CHECK(occurrences(sas, "transform: esp-256-aes esp-sha256-hmac ,") == 2);
        CHECK(occurrences(sas, "PFS (Y/N): N, DH group: none") == 2);
        CHECK(has(lab.command(node, "show crypto map"), "DH group: group19"));
    }
}

TEST_CASE("traffic of the first line of a crypto map's list makes no SAs for the second") {
    CryptoMapLab lab;
    lab.command("R1", ping);
    const std::string session = lab.command("R1", "show crypto session");
    const std::string second = from(session, "permit ip host 10.11.0.2 host 10.12.0.2");
    CHECK(has(session.substr(0, session.size() - second.size()), "Active SAs: 2, origin: crypto map"));
    CHECK(has(second, "Active SAs: 0, origin: crypto map"));
    const std::string flow = from(lab.command("R1", "show crypto ipsec sa"), "(10.11.0.2/255.255.255.255/0/0)");
    CHECK(has(flow, "#pkts encaps: 0, #pkts encrypt: 0, #pkts digest: 0"));
    CHECK(has(flow, "current outbound spi: 0x0(0)"));
    CHECK(!has(flow, "transform:"));
}
