#pragma once

#include "ike/sa/exchange.h"
#include "ike/sa/ike_sa.h"

/// The way of events out of the engine. Ask `traced` before building one that allocates. Every event::Failure is entered in the
/// error table on its way, whether or not anybody listens, except the summary of one that is there already.
namespace ike {

bool traced(const IkeSa& sa);
bool traced(const Context& context, const config::IpAddress& peer);

/// With the SA's header; `exchange` gives role and message id.
void emit(const IkeSa& sa, event::Body body);
void emit(const Exchange& exchange, event::Body body);
/// A line of the platform layer, which names no SA.
void emit_platform(const IkeSa& sa, event::Body body);
/// Before there is an SA.
void emit_stray(Context& context, const dataplane::UdpDatagram& datagram, event::Body body);

void trace_state(const Exchange& exchange, EventId event);
void trace_step(const Exchange& exchange, Step step);
void trace_step(const IkeSa& sa, Step step);
void trace_failure(const Exchange& exchange, Failed why, NotifyType sent = NotifyType{});
/// Says that the exchange failed, after what says why: no further entry in the error table.
void trace_summary(const Exchange& exchange, Failed why);
/// A negotiation that did not get as far as an exchange.
void trace_failure(IkeSa& sa, Failed why);

}  // namespace ike
