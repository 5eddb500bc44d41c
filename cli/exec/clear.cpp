#include "cli/exec/commands.h"
#include "cli/exec/exec.h"

namespace cli {

using namespace config;

namespace {

Syntax clear_word() { return kw("clear", "Reset functions"); }
Syntax clear_crypto() { return clear_word() >> kw("crypto", "Encryption subsystem"); }
Syntax clear_ikev2() { return clear_crypto() >> kw("ikev2", "Clear IKEv2"); }
Syntax clear_ip() { return clear_word() >> kw("ip", "IP"); }

/// One key, then the deed.
class Confirmed : public Task {
public:
    Confirmed(std::string question, void (*deed)(Exec&, const std::optional<InterfaceName>&), std::optional<InterfaceName> interface = {})
        : question_(std::move(question)), deed_(deed), interface_(interface) {}
    void start(Exec& exec) override { exec.ask({question_, Question::Kind::confirm}); }
    void answer(Exec& exec, std::string_view text) override {
        if (text == "y") deed_(exec, interface_);
        exec.finish();
    }

private:
    std::string question_;
    void (*deed_)(Exec&, const std::optional<InterfaceName>&);
    std::optional<InterfaceName> interface_;
};

void clear_counters_now(Exec& exec, const std::optional<InterfaceName>& interface) {
    exec.ports().clear_interface_counters(interface, exec.now());
    const std::string which = interface ? "interface " + interface->text() : "all interfaces";
    exec.ports().log({"CLEAR", 5, "COUNTERS", "Clear counter on " + which + " by " + exec.who()}, exec.now());
}

void clear_counters(Exec& exec, const Args& args) {
    const auto interface = args.get<InterfaceName>("interface");
    const std::string which = interface ? "this interface" : "all interfaces";
    exec.run(std::make_unique<Confirmed>("Clear \"show interface\" counters on " + which + " [confirm]", &clear_counters_now, interface));
}

void clear_logging(Exec& exec, const Args&) {
    exec.run(std::make_unique<Confirmed>("Clear logging buffer [confirm]",
                                         +[](Exec& inner, const std::optional<InterfaceName>&) { inner.ports().clear_log(); }));
}

void clear_sa(Exec& exec, const Args& args) {
    if (args.has("counters")) return exec.ports().clear_flow_counters(exec.now());
    exec.ports().command(ike::command::ClearIpsecSa{args.get<IpAddress>("peer-address"), {}}, exec.now());
}

void clear_ike_sa(Exec& exec, const Args& args) {
    exec.ports().command(ike::command::ClearIkeSa{args.get<IpAddress>("local-address"), args.get<IpAddress>("remote-address"), {}}, exec.now());
}

void clear_stats(Exec& exec, const Args&) {
    exec.ports().command(ike::command::ClearStats{}, exec.now());
    exec.print("Cleared crypto ikev2 statistics\n");
}

/// IKE and IPsec: the pairs that no IKE SA owns any more, too.
void clear_session(Exec& exec, const Args& args) {
    clear_ike_sa(exec, args);
    if (args.has("local-address")) return;
    exec.ports().command(ike::command::ClearIpsecSa{args.get<IpAddress>("remote-address"), {}}, exec.now());
}

void clear_access_list_counters(Exec& exec, const Args& args) {
    exec.ports().clear_access_list_counters(args.text("list"), exec.now());
}

Syntax ends() {
    return any_order(kw("local", "Clear SAs with this local address") >> ip("local-address", "Local address"),
                     kw("remote", "Clear SAs with this remote address") >> ip("remote-address", "Remote address"));
}

Syntax list_counters() { return kw("counters", "Clear access list counters") >> -word("list", "Access list name or number"); }

}  // namespace

std::span<const Line> clear_lines() {
    static const Line lines[] = {
        line(clear_crypto() >> kw("sa", "Clear all crypto SAs"), &clear_sa).privilege(15),
        line(clear_crypto() >> kw("sa", "Clear all crypto SAs") >> kw("peer", "Clear all SAs for a given crypto peer") >>
                 ip("peer-address", "Peer address"), &clear_sa).privilege(15),
        line(clear_crypto() >> kw("sa", "Clear all crypto SAs") >> kw("counters", "Reset the SA counters"), &clear_sa).privilege(15),
        line(clear_ikev2() >> kw("sa", "Clear ikev2 SAs") >> ends(), &clear_ike_sa).privilege(15),
        line(clear_ikev2() >> kw("stats", "Clears IKEv2 Statistics"),
             &clear_stats).privilege(15),
        line(clear_crypto() >> kw("session", "Clear crypto sessions (tunnels)") >> ends(), &clear_session).privilege(15),
        line(clear_word() >> kw("counters", "Clear counters on one or all interfaces") >> -interface_name("interface", "Interface"),
             &clear_counters).privilege(15),
        line(clear_word() >> kw("logging", "Clear logging buffer"), &clear_logging).privilege(15),
        line(clear_word() >> kw("access-list", "Clear access list statistical information") >> list_counters(),
             &clear_access_list_counters).privilege(15),
        line(clear_ip() >> kw("access-list", "Clear access list statistical information") >> list_counters(),
             &clear_access_list_counters).privilege(15),
        line(clear_word() >> kw("arp-cache", "Clear the entire ARP cache"),
             +[](Exec& exec, const Args&) { exec.ports().clear_arp(exec.now()); }).privilege(15),
        line(clear_ip() >> kw("arp", "Clear ARP entries"),
             +[](Exec& exec, const Args&) { exec.ports().clear_arp(exec.now()); }).privilege(15),
    };
    return lines;
}

}  // namespace cli
