#include <catch2/catch.hpp>

#include "cli/runtime/exec_output.h"

using cli::ExecOutput;

TEST_CASE("a command's output is what stands between its echo and the prompt", "[ssh]") {
    ExecOutput output;
    output.begin();
    CHECK(output.pass("R1#show clo").empty());
    CHECK(output.pass("ck\r\n*00:00:01") == "");
    CHECK(output.pass(" UTC\r\nsecond\r\nR1#") == "*00:00:01 UTC\r\nsecond\r\n");
    output.begin();
    CHECK(output.pass("show nothing\r\nR1#").empty());
}

TEST_CASE("a question is output, too", "[ssh]") {
    ExecOutput output;
    output.begin();
    CHECK(output.pass("reload\r\nProceed? [confirm]").empty());
    CHECK(output.take_held() == "Proceed? [confirm]");
    CHECK(output.pass("\r\nR1#") == "\r\n");
}
