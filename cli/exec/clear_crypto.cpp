#include <algorithm>

#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"
#include "ipsec-dataplane/data_plane.h"
#include "show-commands/router_view.h"

namespace cli {

using namespace config;

namespace {

show::RouterView view_of(Exec& exec) {
    show::RouterView view = exec.ports().make_view();
    exec.ports().refresh(view, exec.now());
    return view;
}

void clear_sa(Exec& exec, const Args& args) {
    if (args.has("counters")) return exec.ports().clear_flow_counters(exec.now());
    exec.ports().command(ike::command::ClearIpsecSa{args.get<IpAddress>("peer-address"), {}}, exec.now());
}

/// All identities of one crypto map.
void clear_map(Exec& exec, const Args& args) {
    const show::RouterView view = view_of(exec);
    std::vector<dataplane::FlowId> flows;
    if (!view.data_plane) return;
    for (dataplane::PolicyEntryId id : view.data_plane->entries()) {
        const dataplane::PolicyEntry* entry = view.data_plane->entry(id);
        if (entry && entry->map_tag == args.text("map-name")) flows.insert(flows.end(), entry->flows.begin(), entry->flows.end());
    }
    for (dataplane::FlowId flow : flows) exec.ports().command(ike::command::ClearIpsecSa{{}, flow}, exec.now());
}

/// The pair of which one direction goes to this address with this SPI; both lists have the newest first.
std::optional<std::uint32_t> inbound_spi(const dataplane::FlowView& flow, const IpAddress& destination, std::uint32_t spi) {
    for (std::size_t i = 0; i < flow.inbound.size(); ++i) {
        const auto& in = flow.inbound[i].parameters;
        if (in.spi == spi && in.local_address == destination) return in.spi;
        if (i < flow.outbound.size() && flow.outbound[i].parameters.spi == spi && flow.peer == destination) return in.spi;
    }
    return std::nullopt;
}

void clear_entry(Exec& exec, const Args& args) {
    const show::RouterView view = view_of(exec);
    const auto destination = args.get_or("destination", IpAddress{});
    const auto spi = static_cast<std::uint32_t>(args.number("spi"));
    std::vector<std::uint32_t> found;
    for (dataplane::FlowId cursor = 0; view.data_plane;) {
        const auto flow = view.data_plane->next_flow(cursor, exec.now());
        if (!flow) break;
        cursor = flow->flow.id;
        if (const auto inbound = inbound_spi(*flow, destination, spi)) found.push_back(*inbound);
    }
    if (!found.empty()) exec.ports().command(ike::command::RemovePairs{std::move(found)}, exec.now());
}

void clear_isakmp(Exec& exec, const Args& args) {
    std::optional<std::uint32_t> connection;
    if (args.has("conn-id")) connection = static_cast<std::uint32_t>(args.number("conn-id"));
    exec.ports().command(ike::command::ClearIsakmp{connection}, exec.now());
}

void clear_ike_sa(Exec& exec, const Args& args) {
    exec.ports().command(ike::command::ClearIkeSa{args.get<IpAddress>("local-address"), args.get<IpAddress>("remote-address"), {}}, exec.now());
}

void clear_stats(Exec& exec, const Args&) {
    exec.ports().command(ike::command::ClearStats{}, exec.now());
    exec.print("Cleared crypto ikev2 statistics\n");
}

void clear_errors(Exec& exec, const Args&) { exec.ports().command(ike::command::ClearErrors{}, exec.now()); }

/// IKE and IPsec: the pairs that no IKE SA owns any more, too.
void clear_session(Exec& exec, const Args& args) {
    const auto remote = args.get<IpAddress>("remote-address");
    exec.ports().command(ike::command::ClearSession{args.get<IpAddress>("local-address"), remote}, exec.now());
    if (!args.has("local-address")) exec.ports().command(ike::command::ClearIpsecSa{remote, {}}, exec.now());
}

/// The sessions of one user, or of one group.
void clear_user_session(Exec& exec, const Args& args) {
    struct Ends { IpAddress local, remote; };
    const show::RouterView view = view_of(exec);
    std::vector<Ends> sessions;
    if (!view.engine) return;
    const auto& isakmp = view.engine->isakmp();
    for (auto sa = isakmp.next_sa(0, exec.now()); sa; sa = isakmp.next_sa(sa->number, exec.now())) {
        const bool of_user = args.has("user-name") && sa->username == args.text("user-name");
        const bool of_group = args.has("group-name") && sa->group == args.text("group-name");
        if (of_user || of_group) sessions.push_back({sa->local, sa->remote});
    }
    for (const Ends& ends : sessions) exec.ports().command(ike::command::ClearSession{ends.local, ends.remote}, exec.now());
}

Syntax clear_crypto() { return kw("clear", "Reset functions") >> kw("crypto", "Encryption subsystem"); }
Syntax clear_ikev2() { return clear_crypto() >> kw("ikev2", "Clear IKEv2"); }
Syntax clear_crypto_sa() { return clear_crypto() >> kw("sa", "Clear all crypto SAs"); }
Syntax clear_crypto_session() { return clear_crypto() >> kw("session", "Clear crypto sessions (tunnels)"); }

Syntax ends() {
    return any_order(kw("local", "Clear SAs with this local address") >> ip("local-address", "Local address"),
                     kw("remote", "Clear SAs with this remote address") >> ip("remote-address", "Remote address"));
}

Syntax one_sa() {
    return ip("destination", "Destination address") >> (kw("esp", "ESP protocol") | kw("ah", "AH protocol")) >>
           number("spi", 256, 4294967295, "SPI number");
}

}  // namespace

std::span<const Line> clear_crypto_lines() {
    static const Line lines[] = {
        line(clear_crypto_sa(), &clear_sa).privilege(15),
        line(clear_crypto_sa() >> kw("peer", "Clear all SAs for a given crypto peer") >> ip("peer-address", "Peer address"), &clear_sa).privilege(15),
        line(clear_crypto_sa() >> kw("map", "Clear all SAs for a given crypto map") >> word("map-name", "Crypto map name"), &clear_map).privilege(15),
        line(clear_crypto_sa() >> kw("counters", "Reset the SA counters"), &clear_sa).privilege(15),
        line(clear_crypto_sa() >> kw("entry", "Clear a specific SA") >> one_sa(), &clear_entry).privilege(15),
        line(clear_crypto_sa() >> kw("spi", "Clear SA by SPI") >> one_sa(), &clear_entry).privilege(15),
        line(clear_crypto() >> kw("isakmp", "Flush the ISAKMP database") >> -number("conn-id", 0, 4294967295, "connection id of SA"),
             &clear_isakmp).privilege(15),
        line(clear_ikev2() >> kw("sa", "Clear ikev2 SAs") >> ends(), &clear_ike_sa).privilege(15),
        line(clear_ikev2() >> kw("stats", "Clears IKEv2 Statistics"), &clear_stats).privilege(15),
        line(clear_ikev2() >> kw("diagnose", "Clear ikev2 diagnostic") >> kw("error", "Clear IKEv2 error exit path"), &clear_errors).privilege(15),
        line(clear_crypto_session() >> ends(), &clear_session).privilege(15),
        line(clear_crypto_session() >> kw("username", "Clear crypto sessions of a user") >> word("user-name", "XAUTH username"),
             &clear_user_session).privilege(15),
        line(clear_crypto_session() >> kw("isakmp", "Clear crypto sessions by ISAKMP group") >> kw("group", "Group") >>
                 word("group-name", "Name of ISAKMP group"),
             &clear_user_session).privilege(15),
    };
    return lines;
}

}  // namespace cli
