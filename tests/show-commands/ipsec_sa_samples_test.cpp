#include <catch2/catch.hpp>

#include "show-commands/crypto/ipsec_sa.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/sample_lines.h"
#include "tests/show-commands/synthetic_rows.h"

/// Every documented `show crypto ipsec sa` that kept its columns: its values are read, and identities with these values printed.
namespace {

using config::Look;
using sample::Reading;

constexpr auto detail_file = "ikev2/show/show_crypto_ipsec_sa_detail.txt";
constexpr auto interface_file = "ikev2/show/show_crypto_ipsec_sa_interface.txt";
constexpr auto ipv6_file = "ikev2/show/show_crypto_ipsec_sa_ipv6.txt";

class IdentityReader {
public:
    std::vector<show::IpsecIdentityRow> rows;
    bool detail = false;

    /// False: no line of this screen.
    bool line(const std::string& text) {
        Reading is(text);
        if (is.is("interface: (\\S+)")) return interface_ = is.text(1), true;
        if (is.is("Crypto map tag: (\\S+), local addr (\\S+)")) return map_tag_ = is.text(1), local_ = ip(is.text(2)), true;
        if (is.is("protected vrf: (\\S+)")) return begin(is.text(1)), true;
        return !rows.empty() && (ends(is) || counters(is) || failures(is) || section(is) || sa(is));
    }

private:
    void begin(const std::string& vrf) {
        sas_ = nullptr;   // of a row before this one
        auto& row = rows.emplace_back();
        row.interface = interface_;
        row.map_tag = map_tag_;
        row.local_address = local_;
        row.protected_vrf = vrf == "(none)" ? "" : vrf;
        row.origin_is_acl = false;
    }

    bool ends(Reading& is) {
        auto& row = rows.back();
        if (is.is("(local|remote) +ident \\(addr/mask/prot/port\\): \\((\\S+)/(\\S+)/(\\d+)/(\\d+)\\)")) {
            show::IdentRow& ident = is.text(1) == "local" ? row.local : row.remote;
            ident.address = ip(is.text(2));
            if (ident.address.is_v6()) ident.prefix_length = static_cast<std::uint8_t>(is.number(3));
            else ident.mask = ip(is.text(3));
            ident.protocol = static_cast<std::uint16_t>(is.number(4));
            ident.port = static_cast<std::uint16_t>(is.number(5));
            return true;
        }
        if (is.is("current_peer (\\S+) port (\\d+)")) return row.peer = ip(is.text(1)), row.peer_port = static_cast<std::uint16_t>(is.number(2)), true;
        if (is.is("PERMIT, flags=\\{(origin_is_acl,)?\\}")) return row.origin_is_acl = is.has(1), true;
        if (is.is("local crypto endpt.: [^, ]+,(?: remote crypto endpt.: \\S+)?") || is.is("remote crypto endpt.: \\S+")) return true;
        if (is.is("current outbound spi: 0x([0-9A-F]+)\\(\\d+\\)")) return row.outbound_spi = static_cast<std::uint32_t>(is.number(1, 16)), true;
        if (is.is("PFS \\(Y/N\\): N, DH group: none")) return true;
        if (is.is("PFS \\(Y/N\\): Y, DH group: group(\\d+)")) return row.pfs_group = static_cast<std::uint16_t>(is.number(1)), true;
        if (!is.is("plaintext mtu (\\d+), path mtu (\\d+), (?:ip|ipv6) mtu (\\d+), (?:ip|ipv6) mtu idb (\\S+)")) return false;
        row.plaintext_mtu = static_cast<std::uint32_t>(is.number(1));
        row.path_mtu = static_cast<std::uint32_t>(is.number(2));
        row.ip_mtu = static_cast<std::uint32_t>(is.number(3));
        row.mtu_interface = is.text(4);
        return true;
    }

    bool counters(Reading& is) {
        auto& sums = rows.back().counters;
        const auto three = [&](std::uint64_t& first, std::uint64_t& second, std::uint64_t& third) {
            first = is.number(1), second = is.number(2), third = is.number(3);
            return true;
        };
        if (is.is("#pkts encaps: (\\d+), #pkts encrypt: (\\d+), #pkts digest: (\\d+)")) return three(sums.encaps, sums.encrypt, sums.digest);
        if (is.is("#pkts decaps: (\\d+), #pkts decrypt: (\\d+), #pkts verify: (\\d+)")) return three(sums.decaps, sums.decrypt, sums.verify);
        return is.is("#pkts (?:not )?(?:de)?compressed: 0, #pkts (?:decompressed|compr. failed|decompress failed): 0");
    }

