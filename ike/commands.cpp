#include "ike/commands.h"

#include "ike/exchanges/begin.h"

namespace ike {

namespace {

bool is_meant(const command::ClearIkeSa& clear, const IkeSa& sa) {
    return (!clear.local || *clear.local == sa.local) && (!clear.remote || *clear.remote == sa.peer) &&
           (!clear.tunnel_id || *clear.tunnel_id == sa.tunnel_id);
}

std::vector<std::uint32_t> meant_pairs(const command::ClearIpsecSa& clear, const IkeSa& sa) {
    std::vector<std::uint32_t> spis;
    for (const ChildSa& child : sa.children)
        if ((!clear.peer || *clear.peer == sa.peer) && (!clear.flow || *clear.flow == child.flow)) spis.push_back(child.spi_in);
    return spis;
}

/// The pairs' policy is gone: an IKE SA that served nothing else goes too.
void remove_pairs(IkeSa& sa, const std::vector<std::uint32_t>& spis) {
    if (spis.empty()) return;
    const bool all = std::all_of(sa.children.begin(), sa.children.end(), [&](const ChildSa& child) {
        return std::find(spis.begin(), spis.end(), child.spi_in) != spis.end();
    });
    if (all) begin_delete(sa, "policy removed");
    else delete_children(sa, spis);
}

void obey_one(Context& context, const command::ClearIkeSa& clear) {
    for (IkeSa* const sa : context.sas.all())
        if (is_meant(clear, *sa)) {
            context.touch(*sa);
            begin_delete(*sa, "unknown");
        }
}

void obey_one(Context& context, const command::ClearIpsecSa& clear) {
    for (IkeSa* const sa : context.sas.all())
        if (const auto spis = meant_pairs(clear, *sa); !spis.empty()) delete_children(*sa, spis);
}

void obey_one(Context& context, const command::RemovePairs& remove) {
    for (IkeSa* const sa : context.sas.all()) {
        std::vector<std::uint32_t> spis;
        for (const std::uint32_t spi : remove.inbound_spis)
            if (context.sas.owner_of_child(spi) == sa) spis.push_back(spi);
        remove_pairs(*sa, spis);
    }
}

void obey_one(Context& context, const command::ClearStats&) { context.stats = {}; }

void obey_one(Context& context, const command::ClearErrors&) { context.errors.clear(); }

void obey_one(Context& context, const command::Shutdown&) { obey_one(context, command::ClearIkeSa{}); }

void obey_one(Context& context, const command::ClearSession& clear) { obey_one(context, command::ClearIkeSa{clear.local, clear.remote, {}}); }

// IKEv1's alone.
void obey_one(Context&, const command::ClearIsakmp&) {}
void obey_one(Context&, const command::EzvpnConnect&) {}
void obey_one(Context&, const command::EzvpnXauth&) {}
void obey_one(Context&, const command::EzvpnClear&) {}

bool stands(const Context& context, const IkeSa& sa, dataplane::PolicyEntryId id) {
    const dataplane::PolicyEntry* const entry = context.ports.policies->entry(id);
    return entry != nullptr && entry->local == sa.local;
}

bool stands(const Context& context, const IkeSa& sa, const dataplane::ProtectedFlow* flow) {
    return flow != nullptr && stands(context, sa, flow->entry);
}

void check_policy_of(Context& context, IkeSa& sa) {
    std::vector<std::uint32_t> void_pairs;
    for (const ChildSa& child : sa.children)
        if (!stands(context, sa, child.entry)) void_pairs.push_back(child.spi_in);
    remove_pairs(sa, void_pairs);
    if (sa.acquiring != 0 && !stands(context, sa, context.ports.policies->flow(sa.acquiring))) {
        context.touch(sa);
        begin_delete(sa, "policy removed");
    }
}

}  // namespace

void obey(Context& context, const Command& command) {
    std::visit([&](const auto& one) { obey_one(context, one); }, command);
}

void follow_configuration(Context& context, const config::ChangeSet& changes) {
    using config::ChangeTopic;
    const bool entries_may_differ = changes.touches(ChangeTopic::interfaces) || changes.touches(ChangeTopic::crypto_map) ||
                                    changes.touches(ChangeTopic::ipsec_profile) || changes.touches(ChangeTopic::access_lists);
    if (!entries_may_differ) return;
    for (IkeSa* const sa : context.sas.all()) check_policy_of(context, *sa);
}

}  // namespace ike
