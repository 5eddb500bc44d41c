#include <catch2/catch.hpp>

#include "show-commands/crypto/ikev2_sa.h"
#include "show-commands/crypto/ikev2_session.h"
#include "tests/show-commands/documents.h"
#include "tests/show-commands/reference.h"

using config::Look;
using show::show_look;

namespace {

constexpr auto detailed_file = "ikev2/show/show_crypto_ikev2_sa_detailed.txt";
constexpr auto plain_file = "ikev2/show/show_crypto_ikev2_sa.txt";
constexpr auto session_file = "ikev2/show/show_crypto_ikev2_session.txt";

std::string printed(const ike::IkeSaView& sa, bool detailed, Look look) {
    show::TextWriter out;
    print_ikev2_sa(sa, detailed, show_look(look), out);
    return out.take();
}

std::string screen(SyntheticRows rows, const show::Ikev2SaFilter& filter, Look look) {
    return text_of(*ikev2_sa_screen(std::make_unique<SyntheticRows>(std::move(rows)), filter, show_look(look)));
}

ike::IkeSaView rsa_sa(std::uint32_t tunnel_id, std::string_view remote, std::uint32_t active) {
    ike::IkeSaView sa = documents::ike_sa_001(true);
    sa.tunnel_id = tunnel_id;
    sa.local = ip("1.1.1.1");
    sa.remote = ip(remote);
    sa.key_bits = 256;
    sa.prf = ike::PrfId::HMAC_SHA2_256;
    sa.integrity = ike::IntegrityId::HMAC_SHA2_256_128;
    sa.dh_group = 14;
    sa.auth_sign = sa.auth_verify = ike::AuthMethod::RSA;
    sa.lifetime = 86400;
    sa.active = active;
    return sa;
}

/// The SA of the 17.x sample between 101.0.10.2 and 100.201.33.252.
ike::IkeSaView xe_sa() {
    ike::IkeSaView sa = documents::ike_sa_001(false);
    sa.tunnel_id = 1184;
    sa.session_id = 1790326;
    sa.ce_id = 76998;
    sa.local = ip("101.0.10.2");
    sa.remote = ip("100.201.33.252");
    sa.local_id = "101.0.10.2";
    sa.remote_id = "100.201.33.252";
    sa.key_bits = 192;
    sa.prf = ike::PrfId::HMAC_SHA2_512;
    sa.integrity = ike::IntegrityId::HMAC_SHA2_512_256;
    sa.dh_group = 16;
    sa.lifetime = 86400;
    sa.active = 23;
    sa.local_spi = 0x39125EA1EB1B358D;
    sa.remote_spi = 0x29C6416947D54ECA;
    sa.remote_request_id = sa.remote_next_id = sa.remote_queued = 4;
    return sa;
}

}  // namespace

TEST_CASE("show crypto ikev2 sa detailed of document 001") {
    REFERENCE(block, sample(detailed_file, "SEED 001"));
    const std::string expected = reference::from_line(block, "Tunnel-id");
    const std::string text = printed(documents::ike_sa_001(true), true, Look::ios15_1);
    CHECK(reference::without_trailing_blanks(text) == reference::without_trailing_blanks(expected));
    CHECK(text.find("fvrf/ivrf            Status \n") != std::string::npos);
    CHECK(text.find("READY  \n") != std::string::npos);
    CHECK(text.find("Remote window:      5         \n") != std::string::npos);
    CHECK(text.find("NAT-T is not detected  \n") != std::string::npos);
}

TEST_CASE("the document's second router") {
    REFERENCE(seed, file("seeds/001_4718ed85f7ea6459.txt"));
    const std::string document = reference::words(seed);
    const std::string text = printed(documents::ike_sa_001(false), true, Look::ios15_1);
    CHECK(document.find(reference::words(reference::before_line(reference::from_line(text, "Encr:"), "Status Description"))) != std::string::npos);
    CHECK(document.find(reference::words(reference::from_line(text, "Local req queued"))) != std::string::npos);
}

TEST_CASE("show crypto ikev2 sa: two SAs, each with its heading, blanks as on the console") {
    REFERENCE(block, sample(plain_file, "IOL 15/17"));
    SyntheticRows rows;
    rows.sas = {rsa_sa(1, "3.3.3.3", 885), rsa_sa(2, "4.4.4.4", 879)};
    CHECK(screen(rows, {}, Look::ios15_4) == reference::from_line(block, "IPv4 Crypto"));
}

