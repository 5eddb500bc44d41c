#include <catch2/catch.hpp>

#include "show-commands/crypto/ikev2_sa.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/sample_lines.h"
#include "tests/show-commands/synthetic_rows.h"

/// Documented `show crypto ikev2 sa [detailed]` that kept their columns: their values are read, and SAs with these values printed.
namespace {

using config::Look;
using sample::Reading;

constexpr auto plain_file = "ikev2/show/show_crypto_ikev2_sa.txt";
constexpr auto detailed_file = "ikev2/show/show_crypto_ikev2_sa_detailed.txt";

template <class Id>
using Names = std::vector<std::pair<const char*, Id>>;

template <class Id>
Id id_of(const Names<Id>& names, const std::string& name) {
    for (const auto& [text, id] : names)
        if (name == text) return id;
    INFO(name);
    REQUIRE(name.empty());
    return {};
}

const Names<ike::EncryptionId> encryptions{{"AES-CBC", ike::EncryptionId::AES_CBC}, {"AES-GCM", ike::EncryptionId::AES_GCM_16}};
const Names<ike::PrfId> prfs{{"SHA1", ike::PrfId::HMAC_SHA1}, {"SHA256", ike::PrfId::HMAC_SHA2_256}, {"SHA384", ike::PrfId::HMAC_SHA2_384},
                             {"SHA512", ike::PrfId::HMAC_SHA2_512}};
const Names<ike::IntegrityId> integrities{{"None", {}}, {"SHA96", ike::IntegrityId::HMAC_SHA1_96}, {"SHA256", ike::IntegrityId::HMAC_SHA2_256_128},
                                          {"SHA512", ike::IntegrityId::HMAC_SHA2_512_256}};
const Names<std::optional<ike::AuthMethod>> methods{{"PSK", ike::AuthMethod::PSK}, {"RSA", ike::AuthMethod::RSA}};

class SaReader {
public:
    std::vector<ike::IkeSaView> sas;

    /// False: no line of an SA.
    bool line(const std::string& text) {
        Reading is(text);
        if (is.is("Tunnel-id .*Status")) return true;
        return ends(is) || (!sas.empty() && (algorithms(is) || numbers(is) || windows(is) || features(is)));
    }

private:
    bool ends(Reading& is) {
        if (!is.is("(\\d+) +(\\S+)/(\\d+) +(\\S+)/(\\d+) +(\\S+)/(\\S+) +READY")) return false;
        ike::IkeSaView& sa = sas.emplace_back();
        sa.tunnel_id = static_cast<std::uint32_t>(is.number(1));
        sa.local = ip(is.text(2));
        sa.local_port = static_cast<std::uint16_t>(is.number(3));
        sa.remote = ip(is.text(4));
        sa.remote_port = static_cast<std::uint16_t>(is.number(5));
        if (is.text(6) != "none") sa.fvrf = is.text(6);
        if (is.text(7) != "none") sa.ivrf = is.text(7);
        sa.status = ike::SaStatus::ready;
        return true;
    }

    bool algorithms(Reading& is) {
        ike::IkeSaView& sa = sas.back();
        if (!is.is("Encr: (\\S+), keysize: (\\d+),(?: PRF: (\\S+),)? Hash: (\\S+), DH Grp:(\\d+), Auth sign: (\\S+), Auth verify: (\\S+)")) return false;
        sa.encryption = id_of(encryptions, is.text(1));
        sa.key_bits = static_cast<std::uint16_t>(is.number(2));
        sa.prf = id_of(prfs, is.text(3));
        sa.integrity = id_of(integrities, is.text(4));
        sa.dh_group = static_cast<std::uint16_t>(is.number(5));
        sa.auth_sign = id_of(methods, is.text(6));
        sa.auth_verify = id_of(methods, is.text(7));
        return true;
    }

    bool numbers(Reading& is) {
        ike::IkeSaView& sa = sas.back();
        const auto number = [&](std::size_t at) { return static_cast<std::uint32_t>(is.number(at)); };
        if (is.is("Life/Active Time: (\\d+)/(\\d+) sec")) return sa.lifetime = number(1), sa.active = number(2), true;
        if (is.is("CE id: (\\d+), Session-id: (\\d+)")) return sa.ce_id = number(1), sa.session_id = number(2), true;
        if (is.is("Local spi: (\\S+) +Remote spi: (\\S+)")) return sa.local_spi = is.number(1, 16), sa.remote_spi = is.number(2, 16), true;
        if (is.is("Local id: (\\S+)")) return sa.local_id = is.text(1), true;
        if (is.is("Remote id: (\\S+)")) return sa.remote_id = is.text(1), true;
        return is.is("Status Description: Negotiation done");
    }

