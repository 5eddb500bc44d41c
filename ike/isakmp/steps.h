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
/// For an ezvpn client: aggressive mode with its group and key; `sa.client.ezvpn` names it.
IsakmpSa* begin_client_phase1(Context& context, const config::EzvpnClient& client, const config::IpAddress& local, const config::IpAddress& peer);
/// After authentication (and Xauth, mode config): quick mode for all that waits.
void start_waiting_flows(IsakmpSa& sa);
/// Marks the SA deleted, tells the peer when `tell`, frees what it holds. Pairs stay. Inside a dispatch of one of its exchanges the
/// deletion itself waits until that ends.
void delete_sa(IsakmpSa& sa, DeleteReason reason, bool tell);
/// The deletion that delete_sa has announced; the dispatcher's.
void finish_deletion(IsakmpSa& sa);
/// One message id of phase 2. With the message that opens it, when the peer does: takes over its IV and digest.
Exchange& add_exchange(IsakmpSa& sa, const Table& table, Role role, ExchangeType type, std::uint32_t message_id, const Input* first = nullptr);
/// The message is authentic: the IV chain goes on from it, and a repeated one is known.
void accept_message(Exchange& exchange, const Input& input);
/// "deleting node": repeated messages are answered until it is purged, 50 seconds later.
void end_node(Exchange& exchange, bool error, NodeReason reason);
/// The table of exchanges that have no machine of their own: their rows are the SA's.
inline constexpr Table node_table{"node", {}, State::ANY};

// --- quick/ ---
bool acquire(Context& context, dataplane::FlowId flow);
void begin_quick_mode(IsakmpSa& sa, dataplane::FlowId flow, bool rekey = false);
/// A quick mode message; `exchange` null: the first of its message id. Takes over next_iv and digest once its hash is good; false when
/// it is not.
bool take_quick(IsakmpSa& sa, Exchange* exchange, const Input& input);
/// Phase 1 came to nothing: what waited for it is told, and the next peer of each entry is the current one.
void fail_waiting_flows(IsakmpSa& sa);
bool expire(Context& context, const dataplane::SaExpiry& expiry);
/// The exchange comes to nothing (retransmissions spent, or its SA went): SPIs are released, the key engine hears of its flow.
void abandon_quick(Exchange& exchange);
/// The same when no answer came: the next peer of the entry is the current one.
void lose_quick(Exchange& exchange);
extern const Table quick_initiator, quick_responder;
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
void take_informational(IsakmpSa& sa, const Input& input, std::uint32_t message_id, bool hash_good);
void send_notify(IsakmpSa& sa, NotifyType type, ProtocolId protocol, std::uint32_t spi, Bytes data = {});
void send_delete(IsakmpSa& sa);
void send_delete(IsakmpSa& sa, ProtocolId protocol, const std::vector<std::uint32_t>& spis);
/// Actions of the established SA's rows INFO_NOTIFY, INFO_DELETE, KEEP_ALIVE and TIMER_PEERS_ALIVE / TIMER_IM_ALIVE:
/// take_informational and run_dpd choose the event and dispatch `*sa.phase1`.
Outcome process_notify(Exchange& exchange, const Input& input);
Outcome process_delete(Exchange& exchange, const Input& input);
Outcome process_keep_alive(Exchange& exchange, const Input& input);
Outcome probe_peer(Exchange& exchange, const Input& input);
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
/// What is said of a message before its HASH is looked at.
void announce_transaction(const IsakmpSa& sa, const Exchange* exchange, std::uint32_t message_id);
/// Its HASH has been checked. `exchange` null: the first of its message id.
void take_transaction(IsakmpSa& sa, Exchange* exchange, const Input& input);
/// No answer came.
void abandon_transaction(Exchange& exchange);
/// Deadlines of ezvpn clients that have no SA yet, and what is due.
std::optional<dataplane::Instant> client_deadline(const Context& context);
void run_client_timers(Context& context);
/// The SA goes: its address returns to the pool, an ezvpn client hears of it.
void end_client_session(IsakmpSa& sa);
extern const Row transaction_rows[];                            ///< rows of the established SA, listed in phase1/established.cpp
extern const std::size_t transaction_row_count;

}  // namespace ike::isakmp
