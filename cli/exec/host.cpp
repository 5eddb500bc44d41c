#include "cli/exec/host.h"

#include <string>

#include "cli/exec/exec.h"

namespace cli {

using namespace config;

std::optional<IpAddress> host_address(Exec& exec, std::string_view text) {
    if (const auto address = IpAddress::parse(text)) return address;
    const bool looks_up = exec.ports().configuration().system.domain_lookup;
    exec.fail((looks_up ? "Translating \"" + std::string{text} + "\"...domain server (255.255.255.255)\n" : std::string{}) +
              "% Unrecognized host or address, or protocol not running.\n\n");
    return std::nullopt;
}

std::optional<IpAddress> own_address(Exec& exec, const IpAddress& address) {
    if (exec.ports().is_own_address(address)) return address;
    exec.fail("% Invalid source address- IP address not on any of our up interfaces\n");
    return std::nullopt;
}

std::optional<IpAddress> address_of_interface(Exec& exec, const InterfaceName& interface) {
    if (const auto address = exec.ports().address_of(interface)) return address;
    exec.fail("% Invalid source interface - IP not enabled or interface is down\n");
    return std::nullopt;
}

}  // namespace cli
