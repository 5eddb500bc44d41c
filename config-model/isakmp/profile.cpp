#include "config-model/field.h"
#include "config-model/isakmp/modes.h"
#include "config-model/modes.h"

namespace config {

namespace {

using Profiles = NamedEntries<Configuration, &Configuration::isakmp, &IsakmpConfig::profiles>;

Result open(Configuration& configuration, const Args& args, Edit& edit) {
    if (auto result = Profiles::open(configuration, args, edit); !result) return result;
    if (args.has("accounting_list")) configuration.isakmp.profiles.find(args.value(0)->text)->accounting = args.text("accounting_list");
    return Result::ok();
}

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& profile : configuration.isakmp.profiles) {
        const std::string title = "crypto isakmp profile " + profile.name;
        entries.add_raw(profile, profile.is_complete() ? title : title + "\n! This profile is incomplete (no match identity statement)");
    }
}

void note_incomplete(const IsakmpProfile& profile, bool created, std::vector<std::string>& notes) {
    if (created && !profile.is_complete()) notes.emplace_back("% A profile is deemed incomplete until it has match identity statements");
}

}  // namespace

const Mode& isakmp_profile_mode() {
    static const Mode mode = Mode::of<IsakmpProfile>(
        {.prompt = "conf-isa-prof", .title = "Crypto ISAKMP Profile Commands are:", .on_enter = &note_incomplete,
         .exit_help = "Exit from crypto isakmp profile sub mode", .indent = 3},
        {isakmp_profile_match_lines(), isakmp_profile_client_lines(), isakmp_profile_behaviour_lines()});
    return mode;
}

std::span<const Line> isakmp_profile_headers() {
    static const Entries<Configuration, IsakmpProfile> entries{&Profiles::find, &open, &Profiles::erase, &each};
    static const Line lines[] = {
        opens(isakmp_words() >> kw("profile", "Define ISAKMP Profiles") >> word("Name of the profile") >>
              -(kw("accounting", "Enable AAA accounting for IPSec sessions") >> word("accounting_list", "Name of the list")),
              &isakmp_profile_mode, entries)
            .in("crypto isakmp profile").changes(ChangeTopic::isakmp_profile),
    };
    return lines;
}

}  // namespace config
