#include <catch2/catch.hpp>

#include "documented_text.h"
#include "lab_fixture.h"

using namespace documented;

namespace {

constexpr auto document_path = "shared/reference/seeds/001_4718ed85f7ea6459.txt";

/// Where the document's copy lost a line's end: lines that begin so continue the one before.
constexpr std::string_view continuations[] = {
    "local addr ",  "(0.0.0.0/0.0.0.0/256/0)", "10, #pkts", "remote crypto endpt.", "sibling_flags",
    "crypto map: ", "lifetime (k/sec)",        "(k/sec)",   "(4276853/3592)"};
/// Where it lost or won characters.
struct Repair {
    std::string_view damaged, whole;
};
constexpr Repair repairs[] = {{"fvr/ivrf", "fvrf/ivrf"}, {"settings = {", "settings ={"}};

/// The values that must differ: SPIs, numbers of SAs and sessions, times and counters.
constexpr ValueRule value_rules[] = {
    {"Local spi: ", hex_digits}, {"Remote spi: ", hex_digits},  {"outbound spi: 0x", hex_digits},
    {"spi: 0x", hex_digits},     {"spi: 0x~(", digits},         {"CE id: ", digits},
    {"Session-id: ", digits},    {"Active Time: 120/", digits}, {"conn id: ", digits},
    {"flow_id: SW:", digits},    {"(k/sec): (", digits},        {"(k/sec): (~/", digits},
    {"#pkts encaps: ", digits},  {"#pkts encrypt: ", digits},   {"#pkts digest: ", digits},
    {"#pkts decaps: ", digits},  {"#pkts decrypt: ", digits},   {"#pkts verify: ", digits}};

/// Words with one blank between them: the document's copy lost columns and indentation.
std::string single_blanks(std::string_view line) {
    std::string text;
    for (const char c : line) {
        const bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!is_blank)
            text += c;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

bool is_continuation(std::string_view line) {
    return std::any_of(std::begin(continuations), std::end(continuations),
                       [line](std::string_view begin) { return line.starts_with(begin); });
}

/// Non-empty lines, comparable.
Lines comparable(const Lines& lines) {
    Lines result;
    for (const auto& raw : lines) {
        std::string line = single_blanks(raw);
        if (line.empty()) continue;
        for (const auto& repair : repairs) replace_all(line, repair.damaged, repair.whole);
        result.push_back(std::move(line));
    }
    return result;
}

Lines without_values(Lines lines) {
    for (auto& line : lines)
        for (const auto& rule : value_rules) blank(line, rule);
    return lines;
}

Lines unwrapped(const Lines& lines) {
    Lines result;
    for (const auto& line : lines)
        if (!result.empty() && is_continuation(line))
            result.back() += ' ' + line;
        else
            result.push_back(line);
    return result;
}

/// The whole screen in one line, for one whose line ends are all lost.
Lines joined(const Lines& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : " ") + line;
    return {text};
}

/// Prose, headings and the next screen's prompt end a screen.
bool ends_screen(const std::string& line) {
    const std::string text = single_blanks(line);
    return !text.empty() &&
           (static_cast<unsigned char>(text.front()) >= 0x80 || text == "IPsec" || text.starts_with("Router"));
}

/// The document's screen of `command` after the prompt of `router`.
Lines screen(const Lines& document, std::string_view prompt, std::string_view command) {
    INFO(prompt << ' ' << command);
    for (std::size_t at = 0; at < document.size(); ++at) {
        if (single_blanks(document[at]) != prompt) continue;
        while (++at < document.size() && (document[at].empty() || document[at] == "```")) {
        }
        if (at == document.size() || single_blanks(document[at]) != command) continue;
        Lines lines;
        while (++at < document.size() && !ends_screen(document[at]))
            if (document[at] != "```" && document[at] != "<#root>") lines.push_back(document[at]);
        return comparable(lines);
    }
    FAIL("the document has no such screen");
    return {};
}

/// What a command printed, without its echo and the prompt.
Lines printed(FolderLab& lab, const std::string& node, const std::string& command) {
    Lines lines = comparable(split_lines(lab.command(node, command)));
    REQUIRE(lines.size() > 2);
    std::erase_if(lines, [](const std::string& line) { return line.ends_with('#') || line.starts_with("*Mar"); });
    if (has(lines.front(), command)) lines.erase(lines.begin());
    return lines;
}

/// What crosses the wire, by IP protocol.
struct FrameCount {
    explicit FrameCount(cli::VirtualWire& wire) { wire.on_frame(&FrameCount::count, this); }
    static void count(void* self, cli::Instant, std::span<const std::uint8_t> frame) {
        constexpr std::size_t ether_type = 12, protocol = 14 + 9;
        if (frame.size() > protocol && frame[ether_type] == 0x08 && frame[ether_type + 1] == 0x00)
            ++static_cast<FrameCount*>(self)->frames[frame[protocol]];
    }
    int icmp() const { return frames[1]; }
    int esp() const { return frames[50]; }
    int frames[256] = {};
};

constexpr auto ping = "ping 192.168.2.1 source Loopback0";

struct TunnelLab : FolderLab {
    explicit TunnelLab(const char* folder = "examples/ikev2-site-to-site") : FolderLab(folder) {
        start();
        for (const char* node : {"R1", "R2"}) command(node, "enable");
    }
};

}  // namespace

