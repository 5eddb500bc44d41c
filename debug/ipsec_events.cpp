#include <fmt/format.h>

#include "debug/ipsec_line.h"

namespace debug {

namespace {

namespace event = dataplane::event;

/// The blocks of `debug crypto ipsec`.
class Blocks {
public:
    Blocks(config::Look look, LineSink& sink) : look_(look), sink_(sink) {}

    void operator()(const event::SaRequested& e) const { requested(e); }
    void operator()(const event::RequestTimerFired& e) const {
        write(fmt::format("IPSEC(key_engine): request timer fired: count = {},\n{}", e.count,
                          identity(e.entry.local, peer_of(e.entry), e.local, e.remote)));
    }
    void operator()(const event::KeyEngineMessages& e) const {
        write(fmt::format("IPSEC(key_engine): got a queue event with {} KMI message(s)", e.count));
    }
    void operator()(const event::SaCreated& e) const {
        if (!is_outbound(e)) write_map(e);
        const std::string end = ends_with_identity() ? ",\n" + identity_of(e.sa) : "";
        write(fmt::format("IPSEC(create_sa): sa created,\n{}{}", block(e), end));
    }
    void operator()(const event::SaDeleted& e) const {
        write(fmt::format("IPSEC(delete_sa): deleting SA,\n{},\n{}", block(e), identity_of(e.sa)));
    }
    void operator()(const event::OutboundSaUpdated& e) const {
        const std::string to = fmt::format("peer {} current outbound sa to SPI {:X}", e.peer.text(), e.spi);
        write("IPSEC(update_current_outbound_sa): get enable SA " + to);
        write("IPSEC(update_current_outbound_sa): updated " + to);
    }
    void operator()(const event::LifetimeThreshold& e) const {
        write(fmt::format("IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in {} seconds",
                          e.seconds_left));
    }
    void operator()(const auto&) const {}

private:
    void write(std::string_view text) const { sink_.debug_line(text); }
    bool is_old() const { return look_ == config::Look::ios12; }
    bool ends_with_identity() const { return look_ == config::Look::ios15_4 || look_ == config::Look::ios17; }

    static config::IpAddress peer_of(const dataplane::PolicyEntry& entry) {
        return entry.peers.empty() ? config::IpAddress{} : entry.peers.front();
    }

    std::string proxies(const dataplane::TrafficSelector& local, const dataplane::TrafficSelector& remote) const {
        return fmt::format("    local_proxy= {},\n    remote_proxy= {}", proxy_text(local, look_),
                           proxy_text(remote, look_));
    }
    std::string identity(const config::IpAddress& local, const config::IpAddress& remote,
                         const dataplane::TrafficSelector& local_proxy,
                         const dataplane::TrafficSelector& remote_proxy) const {
        return fmt::format("  (identity) local= {}:0, remote= {}:0,\n{}", local.text(), remote.text(),
                           proxies(local_proxy, remote_proxy));
    }
    std::string identity_of(const dataplane::SaParameters& sa) const {
        const auto any = dataplane::TrafficSelector::any(sa.local_address.family());
        return identity(sa.local_address, sa.remote_address,
                        sa.local_selectors.empty() ? any : sa.local_selectors.front(),
                        sa.remote_selectors.empty() ? any : sa.remote_selectors.front());
    }

    /// The suite asked for first, as far as the event names it.
    template <class Requested>
    void requested(const Requested& e) const {
        std::string words = "NONE ";
        unsigned bits = 0;
        bool transport = false;
        if constexpr (requires {
                          e.suite;
                          e.mode;
                      }) {
            words = transform_words(e.suite, dataplane::IpsecProtocol::esp) + " ";
            const bool sized = e.suite.encryption == dataplane::Encryption::aes_cbc ||
                               e.suite.encryption == dataplane::Encryption::aes_gcm;
            bits = sized ? e.suite.key_bits : 0;
            transport = e.mode == dataplane::EncapsulationMode::transport;
        }
        const std::string_view port = is_old() ? "" : ":500";
        write(fmt::format(
            "IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= {}{}, remote= {}{},\n{},\n"
            "    protocol= ESP, transform= {} ({}), \n    lifedur= {}s and {}kb, \n"
            "    spi= 0x0(0), conn_id= 0, keysize= {}, flags= 0x0",
            e.entry.local.text(), port, peer_of(e.entry).text(), port, proxies(e.local, e.remote), words,
            transport ? "Transport" : "Tunnel", e.entry.lifetime_seconds, e.entry.lifetime_kilobytes, bits));
    }

    template <class Change>
    static bool is_outbound(const Change& e) {
        if constexpr (requires { e.outbound; })
            return e.outbound;
        else
            return false;
    }
    void write_map(const event::SaCreated& e) const {
        write(fmt::format("IPSEC(crypto_ipsec_create_ipsec_sas): Map found {}", e.map_tag));
        write(fmt::format("IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and peer {}",
                          e.sa.remote_address.text()));
    }
    template <class Change>
    std::string block(const Change& e) const {
        const dataplane::SaParameters& sa = e.sa;
        const config::IpAddress& destination = is_outbound(e) ? sa.remote_address : sa.local_address;
        std::string text =
            fmt::format("  (sa) sa_dest= {}, {}= {}, \n    sa_spi= 0x{:X}({}), \n    sa_trans= {} , sa_conn_id= {}",
                        destination.text(), is_old() ? "sa_prot" : "sa_proto", dataplane::protocol_number(sa.protocol),
                        sa.spi, sa.spi, transform_words(sa.suite, sa.protocol), e.connection_id);
        if (!is_old())
            text +=
                fmt::format("\n    sa_lifetime(k/sec)= ({}/{})", sa.lifetime.hard_kilobytes, sa.lifetime.hard_seconds);
        return text;
    }

    config::Look look_;
    LineSink& sink_;
};

}  // namespace

void render(const dataplane::Event& event, config::Look look, const Switches& switches, LineSink& sink) {
    if (write_syslog(event.body, look, sink) || !switches.on(Switch::ipsec)) return;
    std::visit(Blocks(look, sink), event.body);
}

}  // namespace debug
