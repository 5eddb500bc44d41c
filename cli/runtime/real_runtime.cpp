#include "cli/runtime/real_runtime.h"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "cli/runtime/captured_source.h"
#include "cli/runtime/kernel_link.h"
#include "cli/runtime/line_server.h"
#include "cli/runtime/real_router.h"
#include "cli/text_file.h"

namespace cli {

namespace {

RouterSetup setup_of(const Options& options) {
    RouterSetup setup = real_setup();
    if (!options.nvram.empty()) setup.nvram = std::make_unique<DirectoryNvram>(options.nvram);
    setup.crypto_backend = options.crypto;
    std::array<std::uint8_t, 3> octets{};
    setup.random->fill(octets);
    setup.mac_seed = static_cast<std::uint32_t>(octets[0] << 16 | octets[1] << 8 | octets[2]);
    for (const LinkOption& link : options.links) setup.hardware.push_back(link.interface);
    return setup;
}

std::optional<std::string> configuration_text(const Options& options) {
    if (options.file.empty()) return std::nullopt;
    auto text = read_text_file(options.file);
    if (!text) throw UsageError(options.file + ": cannot be read");
    return text;
}

FrameSources wires_of(const Options& options) {
    FrameSources sources = open_links(options.links);
    if (options.pcap.empty()) return sources;
    const auto capture = std::make_shared<PcapngFile>(options.pcap);
    for (auto& source : sources) source = std::make_unique<CapturedSource>(std::move(source), capture);
    return sources;
}

}  // namespace

int run_real(const Options& options, std::shared_ptr<KeyLog> key_log) {
    RouterSetup setup = setup_of(options);
    setup.key_log = std::move(key_log);
    RealRouter real(std::move(setup), wires_of(options), options.packet_threads);
    const auto text = configuration_text(options);
    real.boot(text ? std::optional<std::string_view>(*text) : std::nullopt);
    Router& router = real.router();
    LineServer server(real.io(), real);
    std::fputs(server.listen(router, options.lines, 0).c_str(), stderr);
    if (options.lines.any()) real.on_output([&server] { server.flush(); });
    if (options.lines.any() && !::isatty(STDIN_FILENO)) real.outlive_console();
    if (real.run()) return 0;
    return router.rejected_lines() > 0 || router.console().failed_commands() > 0 ? 1 : 0;
}

}  // namespace cli
