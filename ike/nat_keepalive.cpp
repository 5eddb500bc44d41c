#include "ike/nat_keepalive.h"

#include "ike/context.h"
#include "ike/exchanges/lookup.h"

namespace ike {

namespace {

std::optional<std::uint16_t> interval_of(const IkeSa& sa) {
    const config::Ikev2Profile* const profile = profile_of(sa);
    return profile != nullptr && profile->nat_keepalive ? profile->nat_keepalive : sa.context.configuration.ikev2.nat_keepalive;
}

}  // namespace

void start_nat_keepalive(IkeSa& sa) {
    const auto interval = interval_of(sa);
    if (sa.nat_local && sa.local_port != 500 && interval) sa.nat_keepalive_due = sa.context.now + std::chrono::seconds(*interval);
}

void send_nat_keepalive(IkeSa& sa) {
    sa.context.ports.datagrams->send({sa.vrf, sa.local, sa.local_port, sa.peer, sa.peer_port, {0xff}});
    sa.nat_keepalive_due.reset();
    start_nat_keepalive(sa);
}

}  // namespace ike
