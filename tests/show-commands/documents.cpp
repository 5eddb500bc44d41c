#include "tests/show-commands/documents.h"

namespace documents {

namespace {

constexpr std::uint64_t spi_of_first = 0xE58F925107F8B73F, spi_of_second = 0xAFD098F4147869DA;
constexpr std::uint32_t into_first = 0x6B74CB79, into_second = 0xF6083ADD;

}  // namespace

ike::IkeSaView ike_sa_001(bool first) {
    ike::IkeSaView sa;
    sa.tunnel_id = first ? 1 : 2;
    sa.session_id = 4;
    sa.local = ip(first ? "10.0.0.1" : "10.0.0.2");
    sa.remote = ip(first ? "10.0.0.2" : "10.0.0.1");
    sa.status = ike::SaStatus::ready;
    sa.encryption = ike::EncryptionId::AES_CBC;
    sa.key_bits = 128;
    sa.prf = ike::PrfId::HMAC_SHA1;
    sa.integrity = ike::IntegrityId::HMAC_SHA1_96;
    sa.dh_group = 2;
    sa.auth_sign = sa.auth_verify = ike::AuthMethod::PSK;
    sa.lifetime = 120;
    sa.active = first ? 10 : 37;
    sa.ce_id = 1006;
    sa.local_spi = first ? spi_of_first : spi_of_second;
    sa.remote_spi = first ? spi_of_second : spi_of_first;
    sa.local_id = sa.local.text();
    sa.remote_id = sa.remote.text();
    sa.local_request_id = sa.local_next_id = sa.local_queued = first ? 2 : 0;
    sa.remote_request_id = sa.remote_next_id = sa.remote_queued = first ? 0 : 2;
    sa.initiator = first;
    sa.profile = "IKEV2-SETUP";
    ike::ChildSaView child;
    child.local = child.remote = {dataplane::TrafficSelector::any(config::AddressFamily::ipv4)};
    child.spi_in = first ? into_first : into_second;
    child.spi_out = first ? into_second : into_first;
    child.suite = triple_des_sha1;
    child.flow = 1;
    sa.children.push_back(child);
    return sa;
}

dataplane::PolicyEntry policy_001(bool first) {
    dataplane::PolicyEntry entry;
    entry.id = 1;
    entry.origin = dataplane::PolicyOrigin::static_vti;
    entry.interface = config::InterfaceName::parse("Tunnel0").value();
    entry.outgoing = config::InterfaceName::parse("Ethernet0/0").value();
    entry.map_tag = "Tunnel0-head-0";
    entry.sequence = 65536;
    entry.local = ip(first ? "10.0.0.1" : "10.0.0.2");
    entry.peers = {ip(first ? "10.0.0.2" : "10.0.0.1")};
    entry.transform_sets = {"TS"};
    entry.ikev2_profile = "IKEV2-SETUP";
    entry.always_create = true;
    entry.ipsec_profile = "phse2-prof";
    entry.flows = {1};
    return entry;
}

dataplane::SaView sa(std::uint32_t spi, const dataplane::EspSuite& suite, dataplane::EncapsulationMode mode, std::uint32_t connection,
                     std::uint64_t kilobytes, std::uint64_t seconds) {
    dataplane::SaView view;
    view.parameters.spi = spi;
    view.parameters.suite = suite;
    view.parameters.mode = mode;
    view.parameters.lifetime.hard_kilobytes = config::default_sa_kilobytes;
    view.connection_id = connection;
    view.kilobytes_left = kilobytes;
    view.seconds_left = seconds;
    return view;
}

dataplane::FlowView flow_001(bool first) {
    using dataplane::EncapsulationMode;
    dataplane::FlowView view;
    view.flow.id = 1;
    view.flow.entry = 1;
    view.flow.local = view.flow.remote = dataplane::TrafficSelector::any(config::AddressFamily::ipv4);
    view.peer = ip(first ? "10.0.0.2" : "10.0.0.1");
    view.plaintext_mtu = 1446;
    view.mtu_interface = "Ethernet0/0";
    auto& is = view.counters;
    is.encaps = is.encrypt = is.digest = is.decaps = is.decrypt = is.verify = first ? 10 : 5;
    const std::uint64_t kilobytes = first ? 4276853 : 4347479, seconds = first ? 3592 : 3584;
    const std::uint32_t in = first ? into_first : into_second, out = first ? into_second : into_first;
    view.inbound = {sa(in, triple_des_sha1, EncapsulationMode::tunnel, first ? 18 : 17, kilobytes, seconds)};
    view.outbound = {sa(out, triple_des_sha1, EncapsulationMode::tunnel, first ? 17 : 18, kilobytes, seconds)};
    view.inbound[0].initiator = view.outbound[0].initiator = first;
    view.current_outbound_spi = out;
    return view;
}

SyntheticRows router_001(bool first) {
    SyntheticRows rows;
    rows.sas = {ike_sa_001(first)};
    rows.flows = {flow_001(first)};
    rows.policies.emplace(1, policy_001(first));
    return rows;
}

}  // namespace documents
