#include "cli/program.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "cli/lab/pcapng.h"
#include "cli/options.h"
#include "cli/router/key_log.h"
#include "cli/runtime/lab_server.h"
#include "cli/runtime/lab_terminal.h"
#include "cli/runtime/real_runtime.h"
#include "cli/runtime/standard_console.h"
#include "cli/runtime/virtual_runtime.h"
#include "cli/text_file.h"

namespace cli {

namespace {

struct Capture {
    PcapngFile file;
    std::int64_t unix_at_start;
};

void record(void* context, Instant at, std::span<const std::uint8_t> frame) {
    Capture& capture = *static_cast<Capture*>(context);
    capture.file.write(capture.unix_at_start * 1'000'000'000 + at.time_since_epoch().count(), frame);
}

std::string folder_of(const std::string& file) {
    const auto parent = std::filesystem::path(file).parent_path();
    return parent.empty() ? "." : parent.string();
}

void build_single(Lab& lab, const Options& options) {
    std::string text;
    if (!options.file.empty()) {
        auto read = read_text_file(options.file);
        if (!read) throw UsageError(options.file + ": cannot be read");
        text = *std::move(read);
    }
    lab.add_router("Router", std::move(text));
}

void report_load(const Lab& lab) {
    for (const auto& router : lab.routers())
        for (const std::string& message : router->load_messages())
            std::fprintf(stderr, "%s: %s\n", router->node_name().c_str(), message.c_str());
}

int run_lab(const Options& options, const std::shared_ptr<KeyLog>& key_log) {
    LabOptions lab_options;
    lab_options.seed = options.seed;
    lab_options.crypto_backend = options.crypto;
    lab_options.nvram_directory = options.nvram;
    lab_options.key_log = key_log;
    const bool commands_given = !options.exec.empty() || !options.steps.empty();
    const bool at_terminal = !commands_given && ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO);
    if (commands_given && options.lines.any()) throw UsageError("--console, --telnet and --ssh need real time: not with --exec or --steps");
    if (at_terminal) lab_options.console = StandardConsole::terminal_options();
    Lab lab(lab_options);
    if (options.is_topology) lab.build(read_topology(options.file), folder_of(options.file));
    else build_single(lab, options);
    std::unique_ptr<Capture> capture;
    if (!options.pcap.empty()) capture.reset(new Capture{PcapngFile(options.pcap), lab_options.unix_at_start});
    if (capture)
        for (const auto& wire : lab.wires()) wire->on_frame(record, capture.get());
    lab.boot();
    report_load(lab);
    if (at_terminal) return LabTerminal(lab, options.lines).run();
    if (options.lines.any()) return LabServer(lab, options.lines).run();
    if (!commands_given && !options.is_topology) return run_piped(lab);
    return run_batch(lab, options);
}

/// Nobody is to find out later that keys were written.
std::shared_ptr<KeyLog> open_key_log(const std::string& directory) {
    if (directory.empty()) return nullptr;
    std::fprintf(stderr, "ike-router: WARNING: --keylog writes the keys of all SAs to %s: whoever can read it can read the traffic\n", directory.c_str());
    return std::make_shared<KeyLog>(directory);
}

int run(const Options& options) {
    if (options.help) return std::fputs(usage().c_str(), stdout), 0;
    if (options.version) return std::puts("ike-router 0.1.0"), 0;
    const auto key_log = open_key_log(options.keylog);
    return options.links.empty() ? run_lab(options, key_log) : run_real(options, key_log);
}

}  // namespace

int run_program(int argc, const char* const* argv) {
    try {
        return run(parse_options(argc, argv));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ike-router: %s\nTry `ike-router --help`.\n", error.what());
        return 2;
    }
}

}  // namespace cli
