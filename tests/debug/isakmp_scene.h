#pragma once

#include "ike/isakmp/events.h"
#include "tests/debug/scene.h"

/// One router's view of one ISAKMP SA, and the transcripts that its lines are compared with.
namespace scene {

namespace isakmp = ike::isakmp;
using Step = isakmp::Step;
using Label = isakmp::Label;
using State = isakmp::State;
using Input = isakmp::Event;
using PayloadType = isakmp::PayloadType;
using Work = isakmp::EngineWork;

inline config::IpAddress address(const char* text) { return *config::IpAddress::parse(text); }

inline ike::Bytes octets(const config::IpAddress& of) {
    const auto bytes = of.bytes();
    return {bytes.begin(), bytes.end()};
}

class IsakmpScene {
public:
    IsakmpScene(config::Look look, debug::Switches on, const char* local = "10.1.1.1", const char* peer = "10.1.1.2")
        : look_(look), on_(on), recorder("") {
        header.local = address(local);
        header.peer = address(peer);
    }
    void say(isakmp::event::Body body) {
        debug::render(isakmp::EventRecord{header, std::move(body)}, look_, on_, recorder);
    }
    void say(dataplane::event::Body body) {
        debug::render(dataplane::Event{{}, {}, std::move(body)}, look_, on_, recorder);
    }
    void step(Step step) { say(isakmp::event::StepDone{step}); }
    void work(Work work) { say(isakmp::event::EngineDone{work}); }
    void move(Input input, State from, State to, std::optional<std::uint32_t> node = {}) {
        say(isakmp::event::Transition{input, from, to, node});
    }
    void processing(PayloadType type, std::uint32_t id = 0) { say(isakmp::event::Processing{type, id}); }
    void vendor(isakmp::VendorId id, std::optional<unsigned> major = {}) {
        processing(PayloadType::VID);
        say(isakmp::event::VendorSeen{id, major});
    }
    void received(Label label, bool new_sa = false) {
        header.label = label;
        say(isakmp::event::PacketReceived{new_sa});
    }
    void sent(Label label) {
        header.label = label;
        say(isakmp::event::PacketSent{});
    }
    void own_id(PayloadType next = PayloadType::HASH, std::uint16_t port = 500) {
        say(isakmp::event::IdUsed{id_type(), false});
        show_id(header.local, next, port);
        say(isakmp::event::IdSent{header.local.is_v4() ? 12U : 24U});
    }
    void show_id(const config::IpAddress& of, PayloadType next = PayloadType::HASH, std::uint16_t port = 500) {
        const isakmp::IdPayload id{id_type(), 17, port, octets(of)};
        say(isakmp::event::IdShown{&id, next, of.is_v4() ? 12U : 24U});
    }
    void authenticated() {
        say(isakmp::event::Authenticated{false});
        say(isakmp::event::Authenticated{true});
    }
    Lines take() { return std::exchange(recorder.lines, {}); }

