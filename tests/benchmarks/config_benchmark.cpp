// Reading a configuration of thousands of tunnels: cutting words only (the limit), finding each line's declaration, the whole load
// into a Configuration, and printing it. All in MB/s of the same text.

#include <fmt/core.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/configuration_text.h"
#include "config-model/interfaces/modes.h"
#include "config-model/language/matcher.h"
#include "config-model/modes.h"

namespace {

using Seconds = std::chrono::duration<double>;

Seconds processor_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return Seconds(static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec));
}

std::string tunnel_text(unsigned number) {
    const unsigned high = number / 250, low = number % 250 + 1;
    return fmt::format(
        "interface Tunnel{0}\n description to site {0}\n ip address 172.{1}.{2}.1 255.255.255.0\n ip mtu 1400\n ip tcp adjust-mss 1360\n"
        " tunnel source GigabitEthernet0/0\n tunnel mode ipsec ipv4\n tunnel destination 198.{1}.{2}.2\n"
        " tunnel protection ipsec profile PROF\n!\nip route 10.{1}.{2}.0 255.255.255.0 Tunnel{0}\n"
        "access-list 101 permit ip 10.{1}.{2}.0 0.0.0.255 192.168.0.0 0.0.255.255\n"
        "crypto map CM {3} ipsec-isakmp\n set peer 198.{1}.{2}.2\n set transform-set TS\n set ikev2-profile PROFILE\n match address 101\n!\n",
        number, 16 + high, low, number + 1);
}

std::string whole_text(unsigned tunnels) {
    std::string text = "version 15.2\nhostname HUB\ncrypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n";
    for (unsigned i = 0; i < tunnels; ++i) text += tunnel_text(i);
    return text + "end\n";
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t end = 0; !text.empty(); text.remove_prefix(std::min(end + 1, text.size()))) {
        end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
    }
    return lines;
}

/// Runs `work` over the text until half a second of processor time is spent; MB/s.
template <class Work>
double speed(std::size_t bytes, Work work) {
    std::size_t runs = 0;
    const auto start = processor_time();
    Seconds spent{};
    do {
        work();
        ++runs;
        spent = processor_time() - start;
    } while (spent.count() < 0.5);
    return static_cast<double>(bytes * runs) / spent.count() / 1e6;
}

double cutting_speed(const std::vector<std::string_view>& lines, std::size_t bytes) {
    std::size_t words = 0;
    const double result = speed(bytes, [&] {
        config::Words cut;
        for (const auto line : lines) {
            cut.cut(line);
            words += cut.size();
        }
    });
    if (words == 0) fmt::print("nothing was cut\n");
    return result;
}

double matching_speed(const std::vector<std::string_view>& lines, std::size_t bytes) {
    const auto& global = config::global_mode().matcher();
    const auto& interface = config::interface_mode().matcher();
    std::size_t matched = 0;
    const double result = speed(bytes, [&] {
        config::Words cut;
        config::Match match;
        for (const auto line : lines) {
            cut.cut(line);
            if (cut.empty() || line[0] == '!') continue;
            matched += (line[0] == ' ' ? interface : global).match(cut, config::Form::plain, 15, match) ? 1 : 0;
        }
    });
    if (matched == 0) fmt::print("nothing was matched\n");
    return result;
}

}  // namespace

int main() {
    const std::string text = whole_text(3000);
    const auto lines = lines_of(text);
    const double cutting = cutting_speed(lines, text.size());
    const auto row = [&](std::string_view what, double megabytes) {
        fmt::print("{:<40}{:>10.1f} MB/s{:>8.1f} % of cutting\n", what, megabytes, 100 * megabytes / cutting);
    };
    fmt::print("configuration of {} lines, {} bytes\n", lines.size(), text.size());
    row("cutting lines into words", cutting);
    row("cutting and matching", matching_speed(lines, text.size()));
    row("loading into a configuration", speed(text.size(), [&] {
            config::Configuration configuration;
            config::load_configuration(configuration, text);
        }));
    config::Configuration configuration;
    const auto report = config::load_configuration(configuration, text);
    row("printing the running-config", speed(text.size(), [&] { config::running_config_text(configuration); }));
    fmt::print("{} lines acted on, {} rejected\n", report.acted_on, report.rejected);
    return report.rejected == 0 ? 0 : 1;
}
