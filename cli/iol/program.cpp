#include "cli/iol/program.h"

#include <unistd.h>

#include <cstdio>

#include "cli/iol/arguments.h"
#include "cli/iol/iol_nvram.h"
#include "cli/iol/netmap_socket.h"
#include "cli/options.h"
#include "cli/runtime/real_router.h"
#include "cli/text_file.h"

namespace cli {

namespace {

constexpr const char* here = ".";

std::optional<std::string> first_configuration(const IolArguments& arguments) {
    if (arguments.configuration.empty()) return std::nullopt;
    auto text = read_text_file(arguments.configuration);
    if (!text) throw UsageError(arguments.configuration + ": cannot be read");
    if (text->empty()) return std::nullopt;
    return text;
}

/// A pipe is a terminal that somebody looks at: the lab program passes it on.
RouterSetup setup_of(const IolArguments& arguments) {
    RouterSetup setup = real_setup();
    if (!::isatty(STDIN_FILENO)) setup.console = {};
    setup.nvram = std::make_unique<IolNvram>(here, arguments.application, arguments.nvram_kilobytes, first_configuration(arguments));
    setup.mac_seed = arguments.application;
    for (const IolPort& port : ethernet_ports(arguments)) setup.hardware.push_back(port.interface);
    for (const IolPort& port : serial_ports(arguments)) setup.hardware.push_back(port.interface);
    return setup;
}

FrameSources wires_of(const IolArguments& arguments) {
    auto socket = std::make_unique<NetmapSocket>(arguments.application, Netmap::parse(read_text_file("NETMAP").value_or(std::string{})));
    for (const IolPort& port : ethernet_ports(arguments)) socket->add(port.interface, port.bay, port.unit);
    FrameSources sources;
    sources.push_back(std::move(socket));
    return sources;
}

int run(const IolArguments& arguments) {
    RealRouter real(setup_of(arguments), wires_of(arguments));
    real.outlive_console();
    real.boot(std::nullopt);
    real.run();
    return 0;
}

}  // namespace

int run_iol(int argc, const char* const* argv) {
    const std::string program = argc > 0 ? argv[0] : "ike-router-iol";
    try {
        const IolArguments arguments = parse_iol_arguments(argc, argv);
        if (arguments.help) return std::fputs(iol_usage(program).c_str(), stderr), 0;
        return run(arguments);
    } catch (const UsageError& error) {
        std::fprintf(stderr, "%s: %s\n%s", program.c_str(), error.what(), iol_usage(program).c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", program.c_str(), error.what());
    }
    return 2;
}

}  // namespace cli
