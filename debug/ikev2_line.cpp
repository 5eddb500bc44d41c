#include "debug/ikev2_line.h"

#include <fmt/format.h>

namespace debug {

bool Ikev2Writer::shows(Level level) const {
    const bool standard = switches_.on(Switch::ikev2), internal = switches_.on(Switch::ikev2_internal);
    switch (level) {
        case Level::standard: return standard || (is_early() && internal);
        case Level::internal: return internal || (is_early() && standard);
        case Level::trace: return internal;
        case Level::error: return switches_.on(Switch::ikev2_error) || standard || internal;
        case Level::packet: return switches_.on(Switch::ikev2_packet) || switches_.on(Switch::ikev2_packet_hexdump);
    }
    return false;
}

namespace {

/// 16.x marks errors, 17.x every level.
std::string_view tag(config::Look look, Level level) {
    if (look == config::Look::ios15_4 && level == Level::error) return "IKEv2-ERROR:";
    if (look != config::Look::ios17) return "IKEv2:";
    switch (level) {
        case Level::standard: return "IKEv2:";
        case Level::internal:
        case Level::trace: return "IKEv2-INTERNAL:";
        case Level::error: return "IKEv2-ERROR:";
        case Level::packet: return "IKEv2-PAK:";
    }
    return "IKEv2:";
}

}  // namespace

std::string Ikev2Writer::prefix(Level level, PrefixKind kind) const {
    const std::string_view begin = tag(look_, level);
    if (header_.sa_id == 0 || kind == PrefixKind::bare) return std::string(begin);
    if (is_early() || kind == PrefixKind::sa_only) return fmt::format("{}(SA ID = {}):", begin, header_.sa_id);
    return fmt::format("{}(SESSION ID = {},SA ID = {}):", begin, header_.session_id, header_.sa_id);
}

void Ikev2Writer::line(Level level, std::string_view text, PrefixKind kind) {
    if (shows(level)) sink_.debug_line(prefix(level, kind).append(text));
}

}  // namespace debug
