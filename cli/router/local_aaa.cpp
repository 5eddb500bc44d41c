#include "cli/router/local_aaa.h"

#include <algorithm>
#include <string_view>

#include "cli/shell/password.h"

namespace cli {

namespace {

using config::AaaMethod;

const config::AaaList* list_of(const config::NamedList<config::AaaList>& lists, std::string_view name) {
    return lists.find(name.empty() ? std::string_view("default") : name);
}

std::string_view text_of(const config::Secret& secret) {
    return {reinterpret_cast<const char*>(secret.reveal().data()), secret.size()};
}

const config::User* find_user(const config::Configuration& configuration, std::string_view name) {
    const auto& users = configuration.system.users;
    const auto at = std::find_if(users.begin(), users.end(), [&](const config::User& user) { return user.name == name; });
    return at == users.end() ? nullptr : &*at;
}

bool is_password_of(const config::User& user, std::string_view typed) {
    if (user.secret) return password_matches(*user.secret, typed);
    return user.password && password_matches(*user.password, typed);
}

bool is_enable_password(const config::SystemConfig& system, std::string_view typed) {
    if (system.enable_secret) return password_matches(*system.enable_secret, typed);
    return system.enable_password && password_matches(*system.enable_password, typed);
}

/// What a method says; nothing when it cannot be asked, so that the next one is.
std::optional<bool> verdict(const config::Configuration& configuration, AaaMethod method, const ike::job::Login& login) {
    switch (method) {
        case AaaMethod::local:
        case AaaMethod::local_case: {
            const config::User* const user = find_user(configuration, login.user);
            return user != nullptr && is_password_of(*user, text_of(login.password));
        }
        case AaaMethod::enable: return is_enable_password(configuration.system, text_of(login.password));
        case AaaMethod::none: return true;
        case AaaMethod::line:
        case AaaMethod::group_radius:
        case AaaMethod::group_tacacs:
        case AaaMethod::group_named:
        case AaaMethod::if_authenticated: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

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
    for (const AaaMethod method : list->methods)
        if (const auto said = verdict(*configuration_, method, job)) return ike::completion::LoginResult{*said};
    return ike::completion::LoginResult{false};
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