    bool windows(Reading& is) {
        ike::IkeSaView& sa = sas.back();
        const auto pair = [&](std::uint32_t& local, std::uint32_t& remote) {
            local = static_cast<std::uint32_t>(is.number(1));
            remote = static_cast<std::uint32_t>(is.number(2));
            return true;
        };
        if (is.is("Local req msg id: +(\\d+) +Remote req msg id: +(\\d+)")) return pair(sa.local_request_id, sa.remote_request_id);
        if (is.is("Local next msg id: +(\\d+) +Remote next msg id: +(\\d+)")) return pair(sa.local_next_id, sa.remote_next_id);
        if (is.is("Local req queued: +(\\d+) +Remote req queued: +(\\d+)")) return pair(sa.local_queued, sa.remote_queued);
        return is.is("Local window: +(\\d+) +Remote window: +(\\d+)") && pair(sa.local_window, sa.remote_window);
    }

    bool features(Reading& is) {
        ike::IkeSaView& sa = sas.back();
        if (is.is("DPD configured for (\\d+) seconds, retry (\\d+)")) {
            sa.dpd_interval = static_cast<std::uint16_t>(is.number(1));
            sa.dpd_retry = static_cast<std::uint16_t>(is.number(2));
            return true;
        }
        if (is.is("NAT-T is detected  ?(inside|outside)")) return (is.text(1) == "inside" ? sa.nat_local : sa.nat_remote) = true;
        if (is.is("Initiator of SA : (Yes|No)")) return sa.initiator = is.text(1) == "Yes", true;
        return is.is("Fragmentation not +configured\\.") || is.is("Dynamic Route Update: enabled") || is.is("Extended Authentication not configured\\.") ||
               is.is("NAT-T is not detected") || is.is("Cisco Trust Security SGT is disabled");
    }
};

/// Lines of what this router has not: attributes pushed to a client, routes by IKE, the maker of the peer.
std::string without_pushed(const std::string& block) {
    std::string text;
    for (const std::string& line : sample::lines_of(block)) {
        Reading is(line);
        const bool pushed = is.is("Pushed IP address: \\S+") || is.is("Remote subnets:") || is.is("\\d+\\.\\d+\\.\\d+\\.\\d+ \\d+\\.\\S+") || is.is("PEER TYPE: .*");
        if (!pushed) text += line + '\n';
    }
    return text;
}

/// Reads the values of the SAs of a block, then compares what is printed with it.
void compare(const std::string& whole, bool detailed, Look look) {
    const std::string block = without_pushed(reference::from_line(whole, "Tunnel-id"));
    SaReader reader;
    for (const std::string& line : sample::lines_of(block)) {
        INFO(line);
        CHECK((reader.line(line) || line.find_first_not_of(' ') == std::string::npos || line.starts_with(" IPv6 Crypto IKEv2")));
    }
    REQUIRE(!reader.sas.empty());
    show::TextWriter out;
    for (const auto& sa : reader.sas) {
        if (&sa != &reader.sas.front()) out.end();
        print_ikev2_sa(sa, detailed, show::show_look(look), out);
    }
    const std::string expected = reference::before_line(block, " IPv6 Crypto IKEv2");
    CHECK(reference::without_trailing_blanks(out.take()) == reference::without_trailing_blanks(expected));
}

}  // namespace

TEST_CASE("documented show crypto ikev2 sa: one address, IPv4 alone") {
    REFERENCE(local, sample(plain_file, "ShowCryptoIkev2SaLocal/"));
    compare(local, false, Look::ios17);
    REFERENCE(early, sample(plain_file, "ShowCryptoIkev2Sa/cli/equal/golden_output_output"));
    compare(early, false, Look::ios15_4);
    REFERENCE(two, sample(plain_file, "header row is repeated per SA"));
    compare(two, false, Look::ios15_4);
}

TEST_CASE("documented show crypto ikev2 sa detailed: VRFs, NAT on this side, message ids of three digits") {
    REFERENCE(local, sample(detailed_file, "ShowCryptoIkev2SaLocalDetail"));
    compare(local, true, Look::ios17);
}

TEST_CASE("documented show crypto ikev2 sa detailed of 15.4: PSK and RSA") {
    REFERENCE(block, sample(detailed_file, "IOS 15.4 IOU"));
    compare(block, true, Look::ios15_4);
}
