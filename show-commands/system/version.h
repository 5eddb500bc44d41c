#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config-model/configuration.h"
#include "show-commands/text_writer.h"

namespace show {

/// This program's own number.
inline constexpr std::string_view program_version = "0.1.0";

/// "15.2(1)T" for `version 15.2`; from 16 on "17.3.1".
std::string release_of(std::string_view configured);

/// "ike-router Software (IKE-ROUTER), Version 15.2(1)T, RELEASE SOFTWARE (0.1.0)"
std::string banner_line(std::string_view configured);

struct VersionRow {
    std::string release;
    std::string hostname;
    std::uint64_t uptime = 0;                ///< seconds
    std::string reload_reason;
    std::string board;                       ///< digits of the first MAC address
    std::vector<std::pair<config::InterfaceKind, unsigned>> interfaces;   ///< how many of each kind of hardware
    std::size_t nvram_bytes = 0;
};

void print_version(const VersionRow& row, TextWriter& out);
void print_inventory(const VersionRow& row, TextWriter& out);

}  // namespace show
