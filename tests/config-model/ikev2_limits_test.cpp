#include <catch2/catch.hpp>

#include "tests/config-model/router_text.h"

using namespace config;
using test::holds;
using test::typed;

namespace {

constexpr std::string_view limits = "crypto ikev2 cookie-challenge 100\n"
                                    "crypto ikev2 limit max-sa 200\n"
                                    "crypto ikev2 limit max-in-negotation-sa 60\n"
                                    "crypto ikev2 limit max-in-negotation-sa 50 incoming\n"
                                    "crypto ikev2 limit max-in-negotation-sa 500 outgoing\n"
                                    "crypto ikev2 limit queue sa-init 1000\n"
                                    "crypto ikev2 diagnose error 7\n";

}  // namespace

TEST_CASE("the limits of IKEv2 are values, without warnings, and printed as typed") {
    Configuration configuration;
    CHECK(load_configuration(configuration, limits).warned == 0);
    const Ikev2Config& ikev2 = configuration.ikev2;
    CHECK(ikev2.cookie_challenge == 100);
    CHECK(ikev2.limit_max_sa == 200U);
    CHECK(ikev2.limit_in_negotiation == 60U);
    CHECK(ikev2.limit_incoming == 50U);
    CHECK(ikev2.limit_outgoing == 500U);
    CHECK(ikev2.limit_init_queue == 1000);
    CHECK(ikev2.diagnose_errors == 7);
    CHECK(holds(running_config_text(configuration), limits));
    CHECK(test::loaded(running_config_text(configuration)).ikev2 == ikev2);
}

TEST_CASE("no takes a limit back, one direction or all") {
    Configuration configuration = test::loaded(limits);
    CHECK(typed(configuration, {"no crypto ikev2 limit max-in-negotation-sa 50 incoming"}).empty());
    CHECK_FALSE(configuration.ikev2.limit_incoming);
    CHECK(configuration.ikev2.limit_outgoing);
    CHECK(typed(configuration, {"no crypto ikev2 limit max-in-negotation-sa", "no crypto ikev2 limit max-sa", "no crypto ikev2 limit queue sa-init",
                                "no crypto ikev2 diagnose error", "no crypto ikev2 cookie-challenge"})
              .empty());
    CHECK(configuration.ikev2 == Ikev2Config{});
}

TEST_CASE("limits outside of their ranges are refused") {
    for (const auto* line : {"crypto ikev2 limit queue sa-init 99", "crypto ikev2 limit queue sa-init 100001", "crypto ikev2 limit max-sa 0",
                             "crypto ikev2 diagnose error 1001", "crypto ikev2 cookie-challenge 1001"}) {
        Configuration configuration;
        CHECK(holds(typed(configuration, {line}), "Invalid input"));
        CHECK(configuration.ikev2 == Ikev2Config{});
    }
}

TEST_CASE("the error table's usual size is not printed") {
    Configuration configuration;
    CHECK(typed(configuration, {"crypto ikev2 diagnose error"}).empty());
    CHECK(configuration.ikev2.diagnose_errors == default_diagnose_errors);
    CHECK(holds(running_config_text(configuration), "crypto ikev2 diagnose error\n"));
}
