#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "debug/debug_text.h"
#include "tests/ike/payload_samples.h"

/// Events rendered as a console would show them, and the documented samples to compare with.
namespace scene {

using Lines = std::vector<std::string>;

inline void append(Lines& lines, const std::string& text) {
    std::size_t from = 0;
    for (std::size_t end; (end = text.find('\n', from)) != std::string::npos; from = end + 1)
        lines.push_back(text.substr(from, end - from));
    lines.push_back(text.substr(from));
}

/// Every record's first line carries `stamp`.
class Recorder final : public debug::LineSink {
public:
    explicit Recorder(std::string stamp) : stamp_(std::move(stamp)) {}
    void debug_line(std::string_view text) override { append(lines, stamp_ + std::string(text)); }
    void unstamped_line(std::string_view text) override { append(lines, std::string(text)); }
    void syslog(const debug::SyslogMessage& m) override {
        append(logs, "%" + std::string(m.facility) + "-" + std::to_string(m.severity) + "-" + std::string(m.mnemonic) +
                         ": " + m.text);
    }
    Lines lines, logs;

private:
    std::string stamp_;
};

inline debug::Switches switches(std::initializer_list<debug::Switch> on) {
    debug::Switches all;
    for (const debug::Switch which : on) all.set(which, true);
    return all;
}

/// One router's view of one SA; `say` renders an event of it.
class Scene {
public:
    Scene(config::Look look, debug::Switches on, std::string stamp = "*")
        : look_(look), on_(on), recorder(std::move(stamp)) {
        header.sa_id = 1;
        header.session_id = 1;
        header.local = config::IpAddress::v4(0x0a000001);
        header.peer = config::IpAddress::v4(0x0a000002);
        header.initiator_spi = samples::initiator_spi;
    }
    void say(ike::event::Body body) { debug::render(ike::Event{header, std::move(body)}, look_, on_, recorder); }
    /// A line of the platform layer.
    void say_platform(ike::event::Body body) {
        ike::EventHeader bare = header;
        bare.sa_id = 0;
        debug::render(ike::Event{bare, std::move(body)}, look_, on_, recorder);
    }
    void step(ike::Step step) { say(ike::event::StepDone{step}); }
    void platform_step(ike::Step step) { say_platform(ike::event::StepDone{step}); }
    void trace(std::string_view state, std::string_view event) { say(ike::event::SmTrace{state, event}); }
    Lines take() { return std::exchange(recorder.lines, {}); }

    ike::EventHeader header;

private:
    config::Look look_;
    debug::Switches on_;

public:
    Recorder recorder;
};

/// The lines of a documented sample with time stamps cut to "*"; empty where the samples are absent.
inline Lines sample(const std::string& name) {
    std::ifstream file(std::string(SOURCE_DIR) + "/../shared/reference/ikev2/debug-samples/" + name);
    Lines lines;
    for (std::string line; std::getline(file, line);) {
        const bool stamped = line.size() >= 22 && line[0] == '*' && line[16] == '.' && line.compare(20, 2, ": ") == 0;
        lines.push_back(stamped ? "*" + line.substr(22) : line);
    }
    if (lines.empty()) WARN("no documented samples beside the source: not compared");
    return lines;
}

/// The lines from the first that begins with `first`, `count` of them. `skip` of its kind are passed over.
inline Lines part(const Lines& lines, const std::string& first, std::size_t count, unsigned skip = 0) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (lines[i].rfind(first, 0) == 0 && skip-- == 0)
            return {lines.begin() + static_cast<std::ptrdiff_t>(i),
                    lines.begin() + static_cast<std::ptrdiff_t>(std::min(i + count, lines.size()))};
    return {};
}

/// Encoded and decoded again, so that its header holds lengths.
inline ike::Message on_the_wire(const ike::Message& message) {
    return *ike::decode_message(ike::encode_message(message));
}

/// A message whose payloads are sealed in `size` octets, generic header included.
inline ike::Message sealed(std::uint8_t flags, ike::PayloadType first, std::size_t size) {
    ike::Message message{samples::header(ike::ExchangeType::IKE_AUTH, flags, 1), {}};
    message.payloads.emplace_back(ike::EncryptedPayload{first, ike::Bytes(size - 4)});
    return on_the_wire(message);
}

}  // namespace scene
