#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "show-commands/crypto/isakmp_sa.h"
#include "tests/show-commands/isakmp_documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using documents::isakmp_sa;
using ike::isakmp::SaView;
using reference::without_trailing_blanks;
using show::IsakmpSaFilter;
using show::show_look;

namespace {

constexpr auto plain_file = "ikev1/show/show-crypto-isakmp-sa.txt";
constexpr auto detail_file = "ikev1/show/show-crypto-isakmp-sa-detail.txt";

std::unique_ptr<show::Screen> screen(std::vector<SaView> sas, bool detail, Look look) {
    auto rows = std::make_unique<SyntheticRows>();
    rows->isakmp_sas = std::move(sas);
    IsakmpSaFilter filter;
    filter.detail = detail;
    return isakmp_sa_screen(std::move(rows), filter, show_look(look));
}

SaView aes_group5(std::uint32_t number, std::string_view local, std::string_view remote, std::uint32_t seconds_left) {
    SaView sa = isakmp_sa(number, local, remote, true);
    sa.suite.encryption = ike::isakmp::Phase1Encryption::AES_CBC;
    sa.suite.key_bits = 256;
    sa.suite.group = static_cast<ike::DhGroupId>(5);
    sa.seconds_left = seconds_left;
    return sa;
}

}  // namespace

TEST_CASE("show crypto isakmp sa without SAs") {
    REFERENCE(block, noted(plain_file, "20666743554"));
    const std::string text = text_of(*screen({}, false, Look::ios17));
    CHECK(without_trailing_blanks(text) == without_trailing_blanks(block));
    CHECK(text.ends_with("\nIPv6 Crypto ISAKMP SA\n\n"));
}

TEST_CASE("show crypto isakmp sa: the responder is dst, the newest comes first") {
    REFERENCE(block, noted(plain_file, "two SAs"));
    const std::string text = text_of(*screen({isakmp_sa(1, "203.0.113.1", "203.0.113.10", true),
                                              isakmp_sa(2, "203.0.113.1", "203.0.113.20", false)}, false, Look::ios17));
    CHECK(without_trailing_blanks(text) == without_trailing_blanks(block));
}

TEST_CASE("show crypto isakmp sa, both families") {
    REFERENCE(block, noted(plain_file, "2103139537"));
    const std::string text = text_of(*screen({isakmp_sa(1, "61.128.1.1", "202.100.1.1", true), isakmp_sa(2, "61.128.1.1", "202.100.1.1", false),
                                              isakmp_sa(5, "2000:61:128:1::1", "2000:202:100:1::1", false)}, false, Look::ios15_1));
    CHECK(without_trailing_blanks(text) == without_trailing_blanks(block));
}

TEST_CASE("show crypto isakmp sa, 12.x") {
    REFERENCE(block, noted(plain_file, "itcertnotes"));
    SaView sa = isakmp_sa(1, "10.10.10.2", "11.11.11.2", true);
    sa.label = ike::isakmp::Label::MM_SA_SETUP;
    sa.conn_id = 1;
    sa.active = false;
    CHECK(text_of(*screen({sa}, false, Look::ios12)) == block);
}

TEST_CASE("show crypto isakmp sa: an SA that waits for its purge") {
    REFERENCE(block, noted(plain_file, "row lingers"));
    SaView sa = isakmp_sa(1, "10.1.1.1", "10.1.1.2", true);
    sa.deleted = true;
    CHECK(without_trailing_blanks(text_of(*screen({sa}, false, Look::ios15_4))) == without_trailing_blanks(block));
    sa.conn_id = sa.engine_id = 0;
    sa.deleted = sa.active = false;
    sa.label = ike::isakmp::Label::MM_NO_STATE;
    REFERENCE(rows, noted(plain_file, "not yet at DH"));
    CHECK(text_of(*screen({sa}, false, Look::ios15_4)).find(rows.substr(0, rows.find('\n') + 1)) != std::string::npos);
}

TEST_CASE("show crypto isakmp sa detail") {
    REFERENCE(block, noted(detail_file, "26626760930"));
    const std::string text = text_of(*screen({aes_group5(1, "25.0.0.1", "15.0.0.1", 23 * 3600 + 25 * 60 + 3)}, true, Look::ios15_1));
    CHECK(without_trailing_blanks(text) == without_trailing_blanks(block));
}

