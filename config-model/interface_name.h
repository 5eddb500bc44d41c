#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace config {

/// Interface kinds in the order in which IOS prints them in a running-config.
enum class InterfaceKind : std::uint8_t {
    bvi, loopback, tunnel, port_channel, null, serial, async, atm, bri, dialer, dot11_radio, ethernet, fast_ethernet,
    gigabit_ethernet, two_gigabit_ethernet, five_gigabit_ethernet, ten_gigabit_ethernet, twenty_five_gig, forty_gig, hundred_gig, app_gigabit_ethernet, multilink,
    virtual_template, virtual_access, vlan, nve, pos, cellular, wlan_ap, group_async, embedded_service, integrated_service,
    service_module, virtual_ppp, lisp, overlay, port_group, service_engine, management
};

/// An interface name such as GigabitEthernet0/0/0.100: kind, up to four numbers (slot/subslot/port), subinterface.
struct InterfaceName {
    InterfaceKind kind = InterfaceKind::ethernet;
    std::uint8_t depth = 1;                      ///< how many of `numbers` count
    std::array<std::uint32_t, 4> numbers{};
    std::optional<std::uint32_t> subinterface;

    /// "GigabitEthernet0/0/0.100"
    std::string text() const;
    /// "Gi0/0/0.100", as syslogs and brief screens print it.
    std::string short_text() const;
    /// Loopback, Tunnel, Virtual-Template, Null, BVI, Port-channel, Dialer, Vlan …: exists without hardware.
    bool is_logical() const;
    /// Accepts the full name, any unique abbreviation of the kind, and blanks between kind and number ("gi 0/0", "Gig0/0", "Loopback 0").
    static std::optional<InterfaceName> parse(std::string_view text);

    auto operator<=>(const InterfaceName&) const = default;
};

/// One kind's names. `hardware` kinds have a MAC address and a link.
struct InterfaceKindNames {
    InterfaceKind kind;
    std::string_view full;
    std::string_view brief;
    std::string_view help;
    bool hardware;
};

/// All kinds, in the order of InterfaceKind.
std::span<const InterfaceKindNames> interface_kinds();

}  // namespace config
