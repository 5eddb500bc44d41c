#include <catch2/catch.hpp>

#include <fstream>

#include "documented_isakmp_text.h"
#include "lab_fixture.h"

using namespace documented;

namespace {

constexpr auto ipv6_document = "shared/reference/seeds/004_5043224f704042a5.txt";
constexpr auto hub_document = "shared/reference/seeds/003_4f8088a4f1926d61.txt";
const std::string configurations = std::string(SOURCE_DIR) + "/../shared/reference/configs";

bool documents_are_there() { return read(ipv6_document) && read(hub_document); }

/// A document as one string, from one line's words to another's.
std::string part_of(const char* path, std::string_view from, std::string_view to = {}) {
    std::string text;
    const auto lines = read(path);
    REQUIRE(lines);
    for (const auto& line : *lines) text += line + '\n';
    const std::size_t begin = text.find(from);
    REQUIRE(begin != std::string::npos);
    const std::size_t end = to.empty() ? text.size() : text.find(to, begin + from.size());
    REQUIRE(end != std::string::npos);
    return text.substr(begin, end - begin);
}

std::string whole(const Lines& lines) {
    std::string text;
    for (const auto& line : lines) text += line + '\n';
    return text;
}

/// A lab whose routers boot from the documents' own configurations and others that are given as text.
struct DocumentLab : FolderLab {
    explicit DocumentLab(const std::string& topology) { lab.build(cli::parse_topology(topology), configurations); }
    void record(const std::string& node, Lines& log) {
        lab.find(node)->on_log([&log](std::string_view line) {
            for (const auto& piece : split_lines(line)) log.push_back(piece);
        });
    }
    void configure(const std::string& node, std::string_view text) {
        command(node, "enable");
        command(node, "configure terminal");
        for (const auto& line : split_lines(text)) command(node, line);
        command(node, "end");
    }
};

constexpr auto ipv6_topology = R"(
name: ipv6
topology:
  nodes:
    R2:
      kind: ike-router
      startup-config: 004-r2.cfg
    R3:
      kind: ike-router
      startup-config: 004-r3.cfg
  links:
    - endpoints: ["R2:Ethernet0/0", "R3:Ethernet0/0"]
)";

/// Document 004: R2 has its protection taken off and put on again, with the debugging of the document.
struct Ipv6Lab : DocumentLab {
    Ipv6Lab() : DocumentLab(ipv6_topology) {
        lab.boot();
        lab.advance(std::chrono::seconds(1));
        configure("R3", "interface Tunnel23\nno tunnel protection ipsec profile PRO");
        configure("R2", "interface Tunnel23\nno tunnel protection ipsec profile PRO");
        lab.advance(std::chrono::minutes(5));
        lab.run_until_quiet();
        for (const char* node : {"R2", "R3"})
            for (const char* what : {"isakmp", "ipsec", "kmi"}) command(node, std::string("debug crypto ") + what);
    }
    void connect() {
        record("R2", initiator);
        record("R3", responder);
        // Only one end may start.
        configure("R3", "crypto ipsec profile PRO\nresponder-only\ninterface Tunnel23\ntunnel protection ipsec profile PRO");
        configure("R2", "interface Tunnel23\ntunnel protection ipsec profile PRO");
        lab.run_until_quiet();
    }
    Lines initiator, responder;
};

/// The stamped records of a part of document 004, made bare, in order.
Lines records_of(const std::string& text) {
    static const std::regex stamp(R"(\*Sep 21 [\d:.]+: )");
    Lines records;
    for (std::sregex_token_iterator at(text.begin(), text.end(), stamp, -1), end; at != end; ++at) {
        std::string record = at->str();
        const auto foreign = std::find_if(record.begin(), record.end(), [](char c) { return (c & 0x80) != 0; });
        record.erase(foreign, record.end());
        static const std::regex prompt(R"(R\d\(config-if\)#)");
        record = std::regex_replace(record, prompt, "");
        records.push_back(bare(record));
    }
    records.erase(records.begin());
    return records;
}

/// Each record of the document occurs in the log, in the document's order; the first that does not.
std::string first_missing(const Lines& document, const Lines& log) {
    std::string all;
    for (const auto& line : log) all += bare(line) + '\n';
    std::size_t from = 0;
    std::string flat;
    for (const char c : all)
        if (c != '\n') flat += c;
    for (const auto& record : document) {
        if (record.empty()) continue;
        const std::size_t at = flat.find(record, from);
        if (at == std::string::npos) return record;
        from = at + record.size();
    }
    return {};
}

}  // namespace

