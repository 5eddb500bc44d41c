#include "tests/show-commands/isakmp_documents.h"

namespace documents {

namespace {

using namespace ike::isakmp;
using dataplane::EncapsulationMode;
using dataplane::TrafficSelector;

struct Numbers {
    std::uint32_t in, out, connection;
    std::uint64_t kilobytes_in, kilobytes_out, seconds_in, seconds_out, encaps, decaps;
};

dataplane::FlowView flow(dataplane::FlowId id, const TrafficSelector& local, const TrafficSelector& remote, std::string_view peer, const Numbers& is) {
    dataplane::FlowView view;
    view.flow = {id, 1, local, remote, false, 0};
    view.peer = ip(peer);
    view.counters.encaps = view.counters.encrypt = view.counters.digest = is.encaps;
    view.counters.decaps = view.counters.decrypt = view.counters.verify = is.decaps;
    view.mtu_interface = "FastEthernet0/0";
    view.inbound = {sa(is.in, triple_des_sha1, EncapsulationMode::tunnel, is.connection, is.kilobytes_in, is.seconds_in)};
    view.outbound = {sa(is.out, triple_des_sha1, EncapsulationMode::tunnel, is.connection + 1, is.kilobytes_out, is.seconds_out)};
    view.current_outbound_spi = is.out;
    return view;
}

}  // namespace

SaView isakmp_sa(std::uint32_t number, std::string_view local, std::string_view remote, bool initiator) {
    SaView view;
    view.number = number;
    view.conn_id = 1000 + number;
    view.engine_id = number;
    view.local = ip(local);
    view.remote = ip(remote);
    view.initiator = initiator;
    view.label = Label::QM_IDLE;
    view.suite.encryption = Phase1Encryption::TRIPLE_DES_CBC;
    view.suite.hash = Phase1Hash::SHA;
    view.suite.authentication = Phase1Auth::PRE_SHARED;
    view.suite.group = static_cast<ike::DhGroupId>(2);
    view.lifetime = 86400;
    view.phase1_id = remote;
    return view;
}

SyntheticRows hub_003() {
    SyntheticRows rows;
    SaView spoke = isakmp_sa(1, "10.48.67.181", "10.100.2.102", false);
    spoke.seconds_left = 4 * 3600 + 15 * 60 + 43;
    SaView client = isakmp_sa(2, "10.48.67.181", "10.51.82.100", false);
    client.seconds_left = 5 * 3600 + 31 * 60 + 58;
    client.suite.authentication = Phase1Auth::XAUTH_INIT_PRE_SHARED;
    client.config_mode = client.xauth = true;
    client.profile = "VPNclient";
    client.username = "cisco";
    client.group = "testgroup";
    client.phase1_id = "testgroup";
    client.assigned = ip("10.5.5.1");
    spoke.conn_id = 1;
    client.conn_id = 2;
    rows.isakmp_sas = {spoke, client};
    dataplane::PolicyEntry entry;
    entry.id = 1;
    entry.origin = dataplane::PolicyOrigin::dynamic_map;
    entry.interface = config::InterfaceName::parse("FastEthernet0/0").value();
    entry.map_tag = "mymap";
    entry.sequence = 10;
    entry.dynamic_map = "dynmap";
    entry.dynamic_sequence = 5;
    entry.local = ip("10.48.67.181");
    entry.transform_sets = {"myset"};
    entry.flows = {1, 2};
    rows.policies.emplace(1, entry);
    rows.flows = {
        flow(1, TrafficSelector::any(config::AddressFamily::ipv4), TrafficSelector::of_host(ip("10.5.5.1")), "10.51.82.100",
             {0x7A1AB8F3, 0xB0C0F4AC, 2004, 4602415, 4602445, 3169, 3169, 8, 189}),
        flow(2, TrafficSelector::of_prefix({ip("10.1.0.0"), 16}), TrafficSelector::of_prefix({ip("10.2.0.0"), 16}), "10.100.2.102",
             {0x9CD7288C, 0x5FBE5408, 2002, 4569060, 4569060, 2071, 2070, 19, 19}),
    };
    return rows;
}

SyntheticRows router_004() {
    SyntheticRows rows = router_001(true);
    rows.sas.clear();
    SaView sa = isakmp_sa(1, "2001:DB8::2", "2001:DB8::3", true);
    rows.isakmp_sas = {sa};
    dataplane::PolicyEntry& entry = rows.policies.at(1);
    entry.interface = config::InterfaceName::parse("Tunnel23").value();
    entry.map_tag = "Tunnel23-head-0";
    entry.local = ip("2001:DB8::2");
    entry.peers = {ip("2001:DB8::3")};
    entry.ikev2_profile.clear();
    dataplane::FlowView& view = rows.flows[0];
    view.flow.local = view.flow.remote = TrafficSelector::any(config::AddressFamily::ipv6);
    view.peer = ip("2001:DB8::3");
    auto& counters = view.counters;
    counters.encaps = counters.encrypt = counters.digest = counters.decaps = counters.decrypt = counters.verify = 4;
    const dataplane::EspSuite aes{dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
    view.inbound = {documents::sa(0x45F16A9A, aes, EncapsulationMode::tunnel, 305, 4294038, 3500)};
    view.outbound = {documents::sa(0x1234ABCD, aes, EncapsulationMode::tunnel, 306, 4294038, 3500)};
    view.inbound[0].initiator = view.outbound[0].initiator = true;
    view.current_outbound_spi = 0x1234ABCD;
    return rows;
}

}  // namespace documents
