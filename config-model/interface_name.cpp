#include "config-model/interface_name.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace config {

namespace {

using enum InterfaceKind;

constexpr std::array kinds{
    InterfaceKindNames{bvi, "BVI", "BV", "Bridge-Group Virtual Interface", false},
    InterfaceKindNames{loopback, "Loopback", "Lo", "Loopback interface", false},
    InterfaceKindNames{tunnel, "Tunnel", "Tu", "Tunnel interface", false},
    InterfaceKindNames{port_channel, "Port-channel", "Po", "Ethernet Channel of interfaces", false},
    InterfaceKindNames{null, "Null", "Nu", "Null interface", false},
    InterfaceKindNames{serial, "Serial", "Se", "Serial", true},
    InterfaceKindNames{async, "Async", "As", "Async interface", true},
    InterfaceKindNames{atm, "ATM", "AT", "ATM interface", true},
    InterfaceKindNames{bri, "BRI", "BR", "ISDN Basic Rate Interface", true},
    InterfaceKindNames{dialer, "Dialer", "Di", "Dialer interface", false},
    InterfaceKindNames{dot11_radio, "Dot11Radio", "Do", "Dot11 interface", true},
    InterfaceKindNames{ethernet, "Ethernet", "Et", "IEEE 802.3", true},
    InterfaceKindNames{fast_ethernet, "FastEthernet", "Fa", "FastEthernet IEEE 802.3", true},
    InterfaceKindNames{gigabit_ethernet, "GigabitEthernet", "Gi", "GigabitEthernet IEEE 802.3z", true},
    InterfaceKindNames{two_gigabit_ethernet, "TwoGigabitEthernet", "Tw", "Two Gigabit Ethernet", true},
    InterfaceKindNames{five_gigabit_ethernet, "FiveGigabitEthernet", "Fi", "Five Gigabit Ethernet", true},
    InterfaceKindNames{ten_gigabit_ethernet, "TenGigabitEthernet", "Te", "Ten Gigabit Ethernet", true},
    InterfaceKindNames{twenty_five_gig, "TwentyFiveGigE", "Twe", "Twenty Five Gigabit Ethernet", true},
    InterfaceKindNames{forty_gig, "FortyGigabitEthernet", "Fo", "Forty Gigabit Ethernet", true},
    InterfaceKindNames{hundred_gig, "HundredGigE", "Hu", "Hundred Gigabit Ethernet", true},
    InterfaceKindNames{app_gigabit_ethernet, "AppGigabitEthernet", "Ap", "App-hosting GigabitEthernet", true},
    InterfaceKindNames{multilink, "Multilink", "Mu", "Multilink-group interface", false},
    InterfaceKindNames{virtual_template, "Virtual-Template", "Vt", "Virtual Template interface", false},
    InterfaceKindNames{virtual_access, "Virtual-Access", "Vi", "Virtual Access interface", false},
    InterfaceKindNames{vlan, "Vlan", "Vl", "Catalyst Vlans", false},
    InterfaceKindNames{nve, "nve", "nv", "Network virtualization endpoint interface", false},
    InterfaceKindNames{pos, "POS", "PO", "Packet over SONET", true},
    InterfaceKindNames{cellular, "Cellular", "Ce", "Cellular WAN interface", true},
    InterfaceKindNames{wlan_ap, "wlan-ap", "wl", "WLAN-AP interface", true},
    InterfaceKindNames{group_async, "Group-Async", "Gr", "Async Group interface", false},
    InterfaceKindNames{embedded_service, "Embedded-Service-Engine", "Em", "Embedded service module interface", true},
    InterfaceKindNames{integrated_service, "Integrated-Service-Engine", "IS", "Integrated service engine", true},
    InterfaceKindNames{service_module, "SM", "SM", "Service module interface", true},
    InterfaceKindNames{virtual_ppp, "Virtual-PPP", "Vp", "Virtual PPP interface", false},
    InterfaceKindNames{lisp, "LISP", "LI", "Locator/ID Separation Protocol Virtual Interface", false},
    InterfaceKindNames{overlay, "Overlay", "Ov", "Overlay interface", false},
    InterfaceKindNames{port_group, "VirtualPortGroup", "VP", "Virtual port group interface", false},
    InterfaceKindNames{service_engine, "Service-Engine", "SE", "Service engine", true},
    InterfaceKindNames{management, "Management", "Ma", "Management interface", true},
};

bool same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

bool is_prefix(std::string_view prefix, std::string_view word) {
    return prefix.size() <= word.size() && std::equal(prefix.begin(), prefix.end(), word.begin(), same_letter);
}

/// Kinds that most routers have: "e0/0", "f0/0" and "g0/0" mean these although rarer kinds begin with the same letters.
constexpr std::array usual_kinds{ethernet, fast_ethernet, gigabit_ethernet, serial, tunnel, loopback, vlan, dialer, port_channel};

std::optional<InterfaceKind> usual_kind_of(std::string_view letters) {
    for (const auto kind : usual_kinds)
        if (is_prefix(letters, kinds[static_cast<std::size_t>(kind)].full)) return kind;
    return std::nullopt;
}

/// The exact name or short form wins; otherwise the abbreviation must be unique, or be one of a usual kind.
std::optional<InterfaceKind> kind_of(std::string_view letters) {
    std::optional<InterfaceKind> found;
    for (const auto& entry : kinds) {
        if (!is_prefix(letters, entry.full)) {
            if (is_prefix(letters, entry.brief) && letters.size() == entry.brief.size()) return entry.kind;
            continue;
        }
        if (letters.size() == entry.full.size() || is_prefix(entry.brief, letters)) return entry.kind;
        if (found) return usual_kind_of(letters);
        found = entry.kind;
    }
    return found;
}

bool read_number(std::string_view& text, std::uint32_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

}  // namespace

std::span<const InterfaceKindNames> interface_kinds() { return kinds; }

namespace {

std::string numbered(std::string_view kind, const InterfaceName& name) {
    std::string text{kind};
    for (std::size_t i = 0; i < name.depth; ++i) {
        if (i > 0) text += '/';
        text += std::to_string(name.numbers[i]);
    }
    if (name.subinterface) text += '.' + std::to_string(*name.subinterface);
    return text;
}

}  // namespace

std::string InterfaceName::text() const { return numbered(kinds[static_cast<std::size_t>(kind)].full, *this); }

std::string InterfaceName::short_text() const { return numbered(kinds[static_cast<std::size_t>(kind)].brief, *this); }

bool InterfaceName::is_logical() const { return !kinds[static_cast<std::size_t>(kind)].hardware; }

/// The kind's letters at the beginning; one kind, Dot11Radio, has digits among them.
static std::string_view leading_kind(std::string_view text) {
    constexpr std::string_view radio = "Dot11Radio";
    if (text.size() > radio.size() && is_prefix(radio, text)) return text.substr(0, radio.size());
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '0' && c <= '9'); });
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::optional<InterfaceName> InterfaceName::parse(std::string_view text) {
    const auto letters = leading_kind(text);
    const auto found = letters.empty() ? std::nullopt : kind_of(letters);
    if (!found) return std::nullopt;
    text.remove_prefix(letters.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));

    InterfaceName name;
    name.kind = *found;
    name.depth = 0;
    do {
        if (name.depth > 0) text.remove_prefix(1);
        if (name.depth == name.numbers.size() || !read_number(text, name.numbers[name.depth])) return std::nullopt;
        ++name.depth;
    } while (text.starts_with('/'));
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        std::uint32_t sub = 0;
        if (!read_number(text, sub)) return std::nullopt;
        name.subinterface = sub;
    }
    if (!text.empty()) return std::nullopt;
    return name;
}

}  // namespace config
