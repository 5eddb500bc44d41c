#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "debug/debug_text.h"
#include "debug/isakmp_words.h"
#include "ike/isakmp/events.h"

namespace debug {

/// A number or a text to be set into a sentence.
class Value {
public:
    Value(std::string_view text) : text_(text) {}
    Value(const std::string& text) : text_(text) {}
    Value(const char* text) : text_(text) {}
    Value(std::uint64_t number) : text_(std::to_string(number)) {}
    Value(std::uint32_t number) : text_(std::to_string(number)) {}
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// Writes lines of one IKEv1 event: looks up the words of a sentence for the look, fills in the values, puts the
/// release's prefix before it, and leaves out what is not switched on.
class IsakmpWriter {
public:
    IsakmpWriter(const ike::isakmp::EventHeader& header, config::Look look, const Switches& switches, LineSink& sink)
        : header_(header), look_(look), switches_(switches), sink_(sink) {}

    const ike::isakmp::EventHeader& header() const { return header_; }
    config::Look look() const { return look_; }
    bool is_old() const { return look_ == config::Look::ios12; }
    bool is_late() const { return look_ == config::Look::ios15_4 || look_ == config::Look::ios17; }

    void say(Sentence sentence, std::initializer_list<Value> values = {});
    void say(ike::isakmp::Step step);
    void say(ike::isakmp::EngineWork work);
    void say(ike::isakmp::VendorId vendor);
    void say(ike::isakmp::PolicyMismatch mismatch);
    /// A line whose text no table holds.
    void line(LineClass line_class, std::string_view text, LineGroup group = LineGroup::isakmp);
    void syslog(std::uint8_t severity, std::string_view mnemonic, std::string text);

    /// "1001" as the release counts and signs: message ids of nodes, and those behind "message ID =".
    std::string node_id(std::uint32_t message_id) const;
    std::string message_id(std::uint32_t message_id) const;
    /// "QM_IDLE      ": the states of phase 2 are padded.
    static std::string padded(ike::isakmp::Label label);
    /// Addresses of memory: 32 bits, in the later releases 64.
    std::string pointer(std::uint32_t handle) const;

private:
    bool shows(LineGroup group) const;
    std::string fill(std::string_view text, std::initializer_list<Value> values) const;
    template <class Key>
    void say_rows(std::span<const Words<Key>> rows, Key key, std::initializer_list<Value> values);
    void write(LineClass line_class, LineGroup group, std::string_view text, std::initializer_list<Value> values);

    const ike::isakmp::EventHeader& header_;
    config::Look look_;
    const Switches& switches_;
    LineSink& sink_;
};

// One function a group of events.
void write_transform(IsakmpWriter& out, const ike::isakmp::Transform& transform, bool phase2);
void write_proposal(IsakmpWriter& out, const ike::isakmp::event::ProposalChecked& checked);
void write_identity(IsakmpWriter& out, const ike::isakmp::event::IdShown& shown);
void write_config_attribute(IsakmpWriter& out, const ike::isakmp::event::ConfigAttributeListed& listed);
void write_config_attribute(IsakmpWriter& out, const ike::isakmp::event::ConfigAttributeSent& sent);
void write_validated(IsakmpWriter& out, const ike::isakmp::event::RequestValidated& validated);
void write_match(IsakmpWriter& out, const ike::isakmp::event::ProxyMatch& match);
void write_invalidated(IsakmpWriter& out, const ike::isakmp::event::ProposalInvalidated& invalidated);
void write_created(IsakmpWriter& out, const ike::isakmp::event::SasCreated& created);
void write_log(IsakmpWriter& out, const ike::isakmp::event::BadMessage&);
void write_log(IsakmpWriter& out, const ike::isakmp::event::ModeFailure& failure);
void write_log(IsakmpWriter& out, const ike::isakmp::event::NoSa&);
void write_log(IsakmpWriter& out, const ike::isakmp::event::AggressiveModeDisabled&);
void write_log(IsakmpWriter& out, const ike::isakmp::event::SessionStatus& status);
void write_log(IsakmpWriter& out, const ike::isakmp::event::EzvpnConnection& connection);
void write_kmi(IsakmpWriter& out, ike::isakmp::KmiMessage message);

}  // namespace debug
