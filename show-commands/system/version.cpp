#include "show-commands/system/version.h"

#include <algorithm>

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/duration.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

/// What the interface lines call a kind of hardware.
std::string_view hardware_words(config::InterfaceKind kind) {
    switch (kind) {
        case config::InterfaceKind::gigabit_ethernet: return "Gigabit Ethernet";
        case config::InterfaceKind::ten_gigabit_ethernet: return "Ten Gigabit Ethernet";
        case config::InterfaceKind::serial: return "Serial(sync/async)";
        default: return config::interface_kinds()[static_cast<std::size_t>(kind)].full;
    }
}

bool is_hardware(const config::InterfaceName& name) {
    return config::interface_kinds()[static_cast<std::size_t>(name.kind)].hardware && !name.subinterface;
}

void count_hardware(const std::vector<dataplane::InterfaceView>& interfaces, VersionRow& row) {
    for (const dataplane::InterfaceView& interface : interfaces) {
        if (!is_hardware(interface.name)) continue;
        if (row.board.empty())
            for (std::uint8_t octet : interface.mac) row.board += TextWriter().put(hex(octet, 2)).take();
        const auto same = std::find_if(row.interfaces.begin(), row.interfaces.end(),
                                       [&](const auto& counted) { return counted.first == interface.name.kind; });
        if (same == row.interfaces.end()) row.interfaces.emplace_back(interface.name.kind, 1U);
        else ++same->second;
    }
}

VersionRow version_row(const RouterView& view) {
    VersionRow row;
    row.release = release_of(view.configuration.system.version);
    row.hostname = view.configuration.hostname();
    row.uptime = seconds_between(view.booted, view.now);
    row.reload_reason = view.reload_reason;
    row.nvram_bytes = view.nvram_bytes;
    if (view.data_plane) count_hardware(view.data_plane->interfaces(view.now), row);
    if (row.board.empty()) row.board = "000000000000";
    return row;
}

struct HardwareRow {
    std::string_view kind;
    unsigned count;

    template <class F>
    void fields(F&& field) const {
        field("kind", kind);
        field("count", count);
    }
};

/// What JSON has of the version screen.
struct VersionJson {
    VersionRow row;

    template <class F>
    void fields(F&& field) const {
        field("software", "IKE-ROUTER");
        field("version", row.release);
        field("program_version", program_version);
        field("hostname", row.hostname);
        field("uptime_seconds", row.uptime);
        field("reload_reason", row.reload_reason);
        field("serial_number", row.board);
        field("nvram_bytes", row.nvram_bytes);
        field("configuration_register", "0x2102");
        std::vector<HardwareRow> interfaces;
        for (const auto& [kind, count] : row.interfaces) interfaces.push_back({hardware_words(kind), count});
        field("interfaces", interfaces);
    }
};

/// The one part of this router.
struct InventoryRow {
    std::string serial_number;

    template <class F>
    void fields(F&& field) const {
        field("name", "Chassis");
        field("description", "ike-router chassis");
        field("product_id", "IKE-ROUTER");
        field("version_id", program_version);
        field("serial_number", serial_number);
    }
};

}  // namespace

std::string release_of(std::string_view configured) {
    if (configured.empty()) configured = "15.2";
    const auto major = configured.substr(0, configured.find('.'));
    const bool newer = major.size() == 2 && major > "15";
    return std::string(configured) + (newer ? ".1" : "(1)T");
}

std::string banner_line(std::string_view configured) {
    return TextWriter().put("ike-router Software (IKE-ROUTER), Version ", release_of(configured), ", RELEASE SOFTWARE (", program_version, ')').take();
}

void print_version(const VersionRow& row, TextWriter& out) {
    out.line("ike-router Software (IKE-ROUTER), Version ", row.release, ", RELEASE SOFTWARE (", program_version, ')');
    out.line("Copyright (c) the ike-router authors, GPL-3.0-or-later").end();
    out.line("ROM: ike-router ", program_version).end();
    out.line(row.hostname, " uptime is ", long_duration(row.uptime));
    out.line("System returned to ROM by ", row.reload_reason);
    out.line("System image file is \"ike-router\"");
    out.line("Last reload reason: ", row.reload_reason).end();
    out.line("ike-router (software) processor (revision ", program_version, ").");
    out.line("Processor board ID ", row.board);
    for (const auto& [kind, count] : row.interfaces) out.line(count, ' ', hardware_words(kind), count == 1 ? " interface" : " interfaces");
    out.line(row.nvram_bytes / 1024, "K bytes of non-volatile configuration memory.").end();
    out.line("Configuration register is 0x2102").end();
}

void print_inventory(const VersionRow& row, TextWriter& out) {
    out.line("NAME: \"Chassis\", DESCR: \"ike-router chassis\"");
    out.line("PID: IKE-ROUTER        , VID: ", program_version, ", SN: ", row.board).end();
}

std::span<const config::Line> version_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("version", "System hardware and software status"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_version(version_row(view), out); },
                                [&view] { return std::vector{VersionJson{version_row(view)}}; });
        }),
        config::line(show_word() >> kw("inventory", "Show the physical inventory"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_inventory(version_row(view), out); },
                                [&view] { return std::vector{InventoryRow{version_row(view).board}}; });
        }),
    };
    return lines;
}

}  // namespace show
