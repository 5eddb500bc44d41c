#pragma once

#include <initializer_list>

#include "config-model/configuration.h"
#include "ike/isakmp/sa.h"

/// What goes into phase 1 messages, and what is read out of them.
namespace ike::isakmp {

/// NAT-T flavours that an initiator offers; the one that a responder has agreed to.
void append_natt_offers(const IsakmpSa& sa, std::vector<Payload>& payloads);
void append_natt_answer(const IsakmpSa& sa, std::vector<Payload>& payloads);
/// What this release says of itself; before 12.3 only its make.
void append_vendors(const IsakmpSa& sa, std::vector<Payload>& payloads, std::initializer_list<VendorId> ids);
/// 12.2 and older: no NAT traversal, dead peer detection or INITIAL_CONTACT.
bool is_plain_release(const config::Configuration& configuration);
/// With `crypto isakmp fragmentation`.
void append_fragmentation(const IsakmpSa& sa, std::vector<Payload>& payloads);
/// "processing vendor id payload" for each; takes note of what the peer can do.
void process_vendors(Exchange& exchange, std::span<const Payload> payloads);
/// Of the peer's flavours the best that we have.
void agree_on_natt(Exchange& exchange);

/// RFC 3947 3.2: hashes of the peer's end, then of ours.
void append_nat_detection(IsakmpSa& sa, std::vector<Payload>& payloads);
void process_nat_detection(IsakmpSa& sa, std::span<const Payload> payloads);
/// RFC 3947 4: an initiator that finds a NAT goes on from port 4500 to port 4500.
void float_ports(IsakmpSa& sa);
/// A responder follows the peer's port once it is authentic.
void follow_ports(IsakmpSa& sa, const Input& input);

Payload payload_of(PayloadType type, Bytes octets);
/// SA with what was offered, or chosen.
Payload offer_payload(const Exchange& exchange);
Payload answer_payload(const Exchange& exchange);
/// KE and NONCE of ours.
void append_key_exchange(const IsakmpSa& sa, std::vector<Payload>& payloads);
/// The octets of a payload that is a run of octets; empty when it is not there.
Octets octets_of(std::span<const Payload> payloads, PayloadType type);

}  // namespace ike::isakmp
