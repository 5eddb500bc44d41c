#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "config-model/isakmp.h"
#include "ike/events.h"
#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/machine/states.h"
#include "ike/isakmp/payload/message.h"
#include "ipsec-dataplane/esp/security_association.h"

/// What happens in IKEv1, as values. Sentences and prefixes are debug/'s.
namespace ike::isakmp {

/// What every event begins with. `conn_id` is 0 until SKEYID is made; in the 12.x look it is there from the SA's first line.
struct EventHeader {
    dataplane::Instant at{};
    dataplane::VrfId vrf{};
    std::uint32_t conn_id = 0;
    /// Names the SA and the peer's record on debug lines ("sa = 6D12A00"); unique while they live.
    std::uint32_t sa_handle = 0, peer_handle = 0;
    config::IpAddress local, peer;
    std::uint16_t local_port = 500, peer_port = 500;
    Role role = Role::initiator;
    Label label = Label::MM_NO_STATE;
};

/// Things done that have no values of their own.
enum class Step : std::uint8_t {
    cannot_start_aggressive,      ///< "Can not start Aggressive mode, trying Main mode."
    tunnel_attributes_set,        ///< "SA has tunnel attributes set."
    beginning_main_mode, beginning_aggressive_mode,
    local_key_found,              ///< "local preshared key found"
    authentication_by_xauth,      ///< "Authentication by xauth preshared"
    acceptable_atts,              ///< "atts are acceptable" is AttributesJudged; this is the 15.x block "Acceptable atts:actual life: 0" …
    skeyid_generated, speaking_to_ios,
    nat_payload,                  ///< "received payload type 20" (17 for the drafts: NatPayload has the number)
    peer_outside_nat,             ///< "His hash no match - this node outside NAT"
    no_nat, self_inside_nat,      ///< "No NAT Found for self or peer", "NAT found, the node inside NAT"
    both_inside_nat, my_hash_no_match,
    send_initial_contact, dpd_enabled, no_paranoid_keepalives,
    qm_initiator_gets_spi, qm_responder_gets_spi, asking_for_spi,
    sitting_idle,                 ///< "sitting IDLE. Starting QM immediately (QM_IDLE      )"
    outstanding_requests, still_budding,
    fsm_error,                    ///< "FSM action returned error: 2"
    notify_without_hash,          ///< "Notify has no hash. Rejected."
    failed_to_construct_informational, no_offers_accepted, no_certificate_or_key, cannot_start_main_mode,
    sa_request_failed,            ///< "Error while processing SA request: Failed to initialize SA" and the KMI line after it
    reserved_not_zero_on_id,
    duplicate_packet,             ///< "phase 1 packet is a duplicate of a previous packet."
    processing_responder_lifetime,
    need_xauth, need_config_address, xauth_ack_processed, peer_accepted_address, xauth_process_request, checking_request, checking_set,
    attributes_sent, returning_address, resetting_client_settings, callback,
    fragmentation_not_enabled, peer_struct_exists,
    key_engine_message,           ///< "IPSEC(key_engine): got a queue event with 1 KMI message(s)" of a message that leaves no other trace
    config_reply,                 ///< "process config reply"
    udp_encapsulation_set,        ///< "Setting UDP ENC peer struct …"
    install_callback              ///< 16.x on: "Received IPSec Install callback... proceeding with the negotiation"
};

/// One line of `debug crypto engine`.
enum class EngineWork : std::uint8_t {
    generate_dh, dh_status, dh_secret, create_skeyid, create_ike_sa, hmac, decrypt_packet, encrypt_packet, delete_dh, validate_proposal, validate_request,
    allocate_flow, quick_mode_keys, create_ipsec_sa
};

/// One message between IPSEC key engine and Crypto IKMP (`debug crypto kmi`).
enum class KmiMessage : std::uint8_t {
    REQUEST_SAS, DELETE_SAS, NOTIFY_INCR_COUNT, NOTIFY_DECR_COUNT, NOTIFY_QOS_GROUP, NOTIFY_INTF,
    CREATE_IPSEC_SAS, SA_ENABLE_OUTBOUND, MGR_DELETE_SAS, CLEAR_ENDPT_SAS, SESSION_CLOSED
};

enum class DeleteReason : std::uint8_t {
    none,                         ///< "No reason"
    retransmission, policy_not_accepted, peers_alive_timer, lifetime, initial_contact, fatal_informational, cleared, errors, xauth_failed, no_address
};
enum class NodeReason : std::uint8_t { qm_done_await, no_error, informational, ike_deleted, qm_rejected, delete_larval, xauth_done, transaction_done, retransmission };
enum class PolicyMismatch : std::uint8_t { encryption, key_length, hash, group, authentication, preshared_without_key, xauth, lifetime };

namespace event {

/// "Input = …" and "Old State = … New State = …"; `node` is the message id of a quick mode.
struct Transition { isakmp::Event input; State from, to; std::optional<std::uint32_t> node; };
struct StepDone { Step step; };
struct EngineDone { EngineWork work; };
struct Kmi { KmiMessage message; };
struct ProfileRequested { std::string name; };                     ///< "SA request profile is (NULL)"
enum class PeerAction : std::uint8_t { created, fresh, locked, unlocked, reaped, inserted };
/// `function`: isakmp_initiator, crypto_isakmp_process_block, …; static storage. The 12.x look has records of clients only: those
/// whose `function` is crypto_ikmp_config_initialize_sa (also on `created` and `inserted`), and stuff_ke as their pairs are made.
struct PeerRecord { PeerAction action; std::string_view function; unsigned references = 0; unsigned serial = 0; };
struct PortsKnown {};
struct SaInserted {};
/// `new_sa`: the first message of a peer, before there is an SA.
struct PacketReceived { bool new_sa = false; };
/// Whether it goes out under a label of its own (a transaction's CONF_XAUTH) is the header's.
struct PacketSent { bool retransmission = false; };
/// "processing SA payload. message ID = 0", "processing vendor id payload"; ATTR: "processing transaction payload from A. message ID = N"
struct Processing { PayloadType type; std::uint32_t message_id = 0; };
/// `major` as the debug line prints it when the octets are neither Unity nor DPD.
struct VendorSeen { VendorId id; std::optional<unsigned> major; };
struct NatPayloadSeen { bool draft = false; };                     ///< "received payload type 20", of the drafts 17
struct NatOriginalSeen { bool initiator; config::IpAddress address; std::uint32_t message_id; };       ///< "processing NAT-OAi payload. addr = …"
struct VendorConstructed { VendorId id; };
/// "Looking for a matching key for A in K : success", "found peer pre-shared key matching A", "No pre-shared key with A!"
struct KeyLookup { std::string keyring; bool found = false; };
struct KeyFound { bool found = true; };
struct HostKeyMissing { std::string hostname; };
/// "Scanning profiles for xauth ... L2L VPNclient", or "Looking for xauth in profile P".
struct XauthScan { std::vector<std::string> profiles; bool one = false; };
struct ProfileMatched { std::string name; };                       ///< empty: "peer matches *none* of the profiles"
struct KeyInKeyring { std::string keyring; };                      ///< "Found ADDRESS key in keyring spokes"
struct TransformChecked { std::uint8_t number; std::uint32_t priority; const Transform* transform; };
struct Mismatch { PolicyMismatch what; };
struct AttributesJudged { bool acceptable; std::optional<unsigned> next_payload; };   ///< "atts are acceptable. Next payload is 0"
struct LifetimeStarted { std::uint32_t seconds; std::uint8_t vpi_length; };            ///< "Fill atts in sa …" to "Started lifetime timer"
struct PolicyNotAcceptable { unsigned phase; };                    ///< "phase 1 SA policy not acceptable! (local … remote …)"
struct IdShown { const IdPayload* id; PayloadType next; std::size_t length; };         ///< the "ID payload" block
struct IdUsed { IdType type; bool xauth = false; };                ///< "SA is doing pre-shared key authentication using id type …"
struct IdSent { std::size_t length = 0; };                         ///< "Total payload length: 12", after IdShown of our own
struct Authenticated { bool with_peer = false; };                  ///< "SA authentication status: authenticated"; "SA has been authenticated with A"
struct InitialContact {};                                          ///< "Process initial contact, bring down …"
struct NodeSet { std::uint32_t message_id; Label label; };         ///< "set new node N to QM_IDLE"
struct NodeDeleted { std::uint32_t message_id; bool error; NodeReason reason; };
struct NodePurged { std::uint32_t message_id; };
struct SaPurged {};
/// Twice for each SA: when the decision falls, and (`after`) when it is marked.
struct SaDeleting { DeleteReason reason; bool after = false; };
struct ErrorCounter { unsigned attempt; bool node = false; std::string_view where; };  ///< "incrementing error counter on sa, attempt 1 of 5: retransmit phase 1"
struct Retransmitting { bool phase2 = false; std::uint32_t message_id = 0; bool announced = false; };  ///< `announced`: the line that ends in "..."
struct UnknownInput { isakmp::Event input; State state; };
struct QuickModeBegun { std::uint32_t message_id; };
struct ProposalChecked { std::uint8_t number; ProtocolId protocol; const Transform* transform; };      ///< "Checking IPSec proposal 1" and the attribute block
struct IpsecJudged { bool acceptable; };
/// IPSEC(validate_proposal_request): what of the offer is looked at.
struct RequestValidated {
    dataplane::TrafficSelector local_proxy, remote_proxy;
    std::uint16_t key_bits = 0;
    dataplane::EncapsulationMode mode{};
    ProtocolId protocol{};
    dataplane::EspSuite suite;
    bool pfs = false;
};
/// A crypto map is searched: "Crypto mapdb : proxy_match" of a responder, in the 12.x look "IPSEC(kei_proxy): head = …" of either end, one
/// for each of the map's `map_entries` (a dynamic entry counts its templates).
struct ProxyMatch { dataplane::TrafficSelector source, destination; std::string map_tag; unsigned map_entries = 1; bool initiator = false; };
struct ProposalInvalidated { unsigned error; std::string transform_words; };           ///< 32: proxies; 256: transform. With the IPSEC(…) line before it
struct SasCreated { dataplane::SaParameters inbound, outbound; bool pfs = false; std::string interface; };   ///< 12.x: "Creating IPsec SAs"; 16.x on: "Successfully installed IPSEC SA"
struct SpiGot { std::uint32_t spi; ProtocolId protocol; };                             ///< 12.x: IPSEC(spi_response)
struct NotifySeen { const NotifyPayload* notify; std::uint32_t message_id; };
struct NotifySent { NotifyType type; ProtocolId protocol; std::uint32_t spi; std::uint32_t message_id; };
struct DpdSequence { bool received; bool acknowledgement; std::uint32_t sequence; };
struct DpdError { unsigned count; bool dead = false; };            ///< "DPD incrementing error counter (1/5)", "peer A not responding!"
/// The key engine is told to delete the SA with this SPI (ours, as the peer's DELETE names it).
struct DeleteForwarded { std::uint32_t spi; ProtocolId protocol; };
/// No ISAKMP SA to tell the peer under: "ignoring request to send delete notify …"
struct DeleteIgnored { std::uint32_t spi; };
struct SpiDeleted { std::uint32_t spi; std::uint32_t message_id; };
struct TimerRestarted { std::uint32_t seconds; };                  ///< "restart ike sa timer to 3600 secs"
struct PortFloated { std::uint16_t port; };
struct ResponderLifetimeSent { std::uint32_t seconds; };
/// Transaction exchanges.
struct ConfigSeen { ConfigKind kind; };                            ///< "Config payload REPLY", after Processing{ATTR}
struct ConfigAttributeListed { std::uint16_t type; bool xauth = false; bool reply = false; std::string value; };          ///< one line of a list
struct ConfigAttributeSent { Attribute attribute; std::string text; bool unknown = false; };           ///< "Sending private address: …"; `text` where a name is said (split list)
struct ConfigExchange { bool initiating; std::uint32_t message_id; };                  ///< "initiating peer config to A. ID = N"
struct AddressAllocated { config::IpAddress address; };
struct XauthStatus { bool ok; };                                   ///< client: "Xauth process set, status = 1"
struct XauthAnswered { std::string user; };                        ///< client: "username: …", "password: <omitted>"

// --- syslog ---
struct BadMessage {};                                              ///< %CRYPTO-4-IKMP_BAD_MESSAGE
struct ModeFailure { std::string_view mode; };                     ///< %CRYPTO-6-IKMP_MODE_FAILURE: "Main", "Quick", "Informational", "Aggressive"
struct NoSa {};                                                    ///< %CRYPTO-4-IKMP_NO_SA
struct AggressiveModeDisabled {};
struct SessionStatus { bool up; std::string id; };                 ///< crypto logging session
struct EzvpnConnection { bool up; bool client; std::string user, group; config::IpAddress assigned; };
struct EzvpnPendingXauth { std::string name; };                    ///< "EZVPN(VPN): Pending XAuth Request, Please enter the following command:" + second line
/// "Server does not allow save password option," …
struct EzvpnSavedPasswordRefused { std::string name; };
struct XauthFailed { std::string user; };

using Body = std::variant<Transition, StepDone, EngineDone, Kmi, ProfileRequested, PeerRecord, PortsKnown, SaInserted, PacketReceived, PacketSent,
                          Processing, VendorSeen, NatPayloadSeen, NatOriginalSeen, VendorConstructed, KeyLookup, KeyFound, HostKeyMissing, XauthScan, ProfileMatched, KeyInKeyring,
                          TransformChecked, Mismatch, AttributesJudged, LifetimeStarted, PolicyNotAcceptable, IdShown, IdUsed, IdSent, Authenticated,
                          InitialContact, NodeSet, NodeDeleted, NodePurged, SaPurged, SaDeleting, ErrorCounter, Retransmitting, UnknownInput,
                          QuickModeBegun, ProposalChecked, IpsecJudged, RequestValidated, ProxyMatch, ProposalInvalidated, SasCreated, SpiGot,
                          NotifySeen, NotifySent, DpdSequence, DpdError, DeleteForwarded, DeleteIgnored, SpiDeleted, TimerRestarted, PortFloated, ResponderLifetimeSent, ConfigSeen,
                          ConfigAttributeListed, ConfigAttributeSent, ConfigExchange, AddressAllocated, XauthStatus, XauthAnswered, BadMessage, ModeFailure, NoSa,
                          AggressiveModeDisabled, SessionStatus, EzvpnConnection, EzvpnPendingXauth, EzvpnSavedPasswordRefused, XauthFailed>;

}  // namespace event

/// Pointers in an event are valid only during `EventSink::on`.
struct EventRecord {
    EventHeader header;
    event::Body body;
};

}  // namespace ike::isakmp
