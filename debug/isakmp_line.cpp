#include "debug/isakmp_line.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <array>

namespace debug {

namespace {

using config::Look;
using ike::isakmp::Label;

struct Prefix {
    LineClass line_class;
    std::string_view old, classic, late;
};

/// `{n}` is the SA's connection id.
constexpr std::array prefixes{
    Prefix{LineClass::received, "ISAKMP (0:{n}): ", "ISAKMP ({n}): ", "ISAKMP-PAK: ({n}):"},
    Prefix{LineClass::sent, "ISAKMP (0:{n}): ", "ISAKMP:({n}): ", "ISAKMP-PAK: ({n}):"},
    Prefix{LineClass::note, "ISAKMP (0:{n}): ", "ISAKMP ({n}): ", "ISAKMP: ({n}):"},
    Prefix{LineClass::spaced, "ISAKMP (0:{n}): ", "ISAKMP:({n}): ", "ISAKMP: ({n}):"},
    Prefix{LineClass::close, "ISAKMP (0:{n}): ", "ISAKMP:({n}):", "ISAKMP: ({n}):"},
    Prefix{LineClass::bare, "ISAKMP: ", "ISAKMP: ", "ISAKMP: ({n}):"},
    Prefix{LineClass::peer, "ISAKMP: ", "ISAKMP: ", "ISAKMP: (0):"},
    Prefix{LineClass::attribute, "ISAKMP:", "ISAKMP:", "ISAKMP: ({n}):"},
    Prefix{LineClass::volume, "ISAKMP:", "ISAKMP:", "ISAKMP:"},
    Prefix{LineClass::payload, "ISAKMP:", "ISAKMP:", "ISAKMP: ({n}):"},
    Prefix{LineClass::scan, "ISAKMP : ", "ISAKMP : ", "ISAKMP: ({n}):"},
    Prefix{LineClass::profile, "ISAKMP (0:{n}): ", "ISAKMP:(0):: ", "ISAKMP: (0):"},
    Prefix{LineClass::timer, "ISAKMP (0:{n}): ", "ISAKMP:({n})::", "ISAKMP: ({n}):"},
    Prefix{LineClass::no_sa, "ISAKMP (0:0): ", "ISAKMP:(0):", "ISAKMP: (0):"},
    Prefix{LineClass::colonless, "ISAKMP (0:{n}) ", "ISAKMP:({n}): ", "ISAKMP: ({n}):"},
    Prefix{LineClass::short_id, "ISAKMP ({n}): ", "ISAKMP ({n}): ", "ISAKMP: ({n}):"},
    Prefix{LineClass::slashed, "ISAKMP (0/{n}): ", "ISAKMP ({n}): ", "ISAKMP: ({n}):"},
    Prefix{LineClass::joined, "ISAKMP (0:{n}): ", "ISAKMP(0:{n}) ", "ISAKMP: ({n}):"},
    Prefix{LineClass::xauth, "ISAKMP/xauth: ", "ISAKMP/xauth: ", "ISAKMP/xauth: "},
    Prefix{LineClass::plain, "", "", ""},
};
constexpr std::string_view late_error = "ISAKMP-ERROR: ({n}):", late_error_of_peer = "ISAKMP-ERROR: (0):";

constexpr bool in_order() {
    for (std::size_t i = 0; i < prefixes.size(); ++i)
        if (prefixes[i].line_class != static_cast<LineClass>(i)) return false;
    return true;
}
static_assert(in_order());

std::string_view prefix(LineClass line_class, LineGroup group, Look look) {
    const Prefix& row = prefixes[static_cast<std::size_t>(line_class)];
    if (look == Look::ios12) return row.old;
    if (look == Look::ios15_1) return row.classic;
    if (group != LineGroup::error) return row.late;
    return line_class == LineClass::peer ? late_error_of_peer : late_error;
}

std::string_view family_text(const config::IpAddress& address) { return address.is_v4() ? "IPv4" : "IPv6"; }

}  // namespace

std::string IsakmpWriter::padded(Label label) {
    const bool phase2 = label == Label::QM_IDLE || label == Label::CONF_XAUTH || label == Label::CONF_ADDR;
    return fmt::format("{:<{}}", name_of(label), phase2 ? 13 : 0);
}

std::string IsakmpWriter::pointer(std::uint32_t handle) const {
    return is_late() ? fmt::format("80007309{:08X}", handle) : fmt::format("{:X}", handle);
}

std::string IsakmpWriter::node_id(std::uint32_t id) const {
    return is_late() ? std::to_string(id) : std::to_string(static_cast<std::int32_t>(id));
}

std::string IsakmpWriter::message_id(std::uint32_t id) const {
    return is_old() ? std::to_string(static_cast<std::int32_t>(id)) : std::to_string(id);
}

bool IsakmpWriter::shows(LineGroup group) const {
    switch (group) {
        case LineGroup::isakmp: return switches_.on(Switch::isakmp);
        case LineGroup::error: return switches_.on(Switch::isakmp) || switches_.on(Switch::isakmp_error);
        case LineGroup::ipsec: return switches_.on(Switch::ipsec);
        case LineGroup::ipsec_error: return switches_.on(Switch::ipsec) || switches_.on(Switch::ipsec_error);
        case LineGroup::engine: return switches_.on(Switch::engine);
        case LineGroup::engine_packet: return switches_.on(Switch::engine) || switches_.on(Switch::engine_packet);
        case LineGroup::kmi: return switches_.on(Switch::kmi);
        case LineGroup::always: return true;
    }
    return false;
}

std::string IsakmpWriter::fill(std::string_view text, std::initializer_list<Value> values) const {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const Value& value : values) store.push_back(value.text());
    store.push_back(fmt::arg("n", header_.conn_id));
    store.push_back(fmt::arg("local", header_.local.text()));
    store.push_back(fmt::arg("peer", header_.peer.text()));
    store.push_back(fmt::arg("local_port", header_.local_port));
    store.push_back(fmt::arg("peer_port", header_.peer_port));
    store.push_back(fmt::arg("role", header_.role == ike::Role::initiator ? 'I' : 'R'));
    store.push_back(fmt::arg("label", padded(header_.label)));
    store.push_back(fmt::arg("family", family_text(header_.peer)));
    store.push_back(fmt::arg("sa", pointer(header_.sa_handle)));
    store.push_back(fmt::arg("record", pointer(header_.peer_handle)));
    store.push_back(fmt::arg("client", pointer(header_.peer_handle + 0x7C)));
    return fmt::vformat(text, store);
}