    bool failures(Reading& is) {
        auto& sums = rows.back().counters;
        const auto two = [&](std::uint64_t& first, std::uint64_t& second) {
            first = is.number(1), second = is.number(2);
            return true;
        };
        if (is.is("#send errors (\\d+), #recv errors (\\d+)")) return two(sums.send_errors, sums.recv_errors);
        detail = detail || is.is("#pkts no sa .*");
        if (is.is("#pkts no sa \\(send\\) (\\d+), #pkts invalid sa \\(rcv\\) (\\d+)")) return two(sums.no_sa_send, sums.invalid_sa_rcv);
        if (is.is("#pkts encaps failed \\(send\\) (\\d+), #pkts decaps failed \\(rcv\\) (\\d+)")) return two(sums.encaps_failed, sums.decaps_failed);
        if (is.is("#pkts invalid prot \\(recv\\) (\\d+), #pkts verify failed: (\\d+)")) return two(sums.invalid_prot, sums.verify_failed);
        if (is.is("#pkts invalid identity \\(recv\\) (\\d+), #pkts invalid len \\(rcv\\) (\\d+)")) return two(sums.invalid_identity, sums.invalid_len);
        if (is.is("#pkts replay rollover \\(send\\): (\\d+), #pkts replay rollover \\(rcv\\) (\\d+)"))
            return two(sums.replay_rollover_send, sums.replay_rollover_rcv);
        if (is.is("##pkts replay failed \\(rcv\\): (\\d+)")) return sums.replay_failed = is.number(1), true;
        if (is.is("#pkts internal err \\(send\\): (\\d+), #pkts internal err \\(recv\\) (\\d+)"))
            return two(sums.internal_err_send, sums.internal_err_rcv);
        return is.is("#pkts (?:not )?tagged \\(send\\): 0, #pkts (?:not )?untagged \\(rcv\\): 0");
    }

    bool section(Reading& is) {
        if (!is.is("(in|out)bound (?:esp|ah|pcp) sas:")) return false;
        sas_ = is.text(1) == "in" ? &rows.back().inbound : &rows.back().outbound;
        return true;
    }

    bool sa(Reading& is) {
        if (is.is("spi: 0x([0-9A-F]+)\\(\\d+\\)")) return sas_->emplace_back().spi = static_cast<std::uint32_t>(is.number(1, 16)), true;
        if (!sas_ || sas_->empty()) return false;
        show::IpsecSaRow& row = sas_->back();
        if (is.is("transform: (.*) ,")) return row.transform = is.text(1), true;
        if (is.is("in use settings =\\{(Tunnel|Transport)( UDP-Encaps)?, (esn)?\\}")) {
            row.transport = is.text(1) == "Transport";
            row.udp_encapsulated = is.has(2);
            row.esn = is.has(3);
            return true;
        }
        if (is.is("conn id: (\\d+), flow_id: [^:]+:(\\d+), sibling_flags [0-9A-F]+, crypto map: [^, ]+(?:, initiator : (True|False))?")) {
            row.connection_id = static_cast<std::uint32_t>(is.number(1));
            row.flow_id = static_cast<std::uint32_t>(is.number(2));
            row.initiator = is.text(3) == "True";
            return true;
        }
        if (is.is("sa timing: remaining key lifetime \\(k/sec\\): \\((\\d+)/(\\d+)\\)"))
            return row.kilobytes_left = is.number(1), row.seconds_left = is.number(2), true;
        if (is.is("sa timing: remaining key lifetime \\(sec\\): (\\d+)")) return row.seconds_left = is.number(1), row.kilobytes_limited = false, true;
        if (is.is("IV size: (\\d+) bytes")) return row.iv_bytes = static_cast<std::uint32_t>(is.number(1)), true;
        if (is.is("replay detection support: (Y|N)(?:  replay window size: (\\d+))?"))
            return row.replay_window = static_cast<std::uint16_t>(is.has(2) ? is.number(2) : is.text(1) == "Y" ? 64 : 0), true;
        return is.is("Kilobyte Volume Rekey has been disabled") || is.is("Status: ACTIVE\\(ACTIVE\\)");
    }

