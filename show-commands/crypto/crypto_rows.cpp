#include "show-commands/crypto/crypto_rows.h"

#include <map>

#include "ike/engine.h"
#include "ike/isakmp/isakmp.h"
#include "ipsec-dataplane/data_plane.h"

namespace show {

namespace {

class RouterRows final : public CryptoRows {
public:
    explicit RouterRows(const RouterView& view) : view_(view) {}

    std::optional<ike::IkeSaView> next_ike_sa(std::uint32_t cursor) const override {
        return view_.engine ? view_.engine->next_sa(cursor, view_.now) : std::nullopt;
    }
    std::vector<std::uint32_t> ike_sas_with(const config::IpAddress& peer) const override {
        if (!indexed_) index();
        return found_in(by_peer_, peer);
    }
    std::optional<ike::isakmp::SaView> next_isakmp_sa(std::uint32_t cursor) const override {
        return view_.engine ? view_.engine->isakmp().next_sa(cursor, view_.now) : std::nullopt;
    }
    std::vector<std::uint32_t> isakmp_sas_with(const config::IpAddress& peer) const override {
        if (!indexed_) index();
        return found_in(isakmp_by_peer_, peer);
    }
    std::optional<dataplane::FlowView> next_flow(dataplane::FlowId cursor) const override {
        return view_.data_plane ? view_.data_plane->next_flow(cursor, view_.now) : std::nullopt;
    }
    std::optional<dataplane::FlowView> flow(dataplane::FlowId id) const override {
        return view_.data_plane ? view_.data_plane->flow_view(id, view_.now) : std::nullopt;
    }
    const dataplane::PolicyEntry* entry(dataplane::PolicyEntryId id) const override {
        return view_.data_plane ? view_.data_plane->entry(id) : nullptr;
    }
    std::vector<dataplane::PolicyEntryId> entries() const override {
        return view_.data_plane ? view_.data_plane->entries() : std::vector<dataplane::PolicyEntryId>{};
    }
    std::vector<dataplane::PolicyEntryId> entries_for(const config::IpAddress& local,
                                                      const config::IpAddress& peer) const override {
        return view_.data_plane ? view_.data_plane->entries_for(local, peer) : std::vector<dataplane::PolicyEntryId>{};
    }

private:
    using ByPeer = std::multimap<config::IpAddress, std::uint32_t>;

    static std::vector<std::uint32_t> found_in(const ByPeer& index, const config::IpAddress& peer) {
        std::vector<std::uint32_t> found;
        for (auto [at, last] = index.equal_range(peer); at != last; ++at) found.push_back(at->second);
        return found;
    }
    void index() const {
        for (auto sa = next_ike_sa(0); sa; sa = next_ike_sa(sa->tunnel_id)) by_peer_.emplace(sa->remote, sa->tunnel_id);
        for (auto sa = next_isakmp_sa(0); sa; sa = next_isakmp_sa(sa->number)) isakmp_by_peer_.emplace(sa->remote, sa->number);
        indexed_ = true;
    }

    const RouterView& view_;
    mutable ByPeer by_peer_, isakmp_by_peer_;
    mutable bool indexed_ = false;
};

}  // namespace

std::unique_ptr<CryptoRows> rows_of(const RouterView& view) { return std::make_unique<RouterRows>(view); }

}  // namespace show
