#include <catch2/catch.hpp>

#include "show-commands/crypto/ikev2_diagnose.h"
#include "tests/show-commands/reference.h"

namespace {

std::string printed(const ike::ErrorTableView& errors, bool enabled = false, unsigned room = 50) {
    show::TextWriter out;
    show::print_ikev2_errors(errors, enabled, room, out);
    return out.take();
}

/// Without what follows "-Traceback= 1#": the sample's are addresses of its image.
std::string without_paths(std::string text) {
    for (std::size_t at = 0; (at = text.find("-Traceback= 1#", at)) != std::string::npos; ++at)
        text.erase(at + 14, std::min(text.find('\n', at), text.size()) - at - 14);
    return text;
}

}  // namespace

TEST_CASE("show crypto ikev2 diagnose error") {
    REFERENCE(one, sample("ikev2/show/show_crypto_ikev2_diagnose_error.txt", "golden_output_1"));
    REFERENCE(none, sample("ikev2/show/show_crypto_ikev2_diagnose_error.txt", "golden_output_3"));
    ike::ErrorTableView errors;
    CHECK(printed(errors) == none);
    errors.entries.push_back({ike::Failed::invalid_syntax, 1, 0x331406e74d9f0b63, {}});
    CHECK(without_paths(printed(errors)) == without_paths(one));
}

TEST_CASE("the error table: counts, texts and the machine's path") {
    ike::ErrorTableView errors;
    errors.deleted = 2;
    errors.entries.push_back({ike::Failed::invalid_ike_spi, 12, 0xAB, {}});
    errors.entries.push_back({ike::Failed::invalid_syntax, 8, 0x9de6b87c8b70a12e, {{"R_INIT", "EV_FAIL"}, {"R_INIT", "EV_VERIFY_MSG"}}});
    CHECK(printed(errors, true, 7) == "Exit Path Table - status: enable, current entry 2, deleted 2, max allow 7\n"
                                      "\nError(12): Detected an invalid IKE SPI\n"
                                      "\n-Traceback= 1#00000000000000ab :IDLE+EV_NO_EVENT\n"
                                      "\nError(8): A supplied parameter is incorrect\n"
                                      "\n-Traceback= 1#9de6b87c8b70a12e :R_INIT+EV_FAIL :R_INIT+EV_VERIFY_MSG\n");
}
