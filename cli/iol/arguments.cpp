#include "cli/iol/arguments.h"

#include <unistd.h>

#include <charconv>
#include <string_view>

#include "cli/options.h"

namespace cli {

namespace {

constexpr unsigned last_application = 1024, most_bays = 16, ports_of_a_bay = 4;
constexpr unsigned least_nvram = 8, most_nvram = 32 * 1024, most_memory = 1024 * 1024;
constexpr const char* known_options = ":b:c:de:hlm:n:qs:tu:CLNRUW";

unsigned number(std::string_view what, std::string_view text, unsigned least, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw UsageError(std::string(what) + " is a number from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

void take(IolArguments& arguments, int option) {
    switch (option) {
        case 'c': arguments.configuration = optarg; break;
        case 'e': arguments.ethernet_groups = number("-e", optarg, 0, most_bays); break;
        case 'h': arguments.help = true; break;
        case 'm': number("-m", optarg, 1, most_memory); break;
        case 'n': arguments.nvram_kilobytes = number("-n", optarg, least_nvram, most_nvram); break;
        case 's': arguments.serial_groups = number("-s", optarg, 0, most_bays); break;
        case ':': throw UsageError(std::string("-") + static_cast<char>(optopt) + " needs a value");
        case '?': throw UsageError(std::string("no such option: -") + static_cast<char>(optopt));
        default: break;
    }
}

std::vector<IolPort> ports(config::InterfaceKind kind, unsigned first_bay, unsigned bays) {
    std::vector<IolPort> all;
    for (unsigned bay = first_bay; bay < first_bay + bays; ++bay)
        for (unsigned unit = 0; unit < ports_of_a_bay; ++unit)
            all.push_back({{kind, 2, {bay, unit}, std::nullopt}, static_cast<std::uint8_t>(bay), static_cast<std::uint8_t>(unit)});
    return all;
}

}  // namespace

IolArguments parse_iol_arguments(int argc, const char* const* argv) {
    IolArguments arguments;
    std::vector<char*> words;
    for (int i = 0; i < argc; ++i) words.push_back(const_cast<char*>(argv[i]));
    words.push_back(nullptr);
    optind = 0;
    for (int option = 0; (option = ::getopt(argc, words.data(), known_options)) != -1;) take(arguments, option);
    if (arguments.help) return arguments;
    if (optind + 1 != argc) throw UsageError("one application id is needed");
    arguments.application = static_cast<std::uint16_t>(number("the application id", words[static_cast<std::size_t>(optind)], 1, last_application));
    if (arguments.ethernet_groups + arguments.serial_groups > most_bays) throw UsageError("-e and -s are at most 16 together");
    return arguments;
}

std::string iol_usage(const std::string& program) {
    return "Usage: " + program + " [options] <application id>\n"
           "<application id>: instance identifier (0 < id <= 1024)\n"
           "Options:\n"
           "-e <n>        Number of Ethernet interface groups, four ports each (default 2)\n"
           "-s <n>        Number of serial interface groups, four ports each (default 2)\n"
           "-n <n>        Size of nvram in Kb (default 1024KB)\n"
           "-m <n>        Megabytes of router memory (default 64MB)\n"
           "-c <name>     Configuration file, used while nvram holds no configuration\n"
           "-h            Display this help\n"
           "-b -d -l -q -t -u -C -L -N -R -U -W are accepted and change nothing.\n"
           "The file NETMAP in the working directory tells the wires.\n";
}

std::vector<IolPort> ethernet_ports(const IolArguments& arguments) {
    return ports(config::InterfaceKind::ethernet, 0, arguments.ethernet_groups);
}

std::vector<IolPort> serial_ports(const IolArguments& arguments) {
    return ports(config::InterfaceKind::serial, arguments.ethernet_groups, arguments.serial_groups);
}

}  // namespace cli
