#include "cli/router/syslog_datagram.h"

#include <fmt/format.h>

namespace cli {

namespace {

using config::IpAddress;

constexpr std::uint16_t local_port = 50514;
constexpr std::size_t longest_message = 1024;   // RFC 3164 §4.1

IpAddress address_of(const dataplane::DataPlane& data_plane, const config::InterfaceName& interface, config::AddressFamily family) {
    for (const config::Prefix& own : data_plane.addresses_of(interface))
        if (own.address.family() == family) return own.address;
    return {};
}

IpAddress source_for(const config::LoggingConfig& logging, const dataplane::DataPlane& data_plane, const IpAddress& host) {
    if (logging.source_interface) return address_of(data_plane, *logging.source_interface, host.family());
    return data_plane.source_towards({}, host);
}

std::string origin_text(const config::Configuration& configuration, const IpAddress& source) {
    const config::LoggingOrigin& origin = configuration.system.logging.origin;
    switch (origin.kind) {
    case config::LoggingOrigin::Kind::none: return {};
    case config::LoggingOrigin::Kind::hostname: return std::string{configuration.hostname()} + ": ";
    case config::LoggingOrigin::Kind::ip:
    case config::LoggingOrigin::Kind::ipv6: return source.text() + ": ";
    case config::LoggingOrigin::Kind::string: return origin.text + ": ";
    }
    return {};
}

}  // namespace

std::vector<dataplane::UdpDatagram> syslog_datagrams(const config::Configuration& configuration, const dataplane::DataPlane& data_plane,
                                                     std::uint8_t severity, std::uint64_t number, std::string_view line) {
    const config::LoggingConfig& logging = configuration.system.logging;
    std::vector<dataplane::UdpDatagram> datagrams;
    for (const config::LoggingHost& host : logging.hosts) {
        const IpAddress source = source_for(logging, data_plane, host.address);
        if (source.family() == config::AddressFamily::none) continue;
        std::string text = fmt::format("<{}>{}: {}{}", logging.facility * 8 + severity, number, origin_text(configuration, source), line);
        if (text.size() > longest_message) text.resize(longest_message);
        datagrams.push_back({{}, source, local_port, host.address, host.port, {text.begin(), text.end()}});
    }
    return datagrams;
}

}  // namespace cli
