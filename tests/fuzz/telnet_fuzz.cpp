// A telnet client that sends arbitrary octets in arbitrary pieces to a router's vty: no crash, bounded answers, and the same keys
// however the octets were cut.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cli/router/router.h"
#include "cli/runtime/telnet_line.h"
#include "ipsec-dataplane/seeded_random.h"

namespace {

using namespace cli;

/// The keys of the octets, received in pieces of this size.
std::string keys_of(std::string_view octets, std::size_t piece) {
    TelnetLine line;
    std::string keys;
    for (; !octets.empty(); octets.remove_prefix(std::min(piece, octets.size()))) {
        line.receive(octets.substr(0, piece));
        keys += line.take_keys();
    }
    // An answer to an option costs no more than was asked, apart from the first offers.
    if (line.take_octets().size() > 9 + 3 * 4096 + keys.size()) std::abort();
    return keys;
}

void type(std::string_view keys) {
    RouterSetup setup;
    setup.node_name = "R1";
    setup.random = std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(1, "R1"));
    Router router(std::move(setup));
    router.boot("hostname R1\nline vty 0 4\n no login\nend\n", {});
    ConsoleOptions options;
    options.kind = ConsoleOptions::Kind::vty;
    Console& console = router.add_console(options, {});
    TelnetLine line;
    router.type(console, keys, {});
    for (int part = 0; part < 64; ++part) {
        const std::string output = console.take_output();
        if (output.size() > Console::log_limit) std::abort();
        line.print(output);
        router.tick({});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 4096) return 0;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string whole = keys_of(octets, octets.size());
    if (keys_of(octets, 1 + data[0] % 16) != whole) std::abort();
    type(whole);
    return 0;
}
