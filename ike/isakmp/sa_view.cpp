#include "ike/isakmp/sa_view.h"

#include "ike/exchanges/lookup.h"
#include "ike/isakmp/policy/names.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

constexpr std::uint32_t before_first_connection = 1000;

std::uint32_t seconds(dataplane::Duration duration) {
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(duration).count()));
}

void fill_time(SaView& view, const IsakmpSa& sa, dataplane::Instant now) {
    view.lifetime = sa.suite.lifetime;
    if (!sa.complete) return;
    view.uptime = seconds(now - sa.completed);
    if (sa.lifetime_end) view.seconds_left = seconds(*sa.lifetime_end - now);
}

void fill_capabilities(SaView& view, const IsakmpSa& sa) {
    view.config_mode = sa.client.config_done;
    view.dpd = sa.dpd.policy.has_value() && sa.peer_dpd;
    view.keepalives = false;
    view.nat_traversal = sa.nat_found();
    view.xauth = sa.client.xauth_wanted || sa.client.xauth_done;
    view.fragmentation = sa.peer_fragments && sa.context.configuration.isakmp.fragmentation;
}

void fill_client(SaView& view, const IsakmpSa& sa) {
    view.profile = sa.profile;
    view.group = sa.client.group;
    view.username = sa.client.user;
    view.assigned = sa.client.assigned;
    view.fvrf = std::string(vrf_name(sa.vrf));
    if (const config::IsakmpProfile* const profile = profile_of(sa)) view.ivrf = profile->vrf;
}

Label shown_label(const IsakmpSa& sa) {
    if (!sa.dead) return sa.label;
    return sa.aggressive ? Label::AG_NO_STATE : Label::MM_NO_STATE;
}

}  // namespace

SaView view_of(const IsakmpSa& sa, dataplane::Instant now) {
    SaView view;
    view.number = sa.number;
    view.conn_id = sa.conn_id;
    view.local = sa.local;
    view.remote = sa.peer;
    view.local_port = sa.local_port;
    view.remote_port = sa.peer_port;
    view.initiator = sa.initiator;
    view.label = shown_label(sa);
    view.active = sa.complete && !sa.dead;
    view.deleted = sa.dead;
    view.suite = sa.suite;
    view.phase1_id = sa.complete ? text_of(sa.remote_id) : std::string();
    view.inbound_spis = sa.complete && !sa.dead ? inbound_spis_of(sa) : std::vector<std::uint32_t>{};
    view.engine_id = sa.conn_id > before_first_connection ? sa.conn_id - before_first_connection : sa.conn_id;
    fill_time(view, sa, now);
    fill_capabilities(view, sa);
    fill_client(view, sa);
    return view;
}

}  // namespace ike::isakmp
