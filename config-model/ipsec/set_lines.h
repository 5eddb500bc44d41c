#pragma once

#include <utility>

#include "config-model/ipsec/modes.h"
#include "config-model/ipsec/sa_parameters.h"

namespace config {

/// The `set …` lines that ipsec profiles and crypto map entries share. `Owner` is IpsecProfile or CryptoMapEntry.
template <class Owner, ChangeTopic topic>
struct SetLines {
    static Syntax set_word() { return kw("set", "Set values for encryption/decryption"); }
    static Syntax association() { return set_word() >> kw("security-association", "Security association parameters"); }

    static void set_lifetime_line(Owner& owner, const Args& args) { set_lifetime(owner.lifetime, args); }
    static void unset_lifetime_line(Owner& owner, const Args& args) { unset_lifetime(owner.lifetime, args); }
    static void show_lifetime(const Owner& owner, Shown& shown) {
        for (const auto& text : lifetime_texts(owner.lifetime)) shown.raw("set security-association lifetime " + text);
    }

    static void set_idle(Owner& owner, const Args& args) {
        owner.idle_time = static_cast<std::uint32_t>(args.number("idle"));
        owner.idle_time_default = args.has("default");
    }
    static void unset_idle(Owner& owner, const Args&) {
        owner.idle_time.reset();
        owner.idle_time_default = false;
    }
    static void show_idle(const Owner& owner, Shown& shown) {
        if (!owner.idle_time) return;
        shown.raw("set security-association idle-time " + std::to_string(*owner.idle_time) + (owner.idle_time_default ? " default" : ""));
    }

    static void set_replay(Owner& owner, const Args& args) { owner.replay_window = read_replay(args); }
    static void unset_replay(Owner& owner, const Args&) { owner.replay_window.reset(); }
    static void show_replay(const Owner& owner, Shown& shown) {
        if (owner.replay_window) shown.raw("set security-association " + replay_text(*owner.replay_window));
    }

    /// At a terminal the sets have to be there; a file may define them further down.
    static Result set_transforms(Owner& owner, const Args& args, Edit& edit) {
        std::vector<std::string> names;
        const auto* const configuration = edit.root_as<Configuration>();
        for (const Arg& arg : args) {
            if (!arg.is_value()) continue;
            const std::string name{arg.text};
            if (edit.interactive && configuration && name != "default" && !configuration->ipsec.transform_sets.find(name))
                return Result::refused("ERROR: transform set with tag \"" + name + "\" does not exist.");
            names.push_back(name);
        }
        owner.transform_sets = std::move(names);
        return Result::ok();
    }
    static void unset_transforms(Owner& owner, const Args&) { owner.transform_sets.clear(); }
    static void show_transforms(const Owner& owner, Shown& shown) {
        if (owner.transform_sets.empty()) return;
        std::string text = "set transform-set ";
        for (const auto& name : owner.transform_sets) text += name + ' ';
        shown.raw(std::move(text));
    }

    static void set_pfs(Owner& owner, const Args& args, Edit& edit) {
        owner.pfs = PerfectForwardSecrecy{static_cast<std::uint16_t>(args.number("group", default_pfs_group(edit.look))), args.has("group")};
    }
    static void unset_pfs(Owner& owner, const Args&) { owner.pfs.reset(); }
    static void show_pfs(const Owner& owner, Shown& shown) {
        if (!owner.pfs) return;
        shown.raw(owner.pfs->group_given ? "set pfs group" + std::to_string(owner.pfs->group) : "set pfs");
    }

    static Line lifetime() {
        return line(association() >> lifetime_words(2592000)).set(&set_lifetime_line).unset(&unset_lifetime_line)
            .reset(&unset_lifetime_line).show(&show_lifetime).no_needs(0).changes(topic);
    }
    static Line idle_time() {
        return line(association() >> kw("idle-time", "Automatically delete IPSec SAs after a given idle period.") >>
                    number("idle", 60, 86400, "Idle time in seconds") >> -kw("default", "All SAs idle-out reset to default peer"))
            .set(&set_idle).unset(&unset_idle).reset(&unset_idle).show(&show_idle).no_needs(0).changes(topic);
    }
    static Line replay() {
        return line(association() >> replay_words()).set(&set_replay).unset(&unset_replay).reset(&unset_replay).show(&show_replay)
            .no_needs(0).changes(topic);
    }
    static Line transform_sets() {
        return line(set_word() >> kw("transform-set", "Specify list of transform sets in priority order") >> +word("Proposal tag"))
            .set(&set_transforms).unset(&unset_transforms).reset(&unset_transforms).show(&show_transforms).no_needs(0).changes(topic);
    }
    static Line pfs() {
        return line(set_word() >> kw("pfs", "Specify pfs settings") >> -one_of("group", pfs_groups))
            .set(&set_pfs).unset(&unset_pfs).reset(&unset_pfs).show(&show_pfs).no_needs(0).changes(topic);
    }
    static Line ikev2_profile() {
        return line(set_word() >> kw("ikev2-profile", "Specify ikev2 Profile") >> word("ikev2 profile name"), &Owner::ikev2_profile)
            .no_needs(0).changes(topic);
    }
    static Line isakmp_profile() {
        return line(set_word() >> kw("isakmp-profile", "Specify isakmp Profile") >> word("isakmp profile name"), &Owner::isakmp_profile)
            .no_needs(0).changes(topic);
    }
};

}  // namespace config
