#include <catch2/catch.hpp>

#include "show-commands/crypto/crypto_session.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/sample_lines.h"
#include "tests/show-commands/synthetic_rows.h"

/// Every documented `show crypto session [detail]`: its values are read, and sessions with these values printed.
namespace {

using config::Look;
using sample::Reading;
using show::SessionForm;
using show::SessionStatus;

constexpr auto plain_file = "ikev2/show/show_crypto_session.txt";
constexpr auto detail_file = "ikev2/show/show_crypto_session_detail.txt";
constexpr auto isakmp_file = "ikev1/show/show-crypto-session.txt";

class SessionReader {
public:
    std::vector<show::SessionRow> rows;

    /// False: the line belongs to no session.
    bool line(const std::string& text) {
        Reading is(text);
        if (is.is("Interface: (\\S+)")) return rows.emplace_back().interface = is.text(1), true;
        return !rows.empty() && (head(is) || ends(is) || flow(is));
    }

private:
    bool head(Reading& is) {
        show::SessionRow& row = rows.back();
        if (is.is("Username: (\\S+)")) return row.username = is.text(1), true;
        if (is.is("Profile: (\\S+)")) return row.profile = is.text(1), true;
        if (is.is("Group: (\\S+)")) return row.group = is.text(1), true;
        if (is.is("Assigned address: (\\S+)")) return row.assigned = ip(is.text(1)), true;
        if (is.is("Uptime: (\\S+)")) return row.uptime = sample::seconds_of(is.text(1)), true;
        if (is.is("Session status: (\\S+)")) return row.status = status(is.text(1)), true;
        if (is.is("Phase1_id: (.*)")) return row.phase1_id = unless_none(is.text(1)), true;
        if (is.is("Desc: (.*)")) return row.description = unless_none(is.text(1)), true;
        if (!is.is("Peer: (\\S+) port (\\d+)(?: fvrf: (\\S+) ivrf: (\\S+))?")) return false;
        row.peer = ip(is.text(1));
        row.port = static_cast<std::uint16_t>(is.number(2));
        row.fvrf = unless_none(is.text(3));
        row.ivrf = unless_none(is.text(4));
        return true;
    }

    bool ends(Reading& is) {
        auto& sas = rows.back().sas;
        if (is.is("Session ID: (\\d+)")) return session_id_ = static_cast<std::uint32_t>(is.number(1)), true;
        if (is.is("IKE(v[12])? SA: local (\\S+)/(\\d+)(?: remote (\\S+)/(\\d+) (Active|Inactive))?")) {
            auto& sa = sas.emplace_back();
            sa.session_id = session_id_;
            sa.ikev1 = is.text(1) != "v2";
            sa.local = ip(is.text(2));
            sa.local_port = static_cast<std::uint16_t>(is.number(3));
            return !is.has(4) || remote(is, 4);
        }
        if (is.is("remote (\\S+)/(\\d+) (Active|Inactive)")) return remote(is, 1);
        if (!is.is("Capabilities:(\\S+) connid:(\\d+) lifetime:(\\S+)")) return false;
        sas.back().capabilities = unless_none(is.text(1));
        sas.back().connection_id = static_cast<std::uint32_t>(is.number(2));
        sas.back().seconds_left = static_cast<std::uint32_t>(sample::seconds_of(is.text(3)));
        return true;
    }

    bool remote(Reading& is, std::size_t at) {
        auto& sa = rows.back().sas.back();
        sa.remote = ip(is.text(at));
        sa.remote_port = static_cast<std::uint16_t>(is.number(at + 1));
        sa.active = is.text(at + 2) == "Active";
        return true;
    }