    isakmp::EventHeader header;

private:
    isakmp::IdType id_type() const {
        return header.local.is_v4() ? isakmp::IdType::IPV4_ADDR : isakmp::IdType::IPV6_ADDR;
    }
    config::Look look_;
    debug::Switches on_;

public:
    Recorder recorder;
};

inline isakmp::Transform phase1_transform(std::uint16_t cipher, std::uint16_t bits, std::uint16_t group,
                                          std::uint16_t auth = 1, ike::Bytes life = {0, 1, 0x51, 0x80}) {
    isakmp::Transform transform{1, 1, {isakmp::Attribute::basic(1, cipher)}};
    if (bits != 0) transform.attributes.push_back(isakmp::Attribute::basic(14, bits));
    transform.attributes.push_back(isakmp::Attribute::basic(2, 2));
    transform.attributes.push_back(isakmp::Attribute::basic(4, group));
    transform.attributes.push_back(isakmp::Attribute::basic(3, auth));
    transform.attributes.push_back(isakmp::Attribute::basic(11, 1));
    transform.attributes.push_back(isakmp::Attribute::variable(12, std::move(life)));
    return transform;
}

inline isakmp::Transform phase2_transform(std::uint8_t id, std::uint16_t bits) {
    isakmp::Transform transform{1, id, {isakmp::Attribute::basic(4, 1), isakmp::Attribute::basic(1, 1)}};
    transform.attributes.push_back(isakmp::Attribute::basic(2, 3600));
    transform.attributes.push_back(isakmp::Attribute::basic(1, 2));
    transform.attributes.push_back(isakmp::Attribute::variable(2, {0, 0x46, 0x50, 0}));
    transform.attributes.push_back(isakmp::Attribute::basic(5, 2));
    if (bits != 0) transform.attributes.push_back(isakmp::Attribute::basic(6, bits));
    return transform;
}

inline dataplane::TrafficSelector network(const char* of, std::uint8_t length) {
    return dataplane::TrafficSelector::of_prefix({address(of), length});
}

inline dataplane::SaParameters half(std::uint32_t spi, const char* local, const char* peer) {
    dataplane::SaParameters sa;
    sa.spi = spi;
    sa.suite = {dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
    sa.local_address = address(local);
    sa.remote_address = address(peer);
    sa.lifetime.hard_seconds = 3600;
    sa.lifetime.hard_kilobytes = 4608000;
    return sa;
}

/// The `nth` block of the documented transcripts behind the heading that begins with `heading`; notes at line ends are
/// cut off. Empty where the reference is absent.
inline Lines transcript(const std::string& heading, unsigned nth = 0) {
    std::ifstream file(std::string(SOURCE_DIR) + "/../shared/reference/ikev1/debug-isakmp.md");
    Lines lines;
    bool below = false, inside = false;
    for (std::string line; std::getline(file, line);) {
        if (!inside && line.rfind('#', 0) == 0) below = line.rfind(heading, 0) == 0;
        if (below && line.rfind("```", 0) == 0) {
            if (inside && nth-- == 0) break;
            inside = !inside;
            lines.clear();
        } else if (below && inside) {
            for (const char* note : {"   [M", "     (one", "     (60 s", "     [", "          (", "         <-",
                                     "   (if ", "            (if"})
                if (const auto at = line.find(note); at != std::string::npos)
                    line.resize(line.find_last_not_of(' ', at) + 1);
            lines.push_back(line);
        }
    }
    if (lines.empty()) WARN("no documented transcripts beside the source: not compared");
    return lines;
}

constexpr std::string_view ellipsis = "…";

/// Whether a line reads as documented; "…" stands for anything.
inline bool reads_as(std::string_view documented, std::string_view line) {
    const auto gap = documented.find(ellipsis);
    if (gap == std::string_view::npos) return documented == line;
    if (line.substr(0, gap) != documented.substr(0, gap)) return false;
    const std::string_view rest = documented.substr(gap + ellipsis.size());
    for (std::size_t at = gap; at <= line.size(); ++at)
        if (reads_as(rest, line.substr(at))) return true;
    return false;
}

/// Compares line by line; a documented line that is only a remark ("   … attributes …") stands for any number of lines.
inline void check_transcript(const Lines& documented, const Lines& lines) {
    std::size_t at = 0;
    bool gap = false;
    for (const std::string& wanted : documented) {
        const auto first = wanted.find_first_not_of(" \t");
        if (first != std::string::npos && wanted.compare(first, ellipsis.size(), ellipsis) == 0) {
            gap = true;
            continue;
        }
        while (gap && at < lines.size() && !reads_as(wanted, lines[at])) ++at;
        gap = false;
        INFO("documented: [" << wanted << "]");
        INFO("printed:    [" << (at < lines.size() ? lines[at] : std::string("nothing")) << "]");
        REQUIRE(at < lines.size());
        REQUIRE(reads_as(wanted, lines[at]));
        ++at;
    }
    while (at < lines.size() && lines[at].empty()) ++at;
    if (!gap) CHECK(at == lines.size());
}

/// Without the lines that hold `part`.
inline Lines without(Lines lines, const std::string& part) {
    Lines kept;
    for (std::string& line : lines)
        if (line.find(part) == std::string::npos) kept.push_back(std::move(line));
    return kept;
}

inline debug::Switches negotiation_switches() { return switches({debug::Switch::isakmp, debug::Switch::ipsec}); }

}  // namespace scene
