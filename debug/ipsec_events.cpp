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
    void operator()(const event::KeyEngineMessages& e) const { write_messages(e.count); }
    void operator()(const event::SaCreated& e) const {
        if (!e.outbound && is_old()) write_pair(e);
        if (!e.outbound && !is_old()) write_map(e);
        const std::string end = ends_with_identity() ? ",\n" + identity_of(e.sa) : "";
        write(fmt::format("IPSEC(create_sa): sa created,\n{}{}", block(e), end));
    }
    void operator()(const event::SaDeleted& e) const {
        write(fmt::format("IPSEC(delete_sa): deleting SA,\n{},\n{}", block(e), identity_of(e.sa)));
    }
    /// 12.x takes the outbound half into use with the inbound one, and says nothing.
    void operator()(const event::OutboundEnabled&) const {
        if (is_old()) return;
        write_messages(1);
        write("IPSEC(key_engine_enable_outbound): rec'd enable notify from ISAKMP");
    }
    void operator()(const event::OutboundSaUpdated& e) const {
        if (is_old()) return;
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
    void write_messages(unsigned count) const {
        write(is_old() ? "IPSEC(key_engine): got a queue event..."
                       : fmt::format("IPSEC(key_engine): got a queue event with {} KMI message(s)", count));
    }
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

    static std::string_view protocol_word(dataplane::IpsecProtocol protocol) {
        return protocol == dataplane::IpsecProtocol::ah ? "AH" : "ESP";
    }
    static std::string_view mode_word(dataplane::EncapsulationMode mode) {
        return mode == dataplane::EncapsulationMode::transport ? "Transport" : "Tunnel";
    }

    void requested(const event::SaRequested& e) const {
        const std::string_view port = is_old() ? "" : ":500";
        const std::string_view flags = !is_old() ? "0" : e.entry.pfs_group ? "400B" : "400A";
        write(
            fmt::format("IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= {}{}, remote= {}{},\n{},\n"
                        "    protocol= {}, transform= {}  ({}), \n    lifedur= {}s and {}kb, \n"
                        "    spi= 0x0(0), conn_id= 0, keysize= {}, flags= 0x{}",
                        e.entry.local.text(), port, peer_of(e.entry).text(), port, proxies(e.local, e.remote),
                        protocol_word(e.protocol), transform_words(e.suite, e.protocol), mode_word(e.mode),
                        e.entry.lifetime_seconds, e.entry.lifetime_kilobytes, shown_key_bits(e.suite), flags));
    }

    /// Here 12.x writes the mask of a single host as 0.0.0.0.
    static std::string initial_proxy(const std::vector<dataplane::TrafficSelector>& selectors) {
        if (selectors.empty()) return "0.0.0.0/0.0.0.0/0/0 (type=4)";
        const dataplane::TrafficSelector& selector = selectors.front();
        if (selector.first != selector.last) return proxy_text(selector, config::Look::ios12);
        const unsigned port = selector.first_port == selector.last_port ? selector.first_port : 0;
        return fmt::format("{}/0.0.0.0/{}/{} (type=1)", selector.first.text(), selector.protocol, port);
    }
    /// Lifetimes as negotiated: where the SA's own count starts lower, the twin has them.
    void write_initial(const dataplane::SaParameters& sa, const dataplane::SaLifetime& lifetime, bool outbound,
                       bool pfs) const {
        const std::string_view flags = outbound ? (pfs ? "1B" : "A") : (pfs ? "13" : "2");
        write(fmt::format(
            "IPSEC(initialize_sas): ,\n  (key eng. msg.) {} local= {}, remote= {},\n"
            "    local_proxy= {},\n    remote_proxy= {},\n"
            "    protocol= {}, transform= {}  ({}), \n    lifedur= {}s and {}kb, \n"
            "    spi= 0x{:X}({}), conn_id= {}, keysize= {}, flags= 0x{}",
            outbound ? "OUTBOUND" : "INBOUND", sa.local_address.text(), sa.remote_address.text(),
            initial_proxy(sa.local_selectors), initial_proxy(sa.remote_selectors), protocol_word(sa.protocol),
            transform_words(sa.suite, sa.protocol), mode_word(sa.mode), lifetime.hard_seconds, lifetime.hard_kilobytes,
            sa.spi, sa.spi, sa.connection_id, shown_key_bits(sa.suite), flags));
    }
    /// What 12.x says before it creates a pair.
    void write_pair(const event::SaCreated& e) const {
        write_initial(e.sa, e.twin ? e.twin->lifetime : e.sa.lifetime, false, e.pfs);
        if (e.twin) write_initial(*e.twin, e.twin->lifetime, true, e.pfs);
        for (unsigned i = 0; i < e.map_entries; ++i) write(map_search_text(e.map_tag));
        const auto any = dataplane::TrafficSelector::any(e.sa.local_address.family());
        const auto& local = e.sa.local_selectors.empty() ? any : e.sa.local_selectors.front();
        const auto& remote = e.sa.remote_selectors.empty() ? any : e.sa.remote_selectors.front();
        const unsigned port = remote.first_port == remote.last_port ? remote.first_port : 0;
        write(fmt::format("IPSEC(add mtree): src {}, dest {}, dest_port {}\n", local.first.text(), remote.first.text(),
                          port));
    }

    void write_map(const event::SaCreated& e) const {
        write(fmt::format("IPSEC(crypto_ipsec_create_ipsec_sas): Map found {}", e.map_tag));
        write(fmt::format("IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and peer {}",
                          e.sa.remote_address.text()));
    }
    template <class Change>
    std::string block(const Change& e) const {
        const dataplane::SaParameters& sa = e.sa;
        const config::IpAddress& destination = e.outbound ? sa.remote_address : sa.local_address;
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
