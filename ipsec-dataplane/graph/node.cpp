#include "ipsec-dataplane/graph/node.h"

#include <algorithm>
#include <array>

namespace dataplane {

namespace {

struct NodeRow {
    std::string_view name;
    std::array<Node, 8> next{};
    std::size_t edges = 0;
};

template <typename... Next>
constexpr NodeRow row(std::string_view name, Next... next) {
    return {name, {next...}, sizeof...(next)};
}

constexpr std::array<NodeRow, node_count> nodes = {{
    row("ethernet-input", Node::arp_input, Node::ip4_input, Node::ip6_input),
    row("arp-input"),
    row("ip4-input", Node::nat_destination, Node::ip4_lookup, Node::icmp_error),
    row("ip6-input", Node::ip6_lookup, Node::icmp_error),
    row("nat-destination", Node::ip4_lookup),
    row("ip4-lookup", Node::ip4_local, Node::nat_source, Node::access_out, Node::crypto_map, Node::tunnel_output, Node::ip4_rewrite,
        Node::icmp_error),
    row("ip6-lookup", Node::ip6_local, Node::access_out, Node::crypto_map, Node::tunnel_output, Node::ip6_rewrite,
        Node::icmp_error),
    row("ip4-local", Node::reassembly, Node::icmp_input, Node::udp_local, Node::esp_decrypt, Node::gre_input,
        Node::icmp_error),
    row("ip6-local", Node::reassembly, Node::icmp6_input, Node::udp_local, Node::esp_decrypt, Node::gre_input,
        Node::icmp_error),
    row("ip4-reassembly"),
    row("icmp-input", Node::ip4_lookup),
    row("icmp6-input", Node::ip6_lookup),
    row("udp-local", Node::udp_500, Node::udp_4500, Node::icmp_error),
    row("udp-500"),
    row("udp-4500", Node::esp_decrypt),
    row("esp-decrypt", Node::tunnel_input, Node::ip4_input, Node::ip6_input),
    row("tunnel-input", Node::ip4_input, Node::ip6_input),
    row("gre-input", Node::tunnel_input, Node::icmp_error),
    row("nat-source", Node::access_out, Node::crypto_map, Node::tunnel_output, Node::ip4_rewrite, Node::icmp_error),
    row("access-out", Node::crypto_map, Node::tunnel_output, Node::ip4_rewrite, Node::ip6_rewrite, Node::icmp_error),
    row("crypto-map", Node::esp_encrypt, Node::ip4_rewrite, Node::ip6_rewrite, Node::icmp_error),
    row("tunnel-output", Node::tunnel_output, Node::esp_encrypt, Node::ip4_lookup, Node::ip6_lookup, Node::icmp_error),
    row("esp-encrypt", Node::ip4_lookup, Node::ip6_lookup),
    row("icmp-error", Node::ip4_lookup, Node::ip6_lookup),
    row("ip4-rewrite", Node::ip4_rewrite, Node::arp_resolve, Node::interface_output, Node::icmp_error),
    row("ip6-rewrite", Node::ip6_rewrite, Node::arp_resolve, Node::interface_output, Node::icmp_error),
    row("arp-resolve"),
    row("interface-output"),
}};

struct DropRow {
    Node node;
    std::string_view name;
};

constexpr std::array<DropRow, drop_count> drops = {{
    {Node::ethernet_input, "truncated"},
    {Node::ethernet_input, "not for this router"},
    {Node::ethernet_input, "unknown type"},
    {Node::ethernet_input, "interface down"},
    {Node::arp_input, "malformed"},
    {Node::ip4_input, "bad header"},
    {Node::ip4_input, "bad length"},
    {Node::ip4_input, "bad checksum"},
    {Node::ip4_input, "martian source"},
    {Node::ip4_input, "access list"},
    {Node::ip4_input, "not an IPsec packet"},
    {Node::ip6_input, "bad header"},
    {Node::ip6_input, "bad length"},
    {Node::ip6_input, "martian address"},
    {Node::ip6_input, "not enabled"},
    {Node::ip6_input, "access list"},
    {Node::ip6_input, "not an IPsec packet"},
    {Node::ip6_lookup, "no route"},
    {Node::ip6_lookup, "null route"},
    {Node::ip6_lookup, "hop limit exceeded"},
    {Node::ip6_lookup, "multicast"},
    {Node::ip6_lookup, "link-local"},
    {Node::ip6_lookup, "not routing"},
    {Node::ip6_local, "no such protocol"},
    {Node::ip6_local, "tcp refused"},
    {Node::icmp6_input, "malformed"},
    {Node::icmp6_input, "bad checksum"},
    {Node::icmp6_input, "ignored type"},
    {Node::icmp6_input, "multicast"},
    {Node::icmp6_input, "bad neighbor discovery"},
    {Node::ip6_rewrite, "too big"},
    {Node::ip6_rewrite, "no buffer"},
    {Node::ip6_rewrite, "interface down"},
    {Node::ip4_lookup, "no route"},
    {Node::ip4_lookup, "null route"},
    {Node::ip4_lookup, "ttl expired"},
    {Node::ip4_lookup, "multicast"},
    {Node::ip4_local, "no such protocol"},
    {Node::ip4_local, "tcp refused"},
    {Node::reassembly, "bad fragment"},
    {Node::reassembly, "overlap"},
    {Node::reassembly, "full"},
    {Node::reassembly, "timeout"},
    {Node::icmp_input, "malformed"},
    {Node::icmp_input, "bad checksum"},
    {Node::icmp_input, "ignored type"},
    {Node::icmp_input, "broadcast"},
    {Node::udp_local, "malformed"},
    {Node::udp_local, "bad checksum"},
    {Node::udp_local, "no port"},
    {Node::udp_4500, "keepalive"},
    {Node::udp_4500, "too short"},
    {Node::esp_decrypt, "no SA"},
    {Node::esp_decrypt, "other worker"},
    {Node::esp_decrypt, "lifetime expired"},
    {Node::esp_decrypt, "malformed"},
    {Node::esp_decrypt, "replay"},
    {Node::esp_decrypt, "integrity"},
    {Node::esp_decrypt, "bad padding"},
    {Node::esp_decrypt, "bad next header"},
    {Node::esp_decrypt, "dummy"},
    {Node::esp_decrypt, "crypto error"},
    {Node::esp_decrypt, "selector mismatch"},
    {Node::gre_input, "malformed"},
    {Node::gre_input, "no tunnel"},
    {Node::gre_input, "unknown type"},
    {Node::gre_input, "not an IPsec packet"},
    {Node::nat_source, "no address or port left"},
    {Node::nat_source, "fragment without its first"},
    {Node::access_out, "access list"},
    {Node::crypto_map, "no SA"},
    {Node::crypto_map, "too big"},
    {Node::crypto_map, "translations used up"},
    {Node::crypto_map, "cannot be translated"},
    {Node::tunnel_output, "down"},
    {Node::tunnel_output, "no SA"},
    {Node::tunnel_output, "too big"},
    {Node::tunnel_output, "no room"},
    {Node::tunnel_output, "wrong family"},
    {Node::esp_encrypt, "no SA"},
    {Node::esp_encrypt, "other worker"},
    {Node::esp_encrypt, "lifetime expired"},
    {Node::esp_encrypt, "sequence overflow"},
    {Node::esp_encrypt, "malformed"},
    {Node::esp_encrypt, "no room"},
    {Node::esp_encrypt, "crypto error"},
    {Node::icmp_error, "not due"},
    {Node::icmp_error, "rate limited"},
    {Node::icmp_error, "no buffer"},
    {Node::ip4_rewrite, "too big"},
    {Node::ip4_rewrite, "no buffer"},
    {Node::ip4_rewrite, "interface down"},
    {Node::arp_resolve, "queue full"},
    {Node::arp_resolve, "timeout"},
    {Node::interface_output, "no link"},
    {Node::ip4_local, "control queue full"},
}};

}  // namespace

std::string_view name_of(Node node) { return nodes[static_cast<std::size_t>(node)].name; }

std::span<const Node> next_of(Node node) {
    const NodeRow& found = nodes[static_cast<std::size_t>(node)];
    return {found.next.data(), found.edges};
}

bool is_edge(Node from, Node to) {
    const auto next = next_of(from);
    return std::find(next.begin(), next.end(), to) != next.end();
}

Node node_of(Drop drop) { return drops[static_cast<std::size_t>(drop)].node; }

std::string_view name_of(Drop drop) { return drops[static_cast<std::size_t>(drop)].name; }

}  // namespace dataplane
