#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "config-model/isakmp.h"
#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/events.h"
#include "ike/isakmp/machine/table.h"
#include "ike/isakmp/payload/message.h"
#include "ike/ports.h"
#include "ipsec-dataplane/protected_flow.h"

namespace ike::isakmp {

struct Context;
struct IsakmpSa;

/// What set the machine going: a message of the peer, a job's answer, or nothing.
struct Input {
    const Header* header = nullptr;
    std::span<const Payload> payloads;
    /// Payload octets in clear, without padding, and how many of them the first payload takes: what hashes cover.
    Octets plain;
    std::size_t first_size = 0;
    const dataplane::UdpDatagram* datagram = nullptr;
    const Completion* answer = nullptr;
    /// The transaction or informational exchange that the message belongs to, for rows of the SA.
    Exchange* node = nullptr;
    /// The initialization vector of the next message under this message id.
    Octets next_iv;
    /// Of the datagram, by which a repeated one is known.
    Octets digest;
};

/// Fixed interval, bounded number of tries: IKEv1 repeats every 10 seconds, five times.
struct Repetition {
    std::optional<dataplane::Instant> due;
    unsigned errors = 0;
};
inline constexpr dataplane::Duration repetition_interval = std::chrono::seconds(10);
inline constexpr unsigned repetition_limit = 5;

/// How often a stored message has answered a repeated one: whoever repeats, two ends must not answer each other for ever.
struct Echo {
    std::optional<dataplane::Instant> last;
    unsigned count = 0;
    bool may_answer(dataplane::Instant now) const { return count < repetition_limit && (!last || now - *last >= std::chrono::seconds(1)); }
};

/// The next transform and policy that phase 1 has looked at, and what it found.
struct Phase1Scratch {
    SaPayload offer;                       ///< ours, as initiator
    Transform answer;                      ///< the chosen transform, for the responder's reply
    std::uint32_t priority = 0;            ///< of the chosen policy
    std::vector<VendorId> peer_vendors;
    config::Secret preshared_key;
    std::string keyring;
    bool key_no_xauth = false;
    config::Secret private_key, shared;
    std::vector<Payload> held;             ///< of the message in work, while a job is waited for
    std::vector<Payload> first_message;    ///< made before the transition, sent behind it
    bool lifetime_adopted = false;         ///< of the peer's RESPONDER_LIFETIME
    bool awaits_group_key = false;         ///< it comes by AAA
    bool shorter_lifetime = false;         ///< than the peer offered: it is told so
    Bytes first_digest;                    ///< of the responder's first message taken
};

/// A pair of IPsec SAs in the making: one quick mode.
struct QuickScratch {
    dataplane::FlowId flow = 0;            ///< 0: a dynamic map's template will make one
    dataplane::PolicyEntry entry;          ///< as it was when the negotiation began
    SaPayload offer;
    Proposal chosen;
    std::uint32_t spi_in = 0, spi_out = 0;
    dataplane::TrafficSelector local, remote;
    IdPayload id_initiator, id_responder;
    Bytes nonce_i, nonce_r;
    std::optional<DhGroupId> pfs;
    config::Secret private_key, shared;
    Bytes public_value, peer_public;
    std::uint32_t lifetime_seconds = 0;
    std::uint64_t lifetime_kilobytes = 0;
    bool responder_lifetime = false;       ///< ours is shorter: the answer says so
    bool rekey = false;
    std::uint32_t rekeyed_spi = 0;         ///< inbound SPI of the pair that the new one follows
    std::uint32_t installed_spi = 0;       ///< inbound SPI of the pair, once the data plane has it
};

/// A transaction under way: Xauth or mode config.
struct TransactionScratch {
    std::uint16_t identifier = 0;
    bool xauth = false;
    AttributesPayload received;
};

/// One exchange: phase 1 (message id 0, and the SA's state after it), or one message id of phase 2.
struct Exchange {
    Exchange(IsakmpSa& owner, const Table& table, Role in_role, ExchangeType of_type, std::uint32_t id)
        : sa(owner), rows(table.rows), state(table.start), role(in_role), type(of_type), message_id(id) {}
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    IsakmpSa& sa;
    std::span<const Row> rows;
    State state;
    Role role;
    ExchangeType type;
    std::uint32_t message_id = 0;
    bool over = false;
    /// Ended, but remembered so that repeated messages are answered: "purging node" comes then.
    std::optional<dataplane::Instant> purge_at;

    std::optional<RequestId> job;
    const Row* waiting_row = nullptr;      ///< to be finished by the job's answer
    Event waiting_event = Event::NONE;     ///< without waiting_row: the event that the answer is

