#include <algorithm>

#include "config-model/field.h"
#include "config-model/modes.h"
#include "config-model/system/password.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::users;

User& user_of(Configuration& configuration, std::string_view name) {
    auto& all = configuration.system.users;
    const auto at = std::find_if(all.begin(), all.end(), [&](const User& user) { return user.name == name; });
    if (at != all.end()) return *at;
    all.emplace_back().name = name;
    return all.back();
}

/// `u` alone begins other commands as well (`u all` is a line of EXEC).
bool is_too_short(const Args& args) { return args[0].text.size() < 2; }

const User* find_user(const Configuration& configuration, std::string_view name) {
    const auto& all = configuration.system.users;
    const auto at = std::find_if(all.begin(), all.end(), [&](const User& user) { return user.name == name; });
    return at == all.end() ? nullptr : &*at;
}

Result set_user(Configuration& configuration, const Args& args, Edit& edit) {
    if (is_too_short(args)) return Result::invalid_at(args[0]);
    const User* const known = find_user(configuration, args.text("name"));
    if (args.has("value"))
        if (auto refused = check_password(read_password(args), edit); !refused) return refused;
    if (args.has("password") && known && known->secret)
        return Result::refused("ERROR: Can not have both a user password and a user secret.\nPlease choose one or the other.");
    User& user = user_of(configuration, args.text("name"));
    if (args.has("level")) user.privilege = static_cast<std::uint8_t>(args.number("level"));
    if (args.has("nopassword")) user.rest = "nopassword";
    if (args.has("password")) user.password = read_password(args);
    if (args.has("secret")) user.secret = read_password(args);
    if (args.has("secret")) user.password.reset();
    return Result::ok();
}

Result set_other(Configuration& configuration, const Args& args) {
    if (is_too_short(args)) return Result::invalid_at(args[0]);
    user_of(configuration, args.text("name")).rest = args.text("words");
    return Result::ok();
}

void erase_user(Configuration& configuration, const Args& args) {
    std::erase_if(configuration.system.users, [&](const User& user) { return user.name == args.text("name"); });
}

std::string access_text(const User& user) {
    std::string text;
    if (user.privilege) text += " privilege " + std::to_string(*user.privilege);
    if (user.rest == "nopassword") text += " nopassword";
    if (user.secret) text += ' ' + algorithm_text(*user.secret) + "secret " + password_text(*user.secret);
    else if (user.password) text += " password " + (user.password->type_given ? "" : std::string{"0 "}) + password_text(*user.password);
    return text;
}

/// Nothing can stand behind a password: other attributes have a line of their own.
void show_users(const Configuration& configuration, Shown& shown) {
    for (const auto& user : configuration.system.users) {
        const bool has_more = !user.rest.empty() && user.rest != "nopassword";
        const std::string access = access_text(user);
        if (!access.empty() || !has_more) shown.raw("username " + user.name + access);
        if (has_more) shown.raw("username " + user.name + ' ' + user.rest);
    }
}

Syntax user_words() {
    return kw("username", "Establish User Name Authentication") >> word("name", "User name") >>
           -(kw("privilege", "Set user privilege level") >> number("level", 0, 15, "User privilege level")) >>
           -(kw("nopassword", "No password is required for the user to log in") |
             (kw("password", "Specify the password for the user") >> password_values()) |
             (-algorithm_words() >>
              kw("secret", "Specify the secret for the user") >> password_values()));
}

Syntax enable() { return kw("enable", "Modify enable password parameters"); }

constexpr std::uint8_t highest = 15;

template <auto Member, bool is_secret>
Result set_enable(Configuration& c, const Args& args, Edit& edit) {
    const PasswordText password = read_password(args);
    if (auto refused = check_password(password, edit); !refused) return refused;
    const auto level = static_cast<std::uint8_t>(args.number("level_value", highest));
    if (level == highest) c.system.*Member = password;
    else set_enable_level(c, {is_secret, level, password});
    return Result::ok();
}

template <auto Member, bool is_secret>
void unset_enable(Configuration& c, const Args& args) {
    const auto level = static_cast<std::uint8_t>(args.number("level_value", highest));
    if (level == highest) (c.system.*Member).reset();
    else erase_enable_level(c, is_secret, level);
}

Syntax level_words() { return kw("level", "Set exec level password") >> number("level_value", 1, highest, "Level number"); }

template <auto Member, bool is_secret>
Line enable_line(Syntax words, std::string_view help) {
    return line(std::move(words) >> kw(is_secret ? "secret" : "password", help) >> -level_words() >> password_values())
        .set(&set_enable<Member, is_secret>).unset(&unset_enable<Member, is_secret>).reset(&unset_enable<Member, is_secret>)
        .no_needs(0).in("enable").changes(topic);
}

void show_secret(const Configuration& c, Shown& shown) {
    if (c.system.enable_secret) shown.raw("enable " + algorithm_text(*c.system.enable_secret) + "secret " + password_text(*c.system.enable_secret));
}
void show_password(const Configuration& c, Shown& shown) {
    if (c.system.enable_password) shown.raw("enable password " + password_text(*c.system.enable_password));
}

}  // namespace

std::span<const Line> user_lines() {
    static const Line lines[] = {
        enable_line<&SystemConfig::enable_secret, true>(enable() >> -algorithm_words(), "Assign the privileged level secret (MAX of 25 characters)").show(&show_secret),
        enable_line<&SystemConfig::enable_password, false>(enable(), "Assign the privileged level password (MAX of 25 characters)").show(&show_password),
        line(user_words()).set(&set_user).unset(&erase_user).reset(&erase_user).show(&show_users).no_needs(1).in("username").changes(topic),
        line(kw("username", "Establish User Name Authentication") >> word("name", "User name") >> text("words", "Further attributes"))
            .set(&set_other).unset(&erase_user).no_needs(1).hidden().alias().changes(topic),
    };
    return lines;
}

}  // namespace config
