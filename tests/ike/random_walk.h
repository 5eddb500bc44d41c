#pragma once

#include "rekeying_pair.h"

namespace engine_test {

/// Two engines on a bad link, to which things happen in any order: limits come, somebody clears, flows ask, time passes.
struct RandomWalk : Rekeying {
    /// `draw` gives the next number below its argument.
    RandomWalk(std::uint64_t seed, std::function<unsigned(unsigned)> draw, const ike::Tables& of_r1 = ike::standard_tables())
        : Rekeying(seed), draw_(std::move(draw)) {
        add_second_flow();
        establish(of_r1);
        fate_of = [this](std::size_t) { return fate(); };
    }

    void take_step() {
        Router& router = draw_(2) == 0 ? r1 : r2;
        switch (draw_(8)) {
            case 0:
            case 1: return soften_any(router);
            case 2: return acquire(router, 1 + draw_(2));
            case 3: return pass(std::chrono::seconds(1 + draw_(40)));
            case 4: return router.engine->command(now, ike::command::ClearIpsecSa{});
            case 5: if (draw_(4) == 0) router.engine->command(now, ike::command::ClearIkeSa{}); return;
            case 6: router.engine->unknown_spi(now, {{}, ip(&router == &r1 ? "10.0.0.1" : "10.0.0.2"), ip(&router == &r1 ? "10.0.0.2" : "10.0.0.1"),
                                                     dataplane::IpsecProtocol::esp, router.data_plane.pairs.empty() ? 9 : spi_of(other(router))});
                    return;
            default: for (unsigned i = draw_(12); i > 0; --i)
                         if (!step()) now += 5ms;
        }
    }
    /// The link is good again, and the first flow's policy wants its pair at all times.
    void calm_down() {
        fate_of = nullptr;
        always_on = true;
        pass(900s);
        run();
    }
    /// Whatever happened, both ends have the same.
    bool agrees() const {
        for (const Router* const router : {&r1, &r2}) {
            const auto sas = router->sas(now);
            if (sas.size() != 1 || sas.front().status != ike::SaStatus::ready || !router->data_plane.reserved.empty()) return false;
            if (sas.front().children.size() != router->data_plane.pairs.size() || !router->data_plane.protects(1)) return false;
        }
        return all_keys_agree() && r1.sas(now).front().local_spi == r2.sas(now).front().remote_spi;
    }

private:
    void soften_any(Router& router) {
        if (router.data_plane.pairs.empty()) return;
        auto at = router.data_plane.pairs.begin();
        std::advance(at, draw_(static_cast<unsigned>(router.data_plane.pairs.size())));
        soften(router, at->first);
    }
    Fate fate() {
        switch (draw_(10)) {
            case 0: return Fate::drop;
            case 1: return Fate::duplicate;
            case 2: return Fate::delay;
            default: return Fate::deliver;
        }
    }
    std::function<unsigned(unsigned)> draw_;
};

}  // namespace engine_test