TEST_CASE("show crypto isakmp sa detail to the last blank") {
    REFERENCE(block, noted(detail_file, "20203085365"));
    const auto rsa = [](std::uint32_t number, std::string_view remote, std::uint32_t seconds_left) {
        SaView sa = aes_group5(number, "20.10.20.2", remote, seconds_left);
        sa.suite.authentication = ike::isakmp::Phase1Auth::RSA_SIG;
        sa.suite.group = static_cast<ike::DhGroupId>(2);
        return sa;
    };
    const std::string text = text_of(*screen({rsa(74, "20.30.10.2", 23 * 3600 + 47 * 60 + 17), rsa(91, "20.30.30.2", 23 * 3600 + 55 * 60 + 18)}, true, Look::ios15_1));
    INFO(text);
    for (const std::string_view row : {"1074  20.10", "1091  20.10"}) {
        const std::string wanted = reference::from_line(block, row);
        CHECK(reference::from_line(text, row).starts_with(wanted.substr(0, wanted.find("\n\n") + 1)));
    }
    CHECK(text.starts_with(block.substr(0, block.find("1074"))));
    CHECK(text.find("1091") < text.find("1074"));
}

TEST_CASE("show crypto isakmp sa detail of document 003's hub") {
    REFERENCE(block, noted(detail_file, "seed 003"));
    CHECK(text_of(*screen(documents::hub_003().isakmp_sas, true, Look::ios12)) == block);
}

TEST_CASE("capabilities, IPv6 and dead SAs in detail") {
    REFERENCE(block, noted(detail_file, "NAT-T + DPD peer"));
    SaView sa = isakmp_sa(3, "61.128.1.1", "103.1.1.1", true);
    sa.seconds_left = 3600 + 38 * 60 + 12;
    sa.dpd = sa.nat_traversal = true;
    const std::string text = text_of(*screen({sa}, true, Look::ios15_4));
    const std::string row = block.substr(0, block.find('\n'));
    CHECK(text.find(row + "  \n") != std::string::npos);
    sa.deleted = true;
    CHECK(text_of(*screen({sa}, true, Look::ios15_4)).find("psk  2  0        DN  \n       Engine-id:Conn-id =  ???? (deleted)\n") != std::string::npos);

    REFERENCE(v6, noted(detail_file, "IPv6 section of \"detail\""));
    SaView sixth = isakmp_sa(1, "3FFE:2002::A8BB:CCFF:FE01:9002", "3FFE:2002::A8BB:CCFF:FE01:2C02", true);
    sixth.suite.encryption = ike::isakmp::Phase1Encryption::DES_CBC;
    sixth.suite.group = static_cast<ike::DhGroupId>(1);
    sixth.seconds_left = 23 * 3600 + 45 * 60;
    sixth.dpd = true;
    CHECK(text_of(*screen({sixth}, true, Look::ios15_4)).find(v6) != std::string::npos);
}

TEST_CASE("show crypto isakmp sa: filters, counts and JSON") {
    SaView young = isakmp_sa(2, "10.0.0.1", "10.0.0.3", false);
    young.active = false;
    young.label = ike::isakmp::Label::MM_KEY_EXCH;
    SaView dead = isakmp_sa(3, "10.0.0.1", "10.0.0.4", false);
    dead.deleted = true;
    SyntheticRows rows;
    rows.isakmp_sas = {isakmp_sa(1, "10.0.0.1", "10.0.0.2", true), young, dead};
    rows.isakmp_sas[0].nat_traversal = true;
    rows.isakmp_sas[0].ivrf = "RED";
    show::TextWriter out;
    print_isakmp_sa_count(count_isakmp_sas(rows), out);
    REFERENCE(counts, noted("ikev1/show/show-crypto-isakmp-sa-active-standby-count.txt", "ShowCryptoIsakmpSaCount"));
    std::string expected = counts;
    expected.replace(expected.find("Active ISAKMP SA's: 0"), 21, "Active ISAKMP SA's: 1");
    expected.replace(expected.find("negotiated ISAKMP SA's: 0"), 25, "negotiated ISAKMP SA's: 1");
    expected.replace(expected.find("450"), 3, "1");
    CHECK(without_trailing_blanks(out.text()) == without_trailing_blanks(expected));

    const auto admitted = [&](const IsakmpSaFilter& filter) {
        return nlohmann::json::parse(json_of(*isakmp_sa_screen(std::make_unique<SyntheticRows>(rows), filter, show_look(Look::ios15_4))));
    };
    CHECK(admitted({}).size() == 3);
    IsakmpSaFilter filter;
    filter.nat = true;
    REQUIRE(admitted(filter).size() == 1);
    CHECK(admitted(filter)[0]["remote"] == "10.0.0.2");
    CHECK(admitted(filter)[0]["capabilities"] == "N");
    filter = {};
    filter.vrf = "RED";
    CHECK(admitted(filter).size() == 1);
    filter = {};
    filter.standby = true;
    CHECK(admitted(filter).empty());
}
