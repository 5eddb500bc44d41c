#include <catch2/catch.hpp>

#include "cli/exec/monitor_capture.h"
#include "ipsec-dataplane/stack/ip4_header.h"

using namespace cli;
using Bytes = std::vector<std::uint8_t>;

namespace {

Bytes frame_of(std::uint8_t protocol, std::uint16_t port, std::size_t payload = 8, std::string_view source = "10.0.0.1") {
    Bytes frame(14 + 20 + 8 + payload);
    frame[12] = 8;
    dataplane::Ip4Header(frame.data() + 14)
        .write({0, 64, protocol, 1, false, config::IpAddress::parse(source)->v4_value(), config::IpAddress::parse("10.0.0.2")->v4_value()},
               static_cast<std::uint32_t>(frame.size() - 14));
    dataplane::wire::store16(&frame[36], port);
    return frame;
}

Instant at(double seconds) { return Instant(std::chrono::duration_cast<dataplane::Duration>(std::chrono::duration<double>(seconds))); }

/// A capture that started with these settings and saw `count` frames, one a millisecond.
void feed(PacketCapture& capture, std::size_t count, const Bytes& frame, bool outbound = false) {
    for (std::size_t i = 0; i < count; ++i) capture.passed(outbound, frame, at(static_cast<double>(i) / 1000));
}

std::uint32_t word_at(const std::string& file, std::size_t at_octet) {
    std::uint32_t value = 0;
    for (unsigned i = 4; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(file[at_octet + i]);
    return value;
}

}  // namespace

TEST_CASE("a linear buffer takes no more when it is full, a circular one forgets the oldest", "[capture]") {
    PacketCapture capture("CAP");
    capture.settings.megabytes = 1;
    capture.settings.circular = GENERATE(false, true);
    capture.start({}, at(0));
    Bytes frame = frame_of(17, 53, 1400);
    for (std::size_t i = 0; i < 2000; ++i) {
        frame[6] = static_cast<std::uint8_t>(i >> 8);
        frame[7] = static_cast<std::uint8_t>(i);
        capture.passed(false, frame, at(0));
    }
    const auto counters = capture.counters();
    CHECK(counters.octets <= 1U << 20);
    CHECK(counters.packets > 600);
    CHECK(counters.packets < 800);
    const auto first = capture.frame(0), last = capture.frame(counters.packets - 1);
    REQUIRE(first);
    REQUIRE(last);
    CHECK_FALSE(capture.frame(counters.packets));
    const auto number = [](const PacketCapture::Frame& kept) { return kept.octets[6] << 8 | kept.octets[7]; };
    CHECK(number(*last) == (capture.settings.circular ? 1999 : static_cast<int>(counters.packets) - 1));
    CHECK(number(*first) == (capture.settings.circular ? 2000 - static_cast<int>(counters.packets) : 0));
    CHECK(counters.dropped == (capture.settings.circular ? 0 : 2000 - counters.packets));
}

TEST_CASE("the limits of a capture", "[capture]") {
    PacketCapture capture("CAP");
    SECTION("a number of packets ends it") {
        capture.settings.packets = 10;
        capture.start({}, at(0));
        feed(capture, 50, frame_of(1, 0));
        CHECK(capture.counters().packets == 10);
        CHECK_FALSE(capture.is_active());
    }
    SECTION("a time") {
        capture.settings.seconds = 2;
        capture.start({}, at(1));
        CHECK(capture.ends_at() == at(3));
        capture.passed(false, frame_of(1, 0), at(2.9));
        capture.passed(false, frame_of(1, 0), at(3));
        CHECK(capture.counters().packets == 1);
    }
    SECTION("the length that is kept") {
        capture.settings.octets = 64;
        capture.start({}, at(0));
        capture.passed(false, frame_of(17, 53, 500), at(0));
        CHECK(capture.frame(0)->octets.size() == 64);
        CHECK(capture.frame(0)->size == 542);
    }
    SECTION("one of many") {
        capture.settings.every = 5;
        capture.start({}, at(0));
        feed(capture, 50, frame_of(1, 0));
        CHECK(capture.counters().packets == 10);
    }
    SECTION("so many a second") {
        capture.settings.per_second = 20;
        capture.start({}, at(0));
        feed(capture, 1500, frame_of(1, 0));
        CHECK(capture.counters().packets == 40);
        CHECK(capture.counters().dropped == 1460);
    }
    SECTION("a direction") {
        capture.settings.direction = CaptureSettings::Direction::out;
        capture.start({}, at(0));
        feed(capture, 3, frame_of(1, 0));
        feed(capture, 4, frame_of(1, 0), true);
        CHECK(capture.counters().packets == 4);
    }
}

TEST_CASE("a filter sees whole IP packets only, and nothing passes once the capture has stopped", "[capture]") {
    PacketCapture capture("CAP");
    config::AccessListEntry udp;
    udp.protocol = 17;
    udp.destination_port = {config::PortOperator::eq, {53}};
    dataplane::PacketFilter filter;
    filter.rules.emplace_back(udp, nullptr);
    capture.start({filter}, at(0));
    const Bytes wanted = frame_of(17, 53);
    capture.passed(false, wanted, at(0));
    capture.passed(false, frame_of(17, 54), at(0));
    capture.passed(false, frame_of(6, 53), at(0));
    for (std::size_t length = 0; length < wanted.size(); ++length)
        capture.passed(false, Bytes(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(length)), at(0));
    CHECK(capture.counters().packets == 1);
    capture.stop();
    capture.passed(false, wanted, at(0));
    CHECK(capture.counters().packets == 1);
    CHECK(capture_buffer_text(capture).find(" packets in buf   : 1\n") != std::string::npos);
    capture.clear();
    CHECK(capture.counters().packets == 0);
}

TEST_CASE("a tap is there while a capture on its interface runs", "[capture]") {
    PacketCaptures captures;
    const auto interface = *config::InterfaceName::parse("Ethernet0/0");
    PacketCapture& one = captures.at("ONE");
    PacketCapture& two = captures.at("TWO");
    for (PacketCapture* capture : {&one, &two}) {
        capture->settings.interface = interface;
        capture->settings.packets = 2;
        capture->start({}, at(0));
        captures.note(*capture);
    }
    dataplane::FrameTap* tap = captures.tap_for(interface);
    REQUIRE(tap);
    CHECK(captures.tap_for(*config::InterfaceName::parse("Ethernet0/1")) == nullptr);
    tap->passed(true, frame_of(1, 0), at(0));
    CHECK(one.counters().packets == 1);
    CHECK(two.counters().packets == 1);
    captures.erase("TWO");
    tap->passed(true, frame_of(1, 0), at(0));
    CHECK(one.counters().packets == 2);
    CHECK(captures.take_ended(at(0)) == std::vector{&one});
    CHECK(captures.take_ended(at(0)).empty());
    CHECK(captures.tap_for(interface) == nullptr);
}

TEST_CASE("the exported file is pcapng with the time of day, and the sizes on the wire", "[capture]") {
    PacketCapture capture("CAP");
    capture.settings.octets = 64;
    capture.start({}, at(0));
    capture.passed(false, frame_of(17, 53, 501), at(1.5));
    const std::string file = capture_file(capture, 1'000'000'000'000'000'000);
    CHECK(word_at(file, 0) == 0x0a0d0d0a);
    std::size_t packet = word_at(file, 4);
    CHECK(word_at(file, packet) == 1);
    packet += word_at(file, packet + 4);
    CHECK(word_at(file, packet) == 6);
    const std::uint64_t time = std::uint64_t{word_at(file, packet + 12)} << 32 | word_at(file, packet + 16);
    CHECK(time == 1'000'000'001'500'000'000);
    CHECK(word_at(file, packet + 20) == 64);
    CHECK(word_at(file, packet + 24) == 543);
    CHECK(packet + word_at(file, packet + 4) == file.size());
}
