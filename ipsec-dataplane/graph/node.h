#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace dataplane {

/// The nodes that packets travel through, in the order in which the scheduler looks at them.
enum class Node : std::uint8_t {
    ethernet_input,
    arp_input,
    ip4_input,
    ip6_input,
    ip4_lookup,
    ip6_lookup,
    ip4_local,
    ip6_local,
    reassembly,
    icmp_input,
    icmp6_input,
    udp_local,
    udp_500,
    udp_4500,
    esp_decrypt,
    tunnel_input,
    gre_input,
    access_out,
    crypto_map,
    tunnel_output,
    esp_encrypt,
    icmp_error,
    ip4_rewrite,
    ip6_rewrite,
    arp_resolve,
    interface_output
};
constexpr std::size_t node_count = static_cast<std::size_t>(Node::interface_output) + 1;

/// Why a packet went no further. Each reason belongs to one node.
enum class Drop : std::uint8_t {
    ethernet_truncated,
    ethernet_not_for_us,
    ethernet_unknown_type,
    ethernet_interface_down,
    arp_malformed,
    ip4_bad_header,
    ip4_bad_length,
    ip4_bad_checksum,
    ip4_martian_source,
    ip4_access_denied,
    ip4_clear_packet,
    ip6_bad_header,
    ip6_bad_length,
    ip6_martian,
    ip6_disabled,
    ip6_access_denied,
    ip6_clear_packet,
    ip6_no_route,
    ip6_null_route,
    ip6_hop_limit,
    ip6_multicast,
    ip6_link_local,
    ip6_not_routing,
    ip6_no_protocol,
    ip6_tcp_refused,
    icmp6_malformed,
    icmp6_bad_checksum,
    icmp6_ignored_type,
    icmp6_multicast,
    nd_malformed,
    ip6_rewrite_too_big,
    ip6_rewrite_no_buffer,
    ip6_rewrite_interface_down,
    lookup_no_route,
    lookup_null_route,
    lookup_ttl_expired,
    lookup_multicast,
    local_no_protocol,
    local_tcp_refused,
    reassembly_bad_fragment,
    reassembly_overlap,
    reassembly_full,
    reassembly_timeout,
    icmp_malformed,
    icmp_bad_checksum,
    icmp_ignored_type,
    icmp_broadcast,
    udp_malformed,
    udp_bad_checksum,
    udp_no_port,
    nat_keepalive,
    nat_short,
    decrypt_no_sa,
    decrypt_not_owner,
    decrypt_expired,
    decrypt_malformed,
    decrypt_replay,
    decrypt_integrity,
    decrypt_padding,
    decrypt_next_header,
    decrypt_dummy,
    decrypt_crypto,
    decrypt_selectors,
    gre_malformed,
    gre_no_tunnel,
    gre_unknown_type,
    gre_clear_packet,
    access_out_denied,
    map_no_sa,
    map_too_big,
    map_translations_full,
    map_untranslatable,
    tunnel_down,
    tunnel_no_sa,
    tunnel_too_big,
    tunnel_no_room,
    tunnel_wrong_family,
    encrypt_no_sa,
    encrypt_not_owner,
    encrypt_expired,
    encrypt_sequence,
    encrypt_malformed,
    encrypt_no_room,
    encrypt_crypto,
    error_not_due,
    error_rate_limited,
    error_no_buffer,
    rewrite_too_big,
    rewrite_no_buffer,
    rewrite_interface_down,
    resolve_queue_full,
    resolve_timeout,
    output_no_link,
    punt_full
};
constexpr std::size_t drop_count = static_cast<std::size_t>(Drop::punt_full) + 1;

std::string_view name_of(Node node);
/// The edges that leave a node.
std::span<const Node> next_of(Node node);
bool is_edge(Node from, Node to);
Node node_of(Drop drop);
std::string_view name_of(Drop drop);

}  // namespace dataplane
