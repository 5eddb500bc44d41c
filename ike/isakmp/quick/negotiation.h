#pragma once

#include "ike/isakmp/quick/transform.h"
#include "ike/isakmp/steps.h"

/// What both roles of quick mode share: the offer, the keys, the pair.
namespace ike::isakmp {

/// How packets travel under this SA: by UDP when there is a NAT on the way, under the number that the peer's NAT-T has for it.
Encapsulation encapsulation_under(const IsakmpSa& sa, bool transport);
/// The transform sets of the negotiated entry, in order of priority. Transport only where the proxies are the two ends.
std::vector<IpsecProtection> protections_of(const Exchange& exchange);
/// The attributes that one transform set is offered with.
TransformTerms terms_under(const Exchange& exchange, const IpsecProtection& protection);

/// The policy may have gone, or moved to another address, while the negotiation ran.
bool policy_stands(const Exchange& exchange);
/// What was agreed; only for an exchange that has chosen.
TransformTerms agreed_terms(const Exchange& exchange);

/// Both SAs without keys, under the numbers that they will have.
void report_pair(const Exchange& exchange);
/// Keys, SAs, and the pair's place in the engine. False when the data plane refused.
bool install_pair(Exchange& exchange);
/// The same; the peer hears of it if it came to nothing.
Outcome install_agreed(Exchange& exchange, const Input&);
/// Releases from 15.4 on: the key engine says when it has the pair (IPSEC_INSTALL_DONE).
Outcome install_and_wait(Exchange& exchange, const Input&);
bool awaits_install(const Exchange& exchange, const Input&);

/// HASH(2) or HASH(3), in front of `payloads`.
Payload hash_payload(Bytes hash);
/// Payloads of IDci and IDcr (RFC 2409 5.5).
void append_ids(const Exchange& exchange, std::vector<Payload>& payloads);
/// RFC 3947 5.2: original addresses, for transport mode by UDP.
void append_original_addresses(const Exchange& exchange, std::vector<Payload>& payloads);
Payload octets_payload(PayloadType type, Bytes octets);

/// The exchange ends without a pair: why is traced, SPI and job are let go of.
Outcome fail_quick(Exchange& exchange, NodeReason reason);
/// HASH(2) of what follows the hash, with Ni.
Bytes hash_of_second(const Exchange& exchange, Octets rest);
Bytes hash_of_third(const Exchange& exchange);
/// Draws the private value: the answer is our half of Diffie-Hellman.
Outcome ask_for_pfs_key_pair(Exchange& exchange);
Outcome ask_for_pfs_secret(Exchange& exchange);
/// Takes over a job's answer; false when it failed.
bool keep_answer(Exchange& exchange, const Input& input);

/// Traces of what a quick mode message holds beside its SA.
void report_payloads(const Exchange& exchange, std::span<const Payload> payloads);
/// IPSEC(validate_proposal_request) of one transform.
void report_request(const Exchange& exchange, const TransformTerms& terms);
/// The crypto map is searched for the proxies; a tunnel has none.
void report_search(const Exchange& exchange);

/// RFC 2409 5: octets in a nonce.
inline bool good_nonce(const OctetsPayload* nonce) { return nonce != nullptr && nonce->data.size() >= 8 && nonce->data.size() <= 256; }

inline constexpr std::size_t nonce_size = 20;

// --- pairs.cpp ---
void enter_pair(Context& context, const Pair& pair);
void leave_pair(Context& context, std::uint32_t inbound_spi);

/// The pair whose outbound SA has this SPI, between the ends of the SA: its inbound SPI, or 0.
std::uint32_t inbound_of(const IsakmpSa& sa, std::uint32_t outbound_spi);

/// The SA to speak about a pair under: the one that made it, else the youngest between the same ends.
IsakmpSa* sa_of(Context& context, const Pair& pair);

/// Authenticated, and done with Xauth and mode config.
bool ready_for_quick_mode(const IsakmpSa& sa);

}  // namespace ike::isakmp
