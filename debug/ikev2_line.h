#pragma once

#include <string>
#include <string_view>

#include "config-model/look.h"
#include "debug/debug_text.h"

namespace debug {

/// How much of "(SESSION ID = n,SA ID = n)" a line of the later releases carries.
enum class PrefixKind : std::uint8_t { full, sa_only, bare };

/// Which switch a line belongs to in the later releases: `trace` is the state traces. The first release that documents
/// the lines shows all but dumps and traces with any of `default` and `internal`.
enum class Level : std::uint8_t { standard, internal, trace, error, packet };

/// Everything that writes lines of one IKEv2 event: its header, the look, what is switched on, where lines go.
class Ikev2Writer {
public:
    Ikev2Writer(const ike::EventHeader& header, config::Look look, const Switches& switches, LineSink& sink)
        : header_(header), look_(look), switches_(switches), sink_(sink) {}

    const ike::EventHeader& header() const { return header_; }
    config::Look look() const { return look_; }
    /// The look of 15.1T, where the reference trace comes from; else 15.4 and later.
    bool is_early() const { return look_ == config::Look::ios12 || look_ == config::Look::ios15_1; }
    bool shows(Level level) const;
    const Switches& switches() const { return switches_; }
    /// "IKEv2:(SA ID = 1):" or what the release prints instead, then the text; nothing if its level is not shown.
    void line(Level level, std::string_view text, PrefixKind kind = PrefixKind::full);
    /// The lines of a dump: one log record, with a prefix of its own if any.
    void record(std::string_view text) { sink_.debug_line(text); }
    void unstamped(std::string_view text) { sink_.unstamped_line(text); }
    std::string prefix(Level level, PrefixKind kind) const;

private:
    const ike::EventHeader& header_;
    config::Look look_;
    const Switches& switches_;
    LineSink& sink_;
};

// One function a group of events; each prints what its release shows of it.
void write_step(Ikev2Writer& out, ike::Step step);
/// The sentence of a failure by itself.
std::string_view error_text(ike::Failed why);
void write_failure(Ikev2Writer& out, const ike::event::Failure& failure);
void write_mismatch(Ikev2Writer& out, const ike::event::PolicyMismatch& mismatch);
void write_message(Ikev2Writer& out, const ike::event::MessageSent& message);
void write_message(Ikev2Writer& out, const ike::event::MessageReceived& message);
void write_built_payloads(Ikev2Writer& out, const std::vector<ike::Payload>& payloads);
void write_offer(Ikev2Writer& out, const ike::event::ProposalsOffered& offer);
void write_config_data(Ikev2Writer& out, const ike::ConfigPayload& config);

}  // namespace debug
