#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "config-model/interface_name.h"

namespace cli {

/// `--link Ethernet0/0=tap:tap0`
struct LinkOption {
    config::InterfaceName interface;
    std::string kind;                  ///< tap, packet, udp, iol
    std::string target;                ///< tap0, veth0, LOCAL:PORT,REMOTE:PORT, 513
};

/// `--exec "R1:show version"`; node is empty for a single router.
struct ExecOption {
    std::string node, command;
};

/// Where lines are served, [HOST:]PORT each; empty: not.
struct LineAddresses {
    std::string console, telnet, ssh;
    bool any() const { return !console.empty() || !telnet.empty() || !ssh.empty(); }
};

struct Options {
    std::string file;                  ///< configuration or topology; empty: none
    bool is_topology = false;
    std::vector<LinkOption> links;
    std::string nvram, steps, transcripts, pcap, keylog;
    LineAddresses lines;
    std::vector<ExecOption> exec;
    std::string crypto = "auto";
    std::uint64_t seed = 1;
    unsigned packet_threads = 1;       ///< of one router on real wires
    bool help = false, version = false;
};

/// Bad usage; what() is one line.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

Options parse_options(int argc, const char* const* argv);
/// The text of --help.
std::string usage();

}  // namespace cli
