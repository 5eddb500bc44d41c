#pragma once

#include "ike/sa/ike_sa.h"

/// How exchanges begin, and how SAs end.
namespace ike {

Exchange& add_exchange(IkeSa& sa, const Table& table, Role role, ExchangeType type);

/// Deletes the IKE SA and its pairs, telling the peer: one INFORMATIONAL for the pairs, one for the IKE SA.
void begin_delete(IkeSa& sa, std::string_view reason);
/// Deletes these pairs of the SA, telling the peer. The IKE SA stays.
void delete_children(IkeSa& sa, const std::vector<std::uint32_t>& inbound_spis);
/// Deletes a pair that a newer one replaced: it stays until both ends have deleted it, and for a moment more.
void delete_replaced(IkeSa& sa, std::uint32_t spi_in);
/// Tells the peer that the pair whose exchange we could not finish is not there.
void delete_unfinished(IkeSa& sa, ProtocolId protocol, std::uint32_t spi_in);
/// Both ends have deleted a replaced pair.
void begin_fading(IkeSa& sa, ChildSa& child);
/// An empty INFORMATIONAL, repeated at the interval.
void ask_for_life(IkeSa& sa, dataplane::Duration interval);
/// Tells the peer that we have no pair that receives with this SPI.
void report_invalid_spi(IkeSa& sa, ProtocolId protocol, std::uint32_t spi);
/// Takes a pair out of the data plane without telling anybody.
void remove_child(IkeSa& sa, std::uint32_t spi_in);
/// Tells the peer, who thinks that the SA stands, that it does not.
void report_failure_and_delete(IkeSa& sa, NotifyType notify);
/// Starts requests that wait for room in the peer's window.
void resume_waiting_requests(IkeSa& sa);

}  // namespace ike
