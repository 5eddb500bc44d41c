#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config-model/interface_name.h"

namespace cli {

/// How lab programs start an IOL image.
struct IolArguments {
    std::uint16_t application = 0;           ///< 1 … 1024
    unsigned ethernet_groups = 2, serial_groups = 2;
    unsigned nvram_kilobytes = 1024;
    std::string configuration;               ///< file that stands for the startup configuration while none was saved; empty: none
    bool help = false;
};

/// Options and the application id in any order; those that mean nothing here are passed over. Throws UsageError.
IolArguments parse_iol_arguments(int argc, const char* const* argv);
/// What -h prints. Lab programs read the defaults of -m and -n in it.
std::string iol_usage(const std::string& program);

/// One port that the machine has.
struct IolPort {
    config::InterfaceName interface;
    std::uint8_t bay = 0, unit = 0;
};
/// Ethernet0/0, Ethernet0/1 …: a bay of four ports for each group.
std::vector<IolPort> ethernet_ports(const IolArguments& arguments);
/// The serial ports, in the bays behind.
std::vector<IolPort> serial_ports(const IolArguments& arguments);

}  // namespace cli
