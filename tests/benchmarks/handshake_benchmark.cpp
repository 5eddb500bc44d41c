#include <fmt/core.h>

#include <chrono>
#include <string>

#include "cli/lab/lab.h"
#include "ike/crypto/diffie_hellman.h"
#include "ipsec-dataplane/seeded_random.h"

// IKE_SA_INIT and IKE_AUTH between two whole routers of one process, on one core, beside the Diffie-Hellman work alone that both
// ends have to do for it, measured in the same run.

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto time_per_group = std::chrono::milliseconds(1500);

std::string configuration(int self, unsigned group) {
    const int peer = 3 - self;
    return fmt::format(
        "hostname R{0}\n"
        "crypto ikev2 proposal P\n encryption aes-cbc-256\n integrity sha256\n group {2}\n"
        "crypto ikev2 policy P\n proposal P\n"
        "crypto ikev2 keyring K\n peer P\n  address 10.0.0.{1}\n  pre-shared-key key\n"
        "crypto ikev2 profile P\n match identity remote address 10.0.0.{1} 255.255.255.255\n authentication local pre-share\n"
        " authentication remote pre-share\n keyring local K\n"
        "crypto ipsec transform-set T esp-gcm\n"
        "access-list 100 permit ip host 10.1.{0}.1 host 10.1.{1}.1\n"
        "crypto map M 1 ipsec-isakmp\n set peer 10.0.0.{1}\n set transform-set T\n set ikev2-profile P\n match address 100\n"
        "interface Loopback0\n ip address 10.1.{0}.1 255.255.255.255\n"
        "interface Ethernet0/0\n ip address 10.0.0.{0} 255.255.255.0\n crypto map M\n"
        "ip route 0.0.0.0 0.0.0.0 10.0.0.{1}\n",
        self, peer, group);
}

bool is_ready(cli::Router& router, cli::Instant now) {
    const auto sa = router.engine().next_sa(0, now);
    return sa && sa->status == ike::SaStatus::ready;
}

/// One handshake: traffic asks for it, then both ends forget it.
void handshake(cli::Lab& lab) {
    cli::Router& first = *lab.routers()[0];
    cli::Router& second = *lab.routers()[1];
    dataplane::EchoRequest request;
    request.destination = config::IpAddress::v4(0x0a010201);
    request.source = config::IpAddress::v4(0x0a010101);
    first.send_echo(request, lab.now());
    const cli::Instant limit = lab.now() + std::chrono::seconds(10);
    while (!(is_ready(first, lab.now()) && is_ready(second, lab.now())) && lab.step(limit)) {
    }
    first.command(ike::command::ClearIkeSa{}, lab.now());
    lab.run_until_quiet();
}

double handshakes_per_second(unsigned group) {
    cli::Lab lab;
    const auto ethernet = *config::InterfaceName::parse("Ethernet0/0");
    lab.add_router("R1", configuration(1, group));
    lab.add_router("R2", configuration(2, group));
    lab.add_wire("R1", ethernet, "R2", ethernet);
    lab.boot();
    lab.run_until_quiet();
    int count = 0;
    const auto begin = Clock::now();
    for (; Clock::now() - begin < time_per_group; ++count) handshake(lab);
    return count / std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Two key pairs and two shared secrets: what one handshake costs both ends together.
double limit_per_second(unsigned group) {
    ike::DiffieHellman computation;
    auto random = dataplane::SeededRandom::of_router(1, "limit");
    const auto id = static_cast<ike::DhGroupId>(group);
    int count = 0;
    const auto begin = Clock::now();
    for (; Clock::now() - begin < time_per_group; ++count) {
        const auto a = computation.generate(id, random), b = computation.generate(id, random);
        if (!computation.shared_secret(a, b.public_value) || !computation.shared_secret(b, a.public_value)) return 0;
    }
    return count / std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

int main() {
    fmt::print("IKEv2 handshakes, both routers on one core\n{:<8}{:>16}{:>22}{:>8}\n", "group", "handshakes/s", "Diffie-Hellman only/s", "ratio");
    for (const unsigned group : {14U, 19U}) {
        const double limit = limit_per_second(group), reached = handshakes_per_second(group);
        fmt::print("{:<8}{:>16.0f}{:>22.0f}{:>8.2f}\n", group, reached, limit, reached / limit);
    }
}
