#include <fmt/format.h>

#include "debug/ipsec_line.h"

namespace debug {

namespace {

namespace event = dataplane::event;

/// One overload a message; what is no syslog falls to the last.
class Syslogs {
public:
    Syslogs(config::Look look, LineSink& sink) : look_(look), sink_(sink) {}

    bool operator()(const event::LinkChanged& e) const {
        if (e.administratively_down)
            return log("LINK", 5, "CHANGED",
                       fmt::format("Interface {}, changed state to administratively down", e.interface.text()));
        return log("LINK", 3, "UPDOWN",
                   fmt::format("Interface {}, changed state to {}", e.interface.text(), state(e.up)));
    }
    bool operator()(const event::LineProtocolChanged& e) const {
        return log("LINEPROTO", 5, "UPDOWN",
                   fmt::format("Line protocol on Interface {}, changed state to {}", e.interface.text(), state(e.up)));
    }
    bool operator()(const event::CryptoOnOff& e) const {
        return log("CRYPTO", 6, "ISAKMP_ON_OFF", fmt::format("ISAKMP is {}", e.on ? "ON" : "OFF"));
    }
    /// From 15.4 on the forwarding plane says it in its own words.
    bool operator()(const event::ReceivedClearPacket& e) const {
        if (look_ == config::Look::ios12 || look_ == config::Look::ios15_1)
            return log("CRYPTO", 4, "RECVD_PKT_NOT_IPSEC",
                       fmt::format("Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /{}, src_addr= {}, prot= {}",
                                   e.destination.text(), e.source.text(), e.protocol));
        return log("IPSEC", 3, "RECVD_PKT_NOT_IPSEC",
                   fmt::format("Rec'd packet not an IPSEC packet, dest_addr= {}, src_addr= {}, prot= {}",
                               e.destination.text(), e.source.text(), e.protocol));
    }
    bool operator()(const event::InvalidSpi& e) const {
        return log(
            "CRYPTO", 4, "RECVD_PKT_INV_SPI",
            fmt::format(
                "decaps: rec'd IPSEC packet has invalid spi for destaddr={}, prot={}, spi=0x{:X}({}), srcaddr={}",
                e.destination.text(), e.protocol, e.spi, e.spi, e.source.text()));
    }
    bool operator()(const event::IntegrityFailure& e) const {
        return log(
            "CRYPTO", 4, "RECVD_PKT_MAC_ERR",
            fmt::format("decrypt: mac verify failed for connection id={} local={} remote={} spi={:08X} seqno={:08X}",
                        e.connection_id, e.local.text(), e.remote.text(), e.spi, e.sequence));
    }
    bool operator()(const event::ReplayFailure& e) const {
        return log("CRYPTO", 4, "PKT_REPLAY_ERR",
                   fmt::format("decrypt: replay check failed\n\tconnection id={}, sequence number={}", e.connection_id,
                               e.sequence));
    }
    bool operator()(const event::RecursiveRouting& e) const {
        return log("TUN", 5, "RECURDOWN",
                   fmt::format("{} temporarily disabled due to recursive routing", e.tunnel.text()));
    }
    bool operator()(const event::DuplicateAddress& e) const {
        return log("IP", 4, "DUPADDR", fmt::format("Duplicate address {} on {}", e.address.text(), e.interface.text()));
    }
    bool operator()(const event::DhcpAddressAssigned& e) const {
        return log("DHCP", 6, "ADDRESS_ASSIGN",
                   fmt::format("Interface {} assigned DHCP address {}, mask {}, hostname {}", e.interface.text(),
                               e.address.address.text(), mask_text(e.address), e.hostname));
    }
    bool operator()(const event::OutboundEnabled&) const { return false; }
    bool operator()(const event::SaRequested&) const { return false; }
    bool operator()(const event::RequestTimerFired&) const { return false; }
    bool operator()(const event::KeyEngineMessages&) const { return false; }
    bool operator()(const event::SaCreated&) const { return false; }
    bool operator()(const event::SaDeleted&) const { return false; }
    bool operator()(const event::OutboundSaUpdated&) const { return false; }
    bool operator()(const event::LifetimeThreshold&) const { return false; }

private:
    static std::string_view state(bool up) { return up ? "up" : "down"; }
    bool log(std::string_view facility, std::uint8_t severity, std::string_view mnemonic, std::string text) const {
        sink_.syslog({facility, severity, mnemonic, std::move(text)});
        return true;
    }

    config::Look look_;
    LineSink& sink_;
};

}  // namespace

bool write_syslog(const event::Body& body, config::Look look, LineSink& sink) {
    return std::visit(Syslogs(look, sink), body);
}

}  // namespace debug
