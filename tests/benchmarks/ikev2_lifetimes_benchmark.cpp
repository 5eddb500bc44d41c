#include <fmt/core.h>
#include <malloc.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "tests/cli/echo_traffic.h"

// Two whole routers with a virtual tunnel interface and two-minute lifetimes of both kinds of SA, left running for thirty virtual days
// with a packet a second in each direction: what is lost, what time and memory it takes. Another number of days may be given.

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

std::string configuration(int self) {
    const int peer = 3 - self;
    return fmt::format(
        "hostname R{0}\n"
        "crypto ikev2 proposal P\n encryption aes-cbc-256\n integrity sha256\n group 19\n"
        "crypto ikev2 policy P\n proposal P\n"
        "crypto ikev2 keyring K\n peer P\n  address 10.0.0.{1}\n  pre-shared-key key\n"
        "crypto ikev2 profile P\n match identity remote address 10.0.0.{1} 255.255.255.255\n authentication local pre-share\n"
        " authentication remote pre-share\n keyring local K\n lifetime 120\n dpd 10 2 periodic\n"
        "crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac\n"
        "crypto ipsec profile T\n set transform-set T\n set ikev2-profile P\n set pfs group19\n set security-association lifetime seconds 120\n"
        "interface Loopback0\n ip address 10.1.{0}.1 255.255.255.255\n"
        "interface Ethernet0/0\n ip address 10.0.0.{0} 255.255.255.0\n"
        "interface Tunnel0\n ip address 10.2.0.{0} 255.255.255.0\n tunnel source Ethernet0/0\n tunnel mode ipsec ipv4\n"
        " tunnel destination 10.0.0.{1}\n tunnel protection ipsec profile T\n"
        "ip route 10.1.{1}.1 255.255.255.255 Tunnel0\n",
        self, peer);
}

void build(cli::Lab& lab) {
    const auto ethernet = *config::InterfaceName::parse("Ethernet0/0");
    lab.add_router("R1", configuration(1));
    lab.add_router("R2", configuration(2));
    lab.add_wire("R1", ethernet, "R2", ethernet);
    lab.boot();
    lab.run_until_quiet();
}

std::uint64_t rekeys(cli::Lab& lab) {
    std::uint64_t count = 0;
    for (const auto& router : lab.routers()) {
        const ike::EngineStats stats = router->engine().stats();
        count += stats.create_child_ike_rekey.tx_request + stats.create_child_ipsec_rekey.tx_request;
    }
    return count;
}

std::size_t heap_in_use() { return mallinfo2().uordblks; }

}  // namespace

int main(int argc, char** argv) {
    const int days = argc > 1 ? std::atoi(argv[1]) : 30;
    cli::LabOptions options;
    options.crypto_backend = argc > 2 ? argv[2] : "openssl";
    cli::Lab lab(options);
    build(lab);
    Conversation traffic(lab, {"R1", "10.1.1.1"}, {"R2", "10.1.2.1"});
    const auto begin = Clock::now();
    std::size_t after_first_day = 0;
    for (int day = 1; day <= days; ++day) {
        traffic.run(24h);
        if (day == 1) after_first_day = heap_in_use();
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const auto growth = static_cast<std::int64_t>(heap_in_use()) - static_cast<std::int64_t>(after_first_day);
    fmt::print("IKEv2 lifetimes of 120 seconds, {} days: {} echoes sent, {} lost, {} rekeyings, {:.0f} s taken, {:.0f} times real time, heap {:+} bytes "
               "since the first day\n",
               days, traffic.sent(), traffic.lost(), rekeys(lab), seconds, days * 86400.0 / seconds, growth);
    return traffic.lost() == 0 ? 0 : 1;
}
