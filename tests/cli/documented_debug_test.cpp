#include <catch2/catch.hpp>

#include "documented_text.h"
#include "lab_fixture.h"

using namespace documented;

namespace {

constexpr auto sample_path = "shared/reference/ikev2/debug-samples/seed001-restored-english-15.1T.txt";
constexpr std::string_view stamp = "*Nov 11 19:30:34.811: ";

std::size_t find_line(const Lines& lines, std::string_view words, std::size_t from = 0) {
    while (from < lines.size() && !has(lines[from], words)) ++from;
    INFO("no line of the document has: " << words);
    REQUIRE(from < lines.size());
    return from;
}

/// The lines after the first one with `first`, up to the following one with `last` (neither is included).
Lines between(const Lines& lines, std::string_view first, std::string_view last) {
    const std::size_t begin = find_line(lines, first) + 1;
    const std::size_t end = find_line(lines, last, begin);
    return {lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// Takes `count` lines out at `at` and puts `with` in.
void splice(Lines& lines, std::size_t at, std::size_t count, const Lines& with) {
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(at);
    const auto next = lines.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    lines.insert(next, with.begin(), with.end());
}

struct BothEnds {
    Lines initiator, responder;
};

/// The first tunnel of the sample, up to the rekey; section titles and comments are still in.
BothEnds read_sections(const Lines& sample) {
    BothEnds ends;
    Lines* current = nullptr;
    for (const auto& line : sample) {
        if (line.starts_with("# === CREATE_CHILD_SA")) break;
        if (line.starts_with("# ===")) current = has(line, "INITIATOR") ? &ends.initiator : &ends.responder;
        if (current) current->push_back(line);
    }
    return ends;
}

/// A dump of payloads that were built, as the sample's parsed dump of 344 bytes shows the same payloads: vendor IDs and
/// notifies each begin a stamped line.
Lines parsed(const Lines& built) {
    Lines lines;
    for (const auto& line : built) {
        const bool is_vendor_id = line.starts_with(" VID "), is_notify = line.starts_with(" NOTIFY(");
        if (is_vendor_id || is_notify) lines.emplace_back();
        const std::string name = is_notify                 ? line.substr(8, line.find(')') - 8)
                                 : has(line, "length: 23") ? "CISCO-DELETE-REASON"
                                                           : "(CUSTOM)";
        const char* kind = is_notify ? "Notify" : "Vendor Specific";
        lines.push_back(
            is_vendor_id || is_notify ? std::string(stamp) + "IKEv2:Parse " + kind + " Payload: " + name + line : line);
    }
    return lines;
}

/// The payloads of the IKE_AUTH response, of which the sample gives only the list: those of the request without the
/// configuration request and INITIAL_CONTACT, from IDr.
Lines response_contents(Lines contents) {
    const std::size_t cfg = find_line(contents, " CFG  Next payload"),
                      sa = find_line(contents, "  SA  Next payload: TSi");
    contents[sa].erase(0, contents[sa].find(" SA  Next"));
    splice(contents, cfg, sa - cfg, {});
    splice(contents, find_line(contents, " NOTIFY(INITIAL_CONTACT)"), 2, {});
    for (auto& line : contents) {
        replace_all(line, "IDi", "IDr");
        replace_all(line, "Next payload: CFG", "Next payload: SA");
    }
    return contents;
}

Lines operator+(std::string first, const Lines& rest) {
    Lines lines{std::move(first)};
    lines.insert(lines.end(), rest.begin(), rest.end());
    return lines;
}

/// Writes out what the sample left to its comments.
void complete(BothEnds& ends) {
    const Lines init = between(ends.initiator, "length: 344", "SM Trace"),
                init_response = between(ends.responder, "length: 449", "SM Trace");
    const Lines auth = between(ends.initiator, "Construct Notify Payload: NON_FIRST_FRAGS", "length: 556");
    const std::string auth_header = ends.initiator[find_line(ends.initiator, "length: 556")];
    const std::string init_response_header = ends.responder[find_line(ends.responder, "length: 449")];
    const std::string auth_response_header = ends.responder[find_line(ends.responder, "length: 252")];

    splice(ends.responder, find_line(ends.responder, "... (as above) ..."), 1, between(init, " SA  Next", " N  Next"));
    splice(ends.responder, find_line(ends.responder, "# (dump of the 556-byte request"), 1, auth_header + parsed(auth));
    splice(ends.initiator, find_line(ends.initiator, "# (dump of the 252-byte response"), 1,
           auth_response_header + parsed(response_contents(auth)));
    const std::size_t answered = find_line(ends.initiator, "(dump as above with Parse lines; SA ID present)");
    splice(ends.initiator, find_line(ends.initiator, "Processing an item off the pak queue", answered) + 1, 0,
           init_response_header + parsed(init_response));
}

/// The responder's own tunnel starts while it waits for its Diffie-Hellman secret: three lines without an SM Trace, of
/// its SA 2.
void drop_own_start(Lines& responder) {
    const std::size_t own = find_line(responder, "IKEv2:(2): Choosing IKE profile");
    REQUIRE(has(responder[own - 2], "% Getting preshared key by address"));
    REQUIRE(has(responder[own - 1], "Adding Proposal default to toolkit policy"));
    splice(responder, own - 2, 3, {});
}

void drop_comments(Lines& lines) {
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("# "); });
}

BothEnds documented_debug(const Lines& sample) {
    BothEnds ends = read_sections(sample);
    complete(ends);
    drop_own_start(ends.responder);
    drop_comments(ends.initiator);
    drop_comments(ends.responder);
    return ends;
}

std::string spi_after(const std::string& line, std::string_view name) {
    const std::size_t at = line.find(name);
    return at == std::string::npos ? "" : line.substr(at + name.size(), 16);
}

/// All that may differ between a document and a router, and no more.
constexpr ValueRule value_rules[] = {{"ident handle 0x", hex_digits},
                                     {"associated with SPI 0x", hex_digits},
                                     {"for session ", digits},
                                     {"mib index ikev2 ", digits},
                                     {", platform ", digits}};
/// The responder's number of the SA depends on what else it negotiates; the initiator's is 1.
constexpr ValueRule responder_rules[] = {{"(SA ID = ", digits}, {"IKEv2:(", digits}};

/// SPIs become names, so that every line must speak of the same SA; time stamps and the values of the rules become "~".
Lines comparable(Lines lines, bool is_responder) {
    std::string i_spi, r_spi;
    for (auto& line : lines) {
        if (line.starts_with('*')) line = "*~" + line.substr(std::min(line.find(": "), line.size()));
        if (i_spi.empty()) i_spi = spi_after(line, "I_SPI=");
        const std::string responder_spi = spi_after(line, "R_SPI=");
        if (r_spi.empty() && responder_spi != "0000000000000000") r_spi = responder_spi;
        if (!i_spi.empty()) replace_all(line, i_spi, "initiator's");
        if (!r_spi.empty()) replace_all(line, r_spi, "responder's");
        for (const auto& rule : value_rules) blank(line, rule);
        if (is_responder)
            for (const auto& rule : responder_rules) blank(line, rule);
    }
    return lines;
}

struct DebugLab : FolderLab {
    /// The documents' configurations with both tunnels shut; then each is opened, `first` before the other.
    explicit DebugLab(const char* first) : FolderLab("tests/scenarios/debug-first-tunnel") {
        start();
        record("R1", log.initiator);
        record("R2", log.responder);
        for (const char* line : {"enable", "debug crypto ikev2 packet", "debug crypto ikev2 internal",
                                 "configure terminal", "interface Tunnel0"})
            for (const char* node : {"R1", "R2"}) command(node, line);
        command(first, "no shutdown");
        command(std::string_view(first) == "R1" ? "R2" : "R1", "no shutdown");
        lab.advance(std::chrono::seconds(5));
    }
    void record(const char* node, Lines& into) {
        lab.find(node)->on_log([&into](std::string_view line) {
            for (auto& part : split_lines(std::string(line) + '\n')) into.push_back(std::move(part));
        });
    }
    BothEnds log;
};

/// Where the lines of one message, or of a new negotiation, begin.
bool begins_episode(const Lines& lines, std::size_t at) {
    if (has(lines[at], "IKEv2:Got a packet from dispatcher")) return true;
    return has(lines[at], "% Getting preshared key") && at + 1 < lines.size() && has(lines[at + 1], "toolkit policyle");
}

std::string owner(const Lines& episode) {
    for (const auto& line : episode)
        if (const std::string spi = spi_after(line, "I_SPI="); !spi.empty()) return spi;
    return {};
}

/// Messages of other facilities ("%LINEPROTO-5-UPDOWN") are no part of the debug.
bool is_other_facility(const std::string& line) { return line.starts_with('*') && has(line, ": %"); }

/// What one router printed about the SA of `i_spi`: lines without an SA belong to the message they stand with.
Lines lines_of_sa(const Lines& lines, const std::string& i_spi) {
    Lines result, episode;
    const auto close = [&] {
        if (owner(episode) == i_spi) result.insert(result.end(), episode.begin(), episode.end());
        episode.clear();
    };
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (begins_episode(lines, at)) close();
        if (!is_other_facility(lines[at])) episode.push_back(lines[at]);
    }
    close();
    return result;
}