TEST_CASE("the screens of the first tunnel are the document's at both ends") {
    const auto document = read(document_path);
    if (!document) {
        WARN("skipped: no " << document_path << " beside the project");
        return;
    }
    TunnelLab lab;
    REQUIRE(has(lab.command("R1", ping), "(5/5)"));
    for (const std::string node : {"R1", "R2"}) {
        INFO(node);
        const std::string prompt = "Router" + node.substr(1) + "#";
        // The document's listing ends before the heading of the IPv6 SAs.
        Lines detailed = printed(lab, node, "show crypto ikev2 sa detailed");
        CHECK(detailed.back() == "IPv6 Crypto IKEv2 SA");
        detailed.pop_back();
        CHECK(first_difference(without_values(joined(screen(*document, prompt, "show crypto ikev2 sa detailed"))),
                               without_values(joined(detailed))) == "");
        CHECK(first_difference(without_values(unwrapped(screen(*document, prompt, "show crypto ipsec sa"))),
                               without_values(printed(lab, node, "show crypto ipsec sa"))) == "");
        const char* session = node == "R1" ? "show crypto session" : "show cry session";
        CHECK(first_difference(screen(*document, prompt, session), printed(lab, node, session)) == "");
    }
}

TEST_CASE("R2 without a policy answers with its default proposal: AES-CBC 128, SHA1, group 2") {
    TunnelLab lab;
    CHECK(!has(lab.command("R2", "show running-config"), "crypto ikev2 policy"));
    const Lines sa = printed(lab, "R2", "show crypto ikev2 sa detailed");
    const auto is_chosen = [](const std::string& line) {
        return line == "Encr: AES-CBC, keysize: 128, Hash: SHA96, DH Grp:2, Auth sign: PSK, Auth verify: PSK";
    };
    CHECK(std::count_if(sa.begin(), sa.end(), is_chosen) == 1);
    CHECK(std::count(sa.begin(), sa.end(), "Initiator of SA : No") == 1);
}

TEST_CASE("a ping between the loopbacks crosses the wire as ESP and nothing else") {
    TunnelLab lab;
    const FrameCount wire(*lab.lab.wires().front());
    CHECK(has(lab.command("R1", ping), "Success rate is 100 percent (5/5)"));
    CHECK(wire.esp() == 10);
    CHECK(wire.icmp() == 0);
    for (const char* node : {"R1", "R2"}) {
        const std::string sas = lab.command(node, "show crypto ipsec sa");
        CHECK(has(sas, "#pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5"));
        CHECK(has(sas, "#pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5"));
    }
}

TEST_CASE("with the tunnels shut the same ping succeeds in clear over the default route, and no SA counts it") {
    TunnelLab lab("tests/scenarios/debug-first-tunnel");
    const FrameCount wire(*lab.lab.wires().front());
    CHECK(has(lab.command("R1", ping), "Success rate is 100 percent (5/5)"));
    CHECK(wire.esp() == 0);
    CHECK(wire.icmp() == 10);
    for (const char* node : {"R1", "R2"}) {
        CHECK(tunnel_state(lab.lab, node) == TunnelState{0, 0, 0});
        const std::string sas = lab.command(node, "show crypto ipsec sa");
        CHECK((!has(sas, "#pkts encaps") || has(sas, "#pkts encaps: 0, #pkts encrypt: 0, #pkts digest: 0")));
    }
}
