#include "config-model/ikev2/modes.h"

namespace config {

namespace {

void note_incomplete(const Ikev2Profile& profile, bool, std::vector<std::string>& notes) {
    if (profile.is_complete()) return;
    notes.emplace_back("IKEv2 profile MUST have:");
    notes.emplace_back("   1. A local and a remote authentication method.");
    notes.emplace_back("   2. A match identity or a match certificate or match any statement.");
}

}  // namespace

const Mode& ikev2_profile_mode() {
    static const Mode mode = Mode::of<Ikev2Profile>(
        {.prompt = "config-ikev2-profile", .title = "IKEv2 profile commands:", .on_enter = &note_incomplete,
         .exit_help = "Exit from crypto ikev2 profile sub mode"},
        {profile_match_lines(), profile_authentication_lines(), profile_behaviour_lines(), profile_service_lines()});
    return mode;
}

}  // namespace config
