#include <array>

#include "config-model/known_commands/kept_commands.h"

namespace config {

namespace {

using Words = std::span<const std::string_view>;
using Word = std::string_view;

constexpr Word router[] = {
    "address-family", "af-interface", "aggregate-address", "area", "authentication", "auto-cost", "auto-summary", "bfd",
    "bgp", "capability", "compatible", "default-information", "default-metric", "discard-route", "distance",
    "distribute-list", "eigrp", "exit-address-family", "exit-af-interface", "exit-af-topology", "exit-peer-policy",
    "exit-peer-session", "flash-update-threshold", "hello-interval", "hold-time", "ignore", "input-queue", "interface-id",
    "ispf", "is-type", "limit", "log-adjacency-changes", "max-lsa", "max-metric", "maximum-paths", "metric", "mpls",
    "neighbor", "net", "network", "next-hop-self", "nsf", "nsr", "offset-list", "output-delay", "passive-interface",
    "prefix-suppression", "priority", "queue-depth", "redistribute", "router-id", "scope", "shutdown", "split-horizon",
    "stub-router", "summary-address", "summary-prefix", "synchronization", "table-map", "template", "timers", "topology",
    "traffic-share", "ttl-security", "validate-update-source", "variance", "vrf", "version"};
constexpr Word route_map[] = {"continue", "description", "match", "set"};
constexpr Word class_map[] = {"description", "match"};
constexpr Word policy_map[] = {
    "bandwidth", "class", "compression", "description", "drop", "estimate", "fair-queue", "inspect", "netflow-sampler",
    "pass", "police", "priority", "queue-limit", "random-detect", "service-policy", "set", "shape"};
constexpr Word trustpoint[] = {
    "authorization", "auto-enroll", "chain-validation", "crl", "default", "eku", "email", "enrollment", "fingerprint",
    "fqdn", "hash", "ip-address", "match", "on", "ocsp", "password", "primary", "query", "regenerate", "revocation-check",
    "root", "rsakeypair", "eckeypair", "serial-number", "show", "source", "storage", "subject-alt-name", "subject-name",
    "usage", "vrf"};
constexpr Word certificate_chain[] = {"certificate"};
constexpr Word pubkey_chain[] = {"address", "addressed-key", "key-string", "named-key", "serial-number"};
constexpr Word certificate_map[] = {
    "alt-subject-name", "expires-on", "issuer-name", "name", "serial-number", "subject-name", "unstructured-subject-name",
    "valid-start"};
constexpr Word pki_server[] = {
    "auto-rollover", "cdp-url", "database", "eku", "grant", "hash", "issuer-name", "lifetime", "mode", "redundancy",
    "serial-number", "show", "shutdown"};
constexpr Word dhcpv6_pool[] = {"accounting", "address", "dns-server", "domain-name", "import", "information", "link-address",
                                "nis", "nisp", "prefix-delegation", "sip", "sntp", "vendor-specific"};
constexpr Word vrf[] = {"address-family", "bgp", "context", "description", "exit-address-family", "export", "import", "inter-as-hybrid",
                        "maximum", "mdt", "rd", "route-target", "vnet", "vpn"};
constexpr Word server_group[] = {"accounting", "attribute", "authorization", "backoff", "cache", "deadtime", "domain-stripping",
                                 "ip", "ipv6", "key-wrap", "load-balance", "retransmit", "server", "server-private",
                                 "throttle", "timeout"};
constexpr Word radius_server[] = {"address", "automate-tester", "backoff", "key", "non-standard", "pac", "retransmit", "timeout"};
constexpr Word accounting_list[] = {"action-type", "broadcast", "group"};
constexpr Word dynamic_author[] = {"auth-type", "client", "domain", "ignore", "port", "server-key"};
constexpr Word archive[] = {"default", "hidekeys", "log", "logging", "maximum", "notify", "path", "record", "rollback",
                            "time-period", "write-memory"};
constexpr Word control_plane[] = {"exit-control-plane", "management-interface", "service-policy"};
constexpr Word redundancy[] = {"application", "associate", "inter-device", "keepalive-enable", "main-cpu", "maintenance-mode",
                               "mode", "notification-timer", "protocol", "scheme"};
constexpr Word ip_sla[] = {"data-pattern", "dhcp", "dns", "exit", "frequency", "ftp", "history", "http", "icmp-echo",
                           "icmp-jitter", "owner", "path-echo", "path-jitter", "request-data-size", "tag", "tcp-connect",
                           "threshold", "timeout", "tos", "type", "udp-echo", "udp-jitter", "verify-data", "vrf"};
constexpr Word call_home[] = {"alert-group", "contact", "contact-email-addr", "contract-id", "copy", "customer-id",
                              "data-privacy", "destination", "http-proxy", "http-secure", "mail-server", "phone-number",
                              "profile", "rate-limit", "sender", "service", "site-id", "source-interface", "source-ip-address",
                              "street-address", "syslog-throttling", "vrf", "active", "subscribe-to-alert-group", "reporting"};
constexpr Word key_chain[] = {"accept-lifetime", "cryptographic-algorithm", "description", "key", "key-string", "macsec",
                              "send-lifetime", "tcp"};
constexpr Word vlan[] = {"exit", "media", "mtu", "name", "private-vlan", "remote-span", "shutdown", "state", "tb-vlan1"};
constexpr Word dial_peer[] = {"answer-address", "application", "authentication", "codec", "description", "destination",
                              "destination-pattern", "digit-strip", "direct-inward-dial", "dtmf-relay", "fax", "forward-digits",
                              "huntstop", "incoming", "max-conn", "name", "port", "preference", "prefix", "progress_ind",
                              "req-qos", "session", "shutdown", "translation-profile", "vad", "voice", "voice-class"};
constexpr Word sip_ua[] = {"authentication", "credentials", "keepalive", "max-forwards", "no", "registrar", "retry", "sip-server",
                           "timers", "transport", "xfer"};
constexpr Word pseudowire_class[] = {"encapsulation", "interworking", "ip", "preferred-path", "protocol", "sequencing", "vccv"};
constexpr Word zone_pair[] = {"description", "service-policy"};
constexpr Word bfd_template[] = {"authentication", "echo", "interval"};
constexpr Word track[] = {"default", "default-state", "delay", "ip", "object", "threshold"};
constexpr Word applet[] = {"action", "description", "event", "set", "trigger"};
constexpr Word application_hosting[] = {"app-default-gateway", "app-resource", "app-vnic", "guest-ipaddress", "name-server0",
                                        "name-server1", "start"};
constexpr Word service_instance[] = {"bridge-domain", "encapsulation", "l2protocol", "rewrite", "service-policy", "xconnect"};
constexpr Word pvc[] = {"bridge-dot1q", "cbr", "dialer", "encapsulation", "oam", "oam-pvc", "pppoe-client", "protocol",
                        "service-policy", "ubr", "vbr-nrt", "vbr-rt"};
constexpr Word ssid[] = {"authentication", "guest-mode", "mobility", "vlan", "wpa-psk"};
constexpr Word xconnect[] = {"backup", "l2tp", "mtu"};

struct Block {
    std::string_view name;
    Words words;
};

constexpr Block blocks[] = {
    {"config-router", router}, {"config-rtr", router}, {"config-route-map", route_map}, {"config-cmap", class_map}, {"config-pmap", policy_map},
    {"ca-trustpoint", trustpoint}, {"config-cert-chain", certificate_chain}, {"config-pubkey-chain", pubkey_chain},
    {"ca-certificate-map", certificate_map}, {"cs-server", pki_server}, {"config-dhcpv6", dhcpv6_pool},
    {"config-vrf", vrf}, {"config-sg-radius", server_group}, {"config-sg-tacacs+", server_group}, {"config-radius-server", radius_server},
    {"config-server-tacacs", radius_server}, {"config-acct-mlist", accounting_list}, {"config-locsvr-da-radius", dynamic_author},
    {"config-archive", archive}, {"config-cp", control_plane}, {"config-red", redundancy}, {"config-ip-sla", ip_sla}, {"config-sla-monitor", ip_sla},
    {"config-call-home", call_home}, {"config-keychain", key_chain}, {"config-vlan", vlan},
    {"config-dial-peer", dial_peer}, {"config-sip-ua", sip_ua}, {"config-pw-class", pseudowire_class},
    {"config-sec-zone-pair", zone_pair}, {"config-sec-zone", zone_pair}, {"config-bfd", bfd_template}, {"config-track", track}, {"config-applet", applet},
    {"config-app-hosting", application_hosting}, {"config-if-srv", service_instance}, {"config-if-atm-vc", pvc}, {"config-if-ssid", ssid},
    {"config-if-xconn", xconnect},
};

}  // namespace

Words block_words(std::string_view block) {
    for (const auto& entry : blocks)
        if (entry.name == block) return entry.words;
    return {};
}

}  // namespace config