TEST_CASE("show crypto ikev2 sa detailed, 17.x") {
    REFERENCE(block, sample(detailed_file, "ShowCryptoIkev2SaRemoteDetail"));
    CHECK(printed(xe_sa(), true, Look::ios17) == reference::before_line(block, "PEER TYPE"));
}

TEST_CASE("show crypto ikev2 sa detailed with fragmentation") {
    ike::IkeSaView sa = xe_sa();
    sa.fragmentation = true;
    sa.fragmentation_mtu = 1372;
    const std::string late = printed(sa, true, Look::ios17);
    CHECK(late.find("      IETF Std Fragmentation  enabled.\n"
                    "      Dynamic Route Update: enabled\n"
                    "      IETF Std Fragmentation MTU in use: 1372 bytes.\n"
                    "      Extended Authentication not configured.\n") != std::string::npos);
    CHECK(late.find("not  configured") == std::string::npos);
    CHECK(printed(sa, true, Look::ios15_4).find("enabled.\n      IETF Std Fragmentation MTU in use: 1372 bytes.\n") != std::string::npos);
    CHECK(printed(sa, true, Look::ios15_1).find("Fragmentation") == std::string::npos);
}

TEST_CASE("show crypto ikev2 sa, 17.x, names the SPIs too") {
    REFERENCE(block, sample(plain_file, "ShowCryptoIkev2SaRemote/"));
    ike::IkeSaView sa = xe_sa();
    sa.active = 19;
    CHECK(printed(sa, false, Look::ios17) == block);
}

TEST_CASE("show crypto ikev2 sa detailed, 15.4") {
    REFERENCE(block, sample(detailed_file, "IOS 15.4 IOU"));
    ike::IkeSaView sa = documents::ike_sa_001(true);
    sa.tunnel_id = 6;
    sa.ce_id = 0;
    sa.local = ip("10.10.13.254");
    sa.remote = ip("10.50.52.254");
    sa.local_id = "10.10.13.254";
    sa.remote_id = "10.50.52.254";
    sa.encryption = ike::EncryptionId::AES_GCM_16;
    sa.prf = ike::PrfId::HMAC_SHA2_256;
    sa.integrity = ike::IntegrityId::none;
    sa.dh_group = 19;
    sa.lifetime = 86400;
    sa.active = 418;
    sa.local_spi = 0x07ADA888C586B033;
    sa.remote_spi = 0x54DB9D7359A31ADD;
    sa.initiator = false;
    const std::string expected = reference::before_line(reference::from_line(block, "Tunnel-id"), "3         10.10.13.254");
    CHECK(reference::without_trailing_blanks(printed(sa, true, Look::ios15_4)) ==
          reference::without_trailing_blanks(expected.substr(0, expected.rfind("Tunnel-id"))));
}

TEST_CASE("an SA that is still being negotiated") {
    REFERENCE(block, sample(plain_file, "SA still negotiating"));
    ike::IkeSaView sa;
    sa.tunnel_id = 1;
    sa.local = ip("10.0.12.1");
    sa.remote = ip("10.0.23.2");
    CHECK(reference::without_trailing_blanks(printed(sa, false, Look::ios15_4)) == reference::without_trailing_blanks(block));
}

TEST_CASE("IPv6 SAs follow their own heading") {
    REFERENCE(block, sample(plain_file, "golden_output2_output"));
    ike::IkeSaView sa = xe_sa();
    sa.tunnel_id = 1;
    sa.session_id = 3;
    sa.ce_id = 0;
    sa.local = ip("2001:DB8:1101::131");
    sa.remote = ip("2001:DB8:1201::122");
    sa.key_bits = 256;
    sa.dh_group = 21;
    sa.active = 218;
    sa.local_spi = 0x4CF87E32B25302C0;
    sa.remote_spi = 0x96254131FD306002;
    SyntheticRows rows;
    rows.sas = {sa};
    std::string expected = reference::before_line(block, "2          none/none");
    expected = expected.substr(0, expected.rfind("Tunnel-id"));
    const std::string pqc = "      PQC Key Exchange: ML-KEM-1024\n";
    expected.erase(expected.find(pqc), pqc.size());
    CHECK(reference::without_trailing_blanks(screen(rows, {}, Look::ios17)) == reference::without_trailing_blanks(expected));
}

