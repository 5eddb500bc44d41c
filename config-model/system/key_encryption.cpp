#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

using Kind = MasterKeyLine::Kind;

void set_master_key(Configuration& configuration, const Args& args) {
    configuration.system.master_key_line = {Kind::set, Secret::of_text(args.text("passphrase"))};
}

void erase_master_key(Configuration& configuration, const Args&) { configuration.system.master_key_line = {Kind::erase, {}}; }

}  // namespace

/// The master key itself is never shown.
std::span<const Line> key_encryption_lines() {
    static const Line lines[] = {
        line(kw("key", "Key management") >> kw("config-key", "Set a private configuration key") >>
             kw("password-encrypt", "Configure a configuration-key for password encryption") >>
             -text("passphrase", "The config-key, minimum 8 characters not beginning with IOS special character(! # ;)").labelled("WORD"))
            .set(&set_master_key).unset(&erase_master_key).reset(&erase_master_key).show([](const Configuration&, Shown&) {})
            .no_needs(0).in("miscellaneous").changes(ChangeTopic::users),
        field<&Configuration::system, &SystemConfig::aes_encryption>(
            kw("password", "Configure encryption password (key)") >> kw("encryption", "Encrypt system passwords") >> kw("aes", "Enable stronger (AES) password encryption"))
            .in("miscellaneous").changes(ChangeTopic::users),
        field<&Configuration::system, &SystemConfig::minimum_password_length>(
            kw("security", "Infra Security CLIs") >> kw("passwords", "Authentication security CLIs") >> kw("min-length", "Minimum length of passwords") >>
            number(0, 16, "Minimum length of all user/enable Passwords"))
            .no_needs(0).in("security").changes(ChangeTopic::users),
    };
    return lines;
}

}  // namespace config
