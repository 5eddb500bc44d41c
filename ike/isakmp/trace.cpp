#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

EventHeader header_of(const IsakmpSa& sa) {
    EventHeader header;
    header.at = sa.context.now;
    header.vrf = sa.vrf;
    header.conn_id = sa.conn_id;
    header.sa_handle = sa.handle;
    header.peer_handle = sa.peer_handle;
    header.local = sa.local;
    header.peer = sa.peer;
    header.local_port = sa.local_port;
    header.peer_port = sa.peer_port;
    header.role = sa.initiator ? Role::initiator : Role::responder;
    header.label = sa.label;
    return header;
}

EventHeader header_of(const Context& context, const dataplane::UdpDatagram& datagram) {
    EventHeader header;
    header.at = context.now;
    header.vrf = datagram.vrf;
    header.local = datagram.local;
    header.peer = datagram.remote;
    header.local_port = datagram.local_port;
    header.peer_port = datagram.remote_port;
    header.role = Role::responder;
    return header;
}

template <class... Bodies> bool is_one_of(const event::Body& body) { return (std::holds_alternative<Bodies>(body) || ...); }

/// Logged whatever is debugged.
bool is_logged(const event::Body& body) {
    using namespace event;
    return is_one_of<BadMessage, ModeFailure, NoSa, AggressiveModeDisabled, SessionStatus, EzvpnConnection, EzvpnPendingXauth, EzvpnSavedPasswordRefused, XauthFailed>(body);
}

bool is_heard(const Context& context, const config::IpAddress& peer, const event::Body& body) {
    return context.ports.events != nullptr && (is_logged(body) || context.ports.events->wants_isakmp(peer));
}

}  // namespace

bool traced(const Context& context, const config::IpAddress& peer) {
    return context.ports.events != nullptr && context.ports.events->wants_isakmp(peer);
}

void emit(const IsakmpSa& sa, event::Body body) {
    if (is_heard(sa.context, sa.peer, body)) sa.context.ports.events->on(EventRecord{header_of(sa), std::move(body)});
}

void emit(const Context& context, const dataplane::UdpDatagram& datagram, event::Body body) {
    if (is_heard(context, datagram.remote, body)) context.ports.events->on(EventRecord{header_of(context, datagram), std::move(body)});
}

}  // namespace ike::isakmp
