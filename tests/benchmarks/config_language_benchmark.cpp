// Configuration text against the limits of the same run: cutting lines with memchr, cutting words, matching, a whole load, a rendering.

#include <fmt/core.h>
#include <time.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "config-model/configuration_text.h"
#include "config-model/modes.h"

namespace {

using namespace config;

constexpr int sites = 250;

std::string site_text(int i) {
    return fmt::format(
        "crypto ikev2 proposal PROP-{0}\n encryption aes-cbc-256 3des\n integrity sha256\n group 14 19\n!\n"
        "crypto ikev2 keyring KR-{0}\n peer R{0}\n  address 10.{1}.{2}.2\n  pre-shared-key cisco{0}\n !\n!\n"
        "crypto ikev2 profile PROF-{0}\n match identity remote address 10.{1}.{2}.2 255.255.255.255\n authentication remote pre-share\n"
        " authentication local pre-share\n keyring local KR-{0}\n!\n"
        "crypto map CM{0} 10 ipsec-isakmp\n set peer 10.{1}.{2}.2\n set transform-set TS\n match address VPN{0}\n!\n"
        "interface Loopback{0}\n description link to site {0} of the company\n ip address 10.{1}.{2}.1 255.255.255.0\n ip mtu 1400\n!\n"
        "ip access-list extended VPN{0}\n permit ip 192.168.{2}.0 0.0.0.255 192.168.{1}.0 0.0.0.255\n"
        " permit tcp any host 10.0.0.1 eq www log\n!\n"
        "ip route 10.{1}.{2}.0 255.255.255.0 172.16.0.1\n",
        i, i / 250, i % 250);
}

std::string sample_text() {
    std::string text = "hostname R1\n!\n";
    for (int i = 0; i < sites; ++i) text += site_text(i);
    return text;
}

/// Best of five, in seconds of this thread's processor time.
template <class Work>
double best_time(Work work) {
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
        timespec before{}, after{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
        work();
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
        best = std::min(best, static_cast<double>(after.tv_sec - before.tv_sec) + 1e-9 * static_cast<double>(after.tv_nsec - before.tv_nsec));
    }
    return best;
}

template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const void* found = std::memchr(text.data(), '\n', text.size());
        const std::size_t length = found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : text.size();
        visit(text.substr(0, length));
        text.remove_prefix(std::min(length + 1, text.size()));
    }
}

struct Command {
    const Matcher* matcher;
    std::string_view line;
};

/// Every line with the matcher of the mode it stands in.
std::vector<Command> commands_of(std::string_view text) {
    std::vector<Command> commands;
    std::vector<const Mode*> modes{&global_mode()};
    for_each_line(text, [&](std::string_view line) {
        const std::size_t indent = line.find_first_not_of(' ');
        if (line[indent] == '!') return;
        modes.resize(indent + 1);
        Match match;
        if (!modes.back()->matcher().match(Words(line), Form::plain, 15, match)) return;
        commands.push_back({&modes.back()->matcher(), line});
        if (match.line->opens_mode()) modes.push_back(match.line->mode());
    });
    return commands;
}

void print(const char* what, double bytes, double seconds, double split) {
    fmt::print("{:<28}{:>8.0f} MB/s{:>10.3f} of splitting\n", what, bytes / seconds / 1e6, split * bytes / seconds);
}

}  // namespace

int main() {
    const std::string text = sample_text();
    const auto bytes = static_cast<double>(text.size());
    volatile std::size_t sink = 0;

    const double split_time = best_time([&] { for_each_line(text, [&](std::string_view line) { sink = sink + line.size(); }); });
    const double split = split_time / bytes;
    const double words = best_time([&] { for_each_line(text, [&](std::string_view line) { sink = sink + Words(line).size(); }); });
    const std::vector<Command> commands = commands_of(text);
    double matched_bytes = 0;
    for (const Command& command : commands) matched_bytes += static_cast<double>(command.line.size() + 1);
    const double match = best_time([&] {
        Match found;
        for (const Command& command : commands) sink = sink + command.matcher->match(Words(command.line), Form::plain, 15, found);
    });
    std::size_t rejected = 0;
    const double load = best_time([&] {
        Configuration configuration;
        rejected = load_configuration(configuration, text).rejected;
    });
    Configuration configuration;
    load_configuration(configuration, text);
    const std::string shown = running_config_text(configuration);
    const double render = best_time([&] { sink = running_config_text(configuration).size(); });

    fmt::print("configuration of {:.1f} MB, {} commands, {} rejected\n", bytes / 1e6, commands.size(), rejected);
    print("split into lines (memchr)", bytes, split_time, split);
    print("cut into words", bytes, words, split);
    print("cut and match", matched_bytes, match, split);
    print("load into a model", bytes, load, split);
    print("running-config", static_cast<double>(shown.size()), render, split);
    return rejected == 0 ? 0 : 1;
}
