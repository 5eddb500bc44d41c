#pragma once

#include "ike/sa/ike_sa.h"

/// How exchanges begin, and how SAs end.
namespace ike {

Exchange& add_exchange(IkeSa& sa, const Table& table, Role role, ExchangeType type);

/// Deletes the IKE SA and its pairs, telling the peer: one INFORMATIONAL for the pairs, one for the IKE SA.
void begin_delete(IkeSa& sa, std::string_view reason);
/// Deletes these pairs of the SA, telling the peer. The IKE SA stays.
void delete_children(IkeSa& sa, const std::vector<std::uint32_t>& inbound_spis);
/// Takes a pair out of the data plane without telling anybody.
void remove_child(IkeSa& sa, std::uint32_t spi_in);
/// Tells the peer, who thinks that the SA stands, that it does not.
void report_failure_and_delete(IkeSa& sa, NotifyType notify);
/// Starts requests that wait for room in the peer's window.
void resume_waiting_requests(IkeSa& sa);

}  // namespace ike
