#pragma once

#include <algorithm>
#include <map>

#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/screen.h"

/// Rows made by a test, in place of a router's.
class SyntheticRows final : public show::CryptoRows {
public:
    std::vector<ike::IkeSaView> sas;                       ///< ascending by tunnel-id
    std::vector<ike::isakmp::SaView> isakmp_sas;           ///< ascending by number
    std::vector<dataplane::FlowView> flows;                ///< in order
    std::map<dataplane::PolicyEntryId, dataplane::PolicyEntry> policies;

    std::optional<ike::IkeSaView> next_ike_sa(std::uint32_t cursor) const override {
        for (const auto& sa : sas)
            if (sa.tunnel_id > cursor) return sa;
        return std::nullopt;
    }
    std::vector<std::uint32_t> ike_sas_with(const config::IpAddress& peer) const override {
        std::vector<std::uint32_t> found;
        for (const auto& sa : sas)
            if (sa.remote == peer) found.push_back(sa.tunnel_id);
        return found;
    }
    std::optional<ike::isakmp::SaView> next_isakmp_sa(std::uint32_t cursor) const override {
        for (const auto& sa : isakmp_sas)
            if (sa.number > cursor) return sa;
        return std::nullopt;
    }
    std::vector<std::uint32_t> isakmp_sas_with(const config::IpAddress& peer) const override {
        std::vector<std::uint32_t> found;
        for (const auto& sa : isakmp_sas)
            if (sa.remote == peer) found.push_back(sa.number);
        return found;
    }
    std::optional<dataplane::FlowView> next_flow(dataplane::FlowId cursor) const override {
        bool passed = cursor == 0;
        for (const auto& flow : flows) {
            if (passed) return flow;
            passed = flow.flow.id == cursor;
        }
        return std::nullopt;
    }
    std::optional<dataplane::FlowView> flow(dataplane::FlowId id) const override {
        for (const auto& each : flows)
            if (each.flow.id == id) return each;
        return std::nullopt;
    }
    const dataplane::PolicyEntry* entry(dataplane::PolicyEntryId id) const override {
        const auto at = policies.find(id);
        return at == policies.end() ? nullptr : &at->second;
    }
    std::vector<dataplane::PolicyEntryId> entries() const override {
        std::vector<dataplane::PolicyEntryId> ids;
        for (const auto& [id, policy] : policies) ids.push_back(id);
        return ids;
    }
    std::vector<dataplane::PolicyEntryId> entries_for(const config::IpAddress& local, const config::IpAddress& peer) const override {
        std::vector<dataplane::PolicyEntryId> ids;
        for (const auto& [id, policy] : policies)
            if (policy.local == local && (policy.peers.empty() || std::find(policy.peers.begin(), policy.peers.end(), peer) != policy.peers.end()))
                ids.push_back(id);
        return ids;
    }
};

inline config::IpAddress ip(std::string_view text) { return config::IpAddress::parse(text).value(); }

/// The whole screen as text.
inline std::string text_of(show::Screen& screen) {
    show::TextWriter out;
    while (screen.print_some(out)) {}
    return out.take();
}
inline std::string json_of(show::Screen& screen) {
    show::TextWriter out;
    while (screen.json_some(out)) {}
    return out.take();
}