    std::string interface_, map_tag_;
    config::IpAddress local_;
    std::vector<show::IpsecSaRow>* sas_ = nullptr;
};

std::string printed(const IdentityReader& reader, const show::ShowLook& look) {
    show::TextWriter out;
    std::string interface;
    for (const auto& row : reader.rows) {
        if (row.interface != interface) print_ipsec_interface(row, look, out);
        interface = row.interface;
        print_ipsec_identity(row, reader.detail, look, out);
    }
    return out.take();
}

/// Some samples had their SPIs changed in hexadecimal or in decimal alone: these decimals made those of the hexadecimals.
std::string with_true_decimals(const std::string& block) {
    std::string text;
    for (const std::string& line : sample::lines_of(block)) {
        Reading is(line);
        const bool spi = is.is("(?:current outbound )?spi: 0x([0-9A-F]+)\\(\\d+\\)");
        text += (spi ? line.substr(0, line.find('(') + 1) + std::to_string(is.number(1, 16)) + ")" : line) + '\n';
    }
    return text;
}

/// Reads the values of a block, then compares what is printed with it. The crypto engine of the machine is of no account.
void compare(const std::string& block, const show::ShowLook& look) {
    IdentityReader reader;
    for (const std::string& line : sample::lines_of(block)) {
        INFO(line);
        CHECK((reader.line(line) || line.find_first_not_of(' ') == std::string::npos));
    }
    REQUIRE(!reader.rows.empty());
    const std::string expected = std::regex_replace("\n" + with_true_decimals(block), std::regex("flow_id: [^:]+:"), "flow_id: SW:");
    const std::string text = printed(reader, look);
    CHECK(reference::without_trailing_blanks(text.substr(0, text.find_last_not_of('\n'))) ==
          reference::without_trailing_blanks(expected.substr(0, expected.find_last_not_of('\n'))));
}

const show::ShowLook& xe() { return show::show_look(Look::ios17); }

/// 15.4 and later.
const show::ShowLook& ios15() { return show::show_look(Look::ios15_4); }

}  // namespace

TEST_CASE("documented show crypto ipsec sa detail: initiator and responder of 17.x, with and without SAs") {
    REFERENCE(initiator, sample(detail_file, "ShowCryptoIpsecSaDetail/cli/equal/golden_output_1_output"));
    compare(initiator, xe());
    REFERENCE(none, sample(detail_file, "ShowCryptoIpsecSaDetail/cli/equal/golden_output_2_output"));
    compare(none, xe());
}

TEST_CASE("documented show crypto ipsec sa detail of 15.x: GRE behind NAT") {
    REFERENCE(one, sample(detail_file, "cisco_ios_show_crypto_ipsec_sa_detail.raw"));
    compare(one, ios15());
    REFERENCE(two, sample(detail_file, "cisco_ios_show_crypto_ipsec_sa_detail_2.raw"));
    compare(two, ios15());
}

TEST_CASE("documented show crypto ipsec sa detail: an initiator behind NAT, up to its first SA") {
    REFERENCE(block, sample(detail_file, "NAT-T: \", initiator : True\""));
    IdentityReader reader;
    for (const std::string& line : sample::lines_of(block)) CHECK((reader.line(line) || line.empty()));
    const std::string expected = std::regex_replace("\n" + block, std::regex("flow_id: [^:]+:"), "flow_id: SW:");
    CHECK(printed(reader, xe()).starts_with(expected));
}

TEST_CASE("documented show crypto ipsec sa count: four identities with a pair each") {
    REFERENCE(block, sample("ikev2/show/show_crypto_ipsec_sa.txt", "ShowCryptoIpsecSaCount"));
    SyntheticRows rows;
    for (dataplane::FlowId id = 1; id <= 4; ++id) {
        dataplane::FlowView flow;
        flow.flow.id = id;
        flow.inbound.resize(1);
        flow.outbound.resize(1);
        rows.flows.push_back(flow);
    }
    show::TextWriter out;
    print_ipsec_sa_count(show::count_ipsec_sas(rows), out);
    CHECK(out.take() == block);
    rows.flows[0].inbound[0].rekeyed = true;
    print_ipsec_sa_count(show::count_ipsec_sas(rows), out);
    CHECK(out.take() == "IPsec SA total: 8, active: 7, rekeying: 1, unused: 0, invalid: 0\n");
}

TEST_CASE("documented show crypto ipsec sa interface: a responder in a VRF, without a limit of volume") {
    REFERENCE(block, sample(interface_file, "golden_output_4_output"));
    compare(block, xe());
}

TEST_CASE("documented show crypto ipsec sa interface: an initiator") {
    REFERENCE(block, sample(interface_file, "golden_output_3_output"));
    const std::string post_quantum = ", AKE group: AKE1: MLKEM512";   // of a later release
    std::string classic = block;
    classic.erase(classic.find(post_quantum), post_quantum.size());
    compare(classic, xe());
}

TEST_CASE("documented show crypto ipsec sa ipv6 detailed") {
    REFERENCE(block, sample(ipv6_file, "golden_output_2_output"));
    const std::string post_quantum = "Y, DH group: none, PQC Key Exchange: ML-KEM-1024";   // of a later release
    std::string classic = block;
    for (std::size_t at = 0; (at = classic.find(post_quantum)) != std::string::npos;) classic.replace(at, post_quantum.size(), "N, DH group: none");
    compare(classic, xe());
}
