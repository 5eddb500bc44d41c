#pragma once

#include <optional>
#include <span>
#include <vector>

#include "config-model/configuration.h"
#include "ike/payload/payloads.h"
#include "ipsec-dataplane/esp/algorithms.h"
#include "ipsec-dataplane/protected_flow.h"

namespace ike {

/// What one transform set protects with.
struct IpsecProtection {
    dataplane::IpsecProtocol protocol = dataplane::IpsecProtocol::esp;
    dataplane::EspSuite suite;
    /// The set says transport, and where the policy allows it that is what is asked for.
    bool transport = false;
    bool transport_required = false;
};

/// The transform sets of an entry that can be built, in order of priority; the default set when it names none.
std::vector<IpsecProtection> protections_of(const config::Configuration& configuration, const dataplane::PolicyEntry& entry);

/// One proposal per transform set, numbered from 1, each with the same SPI. With a DH transform where `group` names one; IKE_AUTH has
/// none (RFC 7296 §1.2).
SaPayload offer_of(std::span<const IpsecProtection> protections, std::uint32_t spi, DhGroupId group = DhGroupId::none);

struct IpsecChoice {
    Proposal proposal;
    IpsecProtection protection;
    /// The peer's SPI for its inbound SA.
    std::uint32_t spi = 0;
    /// Of the pair's own Diffie-Hellman exchange; none without.
    DhGroupId group = DhGroupId::none;
};

/// What an exchange asks of perfect forward secrecy: IKE_AUTH has no Diffie-Hellman exchange for its pair, whatever is offered.
struct PfsPolicy {
    bool negotiated = false;
    /// `set pfs`; none: as the peer likes.
    DhGroupId group = DhGroupId::none;
};

/// The responder walks its own sets in its own order and takes the first that was offered.
std::optional<IpsecChoice> choose(std::span<const IpsecProtection> own, const SaPayload& offered, PfsPolicy pfs = {});
/// The set of ours that an answer names, with the group that was offered.
std::optional<IpsecChoice> choice_of_answer(std::span<const IpsecProtection> own, const SaPayload& answer, DhGroupId group = DhGroupId::none);

/// RFC 7296 §3.13.1 both ways; selectors of a type that is not known are left out.
TsPayload payload_of(std::span<const dataplane::TrafficSelector> selectors);
std::vector<dataplane::TrafficSelector> selectors_of(const TsPayload& payload);

/// What a responder's policy makes of the selectors it was offered.
struct FlowChoice {
    dataplane::PolicyEntryId entry = 0;
    /// 0: a dynamic map's template without access list will make one.
    dataplane::FlowId flow = 0;
    /// `remote` answers TSi, `local` TSr.
    std::vector<dataplane::TrafficSelector> local, remote;
    /// Another flow would take another part of the offer (RFC 7296 §2.9: ADDITIONAL_TS_POSSIBLE).
    bool more_possible = false;
};

/// The first flow of the entries that takes the offer whole, else the first that takes a part of it. `profile` is the IKEv2 profile of
/// the peer: entries that name another are passed over.
std::optional<FlowChoice> choose_flow(const dataplane::PolicyDirectory& policies, std::span<const dataplane::PolicyEntryId> entries,
                                      const std::string& profile, const TsPayload& initiator, const TsPayload& responder);

}  // namespace ike
