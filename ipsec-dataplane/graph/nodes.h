#pragma once

#include "ipsec-dataplane/graph/worker.h"

/// What each node does with a vector. Who follows whom: graph/node.cpp.
namespace dataplane::node {

void ethernet_input(Pass& pass, PacketVector& vector);
void arp_input(Pass& pass, PacketVector& vector);
void ip4_input(Pass& pass, PacketVector& vector);
void ip6_input(Pass& pass, PacketVector& vector);
void nat_destination(Pass& pass, PacketVector& vector);
void ip4_lookup(Pass& pass, PacketVector& vector);
void ip6_lookup(Pass& pass, PacketVector& vector);
void ip4_local(Pass& pass, PacketVector& vector);
void ip6_local(Pass& pass, PacketVector& vector);
void reassembly(Pass& pass, PacketVector& vector);
void icmp_input(Pass& pass, PacketVector& vector);
void icmp6_input(Pass& pass, PacketVector& vector);
void udp_local(Pass& pass, PacketVector& vector);
void udp_500(Pass& pass, PacketVector& vector);
void udp_4500(Pass& pass, PacketVector& vector);
void esp_decrypt(Pass& pass, PacketVector& vector);
void tunnel_input(Pass& pass, PacketVector& vector);
void gre_input(Pass& pass, PacketVector& vector);
void nat_source(Pass& pass, PacketVector& vector);
void access_out(Pass& pass, PacketVector& vector);
void crypto_map(Pass& pass, PacketVector& vector);
void tunnel_output(Pass& pass, PacketVector& vector);
void esp_encrypt(Pass& pass, PacketVector& vector);
void icmp_error(Pass& pass, PacketVector& vector);
void ip4_rewrite(Pass& pass, PacketVector& vector);
void ip6_rewrite(Pass& pass, PacketVector& vector);
void arp_resolve(Pass& pass, PacketVector& vector);
void interface_output(Pass& pass, PacketVector& vector);

}  // namespace dataplane::node
