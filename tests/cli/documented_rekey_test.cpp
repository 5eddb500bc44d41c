#include <catch2/catch.hpp>

#include <regex>

#include "documented_text.h"
#include "lab_fixture.h"

/// Document 001's CREATE_CHILD_SA: its own configuration, left running for three minutes.
using namespace documented;

namespace {

constexpr auto sample_path = "shared/reference/ikev2/debug-samples/seed001-restored-english-15.1T.txt";

struct Rekey {
    Lines request, responder, response;
};

/// The sample's section has comments for what it leaves out, which are the dumps.
Rekey read_rekey(const Lines& sample) {
    Rekey rekey;
    Lines* part = nullptr;
    for (const std::string& line : sample) {
        if (has(line, "# === CREATE_CHILD_SA")) part = &rekey.request;
        else if (part != nullptr && has(line, "# --- responder")) part = &rekey.responder;
        else if (part != nullptr && has(line, "# --- initiator, response")) part = &rekey.response;
        else if (part != nullptr && line.starts_with("*")) part->push_back(line);
    }
    return rekey;
}

/// Message ids count from where each SA happens to be: "+n" is n more than the exchange's.
void count_from_own_id(std::string& line) {
    static const std::regex ids("(mess_id|message id|expected|through|range|to) ([0-9]+)");
    std::smatch match;
    if (!has(line, "mess_id") && !has(line, "message id")) return;
    std::string rest = line, counted;
    long own = -1;
    while (std::regex_search(rest, match, ids)) {
        const long number = std::stol(match.str(2));
        if (own < 0) own = number;
        counted += match.prefix().str() + match.str(1) + " +" + std::to_string(number - own);
        rest = match.suffix();
    }
    line = counted + rest;
}

constexpr ValueRule values[] = {{"(SA ID = ", digits}, {"I_SPI=", hex_digits}, {"R_SPI=", hex_digits}, {"MsgID = ", digits}, {"mib index ikev2 ", digits}, {", platform ", digits}};

Lines comparable(const Lines& lines) {
    Lines made;
    for (std::string line : lines) {
        line = line.substr(std::min(line.find("IKEv2:"), line.size()));
        count_from_own_id(line);
        for (const ValueRule& value : values) blank(line, value);
        made.push_back(std::move(line));
    }
    return made;
}

bool is_dump(const std::string& line) { return !line.starts_with('*') || has(line, "Next payload: "); }

/// From the line with `first` (or `before` lines earlier) to the end of that exchange, without dumps.
Lines exchange_in(const Lines& log, std::string_view first, std::size_t before) {
    Lines bare;
    for (const std::string& line : log)
        if (!is_dump(line)) bare.push_back(line);
    const auto at = std::find_if(bare.begin(), bare.end(), [=](const std::string& line) { return has(line, first); });
    const auto end = std::find_if(at, bare.end(), [](const std::string& line) { return has(line, "CurState: EXIT Event: EV_NO_EVENT"); });
    REQUIRE(end != bare.end());
    return {at - static_cast<std::ptrdiff_t>(before), end + 1};
}

struct RunningLab : FolderLab {
    RunningLab() : FolderLab("examples/ikev2-site-to-site") {
        start();
        for (const char* node : {"R1", "R2"}) {
            lab.find(node)->on_log([this, node](std::string_view line) {
                for (std::string& part : split_lines(std::string(line) + '\n')) log[node].push_back(std::move(part));
            });
            for (const char* line : {"enable", "debug crypto ikev2 packet", "debug crypto ikev2 internal"}) command(node, line);
        }
        lab.advance(std::chrono::minutes(3));
    }
    /// Who began.
    const char* initiator() {
        const auto began = [](const std::string& line) { return has(line, "EV_INIT_CREATE_CHILD"); };
        return std::any_of(log["R1"].begin(), log["R1"].end(), began) ? "R1" : "R2";
    }
    std::map<std::string, Lines> log;
};

bool says(const Lines& log, std::string_view words) {
    return std::any_of(log.begin(), log.end(), [=](const std::string& line) { return has(line, words); });
}

}  // namespace

TEST_CASE("the debug of an IKE SA's rekeying is the document's, in its order, at both ends") {
    const auto sample = read(sample_path);
    if (!sample) {
        WARN("skipped: no " << sample_path << " beside the project");
        return;
    }
    const Rekey expected = read_rekey(*sample);
    REQUIRE(expected.responder.size() > 35);
    REQUIRE(expected.response.size() > 15);
    RunningLab lab;
    const std::string initiator = lab.initiator(), responder = initiator == "R1" ? "R2" : "R1";
    CHECK(first_difference(comparable(expected.responder), comparable(exchange_in(lab.log[responder], "Event: EV_RECV_CREATE_CHILD", 3))) == "");
    CHECK(first_difference(comparable(expected.response), comparable(exchange_in(lab.log[initiator], "CHILD_I_WAIT Event: EV_RECV_CREATE_CHILD", 0))) == "");
    CHECK(says(lab.log[initiator], expected.request.front().substr(expected.request.front().find("IKEv2:"))));
}

TEST_CASE("the messages of that rekeying have the document's payloads and lengths") {
    RunningLab lab;
    const Lines& log = lab.log[lab.initiator()];
    // The offer is the initiator's policy: R2's default one in the document.
    const bool as_documented = std::string_view(lab.initiator()) == "R2";
    if (as_documented) CHECK(says(log, " SA  Next payload: N, reserved: 0x0, length: 152"));
    if (as_documented) CHECK(says(log, "Proposal: 1, Protocol id: IKE, SPI size: 8, #trans: 15"));
    CHECK(says(log, " SA  Next payload: N, reserved: 0x0, length: 56"));
    CHECK(says(log, "Proposal: 1, Protocol id: IKE, SPI size: 8, #trans: 4"));
    CHECK(says(log, " KE  Next payload: NOTIFY, reserved: 0x0, length: 136"));
    CHECK(says(log, "    DH group: 2, Reserved: 0x0"));
    CHECK(says(log, " NOTIFY(SET_WINDOW_SIZE)  Next payload: NONE, reserved: 0x0, length: 12"));
    CHECK(says(lab.log["R1"], " ENCR  Next payload: SA, reserved: 0x0, length: 272"));
}
