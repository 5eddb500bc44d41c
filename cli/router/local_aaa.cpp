#include "cli/router/local_aaa.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "cli/shell/password.h"
#include "config-model/language/matcher.h"

namespace cli {

namespace {

using config::AaaMethod;

const config::AaaList* list_of(const config::NamedList<config::AaaList>& lists, std::string_view name) {
    return lists.find(name.empty() ? std::string_view("default") : name);
}

std::string_view text_of(const config::Secret& secret) {
    return {reinterpret_cast<const char*>(secret.reveal().data()), secret.size()};
}

bool same_name(std::string_view left, std::string_view right, bool by_case) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [=](char a, char b) {
        return a == b || (!by_case && std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b)));
    });
}

const config::User* find_user(const config::Configuration& configuration, std::string_view name, bool by_case) {
    const auto& users = configuration.system.users;
    const auto at = std::find_if(users.begin(), users.end(), [&](const config::User& user) { return same_name(user.name, name, by_case); });
    return at == users.end() ? nullptr : &*at;
}

bool is_enable_password(const config::SystemConfig& system, std::string_view typed) {
    if (system.enable_secret) return password_matches(*system.enable_secret, typed);
    return system.enable_password && password_matches(*system.enable_password, typed);
}

/// What a method says; nothing when it cannot be asked, so that the next one is.
std::optional<bool> verdict(const config::Configuration& configuration, AaaMethod method, const Credential& credential) {
    switch (method) {
        case AaaMethod::local:
        case AaaMethod::local_case: {
            const config::User* const user = find_user(configuration, credential.user, method == AaaMethod::local_case);
            return user != nullptr && is_password_of(*user, credential.password);
        }
        case AaaMethod::enable: {
            const config::SystemConfig& system = configuration.system;
            if (!system.enable_secret && !system.enable_password) return std::nullopt;
            return is_enable_password(system, credential.password);
        }
        case AaaMethod::none: return true;
        case AaaMethod::line:
            if (credential.line_password == nullptr) return std::nullopt;
            return password_matches(*credential.line_password, credential.password);
        case AaaMethod::group_radius:
        case AaaMethod::group_tacacs:
        case AaaMethod::group_named:
        case AaaMethod::if_authenticated: return std::nullopt;
    }
    return std::nullopt;
}

const config::TerminalLine* first_vty(const config::Configuration& configuration) {
    for (const config::TerminalLine& line : configuration.system.lines)
        if (line.kind == config::TerminalLine::Kind::vty) return &line;
    return nullptr;
}

bool names_user(AaaMethod method) { return method == AaaMethod::local || method == AaaMethod::local_case || method == AaaMethod::if_authenticated; }

}  // namespace

bool may_run_commands(const config::Configuration& configuration, unsigned level) {
    const std::string words = "aaa authorization commands " + std::to_string(level) + " default ";
    const auto lines = configuration.kept.in({});
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const config::KeptLine& kept) { return kept.text.starts_with(words); });
    if (!configuration.system.aaa_new_model || line == lines.end()) return true;
    const config::Words methods(std::string_view{line->text}.substr(words.size()));
    for (const std::string_view method : methods.span())
        if (method == "local" || method == "none" || method == "if-authenticated") return true;
    return false;
}

const config::User* find_user(const config::Configuration& configuration, std::string_view name) {
    return find_user(configuration, name, true);
}

std::string autocommand_of(const config::User& user) {
    constexpr std::string_view word = "autocommand ";
    return user.rest.starts_with(word) ? user.rest.substr(word.size()) : std::string{};
}

bool is_password_of(const config::User& user, std::string_view typed) {
    if (user.rest == "nopassword") return true;
    if (user.secret) return password_matches(*user.secret, typed);
    return user.password && password_matches(*user.password, typed);
}

const config::AaaList* login_list(const config::Configuration& configuration, std::string_view name) {
    const config::AaaList* const named = list_of(configuration.aaa.login, name);
    return named != nullptr || name.empty() ? named : list_of(configuration.aaa.login, {});
}