TEST_CASE("document 004: main mode over IPv6 walks the documented states on both ends") {
    if (!documents_are_there()) return;
    Ipv6Lab lab;
    lab.connect();
    const Lines responder = {
        "FROM_PEER, IKE_MM_EXCH: IKE_READY > IKE_R_MM1", "INTERNAL, IKE_PROCESS_MAIN_MODE: IKE_R_MM1 > IKE_R_MM1",
        "INTERNAL, IKE_PROCESS_COMPLETE: IKE_R_MM1 > IKE_R_MM2", "FROM_PEER, IKE_MM_EXCH: IKE_R_MM2 > IKE_R_MM3",
        "INTERNAL, IKE_PROCESS_MAIN_MODE: IKE_R_MM3 > IKE_R_MM3", "INTERNAL, IKE_PROCESS_COMPLETE: IKE_R_MM3 > IKE_R_MM4",
        "FROM_PEER, IKE_MM_EXCH: IKE_R_MM4 > IKE_R_MM5", "INTERNAL, IKE_PROCESS_MAIN_MODE: IKE_R_MM5 > IKE_R_MM5",
        "INTERNAL, IKE_PROCESS_COMPLETE: IKE_R_MM5 > IKE_P1_COMPLETE", "INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE > IKE_P1_COMPLETE",
        "FROM_PEER, IKE_QM_EXCH: IKE_QM_READY > IKE_QM_SPI_STARVE", "INTERNAL, IKE_GOT_SPI: IKE_QM_SPI_STARVE > IKE_QM_R_QM2",
        "FROM_PEER, IKE_QM_EXCH: IKE_QM_R_QM2 > IKE_QM_PHASE2_COMPLETE"};
    CHECK(first_difference(responder, transitions(whole(lab.responder))) == "");
    const Lines initiator = {
        "FROM_IPSEC, IKE_SA_REQ_MM: IKE_READY > IKE_I_MM1", "FROM_PEER, IKE_MM_EXCH: IKE_I_MM1 > IKE_I_MM2",
        "INTERNAL, IKE_PROCESS_MAIN_MODE: IKE_I_MM2 > IKE_I_MM2", "INTERNAL, IKE_PROCESS_COMPLETE: IKE_I_MM2 > IKE_I_MM3",
        "FROM_PEER, IKE_MM_EXCH: IKE_I_MM3 > IKE_I_MM4", "INTERNAL, IKE_PROCESS_MAIN_MODE: IKE_I_MM4 > IKE_I_MM4",
        "INTERNAL, IKE_PROCESS_COMPLETE: IKE_I_MM4 > IKE_I_MM5", "FROM_PEER, IKE_MM_EXCH: IKE_I_MM5 > IKE_I_MM6",
        "INTERNAL, IKE_PROCESS_MAIN_MODE: IKE_I_MM6 > IKE_I_MM6", "INTERNAL, IKE_PROCESS_COMPLETE: IKE_I_MM6 > IKE_P1_COMPLETE",
        "INTERNAL, IKE_INIT_QM: IKE_QM_READY > IKE_QM_I_QM1", "INTERNAL, IKE_PHASE1_COMPLETE: IKE_P1_COMPLETE > IKE_P1_COMPLETE",
        "FROM_PEER, IKE_QM_EXCH: IKE_QM_I_QM1 > IKE_QM_PHASE2_COMPLETE"};
    CHECK(first_difference(initiator, transitions(whole(lab.initiator))) == "");
}

TEST_CASE("document 004: the records of both ends are printed in the document's order") {
    if (!documents_are_there()) return;
    Ipv6Lab lab;
    lab.connect();
    const std::string document = part_of(ipv6_document, "IOS响应方旁拉");
    const std::size_t middle = document.find("IOS路由器-发起者");
    REQUIRE(middle != std::string::npos);
    CHECK(first_missing(records_of(document.substr(0, middle)), lab.responder) == "");
    const std::size_t begin = document.find("*Sep 21 08:33:43.245: IPSEC(sa_request)");
    CHECK(first_missing(records_of(document.substr(begin, document.find("sh crypto ipsec sainterface") - begin)), lab.initiator) == "");
}

TEST_CASE("document 004: the tunnel comes up and answers on its link-local address") {
    if (!documents_are_there()) return;
    Ipv6Lab lab;
    lab.connect();
    CHECK(has(whole(lab.initiator), "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel23, changed state to up"));
    CHECK(has(whole(lab.responder), "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel23, changed state to up"));
    lab.command("R2", "undebug all");
    lab.command("R2", "configure terminal");
    CHECK(has(lab.command("R2", "do ping fe80::23:3"), "Output Interface: "));
    const std::string pinged = lab.command("R2", "tunnel23");
    CHECK(has(pinged, "Type escape sequence to abort."));
    CHECK(has(pinged, "Sending 5, 100-byte ICMP Echos to FE80::23:3, timeout is 2 seconds:"));
    CHECK(has(pinged, "Packet sent with a source address of FE80::23:2%Tunnel23"));
    CHECK(has(pinged, "!!!!!"));
    const std::string sas = lab.command("R2", "do sh crypto ipsec sa | i caps|ident");
    CHECK(has(sas, "   local  ident (addr/mask/prot/port): (::/0/0/0)"));
    CHECK(has(sas, "   remote ident (addr/mask/prot/port): (::/0/0/0)"));
    CHECK(has(sas, "    #pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5"));
    CHECK(has(sas, "    #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5"));
    CHECK(has(lab.command("R2", "do show crypto ipsec sa"), "in use settings ={Tunnel, }"));
}
