#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

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
    /// The whole datagram.
    std::span<const std::uint8_t> octets;
    const dataplane::UdpDatagram* datagram = nullptr;
};

/// Why an exchange fails, and the notify that answers it.
struct ExchangeFailure {
    Failed why = Failed::initial_exchange;
    NotifyType notify{};
    Bytes data;
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

/// Scratch of INFORMATIONAL.
struct InfoScratch {
    std::vector<Payload> payloads;
    std::vector<std::uint32_t> child_spis;
    ProtocolId child_protocol = ProtocolId::ESP;
    bool deletes_ike_sa = false;
    bool reports_failure = false;
    bool built = false;
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

    /// Our request, as sent.
    Bytes request;
    std::vector<Payload> request_clear;
    Retransmission retransmission;
    /// Responder SPI of the message being processed, before the SA has taken it over.
    IkeSpi responder_spi_seen = 0;

    ExchangeFailure failure;
    InitScratch init;
    AuthScratch auth;
    ChildNegotiation child;
    InfoScratch info;
};

/// Notes the reason and leads to the table's EV_FAIL row.
inline Outcome fail(Exchange& exchange, Failed why, NotifyType notify = NotifyType{}, Bytes data = {}) {
    exchange.failure = {why, notify, std::move(data)};
    return raise(EventId::EV_FAIL);
}

}  // namespace ike