TEST_CASE("show crypto ikev2 sa: filters, and both headings without SAs") {
    CHECK(screen({}, {}, Look::ios15_1) == " IPv4 Crypto IKEv2  SA \n\n IPv6 Crypto IKEv2  SA \n\n");
    SyntheticRows rows;
    rows.sas = {rsa_sa(1, "3.3.3.3", 885), rsa_sa(2, "4.4.4.4", 879)};
    show::Ikev2SaFilter filter;
    filter.remote = ip("4.4.4.4");
    const std::string text = screen(rows, filter, Look::ios15_4);
    CHECK(text.find("4.4.4.4/500") != std::string::npos);
    CHECK(text.find("3.3.3.3/500") == std::string::npos);
    filter.local = ip("9.9.9.9");
    CHECK(screen(rows, filter, Look::ios15_4).find("READY") == std::string::npos);
}

TEST_CASE("show crypto ikev2 session") {
    REFERENCE(block, sample(session_file, "OLD two-line selector"));
    ike::IkeSaView sa = rsa_sa(1, "10.18.1.2", 1237);
    sa.local = ip("10.19.3.2");
    sa.session_id = 7;
    sa.key_bits = 128;
    sa.prf = ike::PrfId::HMAC_MD5;
    sa.integrity = ike::IntegrityId::HMAC_MD5_96;
    sa.dh_group = 2;
    sa.auth_sign = sa.auth_verify = ike::AuthMethod::PSK;
    sa.children[0].local = {dataplane::TrafficSelector::of_host(sa.local)};
    sa.children[0].remote = {dataplane::TrafficSelector::of_host(sa.remote)};
    sa.children[0].spi_in = 0xD15D45A2;
    sa.children[0].spi_out = 0x3E664E59;
    auto rows = std::make_unique<SyntheticRows>();
    rows->sas = {sa};
    const std::string text = text_of(*ikev2_session_screen(std::move(rows), false, show_look(Look::ios15_4)));
    CHECK(reference::without_trailing_blanks(text) == reference::without_trailing_blanks(reference::from_line(block, "IPv4 Crypto")));
}

TEST_CASE("show crypto ikev2 session detailed, 17.x") {
    REFERENCE(block, sample(session_file, "golden_output_csr8kv_detailed"));
    ike::IkeSaView sa = rsa_sa(1, "1.1.1.2", 38157);
    sa.session_id = 3;
    ike::ChildSaView& child = sa.children[0];
    child.local = {dataplane::TrafficSelector::of_prefix({ip("89.89.89.0"), 24})};
    child.remote = {dataplane::TrafficSelector::of_prefix({ip("99.99.99.0"), 24})};
    child.spi_in = 0x232CB82D;
    child.spi_out = 0x30767B6E;
    child.suite = {dataplane::Encryption::aes_cbc, 256, dataplane::Integrity::hmac_sha2_256_128};
    show::TextWriter out;
    print_ikev2_session({3, {sa}}, true, show_look(Look::ios17), out);
    std::string expected = reference::before_line(reference::from_line(block, "Child sa:"), "3001::/0");
    expected = expected.substr(0, expected.rfind("\nChild sa:")) + '\n';
    const std::string v6 = "          8001::/0 - 8001::FFFF:FFFF:FFFF:FFFF/65535    ->    9001::/0 - 9001::FFFF:FFFF:FFFF:FFFF/65535\n";
    expected.erase(expected.find(v6), v6.size());
    CHECK(reference::from_line(out.text(), "Child sa:") == expected);
    CHECK(out.text().starts_with("Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1\n\n"));
}

TEST_CASE("a session in the middle of an IKE rekey has two IKE SAs") {
    SyntheticRows rows;
    rows.sas = {documents::ike_sa_001(true), documents::ike_sa_001(false), rsa_sa(3, "3.3.3.3", 5)};
    rows.sas[2].session_id = 1;
    const std::string text =
        text_of(*ikev2_session_screen(std::make_unique<SyntheticRows>(rows), false, show_look(Look::ios15_1)));
    CHECK(text.find("Session-id:4, Status:UP-ACTIVE, IKE count:2, CHILD count:2") != std::string::npos);
    CHECK(text.find("Session-id:1,") < text.find("Session-id:4,"));
}
