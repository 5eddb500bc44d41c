#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config-model/look.h"
#include "debug/switches.h"
#include "ike/events.h"
#include "ipsec-dataplane/events.h"

namespace debug {

/// A syslog message before its time stamp: "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to
/// up".
struct SyslogMessage {
    std::string_view facility;  ///< LINEPROTO
    std::uint8_t severity = 6;  ///< 0..7
    std::string_view mnemonic;  ///< UPDOWN
    std::string text;
};

/// Receives what events become. A text may have several lines: only the first will carry a time stamp.
class LineSink {
public:
    virtual ~LineSink() = default;
    virtual void debug_line(std::string_view text) = 0;
    /// What a release prints without a time stamp, as a continuation of the line before.
    virtual void unstamped_line(std::string_view text) { debug_line(text); }
    virtual void syslog(const SyslogMessage& message) = 0;
};

/// The sentences of one event in the words and prefixes of a look, as far as the switches show them.
void render(const ike::Event& event, config::Look look, const Switches& switches, LineSink& sink);
void render(const ike::isakmp::EventRecord& event, config::Look look, const Switches& switches, LineSink& sink);
void render(const dataplane::Event& event, config::Look look, const Switches& switches, LineSink& sink);

}  // namespace debug