std::string first_initiated(const Lines& lines) {
    for (const auto& line : lines)
        if (has(line, "CurState: IDLE Event: EV_INIT_SA")) return spi_after(line, "I_SPI=");
    return {};
}

std::string without_shutdown(const Lines& lines) {
    std::string text;
    for (const auto& line : lines)
        if (line.find("shutdown") == std::string::npos) text += line + '\n';
    return text;
}

}  // namespace

TEST_CASE("the configurations of the debug scenario are the documents', with the tunnels shut") {
    for (const std::string name : {"r1.cfg", "r2.cfg"}) {
        std::ifstream shut(std::string(SOURCE_DIR) + "/tests/scenarios/debug-first-tunnel/" + name);
        std::ifstream open(std::string(SOURCE_DIR) + "/examples/ikev2-site-to-site/" + name);
        const std::string shut_text{std::istreambuf_iterator<char>(shut), {}},
            open_text{std::istreambuf_iterator<char>(open), {}};
        REQUIRE(!open_text.empty());
        CHECK(without_shutdown(split_lines(shut_text)) == without_shutdown(split_lines(open_text)));
    }
}

TEST_CASE("the debug of the SA that R1 initiates is the document's, line by line, at both ends") {
    const auto sample = read(sample_path);
    if (!sample) {
        WARN("skipped: no " << sample_path << " beside the project");
        return;
    }
    const BothEnds expected = documented_debug(*sample);
    REQUIRE(expected.initiator.size() > 200);
    REQUIRE(expected.responder.size() > 200);
    const char* first = GENERATE("R2", "R1");
    INFO("first to open its tunnel: " << first);
    const DebugLab lab(first);
    const std::string i_spi = first_initiated(lab.log.initiator);
    CHECK(first_difference(comparable(expected.initiator, false),
                           comparable(lines_of_sa(lab.log.initiator, i_spi), false)) == "");
    CHECK(first_difference(comparable(expected.responder, true),
                           comparable(lines_of_sa(lab.log.responder, i_spi), true)) == "");
}
