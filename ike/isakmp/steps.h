#pragma once

#include "ike/isakmp/context.h"

/// What the parts of the IKEv1 engine call of each other.
namespace ike::isakmp {

// --- machine/dispatcher.cpp ---
/// Runs an exchange from an event until it rests, waits or fails. Holds the only trace point of the machine.
/// False when the state has no row for the event: "Unknown Input".
bool dispatch(Exchange& exchange, Event event, const Input& input);
/// A job's answer for an exchange that waits.
void resume(Exchange& exchange, const Completion& answer);

// --- trace.cpp ---
bool traced(const Context& context, const config::IpAddress& peer);
void emit(const IsakmpSa& sa, event::Body body);
void emit(const Context& context, const dataplane::UdpDatagram& datagram, event::Body body);   ///< before there is an SA
inline void step(const IsakmpSa& sa, Step what) { emit(sa, event::StepDone{what}); }

// --- outgoing.cpp ---
/// The exchange's next message in clear; stored for repetition, fragmented where the peer asked for it.
void send_clear(Exchange& exchange, std::vector<Payload> payloads);
/// Encrypted under the exchange's IV. Phase 1 messages come as they are.
void send_encrypted(Exchange& exchange, const std::vector<Payload>& payloads);
/// A phase 2 message: HASH(1) is put in front of the payloads.
void send_hashed(Exchange& exchange, const std::vector<Payload>& payloads);
void send_again(Exchange& exchange);
/// A one-way informational exchange of its own: hashed and encrypted when the SA has keys, else in clear.
/// The message id it went out under: the one given, whose node has been announced, or (0) a fresh one.
std::uint32_t send_informational(IsakmpSa& sa, const std::vector<Payload>& payloads, std::uint32_t message_id = 0);
/// The expected answer repeats until it comes: first repetition in 10 seconds.
void await_answer(Exchange& exchange);

// --- intake.cpp ---
void take_datagram(Context& context, const dataplane::UdpDatagram& datagram);

// --- phase1/ ---
/// Opens an SA towards a peer for a flow (`flow` 0: for the ezvpn client named).
IsakmpSa* begin_phase1(Context& context, const dataplane::PolicyEntry& entry, const config::IpAddress& peer, dataplane::FlowId flow);
/// After authentication (and Xauth, mode config): quick mode for all that waits.
void start_waiting_flows(IsakmpSa& sa);
/// Marks the SA deleted, tells the peer when `tell`, frees what it holds. Pairs stay.
void delete_sa(IsakmpSa& sa, DeleteReason reason, bool tell);

// --- quick/ ---
bool acquire(Context& context, dataplane::FlowId flow);
void begin_quick_mode(IsakmpSa& sa, dataplane::FlowId flow, bool rekey = false);
/// A quick mode message; `exchange` null: the first of its message id. Takes over next_iv and digest once its hash is good.
void take_quick(IsakmpSa& sa, Exchange* exchange, const Input& input);
/// A quick mode ends without a pair (death by retransmission, SA deleted): lets go of SPI, flow and job. More than once does no harm.
void abandon_quick(Exchange& exchange);
/// Phase 1 came to nothing: what waited for it is told, and the next peer of each entry is the current one.
void fail_waiting_flows(IsakmpSa& sa);
bool expire(Context& context, const dataplane::SaExpiry& expiry);
/// Removes pairs and, when `tell`, sends DELETE under an SA with their peer.
void delete_pairs(Context& context, const std::vector<std::uint32_t>& inbound_spis, bool tell);
/// clear crypto sa.
void clear_pairs(Context& context, const std::optional<config::IpAddress>& peer, std::optional<dataplane::FlowId> flow);
/// Their policy is gone: an SA that served nothing else goes too.
void remove_pairs(Context& context, const std::vector<std::uint32_t>& inbound_spis);
/// Inbound SPIs of the pairs that the SA stands for: its own, and those of the same ends.
std::vector<std::uint32_t> inbound_spis_of(const IsakmpSa& sa);
/// Pairs whose policy the configuration took away, and negotiations for it.
void check_policies(Context& context);

// --- informational/ ---
extern const Row informational_rows[];                          ///< rows of the established SA, listed in phase1/established.cpp
extern const std::size_t informational_row_count;
void take_informational(IsakmpSa& sa, const Input& input, std::uint32_t message_id, bool hash_good);
void send_notify(IsakmpSa& sa, NotifyType type, ProtocolId protocol, std::uint32_t spi, Bytes data = {});
void send_delete(IsakmpSa& sa);
void send_delete(IsakmpSa& sa, ProtocolId protocol, const std::vector<std::uint32_t>& spis);
void start_dpd(IsakmpSa& sa);
/// Anything authentic from the peer puts off the next probe.
void heard_from(IsakmpSa& sa);
void run_dpd(IsakmpSa& sa);
/// A protected packet came for an SPI that nobody has: INVALID_SPI under the SA with its sender, or (invalid-spi-recovery) a new one.
void unknown_spi(Context& context, const dataplane::UnknownSpi& unknown);

// --- transaction/ ---
/// What the established SA needs first: Xauth, mode config push, or nothing. The machine raises the event's row by it.
bool wants_xauth(const IsakmpSa& sa);
bool wants_config_push(const IsakmpSa& sa);
bool wants_config_pull(const IsakmpSa& sa);                     ///< client role
void take_transaction(IsakmpSa& sa, Exchange* exchange, const Input& input);
/// The SA goes: its address returns to the pool, an ezvpn client hears of it.
void end_client_session(IsakmpSa& sa);
extern const Row transaction_rows[];                            ///< rows of the established SA, listed in phase1/established.cpp
extern const std::size_t transaction_row_count;

}  // namespace ike::isakmp
