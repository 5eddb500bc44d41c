#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config-model/interface_name.h"
#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/show_look.h"

namespace show {

/// One end of an identity: (addr/mask/prot/port). A range of addresses that is no prefix is shown as the smallest prefix around it.
struct IdentRow {
    config::IpAddress address;
    config::IpAddress mask;            ///< IPv4
    std::uint8_t prefix_length = 0;    ///< IPv6
    std::uint16_t protocol = 0;
    std::uint16_t port = 0;

    template <class F>
    void fields(F&& field) const {
        field("address", address);
        field("prefix_length", prefix_length);
        field("protocol", protocol);
        field("port", port);
    }
};

IdentRow ident_of(const dataplane::TrafficSelector& selector);

/// One direction of one SA.
struct IpsecSaRow {
    std::uint32_t spi = 0;
    bool ah = false;
    std::string transform;             ///< "esp-3des esp-sha-hmac"
    bool transport = false, udp_encapsulated = false, esn = false;
    std::uint32_t connection_id = 0, flow_id = 0;
    bool initiator = false;
    std::uint64_t kilobytes_left = 0, seconds_left = 0;
    bool kilobytes_limited = true;
    bool timed = true;                         ///< false: made by hand, without a lifetime
    std::uint32_t iv_bytes = 0;
    std::uint16_t replay_window = 64;  ///< packets; 0: off

    template <class F>
    void fields(F&& field) const {
        field("spi", spi);
        field("protocol", ah ? "ah" : "esp");
        field("transform", transform);
        field("mode", transport ? "transport" : "tunnel");
        field("udp_encapsulated", udp_encapsulated);
        field("esn", esn);
        field("connection_id", connection_id);
        field("kilobytes_left", kilobytes_limited ? std::optional(kilobytes_left) : std::nullopt);
        field("seconds_left", seconds_left);
        field("iv_bytes", iv_bytes);
        field("replay_window", replay_window);
    }
};

/// One identity: a block of `show crypto ipsec sa`.
struct IpsecIdentityRow {
    std::string interface, map_tag;
    config::IpAddress local_address;
    std::string protected_vrf;         ///< empty: (none)
    IdentRow local, remote;
    config::IpAddress peer;
    std::uint16_t peer_port = 500;
    bool origin_is_acl = true;
    dataplane::FlowCounters counters;
    std::uint32_t plaintext_mtu = 1500, path_mtu = 1500, ip_mtu = 1500;
    std::string mtu_interface;
    std::uint32_t outbound_spi = 0;
    std::optional<std::uint16_t> pfs_group;
    std::vector<IpsecSaRow> inbound, outbound;   ///< oldest first

    template <class F>
    void fields(F&& field) const {
        field("interface", interface);
        field("crypto_map", map_tag);
        field("local_address", local_address);
        field("protected_vrf", protected_vrf);
        field("local_ident", local);
        field("remote_ident", remote);
        field("peer", peer);
        field("peer_port", peer_port);
        field("origin_is_acl", origin_is_acl);
        field("pkts_encaps", counters.encaps);
        field("pkts_encrypt", counters.encrypt);
        field("pkts_digest", counters.digest);
        field("pkts_decaps", counters.decaps);
        field("pkts_decrypt", counters.decrypt);
        field("pkts_verify", counters.verify);
        field("send_errors", counters.send_errors);
        field("recv_errors", counters.recv_errors);
        field("path_mtu", path_mtu);
        field("plaintext_mtu", plaintext_mtu);
        field("outbound_spi", outbound_spi);
        field("pfs_group", pfs_group);
        field("inbound", inbound);
        field("outbound", outbound);
    }
};

/// `show crypto ipsec sa count`
struct IpsecSaCount {
    std::uint64_t active = 0, rekeying = 0;
    std::uint64_t total() const { return active + rekeying; }

    template <class F>
    void fields(F&& field) const {
        field("total", total());
        field("active", active);
        field("rekeying", rekeying);
    }
};

/// Counts without printing any: identities are visited one at a time.
IpsecSaCount count_ipsec_sas(const CryptoRows& rows);
void print_ipsec_sa_count(const IpsecSaCount& count, TextWriter& out);

struct IpsecSaFilter {
    std::optional<config::IpAddress> peer;
    std::optional<config::InterfaceName> interface;
    std::string map;                   ///< empty: any
    bool detail = false;
    std::string vrf = {};              ///< protected VRF; empty: any
    bool identity = false;             ///< the flows without their SAs
    bool admits(const dataplane::PolicyEntry& entry, const dataplane::FlowView& flow) const;
};

IpsecIdentityRow ipsec_identity_row(const dataplane::FlowView& flow, const dataplane::PolicyEntry& entry, std::string protected_vrf,
                                    const ShowLook& look);
/// The two lines above the first identity of a map on an interface, the empty line before them included.
void print_ipsec_interface(const IpsecIdentityRow& row, const ShowLook& look, TextWriter& out);
/// The flow of one identity and its counters, the empty line before it included.
void print_ipsec_flow(const IpsecIdentityRow& row, bool detail, const ShowLook& look, TextWriter& out);
/// The block of one identity: the flow and its SAs.
void print_ipsec_identity(const IpsecIdentityRow& row, bool detail, const ShowLook& look, TextWriter& out);

/// `configuration` gives the interfaces' VRF names.
std::unique_ptr<Screen> ipsec_sa_screen(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration,
                                        const IpsecSaFilter& filter, const ShowLook& look);

}  // namespace show
