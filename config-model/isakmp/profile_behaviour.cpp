#include "config-model/isakmp/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_profile;

void set_keepalive(IsakmpProfile& profile, const Args& args) {
    profile.keepalive = DeadPeerDetection{static_cast<std::uint16_t>(args.number("interval")), static_cast<std::uint16_t>(args.number("again")), false};
}
void unset_keepalive(IsakmpProfile& profile, const Args&) { profile.keepalive.reset(); }
void show_keepalive(const IsakmpProfile& profile, Shown& shown) {
    if (profile.keepalive) shown.line(profile.keepalive->interval, profile.keepalive->retry);
}

void set_local(IsakmpProfile& profile, const Args& args) {
    profile.local_address = args.get<IpAddress>("value");
    profile.local_interface = args.get<InterfaceName>("out");
}
void unset_local(IsakmpProfile& profile, const Args&) {
    profile.local_address.reset();
    profile.local_interface.reset();
}
void show_local(const IsakmpProfile& profile, Shown& shown) {
    if (profile.local_address) shown.raw("local-address " + profile.local_address->text());
    if (profile.local_interface) shown.raw("local-address " + profile.local_interface->text());
}

}  // namespace

std::span<const Line> isakmp_profile_behaviour_lines() {
    using Options = OptionLines<IsakmpProfile>;
    static const Line lines[] = {
        line(kw("keepalive", "Set a keepalive interval for use with IOS peers") >> number("interval", 10, 3600, "Number of seconds between keepalives") >>
             kw("retry", "Retry after") >> number("again", 2, 60, "Number of seconds between retries if the keepalive fails"))
            .set(&set_keepalive).unset(&unset_keepalive).reset(&unset_keepalive).show(&show_keepalive).no_needs(0).changes(topic),
        line(kw("initiate", "Initiate authentication mode") >> kw("mode", "Mode") >> kw("aggressive", "Initiate aggressive mode"),
             &IsakmpProfile::initiate_aggressive)
            .changes(topic),
        line(kw("local-address", "Interface to use for local address for this isakmp profile") >>
             (ip("value", "IP address") | interface_name("out", "Interface")))
            .set(&set_local).unset(&unset_local).reset(&unset_local).show(&show_local).no_needs(0).changes(topic),
        line(kw("virtual-template", "Specify the virtual-template for dynamic interface creation.") >> number(1, 4095, "Virtual-Template interface number"),
             &IsakmpProfile::virtual_template)
            .no_needs(0).warns("virtual access interfaces are not modelled").changes(topic),
        line(kw("ca", "Specify certificate authorities to trust") >> kw("trust-point", "Trustpoint") >> word("Trustpoint name"), &IsakmpProfile::trustpoints)
            .appends().no_needs(0).warns("certificates are not modelled").changes(topic),
        Options::line(kw("qos-group", "Apply a Qos policy class map for this profile") >> number(0, 1023, "Group"), "", topic).show(&Options::show),
        Options::line(kw("nat", "NAT-transversal") >> text("keepalive and its interval"), "the global keepalive of NAT counts", topic),
        Options::line(kw("client", "Specify client configuration settings") >> kw("pki", "PKI client") >> kw("authorization", "Authorization") >>
                          kw("list", "AAA list") >> word("Name of the list"),
                      "certificates are not modelled", topic),
    };
    return lines;
}

}  // namespace config
