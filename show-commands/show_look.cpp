#include "show-commands/show_look.h"

#include <array>

namespace show {

namespace {

constexpr std::string_view code_to_fragmentation =
    "Code: C - IKE Configuration mode, D - Dead Peer Detection     \n"
    "K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     \n"
    "X - IKE Extended Authentication, F - IKE Fragmentation\n";
constexpr std::string_view code_to_sip =
    "Code: C - IKE Configuration mode, D - Dead Peer Detection     \n"
    "K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     \n"
    "X - IKE Extended Authentication, F - IKE Fragmentation\n"
    "R - IKE Auto Reconnect, U - IKE Dynamic Route Update\n"
    "S - SIP VPN\n";

constexpr std::string_view isakmp_codes_12 =
    "Codes: C - IKE configuration mode, D - Dead Peer Detection\n"
    "       K - Keepalives, N - NAT-traversal\n"
    "       X - IKE Extended Authentication\n"
    "       psk - Preshared key, rsig - RSA signature\n"
    "       renc - RSA encryption\n"
    "\n";
constexpr std::string_view isakmp_codes_15 =
    "Codes: C - IKE configuration mode, D - Dead Peer Detection\n"
    "       K - Keepalives, N - NAT-traversal\n"
    "       T - cTCP encapsulation, X - IKE Extended Authentication\n"
    "       psk - Preshared key, rsig - RSA signature\n"
    "       renc - RSA encryption\n";

constexpr std::string_view codes_12 =
    "Codes: C - connected, S - static, R - RIP, M - mobile, B - BGP\n"
    "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area \n"
    "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2\n"
    "       E1 - OSPF external type 1, E2 - OSPF external type 2\n"
    "       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2\n"
    "       ia - IS-IS inter area, * - candidate default, U - per-user static route\n"
    "       o - ODR, P - periodic downloaded static route\n";
constexpr std::string_view codes_15_1 =
    "Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP\n"
    "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area \n"
    "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2\n"
    "       E1 - OSPF external type 1, E2 - OSPF external type 2\n"
    "       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2\n"
    "       ia - IS-IS inter area, * - candidate default, U - per-user static route\n"
    "       o - ODR, P - periodic downloaded static route, + - replicated route\n";
constexpr std::string_view codes_15_4 =
    "Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP\n"
    "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area \n"
    "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2\n"
    "       E1 - OSPF external type 1, E2 - OSPF external type 2\n"
    "       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2\n"
    "       ia - IS-IS inter area, * - candidate default, U - per-user static route\n"
    "       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP\n"
    "       a - application route\n"
    "       + - replicated route, % - next hop override, p - overrides from PfR\n";

constexpr std::string_view ipv6_codes_12 =
    "Codes: C - Connected, L - Local, S - Static, R - RIP, B - BGP\n"
    "       U - Per-user Static route\n"
    "       I1 - ISIS L1, I2 - ISIS L2, IA - ISIS interarea, IS - ISIS summary\n"
    "       O - OSPF intra, OI - OSPF inter, OE1 - OSPF ext 1, OE2 - OSPF ext 2\n"
    "       ON1 - OSPF NSSA ext 1, ON2 - OSPF NSSA ext 2\n";
constexpr std::string_view ipv6_codes_15 =
    "Codes: C - Connected, L - Local, S - Static, U - Per-user Static route\n"
    "       B - BGP, R - RIP, I1 - ISIS L1, I2 - ISIS L2\n"
    "       IA - ISIS interarea, IS - ISIS summary, D - EIGRP, EX - EIGRP external\n"
    "       ND - ND Default, NDp - ND Prefix, DCE - Destination, NDr - Redirect\n"
    "       O - OSPF Intra, OI - OSPF Inter, OE1 - OSPF ext 1, OE2 - OSPF ext 2\n"
    "       ON1 - OSPF NSSA ext 1, ON2 - OSPF NSSA ext 2\n";
constexpr std::string_view ipv6_codes_17 =
    "Codes: C - Connected, L - Local, S - Static, U - Per-user Static route\n"
    "       B - BGP, R - RIP, H - NHRP, I1 - ISIS L1\n"
    "       I2 - ISIS L2, IA - ISIS interarea, IS - ISIS summary, D - EIGRP\n"
    "       EX - EIGRP external, ND - ND Default, NDp - ND Prefix, DCE - Destination\n"
    "       NDr - Redirect, RL - RPL, O - OSPF Intra, OI - OSPF Inter\n"
    "       OE1 - OSPF ext 1, OE2 - OSPF ext 2, ON1 - OSPF NSSA ext 1\n"
    "       ON2 - OSPF NSSA ext 2, la - LISP alt, lr - LISP site-registrations\n"
    "       ld - LISP dyn-eid, lA - LISP away, a - Application\n";

constexpr ShowLook ios15_1{
    .prf_column = false,
    .plain_shows_spis = false,
    .spi_before_status = false,
    .fragmentation_off = "",
    .dynamic_route_update = false,
    .extended_authentication = false,
    .blank_between_policies = false,
    .selector_table = false,
    .isakmp_families = true,
    .isakmp_codes = isakmp_codes_15,
    .isakmp_profile_references = true,
    .early_ipsec_sa = false,
    .plaintext_mtu = false,
    .vti_protocol = 256,
    .sibling_flags = 0x80000000,
    .sibling_tunnel = 0x40,
    .sibling_initiator = 0,
    .initiator_word = false,
    .connection_base = 0,
    .flow_base = 0,
    .sa_status = "ACTIVE(ACTIVE)",
    .session_profile = false,
    .session_id = false,
    .description_first = false,
    .route_update_capability = false,
    .session_code = code_to_fragmentation,
    .session_ikev1 = "IKEv1 SA",
    .map_family = true,
    .policy_words = true,
    .built_in_map = true,
    .access_list_dynamic = false,
    .dualstack = false,
    .interface_line_end = " ",
    .tunnel_state = false,
    .output_broadcasts = false,
    .brief_name_width = 27,
    .ezvpn_phase = 6,
    .pool_blocked = false,
    .binding_state = false,
    .route_codes = codes_15_1,
    .local_routes = true,
    .route_indent = 6,
    .ipv6_route_codes = ipv6_codes_15,
    .ipv6_table_name = true,
};

constexpr ShowLook ios12 = [] {
    ShowLook look = ios15_1;
    look.built_in_map = false;
    look.isakmp_families = false;
    look.isakmp_codes = isakmp_codes_12;
    look.isakmp_profile_references = false;
    look.early_ipsec_sa = true;
    look.flow_base = 1999;
    look.session_ikev1 = "IKE SA";
    look.description_first = true;
    look.map_family = false;
    look.policy_words = false;
    look.ezvpn_phase = 4;
    look.ipv6_route_codes = ipv6_codes_12;
    look.ipv6_table_name = false;
    look.route_codes = codes_12;
    look.local_routes = false;
    look.route_indent = 5;
    return look;
}();

constexpr ShowLook ios15_4 = [] {
    ShowLook look = ios15_1;
    look.prf_column = true;
    look.fragmentation_off = "Fragmentation not configured.";
    look.extended_authentication = true;
    look.plaintext_mtu = true;
    look.vti_protocol = 0;
    look.session_profile = true;
    look.session_id = true;
    look.session_code = code_to_sip;
    look.tunnel_state = true;
    look.route_codes = codes_15_4;
    return look;
}();

constexpr ShowLook ios17 = [] {
    ShowLook look = ios15_4;
    look.plain_shows_spis = true;
    look.spi_before_status = true;
    look.fragmentation_off = "Fragmentation not  configured.";
    look.dynamic_route_update = true;
    look.blank_between_policies = true;
    look.selector_table = true;
    look.sibling_flags = 0xffffffff80000008;
    look.sibling_initiator = 0x4000;
    look.initiator_word = true;
    look.connection_base = 2000;
    look.route_update_capability = true;
    look.built_in_map = false;
    look.access_list_dynamic = true;
    look.interface_line_end = "";
    look.output_broadcasts = true;
    look.brief_name_width = 23;
    look.dualstack = true;
    look.pool_blocked = true;
    look.binding_state = true;
    look.ipv6_route_codes = ipv6_codes_17;
    return look;
}();

constexpr std::array looks{&ios12, &ios15_1, &ios15_4, &ios17};

}  // namespace

const ShowLook& show_look(config::Look look) { return *looks[static_cast<std::size_t>(look)]; }

}  // namespace show
