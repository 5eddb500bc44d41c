#include "ike/isakmp/commands.h"

namespace ike::isakmp {

namespace {

struct Obedience {
    Isakmp& isakmp;
    dataplane::Instant now;

    void operator()(const command::ClearIsakmp& clear) const { isakmp.clear(now, clear.conn_id); }
    void operator()(const command::ClearSession& clear) const { isakmp.clear_session(now, clear.local, clear.remote); }
    void operator()(const command::ClearIpsecSa& clear) const { isakmp.clear_pairs(now, clear.peer, clear.flow); }
    void operator()(const command::RemovePairs& remove) const { isakmp.remove_pairs(now, remove.inbound_spis); }
    void operator()(const command::Shutdown&) const { isakmp.shut_down(now); }
    void operator()(const command::EzvpnConnect& connect) const { isakmp.ezvpn_connect(now, connect.name); }
    void operator()(const command::EzvpnXauth& xauth) const { isakmp.ezvpn_xauth(now, xauth.name, xauth.user, xauth.password); }
    void operator()(const command::EzvpnClear& clear) const { isakmp.ezvpn_clear(now, clear.name); }
    // IKEv2's alone.
    void operator()(const command::ClearIkeSa&) const {}
    void operator()(const command::ClearStats&) const {}
    void operator()(const command::ClearErrors&) const {}
};

}  // namespace

void obey(Isakmp& isakmp, dataplane::Instant now, const Command& command) { std::visit(Obedience{isakmp, now}, command); }

}  // namespace ike::isakmp
