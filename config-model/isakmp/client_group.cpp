#include "config-model/field.h"
#include "config-model/isakmp/modes.h"
#include "config-model/isakmp/peer_key.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_group;

void set_key(ClientGroup& group, const Args& args) { group.key = read_isakmp_key(args); }
void unset_key(ClientGroup& group, const Args&) { group.key.reset(); }
void show_key(const ClientGroup& group, Shown& shown) {
    if (group.key) shown.raw("key " + isakmp_key_text(*group.key));
}

void set_banner(ClientGroup& group, const Args&, Edit& edit) { group.banner = edit.body; }
void unset_banner(ClientGroup& group, const Args&) { group.banner.clear(); }
void show_banner(const ClientGroup& group, Shown& shown) {
    if (!group.banner.empty()) shown.raw("banner ^C" + group.banner + "^C");
}

Syntax servers(std::string_view word, std::string_view help) {
    return kw(word, help) >> ipv4("Primary server address") >> -ipv4("Secondary server address");
}

std::span<const Line> address_lines() {
    static const Line lines[] = {
        line(kw("key", "pre-shared key/IKE password") >> isakmp_key_value())
            .set(&set_key).unset(&unset_key).reset(&unset_key).show(&show_key).no_needs(0).changes(topic),
        line(servers("dns", "Specify DNS Addresses"), &ClientGroup::dns).no_needs(0).changes(topic),
        line(servers("wins", "Specify WINS Addresses"), &ClientGroup::wins).no_needs(0).changes(topic),
        line(kw("domain", "Set default domain name to send to client") >> word("Default domain name"), &ClientGroup::domain)
            .no_needs(0).changes(topic),
        line(kw("pool", "Set name of address pool") >> word("Pool name"), &ClientGroup::pool).no_needs(0).changes(topic),
        line(kw("acl", "Specify split tunneling inclusion access-list number") >> word("Access-list").labelled("<100-199>"), &ClientGroup::acl)
            .no_needs(0).changes(topic),
    };
    return lines;
}

std::span<const Line> policy_lines() {
    static const Line lines[] = {
        line(kw("firewall", "Enforce group firewall feature") >> kw("are-u-there", "Check that the client runs a firewall"),
             &ClientGroup::firewall_are_u_there).changes(topic),
        line(kw("include-local-lan", "Enable Local LAN Access with no split tunnel"), &ClientGroup::include_local_lan).changes(topic),
        line(kw("save-password", "Allows remote client to save XAUTH password"), &ClientGroup::save_password).changes(topic),
        line(kw("split-dns", "DNS name to append for resolution") >> word("Domain name"), &ClientGroup::split_dns).appends().no_needs(0).changes(topic),
        line(kw("backup-gateway", "Specify Backup Gateway") >> word("IP address or host name").labelled("A.B.C.D"), &ClientGroup::backup_gateways)
            .appends().no_needs(0).changes(topic),
        line(kw("pfs", "The client should propose PFS"), &ClientGroup::pfs).changes(topic),
        line(kw("group-lock", "Enforce group lock feature"), &ClientGroup::group_lock).changes(topic),
        line(kw("max-users", "Maximum number of users for this group") >> number(1, 5000, "Maximum users"), &ClientGroup::max_users)
            .no_needs(0).changes(topic),
        line(kw("max-logins", "Set maximum simultaneous logins for users in this group") >> number(1, 10, "Maximum logins"), &ClientGroup::max_logins)
            .no_needs(0).changes(topic),
        line(kw("netmask", "netmask used by the client for local connectivity") >> mask("Subnet mask"), &ClientGroup::netmask)
            .no_needs(0).changes(topic),
        line(kw("banner", "Specify mode config banner") >> text("c banner-text c, where 'c' is a delimiting character"))
            .set(&set_banner).unset(&unset_banner).reset(&unset_banner).show(&show_banner).no_needs(0).body(Body::until_delimiter).changes(topic),
        OptionLines<ClientGroup>::line(kw("firewall", "Enforce group firewall feature") >> kw("policy", "Firewall policy") >> text("Policy"),
                                       "client firewalls are not modelled", topic),
        OptionLines<ClientGroup>::line(kw("configuration", "Push configuration to the client") >>
                                           ((kw("url", "Where the client finds it") >> word("URL")) | (kw("version", "Its version") >> number(1, 32767, "Version"))),
                                       "", topic),
        OptionLines<ClientGroup>::line(kw("crypto", "Client group's attribute list") >> kw("aaa", "AAA") >> kw("attribute", "Attribute list") >>
                                           kw("list", "Attribute list") >> word("Name of the list"),
                                       "", topic),
    };
    return lines;
}

constexpr RememberedWord remembered[] = {
    {"access-restrict", "Restrict clients in this group to an interface", "every interface serves this group"},
    {"auto-update", "Configure auto-upgrade"},
    {"browser-proxy", "Configure browser-proxy"},
    {"dhcp", "Configure DHCP parameters", "addresses come from the local pool only"},
    {"smartcard-removal-disconnect", "Enables smartcard-removal-disconnect"},
    {"subscribe", "Subscribe to a service"},
};

std::span<const Line> remembered_lines() {
    static const auto lines = OptionLines<ClientGroup>::lines(remembered, topic);
    return lines;
}

}  // namespace

const Mode& client_group_mode() {
    static const Mode mode = Mode::of<ClientGroup>(
        {.prompt = "config-isakmp-group", .title = "ISAKMP group policy config commands:",
         .exit_help = "Exit from ISAKMP client group policy configuration mode"},
        {address_lines(), policy_lines(), remembered_lines()});
    return mode;
}

std::span<const Line> client_group_headers() {
    using Groups = NamedEntries<Configuration, &Configuration::isakmp, &IsakmpConfig::groups>;
    static const Line lines[] = {
        opens(isakmp_words() >> kw("client", "Set client configuration policy") >> kw("configuration", "Set client configuration policy") >>
              kw("group", "Set group profile attributes") >> word("Name of the group, or default"), &client_group_mode, Groups::entries())
            .in("crypto isakmp client configuration group").changes(topic),
    };
    return lines;
}

}  // namespace config
