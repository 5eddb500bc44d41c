#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ike/crypto/key_derivation.h"
#include "ike/error_table.h"
#include "ike/events.h"
#include "ike/fragment_reassembly.h"
#include "ike/payload/sealed.h"
#include "ike/sa/exchange.h"
#include "ike/sa/window.h"
#include "ike/views.h"

namespace ike {

struct Context;

enum class ChildState : std::uint8_t {
    installed,
    /// A newer pair took its place; whoever made that one deletes this one.
    replaced,
    /// Its DELETE is on the way.
    deleting,
    /// Both ends have deleted it; what is still on the way is taken for a moment.
    fading
};

/// A pair of child SAs that the data plane holds.
struct ChildSa {
    dataplane::FlowId flow = 0;
    dataplane::PolicyEntryId entry = 0;
    std::uint32_t spi_in = 0, spi_out = 0;
    IpsecProtection protection;
    bool transport = false;
    std::vector<dataplane::TrafficSelector> local, remote;
    ChildState state = ChildState::installed;
    /// Inbound SPI of the newer pair.
    std::uint32_t successor = 0;
    std::optional<dataplane::Instant> fades_at;
};

/// What is to be begun under an SA as soon as nothing stands against it.
struct Task {
    enum class Kind : std::uint8_t { create_child, rekey_child, rekey_ike, delete_child } kind;
    /// create_child
    dataplane::FlowId flow = 0;
    /// rekey_child, delete_child: inbound SPI.
    std::uint32_t spi_in = 0;
    /// create_child: the packet that asked, and whether the peer wants a pair for its two addresses alone (SINGLE_PAIR_REQUIRED).
    std::optional<dataplane::FlowKey> packet;
    bool single_pair = false;
    std::optional<dataplane::Instant> not_before;
    /// When the peer first said TEMPORARY_FAILURE to it.
    std::optional<dataplane::Instant> first_refused;
};

/// Dead-peer detection of one SA.
struct Liveness {
    std::optional<config::DeadPeerDetection> policy;
    std::optional<dataplane::Instant> due;
    dataplane::Instant last_heard{};
};

/// An IKE SA: keys, children, windows, timers, and the exchanges that run under it.
struct IkeSa {
    IkeSa(Context& in_context, bool is_initiator) : context(in_context), initiator(is_initiator) {}
    IkeSa(const IkeSa&) = delete;
    IkeSa& operator=(const IkeSa&) = delete;

    Context& context;
    /// Original initiator of this SA.
    bool initiator;
    IkeSpi initiator_spi = 0, responder_spi = 0;
    std::uint32_t tunnel_id = 0, session_id = 0, ce_id = 0;

    dataplane::VrfId vrf{};
    config::IpAddress local, peer;
    std::uint16_t local_port = 500, peer_port = 500;
    bool nat_local = false, nat_remote = false;
    bool nat_traversal() const { return nat_local || nat_remote || local_port == 4500; }

    SaStatus status = SaStatus::in_negotiation;
    /// Nothing more happens here; reaped when the engine call ends.
    bool dead = false;
    /// Once dead, its stored answers are kept for a while: the peer may not have got the last one.
    bool answers_matter = false;
    /// Dead and cleared, only its answers are left.
    bool retired = false;
    /// Counted among the negotiations; UPDATE_CAC_STATS ends that.
    bool negotiating = true;

    std::string profile;
    std::optional<IkePolicy> policy;
    IkeSuite suite;
    SkKeys keys;
    bool has_keys = false;
    Bytes nonce_i, nonce_r;
    /// The two first messages, until both sides are authenticated.
    Bytes init_request, init_response;
    IdPayload local_id, remote_id;
    std::optional<AuthMethod> auth_sign, auth_verify;
    bool pki_session_open = false, delete_reason = false, needs_pki = false;
    /// The lower of the two nonces: of SAs that both ends opened at once the one with the lowest goes (RFC 7296 §2.8.1).
    Bytes lowest_nonce;
    /// Another SA with this peer stays; this one is deleted as soon as it is complete, and nobody is told of a session less.
    bool duplicate = false;

    /// RFC 7383 §2.3: octets of an IP datagram beyond which a message goes in fragments. Offered at first; once there are keys, agreed.
    std::optional<std::uint16_t> fragmentation_mtu;
    FragmentReassembly reassembly;

    Window window;
    std::vector<std::unique_ptr<Exchange>> exchanges;
    std::vector<ChildSa> children;
    /// The flow whose acquire opened this SA, until its pair stands.
    dataplane::FlowId acquiring = 0;
    std::vector<Task> tasks;
    /// A newer IKE SA has its children.
    bool superseded = false;
    /// We made that newer one, and delete this one.
    bool delete_when_idle = false;
    /// The peer answered nothing any more: another of the entry's peers is tried.
    bool peer_lost = false;
    Liveness liveness;

    /// `session_start`: when the first of the IKE SAs that replaced each other was ready.
    dataplane::Instant created{}, ready_at{}, session_start{};
    std::uint32_t lifetime = 86400;
    std::optional<dataplane::Instant> half_open_until, rekey_at, lifetime_end, deleting_until, retired_until, nat_keepalive_due;
    /// What the database's timer list says of this SA.
    std::optional<dataplane::Instant> listed_foreground, listed_background;
    /// Order of creation, and of becoming READY, in this router.
    std::uint64_t serial = 0, ready_serial = 0;
    /// Our SPI of a pair that the peer refused: named in a DELETE.
    std::uint32_t refused_spi = 0;
    StateId last_state = StateId::IDLE;
    MachinePath path{};
    /// Why its last exchange failed.
    std::optional<Failed> failure;

    IkeSpi local_spi() const { return initiator ? initiator_spi : responder_spi; }
    IkeSpi remote_spi() const { return initiator ? responder_spi : initiator_spi; }
    SkProtection outbound() const;
    SkProtection inbound() const;
    ChildSa* child_by_inbound(std::uint32_t spi);
    ChildSa* child_by_outbound(std::uint32_t spi);
};

}  // namespace ike
