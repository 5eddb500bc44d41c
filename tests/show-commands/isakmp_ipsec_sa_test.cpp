#include <catch2/catch.hpp>

#include <sstream>

#include "config-model/configuration_text.h"
#include "show-commands/crypto/crypto_map.h"
#include "show-commands/crypto/dynamic_map.h"
#include "show-commands/crypto/ezvpn.h"
#include "show-commands/crypto/ipsec_sa.h"
#include "tests/show-commands/isakmp_documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using show::show_look;

namespace {

constexpr auto ipsec_file = "ikev1/show/show-crypto-ipsec-sa-ipv6.txt";

std::string screen(const SyntheticRows& rows, Look look) {
    static const config::Configuration none;
    return text_of(*ipsec_sa_screen(std::make_unique<SyntheticRows>(rows), none, {}, show_look(look)));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    return text;
}

show::EzvpnRow client(std::string_view name, std::string_view inside, std::string_view outside) {
    show::EzvpnRow row;
    row.client.name = name;
    row.client.inside = {config::InterfaceName::parse(inside).value()};
    row.client.outside = config::InterfaceName::parse(outside);
    return row;
}

std::string ezvpn_text(const show::EzvpnRow& row) {
    show::TextWriter out;
    print_ezvpn(row, out);
    return out.take();
}

}  // namespace

TEST_CASE("show crypto ipsec sa of document 003's hub") {
    REFERENCE(seed, file("seeds/003_4f8088a4f1926d61.txt"));
    const std::string text = screen(documents::hub_003(), Look::ios12);
    const std::size_t first = seed.find("interface: FastEthernet0/0\n"), last = seed.rfind("outbound pcsp sas:");
    const std::string document = replaced(seed.substr(first, last + 18 - first), "settings = {", "settings ={");
    CHECK(reference::words(text) == reference::words(document));
    // Its layout, which the document lost.
    CHECK(text.starts_with("\ninterface: FastEthernet0/0\n    Crypto map tag: mymap, local addr. 10.48.67.181\n\n   protected vrf:\n"
                           "   local  ident (addr/mask/prot/port): (0.0.0.0/0.0.0.0/0/0)\n"
                           "   remote ident (addr/mask/prot/port): (10.5.5.1/255.255.255.255/0/0)\n"
                           "   current_peer: 10.51.82.100:500\n     PERMIT, flags={}\n"
                           "    #pkts encaps: 8, #pkts encrypt: 8, #pkts digest 8\n"));
    CHECK(text.find("\n        slot: 0, conn id: 2004, flow_id: 5, crypto map: mymap\n") != std::string::npos);
}

TEST_CASE("show crypto ipsec sa of document 004") {
    REFERENCE(block, noted(ipsec_file, "seed 004"));
    const std::string text = screen(documents::router_004(), Look::ios15_1);
    INFO(text);
    std::istringstream lines(block.substr(0, block.find("(sibling_flags value")));
    std::size_t at = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("...") != std::string::npos) continue;
        INFO(line);
        const std::size_t found = text.find(line + '\n', at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
    CHECK(text.find("        sa timing: remaining key lifetime (k/sec): (4294038/3500)\n") != std::string::npos);
    CHECK(text.find("     current outbound spi: 0x1234ABCD(305441741)\n") != std::string::npos);
}