void IsakmpWriter::write(LineClass line_class, LineGroup group, std::string_view text,
                         std::initializer_list<Value> values) {
    if (!shows(group)) return;
    sink_.debug_line(fill(std::string(prefix(line_class, group, look_)).append(text), values));
}

template <class Key>
void IsakmpWriter::say_rows(std::span<const Words<Key>> rows, Key key, std::initializer_list<Value> values) {
    for (const Words<Key>& row : rows)
        if (row.key == key && (row.looks & bit_of(look_)) != 0) write(row.line_class, row.group, row.text, values);
}

void IsakmpWriter::say(Sentence sentence, std::initializer_list<Value> values) {
    say_rows(sentence_words(), sentence, values);
}
void IsakmpWriter::say(ike::isakmp::Step step) { say_rows(step_words(), step, {}); }
void IsakmpWriter::say(ike::isakmp::EngineWork work) { say_rows(engine_words(), work, {}); }
void IsakmpWriter::say(ike::isakmp::VendorId vendor) { say_rows(vendor_words(), vendor, {}); }
void IsakmpWriter::say(ike::isakmp::PolicyMismatch mismatch) { say_rows(mismatch_words(), mismatch, {}); }

void IsakmpWriter::line(LineClass line_class, std::string_view text, LineGroup group) {
    if (shows(group)) sink_.debug_line(fill(prefix(line_class, group, look_), {}).append(text));
}

void IsakmpWriter::syslog(std::uint8_t severity, std::string_view mnemonic, std::string text) {
    sink_.syslog({"CRYPTO", severity, mnemonic, std::move(text)});
}

}  // namespace debug
