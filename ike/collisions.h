#pragma once

#include "ike/sa/ike_sa.h"

/// What may run beside what when both ends begin exchanges as they like: RFC 7296 §2.8.1, §2.8.2 and §2.25. Rows ask here.
namespace ike {

/// The notify that refuses the peer's request for a further pair or a rekeyed one now; NotifyType{} when nothing stands against it.
NotifyType objection_to_child(const IkeSa& sa);
/// The same for the pair that the peer wants to rekey, named by the SPI that it receives with.
NotifyType objection_to_rekey_of(IkeSa& sa, std::uint32_t spi_out);
NotifyType objection_to_ike_rekey(const IkeSa& sa);

/// A pair of ours may stand at the peer whose answer we do not have yet.
bool awaits_pair(const IkeSa& sa);
/// The peer deletes a pair that we do not have, or not yet.
void note_deleted(IkeSa& sa, std::uint32_t spi_out);

/// The SA that holds the pair: this one, or another of its session, since two ends do not hand children over at the same moment. The SA
/// itself when none has it.
IkeSa& holder_of(IkeSa& sa, std::uint32_t spi_out);

/// Whether a request of ours may begin now.
bool may_create_child(const IkeSa& sa);
bool may_rekey_ike_sa(const IkeSa& sa);

/// Of the two pairs that both ends made for one purpose ours has the lowest of the four nonces: we close it. To be asked before it is
/// installed.
bool is_redundant(const Exchange& exchange);
/// The peer's exchange has made this SA while ours for the same purpose is under way: ours is told.
void note_rival(const Exchange& peers, std::uint64_t spi);
/// A pair of this exchange stands: says which of the pairs it replaces, and who deletes them.
void settle_pairs(Exchange& exchange);
/// A new IKE SA of this exchange stands: it, or its rival, takes over the children.
void settle_ike_sas(Exchange& exchange, IkeSa& made);
/// Our exchange came to nothing; what the peer's made for the same purpose stands. True if there is such.
bool yield_to_rival(Exchange& exchange);
/// The peer deletes this pair while we rekey it: what it made in its place, if it did, takes over.
void yield_pair(IkeSa& sa, std::uint32_t spi_in);
/// The peer deletes this IKE SA while we rekey it: its successor, if the peer made one, takes over.
void yield_ike_sa(IkeSa& sa);

}  // namespace ike
