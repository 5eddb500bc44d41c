#include "cli/exec/commands.h"
#include "cli/exec/exec.h"

namespace cli {

using namespace config;

namespace {

Syntax clear_word() { return kw("clear", "Reset functions"); }
Syntax clear_ip() { return clear_word() >> kw("ip", "IP"); }
Syntax clear_ipv6() { return clear_word() >> kw("ipv6", "IPv6"); }
Syntax clear_binding() { return clear_ip() >> kw("dhcp", "Delete items from the DHCP database") >> kw("binding", "DHCP address bindings"); }

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

void clear_access_list_counters(Exec& exec, const Args& args) {
    exec.ports().clear_access_list_counters(args.text("list"), exec.now());
}

Syntax list_counters() { return kw("counters", "Clear access list counters") >> -word("list", "Access list name or number"); }

}  // namespace

namespace {

Syntax clear_nat() { return clear_ip() >> kw("nat", "Clear NAT"); }

}  // namespace

std::span<const Line> clear_lines() {
    static const Line lines[] = {
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
        line(clear_nat() >> kw("translation", "Clear dynamic translation") >> kw("*", "Delete all dynamic translations") >> -kw("forced", "Delete even those in use"),
             +[](Exec& exec, const Args&) { exec.ports().clear_nat_translations(exec.now()); }).privilege(15),
        line(clear_nat() >> kw("statistics", "Clear translation statistics"),
             +[](Exec& exec, const Args&) { exec.ports().clear_nat_statistics(exec.now()); }).privilege(15),
        line(clear_ipv6() >> kw("neighbors", "Clear neighbors"),
             +[](Exec& exec, const Args&) { exec.ports().clear_neighbours(exec.now()); }).privilege(15),
        line(clear_ipv6() >> kw("access-list", "Clear access list statistical information") >> -word("list", "Access list name"),
             &clear_access_list_counters).privilege(15),
        line(clear_binding() >> (kw("*", "Clear all automatic bindings") | ipv4("binding", "Clear a specific binding")),
             +[](Exec& exec, const Args& args) {
                 exec.ports().clear_dhcp_bindings(args.get<IpAddress>("binding"), exec.now());
             }).privilege(15),
    };
    return lines;
}

}  // namespace cli
