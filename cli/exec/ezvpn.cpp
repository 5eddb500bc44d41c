#include <algorithm>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"
#include "show-commands/router_view.h"

namespace cli {

using namespace config;
using ike::isakmp::EzvpnState;
using ike::isakmp::EzvpnView;

namespace {

std::vector<EzvpnView> clients_of(Exec& exec) {
    show::RouterView view = exec.ports().make_view();
    exec.ports().refresh(view, exec.now());
    return view.engine ? view.engine->isakmp().ezvpn() : std::vector<EzvpnView>{};
}

/// `crypto ipsec client ezvpn xauth`: the user's name and password for a server that asked.
class XauthDialogue final : public Task {
public:
    explicit XauthDialogue(std::string name) : name_(std::move(name)) {}
    void start(Exec& exec) override { exec.ask({"Username: ", Question::Kind::line}); }
    void answer(Exec& exec, std::string_view text) override {
        if (!user_given_) {
            user_ = text;
            user_given_ = true;
            return exec.ask({"Password: ", Question::Kind::password});
        }
        exec.ports().command(ike::command::EzvpnXauth{name_, user_, Secret::of_text(text)}, exec.now());
        exec.finish();
    }

private:
    std::string name_, user_;
    bool user_given_ = false;
};

/// The client that was named, or the only one there is.
std::optional<std::string> client_name(Exec& exec, std::string_view given) {
    const auto& clients = exec.ports().configuration().ezvpn_clients;
    if (given.empty() && clients.size() == 1) return clients.begin()->name;
    if (clients.find(given)) return std::string{given};
    exec.fail(given.empty() ? "% Easy VPN tunnel name must be given\n" : "% Easy VPN tunnel " + std::string{given} + " is not configured\n");
    return std::nullopt;
}

void connect(Exec& exec, const Args& args) {
    if (const auto name = client_name(exec, args.text("name"))) exec.ports().command(ike::command::EzvpnConnect{*name}, exec.now());
}

/// Without a name: the client whose server waits.
void xauth(Exec& exec, const Args& args) {
    std::string name{args.text("name")};
    const auto clients = clients_of(exec);
    const auto waiting = std::find_if(clients.begin(), clients.end(), [&](const EzvpnView& client) {
        return client.state == EzvpnState::XAUTH_REQ && (name.empty() || client.name == name);
    });
    if (waiting == clients.end()) return exec.fail("EZVPN: No Pending XAuth Request\n");
    exec.run(std::make_unique<XauthDialogue>(waiting->name));
}

void clear_clients(Exec& exec, const Args& args) {
    exec.ports().command(ike::command::EzvpnClear{std::string{args.text("name")}}, exec.now());
}

Syntax client_words() {
    return kw("crypto", "Encryption related commands.") >> kw("ipsec", "IPSec") >> kw("client", "Client") >> kw("ezvpn", "Easy VPN");
}
Syntax clear_words() {
    return kw("clear", "Reset functions") >> kw("crypto", "Encryption subsystem") >> kw("ipsec", "Clear IPSec") >> kw("client", "Clear client") >>
           kw("ezvpn", "Clear Easy VPN");
}
Syntax tunnel_name() { return word("name", "Easy VPN tunnel name"); }

}  // namespace

std::span<const Line> ezvpn_lines() {
    static const Line lines[] = {
        line(client_words() >> kw("connect", "Connect the Easy VPN tunnel") >> -tunnel_name(), &connect).privilege(15),
        line(client_words() >> kw("xauth", "Respond to a pending XAuth request") >> -tunnel_name(), &xauth).privilege(15),
        line(clear_words() >> -tunnel_name(), &clear_clients).privilege(15),
    };
    return lines;
}

}  // namespace cli