    bool flow(Reading& is) {
        auto& flows = rows.back().flows;
        if (is.is("IPSEC FLOW: permit (.*\\S)")) return flows.emplace_back().permit = is.text(1), true;
        if (is.is("Active SAs: (\\d+), origin: crypto map")) return flows.back().active_sas = is.number(1), true;
        const bool in = is.is("Inbound:  #pkts (?:dec)'ed (\\d+) drop (\\d+) life \\(KB/Sec\\) (\\d+|KB Vol Rekey Disabled)/(\\d+)");
        if (!in && !is.is("Outbound: #pkts (?:enc)'ed (\\d+) drop (\\d+) life \\(KB/Sec\\) (\\d+|KB Vol Rekey Disabled)/(\\d+)")) return false;
        auto& row = flows.back();
        (in ? row.decrypted : row.encrypted) = is.number(1);
        (in ? row.dropped_in : row.dropped_out) = is.number(2);
        (in ? row.kilobytes_in : row.kilobytes_out) = is.number(3);
        (in ? row.seconds_in : row.seconds_out) = is.number(4);
        row.kilobytes_limited = !is.text(3).starts_with("KB");
        return true;
    }

    static std::string unless_none(const std::string& text) { return text == "(none)" ? "" : text; }

    static SessionStatus status(const std::string& word) {
        for (const auto is : {SessionStatus::up_active, SessionStatus::up_idle, SessionStatus::up_no_ike, SessionStatus::down_negotiating})
            if (show::status_text(is).substr(0, show::status_text(is).find(' ')) == word) return is;
        return SessionStatus::down;
    }

    std::uint32_t session_id_ = 0;
};

std::string printed(const std::vector<show::SessionRow>& rows, SessionForm form, Look look, bool with_heading) {
    show::TextWriter out;
    if (with_heading) show::print_session_heading(form, show::show_look(look), out);
    for (const auto& row : rows) {
        print_session(row, form, show::show_look(look), out);
        out.end();
    }
    return out.take();
}

enum class Blanks { kept, lost };

/// Reads the values of the sessions of a block, then compares what is printed with the block.
void compare(const std::string& block, SessionForm form, Look look, Blanks blanks, std::string_view from) {
    const std::string expected = reference::from_line(block, from);
    SessionReader reader;
    for (const std::string& line : sample::lines_of(reference::from_line(block, "Interface: "))) {
        INFO(line);
        CHECK((reader.line(line) || line.find_first_not_of(' ') == std::string::npos));
    }
    REQUIRE(!reader.rows.empty());
    const std::string text = printed(reader.rows, form, look, from != "Interface: ");
    if (blanks == Blanks::kept) CHECK(text == expected + (expected.ends_with("\n\n") ? "" : "\n"));
    else CHECK(reference::without_trailing_blanks(text) == reference::without_trailing_blanks(expected));
}

constexpr std::string_view whole = "Crypto session current status", sessions = "Interface: ";

}  // namespace

TEST_CASE("documented show crypto session: IKEv1 and IKEv2, two identities, IPv6, clients") {
    REFERENCE(client, sample(plain_file, "ios/tests/ShowCryptoSession/cli/equal/golden_output1_output"));
    compare(client, SessionForm::usual, Look::ios12, Blanks::kept, sessions);
    REFERENCE(again, sample(plain_file, "iosxe/tests/ShowCryptoSession/cli/equal/golden_output1_output"));
    compare(again, SessionForm::usual, Look::ios12, Blanks::kept, sessions);
    REFERENCE(gre, sample(plain_file, "ios/tests/ShowCryptoSession/cli/equal/golden_output_output"));
    compare(gre, SessionForm::usual, Look::ios15_4, Blanks::kept, whole);
    REFERENCE(same, sample(plain_file, "iosxe/tests/ShowCryptoSession/cli/equal/golden_output_output"));
    compare(same, SessionForm::usual, Look::ios15_4, Blanks::kept, whole);
    REFERENCE(identities, sample(plain_file, "two ACL lines = two IPSEC FLOWs"));
    compare(identities, SessionForm::usual, Look::ios15_4, Blanks::kept, whole);
    REFERENCE(local, sample(plain_file, "ShowCryptoSessionLocal/"));
    compare(local, SessionForm::usual, Look::ios17, Blanks::lost, whole);
    REFERENCE(tunnel, sample(plain_file, "iosxe/tests/ShowCryptoSession/cli/equal/golden_output2_output"));
    compare(tunnel, SessionForm::usual, Look::ios17, Blanks::lost, whole);
    REFERENCE(down, noted(isakmp_file, "DOWN / no session"));
    compare(down, SessionForm::usual, Look::ios15_1, Blanks::kept, sessions);
}

