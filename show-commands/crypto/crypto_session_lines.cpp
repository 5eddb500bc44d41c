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
        config::line(show_crypto() >> kw("session", "Show crypto sessions (tunnels)") >>
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
