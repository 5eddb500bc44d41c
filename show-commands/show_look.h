#pragma once

#include <cstdint>
#include <string_view>

#include "config-model/look.h"

namespace show {

/// How the screens of one release differ from those of another: prefixes, optional lines and columns.
struct ShowLook {
    // show crypto ikev2 sa
    bool prf_column;                        ///< `PRF: SHA1, ` in the Encr line
    bool plain_shows_spis;                  ///< CE id and Local spi lines without `detailed` too
    bool spi_before_status;                 ///< detailed: Local spi comes before Status Description
    std::string_view fragmentation_off;     ///< detailed; empty: no such line
    bool dynamic_route_update;
    bool extended_authentication;
    // show crypto ikev2 session, policy
    bool blank_between_policies;
    bool selector_table;                    ///< `local selector       ->      remote selector`
    // show crypto isakmp …
    bool isakmp_families;                   ///< a title for each address family, a status column, an engine line in `detail`
    std::string_view isakmp_codes;          ///< legend of `detail`
    bool isakmp_profile_references;         ///< `IKEv1 PROFILE` with its count of references
    // show crypto ipsec sa
    bool early_ipsec_sa;                    ///< ports behind colons, slot numbers, no PFS line, plain SPIs
    bool plaintext_mtu;
    std::uint16_t vti_protocol;             ///< protocol of a tunnel's any-to-any identities
    std::uint64_t sibling_flags, sibling_tunnel, sibling_initiator;
    bool initiator_word;                    ///< after the crypto map's name
    std::uint32_t connection_base;          ///< added to the conn id
    std::uint32_t flow_base;                ///< subtracted from it for the flow_id
    std::string_view sa_status;
    // show crypto session
    bool session_profile;
    bool session_id;
    bool description_first;                 ///< of a peer, above its Phase1_id
    bool route_update_capability;           ///< letter U
    std::string_view session_code;
    std::string_view session_ikev1;         ///< "IKE SA", "IKEv1 SA"
    // show crypto map, show crypto ipsec profile
    bool map_family;                        ///< Crypto Map IPv4 "NAME"
    bool policy_words;                      ///< Responder-Only, Mixed-mode and the words of each transform set
    bool built_in_map;                      ///< the map NiStTeSt1, which has no entries, comes first
    bool access_list_dynamic;               ///< Access-List SS dynamic: False
    bool dualstack;
    // show interfaces, show ip interface brief
    std::string_view interface_line_end;    ///< after "line protocol is up" and "DLY 1000 usec,"
    bool tunnel_state;                      ///< Tunnel linestate evaluation
    bool output_broadcasts;
    unsigned brief_name_width;
    // show crypto ipsec client ezvpn, show ip local pool, show ip dhcp binding
    unsigned ezvpn_phase;
    bool pool_blocked;                      ///< column Blocked
    bool binding_state;                     ///< columns State and Interface
    // show ip route
    std::string_view route_codes;
    bool local_routes;
    unsigned route_indent;                  ///< blanks before a network's heading
    // show ipv6 …
    std::string_view ipv6_route_codes;
    bool ipv6_table_name;                   ///< `IPv6 Routing Table - default - 4 entries`
};

const ShowLook& show_look(config::Look look);

}  // namespace show
