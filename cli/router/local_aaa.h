#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config-model/configuration.h"
#include "ike/ports.h"

namespace cli {

/// Somebody who has proved who he is.
struct Authenticated {
    std::string user;
    std::uint8_t privilege = 1;              ///< at which the EXEC starts on a vty
    std::string autocommand;                 ///< run instead of a session; empty: none
};

/// What is asked of a method list: a name (empty where only a password was asked for), what was typed, and the line's own password.
struct Credential {
    std::string_view user, password;
    const config::PasswordText* line_password = nullptr;
};

/// The list of `aaa authentication login` that a line uses; `name` empty or unknown: `default`, null when there is none.
const config::AaaList* login_list(const config::Configuration& configuration, std::string_view name);
/// Asks the methods in order until one can answer; nothing when none can.
std::optional<bool> ask_methods(const config::Configuration& configuration, const config::AaaList& list, const Credential& credential);
/// `aaa authorization commands LEVEL default METHODS`: may a user give commands of this level? Servers cannot be asked and are passed
/// over; where no method is left, nobody may.
bool may_run_commands(const config::Configuration& configuration, unsigned level);
/// A user of the configuration by name; case counts.
const config::User* find_user(const config::Configuration& configuration, std::string_view name);
/// The command of `username X autocommand …`; empty: none.
std::string autocommand_of(const config::User& user);
/// Is this his password or secret? `nopassword` fits anything.
bool is_password_of(const config::User& user, std::string_view typed);
/// The privilege that an authenticated user starts with on a line, 1 to 15; nothing where the line's own counts: under
/// `aaa new-model` only the line's list of `aaa authorization exec` (and on the console `aaa authorization console`) gives the user's.
std::optional<std::uint8_t> exec_privilege(const config::Configuration& configuration, std::string_view user, const config::TerminalLine* line);

/// A log-in by name on the virtual terminals (SSH): by the method list of `line vty`, or by the users.
std::optional<Authenticated> authenticate(const config::Configuration& configuration, std::string_view user, std::string_view password);

/// Authentication and authorization from the local configuration: the method lists of `aaa authentication login` and
/// `aaa authorization network`, the users, and the client groups. Server groups that cannot be asked are passed over, as
/// servers that do not answer are.
class LocalAaa final : public ike::Aaa {
public:
    /// Answers from `configuration`, which must outlive it, until the next call.
    void use(const config::Configuration& configuration) { configuration_ = &configuration; }

    ike::Completion answer(const ike::Job& job) override;

private:
    ike::Completion start_login(const ike::job::StartLogin& job) const;
    ike::Completion log_in(const ike::job::Login& job) const;
    ike::Completion authorize(const ike::job::AuthorizeGroup& job) const;

    const config::Configuration* configuration_ = nullptr;
};

}  // namespace cli
