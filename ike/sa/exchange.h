#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ike/crypto/key_derivation.h"
#include "ike/machine/table.h"
#include "ike/payload/message.h"
#include "ike/policy/credentials.h"
#include "ike/policy/ike_policy.h"
#include "ike/policy/ipsec_policy.h"
#include "ike/ports.h"
#include "ike/sa/retransmission.h"

namespace ike {

struct IkeSa;

/// What set the machine going: a message (its payloads in clear), or nothing.
struct Input {
    const Message* message = nullptr;
    std::span<const Payload> payloads;
    /// The whole datagram; none for a message that came in fragments.
    std::span<const std::uint8_t> octets;
    const dataplane::UdpDatagram* datagram = nullptr;
};

/// Why an exchange fails, and the notify that answers it.
struct ExchangeFailure {
    Failed why = Failed::initial_exchange;
    NotifyType notify{};
    Bytes data;
    /// What CHILD_SA_NOT_FOUND names.
    ProtocolId protocol = ProtocolId::none;
    Bytes spi;
};

/// A pair of child SAs in the making.
struct ChildNegotiation {
    dataplane::FlowId flow = 0;
    /// The policy as it was when the negotiation began.
    dataplane::PolicyEntry entry;
    std::vector<IpsecProtection> protections;
    bool transport = false;
    std::optional<IpsecChoice> choice;
    std::vector<dataplane::TrafficSelector> local, remote;
    std::uint32_t spi_in = 0;
    bool more_possible = false;
    /// The notify with which the pair was refused, by us or by the peer; the IKE SA may stand all the same.
    NotifyType refused{};
};

/// Scratch of IKE_SA_INIT.
struct InitScratch {
    SaPayload offer;
    Proposal answer;
    DhGroupId group = DhGroupId::none;
    config::Secret private_key, shared;
    Bytes public_value, peer_public;
    Bytes cookie;
    unsigned ke_retries = 0, cookie_retries = 0;
};

/// Scratch of IKE_AUTH.
struct AuthScratch {
    std::optional<ConfigPayload> config_request;
    Bytes own_octets;
    /// What the AUTH payload will say of itself.
    AuthMethod method = AuthMethod::none;
    std::optional<AuthPayload> own;
    std::optional<AuthPayload> theirs;
    config::Secret key;
    std::string key_identity;
    bool initial_contact = false;
    /// SET_WINDOW_SIZE of the peer.
    std::uint32_t peer_window = 1;
    bool config_received = false;
    /// The peer has said no: it keeps nothing.
    bool refused_by_peer = false;
};

/// What a CREATE_CHILD_SA exchange makes (RFC 7296 §1.3.1 to §1.3.3).
enum class Creation : std::uint8_t { child, child_rekey, ike_rekey };

/// The SA that the peer's exchange made while ours, for the same purpose, was under way: a pair by its inbound SPI, an IKE SA by our SPI.
struct RivalSa {
    std::uint64_t spi = 0;
    /// Of the two nonces of its exchange the lower.
    Bytes lowest_nonce;
};

/// Scratch of CREATE_CHILD_SA. Its Diffie-Hellman values stand in InitScratch, its pair in ChildNegotiation.
struct CreateScratch {
    Creation what = Creation::child;
    /// Inbound SPI of the pair that is to be replaced, and its REKEY_SA.
    std::uint32_t rekeyed_spi = 0;
    std::optional<NotifyPayload> rekey_notify;
    Bytes nonce_i, nonce_r;
    /// Of the new IKE SA.
    IkeSuite suite;
    SkKeys keys;
    IkeSpi initiator_spi = 0, responder_spi = 0;
    std::uint32_t peer_window = 1;
    std::optional<RivalSa> rival;
    /// SPIs that the peer has deleted before we had its answer: that answer may speak of one of them.
    std::vector<std::uint32_t> deleted_by_peer;
    /// Of two SAs for one purpose this exchange's is the one to be closed (RFC 7296 §2.8.1).
    bool redundant = false;
    /// A responder has promised the new SA to its peer.
    bool answered = false;
    /// The request may wait for room in the peer's window.
    bool built = false;
    unsigned ke_retries = 0;
    std::optional<dataplane::Instant> first_refused;
    std::optional<dataplane::FlowKey> packet;
    bool single_pair = false;

    const Bytes& lowest_nonce() const { return nonce_i < nonce_r ? nonce_i : nonce_r; }
    IkeSpi local_spi(Role role) const { return role == Role::initiator ? initiator_spi : responder_spi; }
};

/// Scratch of INFORMATIONAL.
struct InfoScratch {
    std::vector<Payload> payloads;
    /// Of the pairs to be deleted the SPIs as the sender of the DELETE names them, and as its peer does.
    std::vector<std::uint32_t> child_spis, peer_spis;
    ProtocolId child_protocol = ProtocolId::ESP;
    /// A request may delete pairs of both protocols: these are AH's, `child_spis` then ESP's.
    std::vector<std::uint32_t> ah_spis;
    bool deletes_ike_sa = false;
    bool reports_failure = false;
    bool built = false;
    /// An empty request: is the peer alive? (RFC 7296 §2.4)
    bool liveness = false;
};

/// One exchange in one role: its state, its scratch, and the octets it may have to send again. It belongs to an IKE SA, which owns
/// keys, children, windows and timers.
struct Exchange {
    Exchange(IkeSa& owner, const Table& table, Role in_role, ExchangeType of_type)
        : sa(owner), rows(table.rows), state(table.start), role(in_role), type(of_type) {}
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    IkeSa& sa;
    std::span<const Row> rows;
    StateId state;
    Role role;
    ExchangeType type;
    std::uint32_t message_id = 0;
    bool over = false;

    /// The job this exchange waits for, and the event of its completion.
    std::optional<RequestId> job;
    EventId job_event = EventId::NONE;

    /// Our request, as sent: one datagram, or its fragments.
    std::vector<Bytes> request;
    std::vector<Payload> request_clear;
    Retransmission retransmission;
    /// Responder SPI of the message being processed, before the SA has taken it over.
    IkeSpi responder_spi_seen = 0;

    ExchangeFailure failure;
    InitScratch init;
    AuthScratch auth;
    ChildNegotiation child;
    CreateScratch create;
    InfoScratch info;
};

/// Notes the reason and leads to the table's EV_FAIL row.
inline Outcome fail(Exchange& exchange, Failed why, NotifyType notify = NotifyType{}, Bytes data = {}) {
    exchange.failure.why = why;
    exchange.failure.notify = notify;
    exchange.failure.data = std::move(data);
    return raise(EventId::EV_FAIL);
}

}  // namespace ike