std::optional<bool> ask_methods(const config::Configuration& configuration, const config::AaaList& list, const Credential& credential) {
    for (const AaaMethod method : list.methods)
        if (const auto said = verdict(configuration, method, credential)) return said;
    return std::nullopt;
}

std::optional<std::uint8_t> exec_privilege(const config::Configuration& configuration, std::string_view user, const config::TerminalLine* line) {
    const config::User* const found = find_user(configuration, user, !configuration.system.aaa_new_model);
    if (found == nullptr) return std::nullopt;
    if (configuration.system.aaa_new_model) {
        const config::AaaList* const list = list_of(configuration.aaa.exec, line != nullptr ? line->authorization_exec : std::string{});
        if (list == nullptr || std::none_of(list->methods.begin(), list->methods.end(), &names_user)) return std::nullopt;
        const bool is_console = line != nullptr && line->kind == config::TerminalLine::Kind::console;
        if (is_console && !configuration.aaa.authorizes_console) return std::nullopt;
    }
    return found->privilege;
}

std::optional<Authenticated> authenticate(const config::Configuration& configuration, std::string_view user, std::string_view password) {
    const config::TerminalLine* const line = first_vty(configuration);
    const std::string_view list_name = line != nullptr ? std::string_view{line->login_authentication} : std::string_view{};
    const config::AaaList* const list = configuration.system.aaa_new_model ? login_list(configuration, list_name) : nullptr;
    const config::AaaList local{{}, {AaaMethod::local_case}, {}};
    const config::PasswordText* const line_password = line != nullptr && line->password ? &*line->password : nullptr;
    if (!ask_methods(configuration, list != nullptr ? *list : local, {user, password, line_password}).value_or(false)) return std::nullopt;
    Authenticated who{std::string{user}, 1, {}};
    const std::uint8_t of_line = line != nullptr ? line->privilege.value_or(1) : std::uint8_t{1};
    who.privilege = exec_privilege(configuration, user, line).value_or(of_line);
    if (const config::User* const found = find_user(configuration, user)) who.autocommand = autocommand_of(*found);
    return who;
}

ike::Completion LocalAaa::answer(const ike::Job& job) {
    if (configuration_ == nullptr) return ike::completion::Failed{};
    if (const auto* const start = std::get_if<ike::job::StartLogin>(&job)) return start_login(*start);
    if (const auto* const login = std::get_if<ike::job::Login>(&job)) return log_in(*login);
    if (const auto* const group = std::get_if<ike::job::AuthorizeGroup>(&job)) return authorize(*group);
    return ike::completion::Failed{};
}

ike::Completion LocalAaa::start_login(const ike::job::StartLogin& job) const {
    if (list_of(configuration_->aaa.login, job.list) == nullptr) return ike::completion::Failed{};
    return ike::completion::Loaded{};
}

ike::Completion LocalAaa::log_in(const ike::job::Login& job) const {
    const config::AaaList* const list = list_of(configuration_->aaa.login, job.list);
    if (list == nullptr) return ike::completion::LoginResult{false};
    return ike::completion::LoginResult{ask_methods(*configuration_, *list, {job.user, text_of(job.password)}).value_or(false)};
}

ike::Completion LocalAaa::authorize(const ike::job::AuthorizeGroup& job) const {
    const config::AaaList* const list = list_of(configuration_->aaa.network, job.list);
    const bool local = list != nullptr && std::any_of(list->methods.begin(), list->methods.end(), [](AaaMethod method) {
        return method == AaaMethod::local || method == AaaMethod::local_case;
    });
    if (!local) return ike::completion::Failed{};
    const auto& groups = configuration_->isakmp.groups;
    const config::ClientGroup* group = groups.find(job.group);
    if (group == nullptr) group = groups.find("default");
    if (group == nullptr) return ike::completion::Failed{};
    return ike::completion::GroupAttributes{*group};
}

}  // namespace cli
