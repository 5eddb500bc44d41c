#include <fmt/format.h>

#include "debug/isakmp_line.h"

// The messages of the CRYPTO facility.

namespace debug {

namespace event = ike::isakmp::event;

void write_log(IsakmpWriter& out, const event::BadMessage&) {
    out.syslog(4, "IKMP_BAD_MESSAGE",
               fmt::format("IKE message from {} failed its sanity check or is malformed", out.header().peer.text()));
}

void write_log(IsakmpWriter& out, const event::ModeFailure& failure) {
    out.syslog(6, "IKMP_MODE_FAILURE",
               fmt::format("Processing of {} mode failed with peer at {}", failure.mode, out.header().peer.text()));
}

void write_log(IsakmpWriter& out, const event::NoSa&) {
    out.syslog(
        4, "IKMP_NO_SA",
        fmt::format("IKE message from {} has no SA and is not an initialization offer", out.header().peer.text()));
}

void write_log(IsakmpWriter& out, const event::AggressiveModeDisabled&) {
    out.syslog(5, "IKMP_AG_MODE_DISABLED", "Unable to initiate or respond to Aggressive Mode while disabled");
}

void write_log(IsakmpWriter& out, const event::SessionStatus& status) {
    out.syslog(5, "SESSION_STATUS",
               fmt::format("Crypto tunnel is {}.  Peer {}:{}       Id: {}", status.up ? "UP" : "DOWN",
                           out.header().peer.text(), out.header().peer_port, status.id));
}

void write_log(IsakmpWriter& out, const event::EzvpnConnection& connection) {
    const auto& header = out.header();
    const config::IpAddress& client = connection.client ? header.local : header.peer;
    const config::IpAddress& server = connection.client ? header.peer : header.local;
    const std::string assigned =
        connection.assigned ? fmt::format("Assigned_client_addr={}  ", connection.assigned.text()) : std::string();
    out.syslog(6, connection.up ? "EZVPN_CONNECTION_UP" : "EZVPN_CONNECTION_DOWN",
               fmt::format("({})  User={}  Group={}  Client_public_addr={}  Server_public_addr={}  {}",
                           connection.client ? "Client" : "Server", connection.user, connection.group, client.text(),
                           server.text(), assigned));
}

}  // namespace debug
