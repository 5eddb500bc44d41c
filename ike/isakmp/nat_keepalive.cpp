#include "ike/isakmp/nat_keepalive.h"

#include "ike/isakmp/context.h"

namespace ike::isakmp {

namespace {

constexpr std::uint16_t default_interval = 20;

dataplane::Duration interval(const IsakmpSa& sa) {
    return std::chrono::seconds(sa.context.configuration.isakmp.nat_keepalive.value_or(default_interval));
}

}  // namespace

void start_nat_keepalive(IsakmpSa& sa) {
    if (sa.nat_local && sa.local_port != 500) sa.nat_keepalive_due = sa.context.now + interval(sa);
}

void send_nat_keepalive(IsakmpSa& sa) {
    sa.context.ports.datagrams->send({sa.vrf, sa.local, sa.local_port, sa.peer, sa.peer_port, {0xff}});
    sa.nat_keepalive_due = sa.context.now + interval(sa);
}

}  // namespace ike::isakmp
