#pragma once

#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "config-model/configuration.h"
#include "ike/isakmp/sa.h"
#include "ike/isakmp/views.h"
#include "ipsec-dataplane/data_plane.h"

namespace ike::isakmp {

class AddressPools;
class EzvpnClients;
class FragmentReassembly;

/// A pair of IPsec SAs that quick mode made. It outlives the ISAKMP SA that made it.
struct Pair {
    dataplane::FlowId flow = 0;
    dataplane::PolicyEntryId entry = 0;
    std::uint32_t spi_in = 0, spi_out = 0;
    ProtocolId protocol = ProtocolId::ESP;
    config::IpAddress local, peer;
    std::uint16_t peer_port = 500;
    std::uint32_t sa_number = 0;           ///< of the SA that made it
    bool rekeying = false;
};

/// A peer that SAs are held with: `show crypto isakmp peers`.
struct PeerRecord {
    std::uint32_t serial = 0, handle = 0;
    unsigned references = 0;
    config::IpAddress local;
    std::uint16_t port = 500;
    std::string phase1_id;
};

using Deadlines = std::set<std::pair<dataplane::Instant, std::uint32_t>>;

/// Everything that the parts of the IKEv1 engine of one router share.
struct Context {
    Context(const config::Configuration& of, const Ports& with, const Tables& by);
    ~Context();

    const config::Configuration& configuration;
    Ports ports;
    const Tables& tables;
    Algorithms algorithms;
    dataplane::Instant now{};

    std::map<std::uint32_t, std::unique_ptr<IsakmpSa>> sas;              ///< by number: order of creation
    std::unordered_map<IkeSpi, IsakmpSa*> by_cookie;                     ///< by our own cookie
    std::unordered_map<std::uint32_t, Pair> pairs;                       ///< by inbound SPI
    /// The same pairs by (local, peer); kept by enter_pair and leave_pair.
    std::map<std::pair<config::IpAddress, config::IpAddress>, std::vector<std::uint32_t>> pairs_between;
    std::unordered_map<RequestId, std::uint32_t> jobs;                   ///< SA number
    std::unordered_set<std::uint32_t> touched;                           ///< SA numbers: rescheduled or reaped when the call ends
    std::unordered_map<dataplane::PolicyEntryId, std::size_t> current_peer;
    std::map<std::pair<config::IpAddress, IkeSpi>, IsakmpSa*> by_first_message;  ///< responder's SAs by peer and its cookie
    std::map<config::IpAddress, PeerRecord> peers;                       ///< while SAs hold them
    std::map<config::IpAddress, std::uint32_t> half_open_by_source;
    Deadlines foreground, background;                                    ///< SA numbers
    std::unique_ptr<AddressPools> pools;
    std::unique_ptr<EzvpnClients> ezvpn;
    std::unordered_map<std::uint32_t, std::unique_ptr<FragmentReassembly>> reassemblies;  ///< by SA number
    IsakmpStats stats;

    std::uint32_t next_number = 1, next_conn_id = 0, next_ipsec_connection = 1, next_peer_serial = 1, half_open = 0;

    config::Look look() const { return configuration.look(); }
    Bytes random_octets(std::size_t size) {
        Bytes octets(size);
        ports.random->fill(octets);
        return octets;
    }
    std::uint32_t fresh_message_id(const IsakmpSa& sa);
    IkeSpi fresh_cookie();
    void touch(const IsakmpSa& sa) { touched.insert(sa.number); }

    IsakmpSa* find(std::uint32_t number);
    /// By both cookies (the responder's may be 0 in a first message), whatever our role; the peer's address counts unless it may move.
    IsakmpSa* find(IkeSpi initiator_cookie, IkeSpi responder_cookie, const config::IpAddress& peer);
    /// A complete SA between these ends that is not dead; the youngest.
    IsakmpSa* complete_with(const config::IpAddress& local, const config::IpAddress& peer);

    /// Numbers an SA, gives it its handles, lists it.
    IsakmpSa& admit(std::unique_ptr<IsakmpSa> sa);
    /// Gives the SA its conn-id: when SKEYID is made, in the 12.x look at once.
    void number_connection(IsakmpSa& sa);
    /// The answer comes back as the exchange's `answered` action, or as `event` when one is given.
    void submit(Exchange& exchange, Job job, Event event = Event::NONE);
    /// The SA is no longer one of the negotiations.
    void leave_negotiation(IsakmpSa& sa);
    /// Removes what is over and lists deadlines: the end of every engine call.
    void settle();
    std::optional<dataplane::Instant> next_deadline(bool include_background) const;

private:
    void reschedule(IsakmpSa& sa);
    void erase(IsakmpSa& sa);
};

}  // namespace ike::isakmp
