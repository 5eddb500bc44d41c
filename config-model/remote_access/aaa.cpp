#include "config-model/configuration.h"
#include "config-model/language/line.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::aaa;

Syntax aaa() { return kw("aaa", "Authentication, Authorization and Accounting."); }

struct MethodWord {
    std::string_view word;
    AaaMethod method;
};
constexpr MethodWord method_words[] = {
    {"local", AaaMethod::local}, {"local-case", AaaMethod::local_case}, {"enable", AaaMethod::enable}, {"line", AaaMethod::line},
    {"none", AaaMethod::none}, {"if-authenticated", AaaMethod::if_authenticated},
};

AaaMethod method_of_group(std::string_view server) {
    if (server == "radius") return AaaMethod::group_radius;
    return server == "tacacs+" ? AaaMethod::group_tacacs : AaaMethod::group_named;
}

/// The method that a word names; a word that only leads to the next one (`group`) names none.
std::optional<AaaMethod> method_of(const Arg& arg) {
    if (arg.leaf->name == "server") return method_of_group(arg.text);
    for (const auto& entry : method_words)
        if (arg.leaf->word == entry.word) return entry.method;
    return std::nullopt;
}

AaaList read_list(const Args& args) {
    AaaList list;
    list.name = args.text("list_name");
    for (std::size_t i = 4; i < args.size(); ++i) {
        list.words.push_back(canonical_words(args, i).substr(0, canonical_words(args, i).find(' ')));
        if (const auto method = method_of(args[i])) list.methods.push_back(*method);
    }
    return list;
}

template <auto Lists>
void set_list(Configuration& configuration, const Args& args) {
    const auto list = read_list(args);
    (configuration.aaa.*Lists).at(list.name) = list;
}

template <auto Lists>
void unset_list(Configuration& configuration, const Args& args) { (configuration.aaa.*Lists).erase(args.text("list_name")); }

/// A list of authorization methods ends with a blank.
void show_lists(const NamedList<AaaList>& lists, const std::string& start, std::string_view end, Shown& shown) {
    for (const auto& list : lists) {
        std::string text = start + list.name;
        for (const auto& method : list.words) text.append(" ").append(method);
        shown.raw(text.append(end));
    }
}

void show_login(const Configuration& c, Shown& shown) { show_lists(c.aaa.login, "aaa authentication login ", "", shown); }
void show_exec(const Configuration& c, Shown& shown) { show_lists(c.aaa.exec, "aaa authorization exec ", " ", shown); }
void show_network(const Configuration& c, Shown& shown) { show_lists(c.aaa.network, "aaa authorization network ", " ", shown); }

Syntax methods() {
    return +((kw("group", "Use Server-group") >> word("server", "Server-group name")) | kw("local", "Use local username authentication.") |
             kw("local-case", "Use case-sensitive local username authentication.") | kw("enable", "Use enable password for authentication.") |
             kw("line", "Use line password for authentication.") | kw("none", "NO authentication.") |
             kw("if-authenticated", "Succeed if user has authenticated.") | kw("krb5", "Use Kerberos 5 authentication.") |
             kw("krb5-telnet", "Allow logins only if already authenticated via Kerberos V Telnet.") |
             kw("passwd-expiry", "enable the login list to provide password aging support") | kw("cache", "Use Cached-group").hidden() |
             kw("radius", "Use RADIUS").hidden().named("server") | kw("tacacs+", "Use TACACS+").hidden().named("server"));
}

template <auto Lists>
Line list_line(Syntax leading, std::string_view section) {
    return line(std::move(leading) >> word("list_name", "Named list, or default") >> methods())
        .set(&set_list<Lists>).unset(&unset_list<Lists>).no_needs(1).in(section).changes(topic);
}

/// With the new model a session has one identifier for all services, unless the configuration says otherwise.
void set_new_model(Configuration& configuration, const Args&) {
    if (!configuration.system.aaa_new_model) configuration.aaa.session_id_common = true;
    configuration.system.aaa_new_model = true;
}

void unset_new_model(Configuration& configuration, const Args&) {
    configuration.system.aaa_new_model = false;
    configuration.aaa.session_id_common = false;
}

void show_new_model(const Configuration& configuration, Shown& shown) {
    if (configuration.system.aaa_new_model) shown.line();
    else shown.negated();
}

void show_session_id(const Configuration& configuration, Shown& shown) {
    if (configuration.aaa.session_id_common) shown.raw("aaa session-id common");
    else if (configuration.system.aaa_new_model) shown.raw("aaa session-id unique");
}

template <bool AaaConfig::*Which>
Line authorization_switch(std::string_view word, std::string_view help) {
    return line(aaa() >> kw("authorization", "Authorization configurations parameters.") >> kw(word, help))
        .set([](Configuration& c, const Args&) { c.aaa.*Which = true; })
        .unset([](Configuration& c, const Args&) { c.aaa.*Which = false; })
        .reset([](Configuration& c, const Args&) { c.aaa.*Which = false; })
        .show([](const Configuration& c, Shown& shown) {
            if (c.aaa.*Which) shown.line();
        })
        .in("aaa authorization").changes(topic);
}

}  // namespace

std::span<const Line> aaa_lines() {
    static const Line lines[] = {
        line(aaa() >> kw("new-model", "Enable NEW access control commands and functions.(Disables OLD commands.)"))
            .set(&set_new_model).unset(&unset_new_model).reset(&unset_new_model).show(&show_new_model).in("aaa new-model").changes(topic),
        list_line<&AaaConfig::login>(aaa() >> kw("authentication", "Authentication configurations parameters.") >>
                                         kw("login", "Set authentication lists for logins."), "aaa authentication").show(&show_login),
        authorization_switch<&AaaConfig::authorizes_console>("console", "For enabling console authorization"),
        authorization_switch<&AaaConfig::authorizes_config_commands>("config-commands", "For configuration mode commands."),
        list_line<&AaaConfig::exec>(aaa() >> kw("authorization", "Authorization configurations parameters.") >>
                                        kw("exec", "For starting an exec (shell)."), "aaa authorization").show(&show_exec),
        list_line<&AaaConfig::network>(aaa() >> kw("authorization", "Authorization configurations parameters.") >>
                                           kw("network", "For network services. (PPP, SLIP, ARAP)"), "aaa authorization").show(&show_network),
        line(aaa() >> kw("session-id", "AAA Session ID") >> (kw("common", "Maintain common Session ID throughout") | kw("unique", "Use unique session IDs for services")))
            .set([](Configuration& c, const Args& args) { c.aaa.session_id_common = args.has("common"); })
            .unset([](Configuration& c, const Args&) { c.aaa.session_id_common = false; })
            .show(&show_session_id).no_needs(0).in("aaa session-id").changes(topic),
    };
    return lines;
}

}  // namespace config
