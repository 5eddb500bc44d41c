#include <catch2/catch.hpp>

#include "isakmp_pair.h"

using namespace isakmp_test;

namespace {

/// The transitions of phase 1: without those of nodes.
std::vector<std::string> of_sa(const Router& router) {
    auto lines = router.events.transitions();
    std::erase_if(lines, [](const std::string& line) { return line.compare(0, 5, "node ") == 0; });
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("main mode takes the documented states in the documented order", "[isakmp]") {
    Pair pair;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    CHECK(pair.settled());
    CHECK(of_sa(pair.r1) == Lines{"IKE_READY IKE_SA_REQ_MM IKE_I_MM1", "IKE_I_MM1 IKE_MM_EXCH IKE_I_MM2", "IKE_I_MM2 IKE_PROCESS_MAIN_MODE IKE_I_MM2",
                                  "IKE_I_MM2 IKE_PROCESS_COMPLETE IKE_I_MM3", "IKE_I_MM3 IKE_MM_EXCH IKE_I_MM4", "IKE_I_MM4 IKE_PROCESS_MAIN_MODE IKE_I_MM4",
                                  "IKE_I_MM4 IKE_PROCESS_COMPLETE IKE_I_MM5", "IKE_I_MM5 IKE_MM_EXCH IKE_I_MM6", "IKE_I_MM6 IKE_PROCESS_MAIN_MODE IKE_I_MM6",
                                  "IKE_I_MM6 IKE_PROCESS_COMPLETE IKE_P1_COMPLETE", "IKE_P1_COMPLETE IKE_PHASE1_COMPLETE IKE_P1_COMPLETE"});
    CHECK(of_sa(pair.r2) == Lines{"IKE_READY IKE_MM_EXCH IKE_R_MM1", "IKE_R_MM1 IKE_PROCESS_MAIN_MODE IKE_R_MM1", "IKE_R_MM1 IKE_PROCESS_COMPLETE IKE_R_MM2",
                                  "IKE_R_MM2 IKE_MM_EXCH IKE_R_MM3", "IKE_R_MM3 IKE_PROCESS_MAIN_MODE IKE_R_MM3", "IKE_R_MM3 IKE_PROCESS_COMPLETE IKE_R_MM4",
                                  "IKE_R_MM4 IKE_MM_EXCH IKE_R_MM5", "IKE_R_MM5 IKE_PROCESS_MAIN_MODE IKE_R_MM5", "IKE_R_MM5 IKE_PROCESS_COMPLETE IKE_P1_COMPLETE",
                                  "IKE_P1_COMPLETE IKE_PHASE1_COMPLETE IKE_P1_COMPLETE"});
}

TEST_CASE("the initiator's quick mode begins before PHASE1_COMPLETE is traced", "[isakmp]") {
    Pair pair;
    pair.start();
    pair.acquire(pair.r1);
    pair.run();
    const Lines lines = pair.r1.events.transitions();
    const auto quick = std::find(lines.begin(), lines.end(), "node IKE_QM_READY IKE_INIT_QM IKE_QM_I_QM1");
    REQUIRE(quick != lines.end());
    CHECK(*std::next(quick) == "IKE_P1_COMPLETE IKE_PHASE1_COMPLETE IKE_P1_COMPLETE");
}