    Bytes iv;                              ///< for the next message in either direction
    Bytes sent;                            ///< last message as sent, for repetition
    Bytes received_digest;                 ///< of the last message taken: a repeated one is answered by `sent`
    Repetition repetition;
    Echo echo;
    std::optional<dataplane::Instant> timeout;   ///< half-open limits

    Phase1Scratch phase1;
    QuickScratch quick;
    TransactionScratch transaction;
};

/// Xauth and mode config of one SA, both roles.
struct ClientSession {
    bool xauth_wanted = false;             ///< we ask the peer (server), after phase 1
    bool xauth_done = false;
    bool config_done = false;
    std::string group, user, login_list, authorization_list;
    config::ClientAddressing addressing;
    std::optional<config::ClientGroup> attributes;   ///< of the group, as authorized
    std::optional<config::IpAddress> assigned;       ///< from our pool, for the peer
    std::string ezvpn;                     ///< client role: the ezvpn client's name
};

struct Dpd {
    std::optional<config::DeadPeerDetection> policy;  ///< ours, if keepalives are configured
    std::optional<dataplane::Instant> due;
    dataplane::Instant last_heard{};
    std::uint32_t sequence = 0, peer_sequence = 0;
    unsigned misses = 0;
    bool outstanding = false;
};

/// A phase 1 SA with the exchanges under it.
struct IsakmpSa {
    IsakmpSa(Context& in_context, bool is_initiator) : context(in_context), initiator(is_initiator) {}
    IsakmpSa(const IsakmpSa&) = delete;
    IsakmpSa& operator=(const IsakmpSa&) = delete;

    Context& context;
    bool initiator;
    bool aggressive = false;
    IkeSpi cookie_i = 0, cookie_r = 0;
    /// Order of creation; `conn_id` is given when SKEYID is made (1001 and up; 1 and up in the 12.x look).
    std::uint32_t number = 0, conn_id = 0, handle = 0, peer_handle = 0;

    dataplane::VrfId vrf{};
    config::IpAddress local, peer;
    std::uint16_t local_port = 500, peer_port = 500;

    Label label = Label::MM_NO_STATE;
    bool wants_aggressive = false;
    bool complete = false;                 ///< authenticated, phase 1 done
    bool dead = false;                     ///< deleted: shown as such until purge_at
    std::optional<dataplane::Instant> purge_at;

    Suite suite;
    Keys keys;
    bool has_keys = false;
    Bytes sa_body, id_i_body, id_r_body;   ///< SAi_b, IDii_b, IDir_b
    Bytes nonce_i, nonce_r, public_i, public_r;
    IdPayload local_id, remote_id;
    Bytes last_phase1_block;
    std::string profile;                   ///< ISAKMP profile; empty: none
    std::string wanted_profile;            ///< initiator: of the crypto map entry

    // What the peer can do
    std::optional<VendorId> natt;          ///< the flavour agreed on
    bool nat_local = false, nat_remote = false, floated = false;
    bool peer_dpd = false, peer_unity = false, peer_xauth = false, peer_fragments = false, peer_ios = false;

    std::unique_ptr<Exchange> phase1;      ///< also the machine of the established SA
    std::vector<std::unique_ptr<Exchange>> exchanges;
    /// Flows that wait for phase 1 (and Xauth, mode config) to be done.
    std::vector<dataplane::FlowId> waiting_flows;

    ClientSession client;
    Dpd dpd;
    unsigned running = 0;                  ///< dispatches under way: deletion waits for their end
    std::optional<DeleteReason> doomed;
    bool tell_peer = false;                ///< of its deletion
    bool peer_deleted = false;             ///< the peer's own DELETE ends it
    std::unordered_set<std::uint32_t> seen_ids;  ///< message ids that are used up
    std::set<Bytes> seen_informational;          ///< digests of the peer's informational messages
    unsigned errors = 0;                   ///< "incrementing error counter on sa, attempt N of 5"
    std::uint16_t next_fragment_id = 1;

    dataplane::Instant created{}, completed{};
    std::optional<dataplane::Instant> half_open_until, lifetime_end, nat_keepalive_due;
    std::optional<dataplane::Instant> listed_foreground, listed_background;

    IkeSpi own_cookie() const { return initiator ? cookie_i : cookie_r; }
    Cookies cookies() const { return {cookie_i, cookie_r}; }
    bool nat_found() const { return nat_local || nat_remote; }
};

}  // namespace ike::isakmp