TEST_CASE("show crypto map: a dynamic entry names its template") {
    show::CryptoMapRow row;
    row.name = "mymap";
    row.sequence = 10;
    row.dynamic_template = "dynmap";
    show::TextWriter out;
    print_crypto_map(row, show_look(Look::ios15_1), out);
    CHECK(out.take() == "Crypto Map IPv4 \"mymap\" 10 ipsec-isakmp\n\tDynamic map template tag: dynmap\n");
    row.dynamic_template.clear();
    row.sequence = 65536;
    row.peers = {"10.51.82.100"};
    row.has_access_list = true;
    row.access_list_entries = {"permit ip any host 10.5.5.1"};
    row.created_from = "dynmap/5";
    row.current_peer = ip("10.51.82.100");
    row.policy.transform_sets = {{"myset", "esp-3des esp-sha-hmac", false}};
    row.last = true;
    row.interfaces = {"FastEthernet0/0"};
    print_crypto_map(row, show_look(Look::ios12), out);
    CHECK(out.take() ==
          "Crypto Map \"mymap\" 65536 ipsec-isakmp\n\tPeer = 10.51.82.100\n\tExtended IP access list\n"
          "\t    access-list  permit ip any host 10.5.5.1\n\t    dynamic (created from dynamic map dynmap/5)\n"
          "\tCurrent peer: 10.51.82.100\n\tSecurity association lifetime: 4608000 kilobytes/3600 seconds\n\tPFS (Y/N): N\n"
          "\tTransform sets={ \n\t\tmyset, \n\t}\n\tInterfaces using crypto map mymap:\n\t\tFastEthernet0/0\n");
}

TEST_CASE("show crypto dynamic-map") {
    show::CryptoMapRow row;
    row.name = "dynmap";
    row.sequence = 5;
    row.policy.isakmp_profile = "VPNclient";
    row.policy.transform_sets = {{"myset", "esp-3des esp-sha-hmac", false}};
    row.reverse_route = true;
    show::TextWriter out;
    print_dynamic_map(row, show_look(Look::ios15_1), out);
    CHECK(out.text().starts_with("Crypto Map Template\"dynmap\" 5\n\tISAKMP Profile: VPNclient\n\tNo matching address list set.\n"
                                 "\tSecurity association lifetime: 4608000 kilobytes/3600 seconds\n"));
    CHECK(out.text().ends_with("\t\tmyset:  { esp-3des esp-sha-hmac  } , \n\t}\n\tReverse Route Injection Enabled\n"));
}

TEST_CASE("show crypto ipsec client ezvpn, connected") {
    REFERENCE(block, noted("ikev1/show/show-crypto-ipsec-client-ezvpn.txt", "19708228474"));
    show::EzvpnRow row = client("EzVPN", "FastEthernet0/0", "FastEthernet0/1");
    auto& is = row.client;
    is.state = ike::isakmp::EzvpnState::IPSEC_ACTIVE;
    is.last_event = "MTU_CHANGED";
    is.address = ip("123.1.1.102");
    is.netmask = ip("255.255.255.255");
    is.save_password = true;
    is.split_include = {{ip("10.1.1.0"), 24}};
    is.peer = ip("61.128.1.1");
    CHECK("Easy VPN Remote Phase: 6\n\n" + ezvpn_text(row) == block);
    is.dns = {ip("1.1.1.1"), ip("2.2.2.2")};
    is.wins = {ip("3.3.3.3")};
    is.domain = "cisco.com";
    CHECK(ezvpn_text(row).find("Mask: 255.255.255.255\nDNS Primary: 1.1.1.1\nDNS Secondary: 2.2.2.2\nNBMS/WINS Primary: 3.3.3.3\n"
                               "Default Domain: cisco.com\nSave Password: Allowed\n") != std::string::npos);
}

TEST_CASE("show crypto ipsec client ezvpn, not yet connected") {
    REFERENCE(block, noted("ikev1/show/show-crypto-ipsec-client-ezvpn.txt", "7670033224"));
    show::EzvpnRow row = client("cisco", "Loopback0", "Ethernet0/0");
    row.client.state = ike::isakmp::EzvpnState::CONNECT_REQUIRED;
    row.client.last_event = "RESET";
    row.client.peer = ip("100.1.1.4");
    CHECK(reference::without_trailing_blanks("Easy VPN Remote Phase: 4\n\n" + ezvpn_text(row)) == reference::without_trailing_blanks(block));
    CHECK(show_look(Look::ios12).ezvpn_phase == 4);
}