TEST_CASE("documented show crypto session of an IPv6 tunnel") {
    REFERENCE(block, sample(plain_file, "iosxe/tests/ShowCryptoSession/cli/equal/golden_output3_output"));
    const std::size_t wan = block.find("      System IP:");   // a line of SD-WAN edges only
    const std::string tunnel = block.substr(0, wan) + block.substr(block.find('\n', wan) + 1);
    compare(tunnel, SessionForm::usual, Look::ios17, Blanks::kept, whole);
}

TEST_CASE("documented show crypto session detail, 12.x: the description comes first") {
    REFERENCE(block, sample(detail_file, "ios/tests/ShowCryptoSessionDetail/cli/equal/golden_output1_output"));
    compare(block, SessionForm::detail, Look::ios12, Blanks::lost, sessions);
    REFERENCE(again, sample(detail_file, "iosxe/tests/ShowCryptoSessionDetail/cli/equal/golden_output1_output"));
    compare(again, SessionForm::detail, Look::ios12, Blanks::lost, sessions);
}

TEST_CASE("documented show crypto session detail, legends and all") {
    REFERENCE(gre, sample(detail_file, "ios/tests/ShowCryptoSessionDetail/cli/equal/golden_output_output"));
    compare(gre, SessionForm::detail, Look::ios15_4, Blanks::kept, whole);
    REFERENCE(same, sample(detail_file, "iosxe/tests/ShowCryptoSessionDetail/cli/equal/golden_output_output"));
    compare(same, SessionForm::detail, Look::ios15_4, Blanks::kept, whole);
    REFERENCE(full, sample(detail_file, "golden_output_csr8kv_full"));
    compare(full.substr(0, full.find("Interface: Virtual-Access929")), SessionForm::detail, Look::ios15_4, Blanks::kept, whole);
    compare(full, SessionForm::detail, Look::ios15_4, Blanks::lost, whole);
    REFERENCE(vrfs, sample(detail_file, "iosxe/tests/ShowCryptoSessionDetail/cli/equal/golden_output2_output"));
    compare(vrfs, SessionForm::detail, Look::ios17, Blanks::lost, whole);
    REFERENCE(local, sample(detail_file, "ShowCryptoSessionLocalDetail"));
    compare(local, SessionForm::detail, Look::ios17, Blanks::lost, whole);
    REFERENCE(gcm, sample(detail_file, "cisco_ios_show_crypto_session_detail_ikev2.raw"));
    compare(gcm, SessionForm::detail, Look::ios15_4, Blanks::lost, whole);
}

TEST_CASE("documented show crypto session detail: what stands below a legend") {
    REFERENCE(v6, sample(detail_file, "ShowCryptoSessionInterfaceDetail/cli/equal/golden_output_1_output"));
    compare(v6, SessionForm::detail, Look::ios17, Blanks::lost, sessions);
    REFERENCE(interface, sample(detail_file, "ShowCryptoSessionInterfaceDetail/cli/equal/golden_output_output"));
    compare(interface, SessionForm::detail, Look::ios17, Blanks::lost, sessions);
    REFERENCE(unlimited, sample(detail_file, "golden_output_new_output"));
    compare(unlimited, SessionForm::detail, Look::ios17, Blanks::lost, sessions);
    REFERENCE(azure, sample(detail_file, "OLD legend stops"));
    compare(azure, SessionForm::detail, Look::ios15_4, Blanks::lost, sessions);
    REFERENCE(negotiating, sample(detail_file, "show_crypto_session_detail/cisco_ios_show_crypto_session_detail.raw"));
    compare(negotiating, SessionForm::detail, Look::ios15_4, Blanks::lost, sessions);
}
