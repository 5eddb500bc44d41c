#include <map>

#include "show-commands/crypto/session_collector.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

class SessionScreen final : public RowScreen<SessionRow> {
public:
    SessionScreen(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration, const SessionFilter& filter,
                  const ShowLook& look)
        : collector_(std::move(rows), configuration, filter, look), form_(filter.form), look_(look) {}

private:
    std::optional<SessionRow> next() override { return collector_.next(); }
    void print_head(TextWriter& out) override { print_session_heading(form_, look_, out); }
    void print(const SessionRow& row, TextWriter& out) override {
        print_session(row, form_, look_, out);
        if (form_ != SessionForm::brief) out.end();
    }

    SessionCollector collector_;
    SessionForm form_;
    const ShowLook& look_;
};

/// The remote access clients of one group.
struct SessionGroupRow {
    struct User {
        std::string name;
        std::uint64_t logins = 0;

        template <class F>
        void fields(F&& field) const {
            field("user", name);
            field("logins", logins);
        }
    };
    std::string group;
    std::uint64_t connections = 0;
    std::vector<User> users;               ///< by name

    template <class F>
    void fields(F&& field) const {
        field("group", group);
        field("connections", connections);
        field("users", users);
    }
};

/// Groups by name; a session counts while it is up.
std::vector<SessionGroupRow> group_rows(const RouterView& view) {
    std::map<std::string, std::map<std::string, std::uint64_t>> logins;
    SessionFilter up;
    up.up = true;
    SessionCollector sessions(rows_of(view), view.configuration, up, show_look(view.look));
    while (const auto row = sessions.next())
        if (!row->group.empty()) ++logins[row->group][row->username];
    std::vector<SessionGroupRow> rows;
    for (const auto& [group, users] : logins) {
        rows.push_back({group, 0, {}});
        for (const auto& [user, count] : users) {
            rows.back().connections += count;
            if (!user.empty()) rows.back().users.push_back({user, count});
        }
    }
    return rows;
}

void print_groups(const std::vector<SessionGroupRow>& rows, TextWriter& out) {
    out.line("Group: Connections");
    for (const SessionGroupRow& row : rows) out.line(row.group, ": ", row.connections);
}

void print_summary(const std::vector<SessionGroupRow>& rows, TextWriter& out) {
    for (const SessionGroupRow& row : rows) {
        out.line("Group ", row.group, " has ", row.connections, " connections");
        out.line("    User (Logins)");
        for (const auto& user : row.users) out.line("    ", user.name, " (", user.logins, ')');
    }
}

template <void (*Print)(const std::vector<SessionGroupRow>&, TextWriter&)>
ScreenPointer show_groups(const RouterView& view, const config::Args&) {
    return whole_screen([&view](TextWriter& out) { Print(group_rows(view), out); }, [&view] { return group_rows(view); });
}

config::Syntax session_words() { return show_crypto() >> kw("session", "Show crypto sessions (tunnels)"); }

ScreenPointer show_session(const RouterView& view, const config::Args& args) {
    SessionFilter filter;
    filter.local = args.get<config::IpAddress>("local-address");
    filter.remote = args.get<config::IpAddress>("remote-address");
    filter.interface = args.get<config::InterfaceName>("interface-name");
    filter.username = args.text("user-name");
    filter.fvrf = args.text("fvrf-name");
    filter.ivrf = args.text("ivrf-name");
    if (args.has("active") || args.has("standby")) filter.up = args.has("active");
    if (args.has("detail")) filter.form = SessionForm::detail;
    if (args.has("brief")) filter.form = SessionForm::brief;
    return session_screen(rows_of(view), view.configuration, filter, show_look(view.look));
}

}  // namespace

std::unique_ptr<Screen> session_screen(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration,
                                       const SessionFilter& filter, const ShowLook& look) {
    return std::make_unique<SessionScreen>(std::move(rows), configuration, filter, look);
}

std::span<const config::Line> crypto_session_lines() {
    static const config::Line lines[] = {
        config::line(session_words() >> kw("groups", "Show crypto session groups"), &show_groups<&print_groups>),
        config::line(session_words() >> kw("summary", "Show groups and their members"), &show_groups<&print_summary>),
        config::line(session_words() >>
                         config::any_order(kw("local", "Show crypto sessions for a local crypto endpoint") >>
                                               config::ip("local-address", "Local address"),
                                           kw("remote", "Show crypto sessions for a remote IKE peer") >>
                                               config::ip("remote-address", "IP address of remote peer"),
                                           kw("interface", "Show crypto sessions on an interface") >>
                                               config::interface_name("interface-name", "Interface name"),
                                           kw("username", "Show crypto sessions for this XAUTH or PKI username") >>
                                               config::word("user-name", "XAUTH or PKI username"),
                                           kw("fvrf", "Front-door VRF") >> config::word("fvrf-name", "Name of VRF"),
                                           kw("ivrf", "Inside VRF") >> config::word("ivrf-name", "Name of VRF"),
                                           kw("active", "Show HA-enabled crypto sessions in the active state") |
                                               kw("standby", "Show HA-enabled crypto sessions in the standby state"),
                                           kw("detail", "detailed output") | kw("brief", "brief output")),
                     &show_session),
    };
    return lines;
}

}  // namespace show
