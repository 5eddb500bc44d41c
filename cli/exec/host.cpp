#include "cli/exec/host.h"

#include <string>

#include "cli/exec/exec.h"

namespace cli {

using namespace config;

namespace {

std::optional<IpAddress> configured_host(Exec& exec, std::string_view name, AddressFamily family) {
    const auto& hosts = exec.ports().configuration().hosts;
    const auto found = hosts.find(std::string{name});
    if (found == hosts.end()) return std::nullopt;
    for (const IpAddress& address : found->second)
        if (family == AddressFamily::none || address.family() == family) return address;
    return std::nullopt;
}

}  // namespace

std::optional<IpAddress> host_address(Exec& exec, std::string_view text, AddressFamily family) {
    const auto address = IpAddress::parse(text);
    if (address && (family == AddressFamily::none || address->family() == family)) return address;
    if (const auto host = configured_host(exec, text, family)) return host;
    const bool looks_up = !address && exec.ports().configuration().system.domain_lookup;
    exec.fail((looks_up ? "Translating \"" + std::string{text} + "\"...domain server (255.255.255.255)\n" : std::string{}) +
              "% Unrecognized host or address, or protocol not running.\n\n");
    return std::nullopt;
}

std::optional<IpAddress> own_address(Exec& exec, const IpAddress& address) {
    if (exec.ports().is_own_address(address)) return address;
    exec.fail("% Invalid source address- IP address not on any of our up interfaces\n");
    return std::nullopt;
}

std::optional<IpAddress> address_in_use(Exec& exec, const InterfaceName& interface, AddressFamily family) {
    for (const Prefix& own : exec.ports().addresses_of(interface))
        if (own.address.family() == family) return own.address;
    return std::nullopt;
}

std::optional<IpAddress> address_of_interface(Exec& exec, const InterfaceName& interface, AddressFamily family) {
    if (const auto address = address_in_use(exec, interface, family)) return address;
    exec.fail(family == AddressFamily::ipv6 ? "% Invalid source interface - IPv6 not enabled or interface is down\n"
                                            : "% Invalid source interface - IP not enabled or interface is down\n");
    return std::nullopt;
}

AddressFamily asked_family(const Args& args) {
    if (args.has("ipv6")) return AddressFamily::ipv6;
    return args.has("ip") ? AddressFamily::ipv4 : AddressFamily::none;
}

Syntax source_option() {
    return kw("source", "specify source address or name") >>
           (ip("source-address", "Source address") | interface_name("source-interface", "Source interface"));
}

bool read_source(Exec& exec, const Args& args, AddressFamily family, std::optional<IpAddress>& source) {
    if (const auto address = args.get<IpAddress>("source-address")) source = own_address(exec, *address);
    if (const auto interface = args.get<InterfaceName>("source-interface")) source = address_of_interface(exec, *interface, family);
    return source || !(args.has("source-address") || args.has("source-interface"));
}

}  // namespace cli
