#include <catch2/catch.hpp>

#include "lab_fixture.h"

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Lines typed in configuration mode.
void configure(FolderLab& site, const std::string& node, std::initializer_list<const char*> lines) {
    site.command(node, "configure terminal");
    for (const char* const line : lines) site.command(node, line);
    site.command(node, "end");
}

}  // namespace

TEST_CASE("crypto logging ikev2, the error table and the limits on a router's screens", "[lab]") {
    FolderLab site("examples/ikev2-site-to-site");
    site.start();
    site.command("R1", "enable");
    configure(site, "R1", {"logging buffered debugging", "crypto logging ikev2", "crypto ikev2 limit max-sa 9", "crypto ikev2 diagnose error"});
    site.command("R1", "clear crypto ikev2 sa");
    site.lab.run_until_quiet();
    CHECK(holds(site.command("R1", "ping 192.168.2.1 source Loopback0"), "!!!"));
    const std::string log = site.command("R1", "show logging | include IKEV2");
    CHECK(holds(log, "%IKEV2-5-SA_DOWN: SA DOWN"));
    CHECK(holds(log, "%IKEV2-5-SA_UP: SA UP"));
    CHECK(holds(site.command("R1", "show crypto ikev2 stats"), "Max IKEv2 SAs: 9        Max in nego(in/out): 40/400"));
    // R2 begins with the first group of its default proposal, which R1 does not take.
    const std::string errors = site.command("R1", "show crypto ikev2 diagnose error");
    CHECK(holds(errors, "Exit Path Table - status: enable, current entry 2, deleted 0, max allow 50"));
    CHECK(holds(errors, "): The peer's KE payload contained the wrong DH group"));
    CHECK(holds(errors, " :R_INIT+EV_FAIL :R_INIT+EV_PROC_MSG "));
    site.command("R1", "clear crypto ikev2 diagnose error");
    CHECK(holds(site.command("R1", "show crypto ikev2 diagnose error"), "current entry 0, deleted 0"));
}
