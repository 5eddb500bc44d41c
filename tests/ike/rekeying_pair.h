#pragma once

#include "engine_pair.h"

namespace engine_test {

/// The documents' pair with its tunnel up. What the data plane says of lifetimes is said by the test.
struct Rekeying : Pair {
    explicit Rekeying(std::uint64_t seed = 1) : Pair(seed) { latency = 10ms; }

    void establish(const ike::Tables& of_r1 = ike::standard_tables()) {
        r1.start(of_r1);
        r2.start();
        acquire(r1);
        run();
        // The deadlines of what has been said so far do not stand in the way of what follows.
        r1.events.events.clear();
        r2.events.events.clear();
    }
    std::uint32_t spi_of(const Router& router) const { return router.data_plane.pairs.begin()->first; }
    void soften(Router& router, std::uint32_t spi) {
        const dataplane::SaPair& pair = router.data_plane.pairs.at(spi).pair;
        router.engine->expire(now, {router.data_plane.pairs.at(spi).flow, spi, pair.outbound.spi, false, false, true, false});
    }
    void soften(Router& router) { soften(router, spi_of(router)); }
    /// Time goes on, lifetimes, probes and faded pairs with it.
    void pass(dataplane::Duration time) { run(time, true); }
    /// The moment when this router's IKE SA is due to be rekeyed.
    void until_ike_rekey(Router& router) {
        const auto was = router.sas(now).front().local_spi;
        while (router.sas(now).front().local_spi == was && router.jobs.waiting.empty()) {
            now += 100ms;
            router.engine->tick(now);
        }
    }
    ike::EngineStats::Exchange total(ike::EngineStats::Exchange ike::EngineStats::*which) const {
        ike::EngineStats::Exchange sum = r1.engine->stats().*which;
        const ike::EngineStats::Exchange other = r2.engine->stats().*which;
        sum.tx_request += other.tx_request;
        sum.tx_response += other.tx_response;
        return sum;
    }
    /// A second line of an access list between the same ends.
    void add_second_flow() {
        for (Router* const router : {&r1, &r2}) {
            dataplane::PolicyEntry& entry = router->data_plane.entry_table.at(1);
            entry.flows.push_back(2);
            const bool first = router == &r1;
            router->data_plane.flow_table[2] = {2, 1, prefix(first ? "10.1.0.0" : "10.2.0.0", 16), prefix(first ? "10.2.0.0" : "10.1.0.0", 16), true, 20};
            router->data_plane.flow_table[1].local = prefix(first ? "172.16.1.0" : "172.16.2.0", 24);
            router->data_plane.flow_table[1].remote = prefix(first ? "172.16.2.0" : "172.16.1.0", 24);
        }
    }
    void set_pfs(std::uint16_t group) {
        for (Router* const router : {&r1, &r2}) router->data_plane.entry_table.at(1).pfs_group = group;
    }
    /// Each end has one READY IKE SA, `pairs` pairs under it, the same ones, none waiting, and nothing is left over.
    bool at_rest(std::size_t pairs = 1) const {
        for (const Router* const router : {&r1, &r2}) {
            const auto sas = router->sas(now);
            if (sas.size() != 1 || sas.front().status != ike::SaStatus::ready || sas.front().children.size() != pairs) return false;
            if (router->data_plane.pairs.size() != pairs || !router->data_plane.reserved.empty()) return false;
        }
        return all_keys_agree() && r1.sas(now).front().local_spi == r2.sas(now).front().remote_spi;
    }
};

}  // namespace engine_test
