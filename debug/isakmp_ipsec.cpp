#include <fmt/format.h>

#include <array>

#include "debug/ipsec_line.h"
#include "debug/isakmp_line.h"

// What the IPsec side says of a negotiation while it runs: `debug crypto ipsec` and `debug crypto kmi`.

namespace debug {

namespace {

namespace event = ike::isakmp::event;
using ike::isakmp::KmiMessage;
using ike::isakmp::ProtocolId;

dataplane::IpsecProtocol protocol_of(ProtocolId protocol) {
    return protocol == ProtocolId::AH ? dataplane::IpsecProtocol::ah : dataplane::IpsecProtocol::esp;
}

void write_sa(IsakmpWriter& out, std::string_view direction, std::string_view proxies, std::string_view identity,
              const dataplane::SaLifetime& lifetime) {
    const auto line = [&out](const std::string& text) { out.line(LineClass::plain, "        " + text); };
    line(fmt::format("{}{}", direction, proxies));
    line(std::string(identity));
    if (lifetime.hard_seconds != 0) line(fmt::format("lifetime of {} seconds", lifetime.hard_seconds));
    if (lifetime.hard_kilobytes != 0) line(fmt::format("lifetime of {} kilobytes", lifetime.hard_kilobytes));
    line("has client flags 0x0");
}

std::string proxy_address(const std::vector<dataplane::TrafficSelector>& selectors) {
    return selectors.empty() ? std::string("0.0.0.0") : selectors.front().first.text();
}

std::string_view without_end_blanks(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

struct KmiWords {
    KmiMessage message;
    std::string_view name;
    bool to_isakmp;
};

constexpr std::array kmi_words{
    KmiWords{KmiMessage::REQUEST_SAS, "KEY_ENG_REQUEST_SAS", true},
    KmiWords{KmiMessage::DELETE_SAS, "KEY_ENG_DELETE_SAS", true},
    KmiWords{KmiMessage::NOTIFY_INCR_COUNT, "KEY_ENG_NOTIFY_INCR_COUNT", true},
    KmiWords{KmiMessage::NOTIFY_DECR_COUNT, "KEY_ENG_NOTIFY_DECR_COUNT", true},
    KmiWords{KmiMessage::NOTIFY_QOS_GROUP, "KEY_ENG_NOTIFY_QOS_GROUP", true},
    KmiWords{KmiMessage::NOTIFY_INTF, "KEY_ENG_NOTIFY_INTF", true},
    KmiWords{KmiMessage::CREATE_IPSEC_SAS, "KEY_MGR_CREATE_IPSEC_SAS", false},
    KmiWords{KmiMessage::SA_ENABLE_OUTBOUND, "KEY_MGR_SA_ENABLE_OUTBOUND", false},
    KmiWords{KmiMessage::MGR_DELETE_SAS, "KEY_MGR_DELETE_SAS", false},
    KmiWords{KmiMessage::CLEAR_ENDPT_SAS, "KEY_MGR_CLEAR_ENDPT_SAS", false},
    KmiWords{KmiMessage::SESSION_CLOSED, "KEY_MGR_SESSION_CLOSED", false},
};

}  // namespace

/// The later releases look at the transform only after this, and print none.
void write_validated(IsakmpWriter& out, const event::RequestValidated& e) {
    const auto& header = out.header();
    const std::string_view first = "IPSEC(validate_proposal_request): proposal part #1";
    const bool old = out.is_old();
    if (!old) out.line(LineClass::plain, first, LineGroup::ipsec);
    const bool ah = e.protocol == ProtocolId::AH;
    const std::string transform = old ? transform_words(e.suite, protocol_of(e.protocol)) + " " : std::string("NONE ");
    const std::string_view port = old ? "" : ":0";
    out.line(
        LineClass::plain,
        fmt::format("{},\n  (key eng. msg.) INBOUND local= {}{}, remote= {}{},\n    local_proxy= {},\n"
                    "    remote_proxy= {},\n    protocol= {}, transform= {} ({}), \n    lifedur= 0s and 0kb, \n"
                    "    spi= 0x0(0), conn_id= 0, keysize= {}, flags= 0x{}",
                    first, header.local.text(), port, header.peer.text(), port, proxy_text(e.local_proxy, out.look()),
                    proxy_text(e.remote_proxy, out.look()), ah ? "AH" : "ESP", transform,
                    e.mode == dataplane::EncapsulationMode::transport ? "Transport" : "Tunnel", shown_key_bits(e.suite),
                    !old    ? "0"
                    : e.pfs ? "12"
                            : "2"),
        LineGroup::ipsec);
}

void write_match(IsakmpWriter& out, const event::ProxyMatch& e) {
    if (out.is_old()) {
        const std::string text = map_search_text(e.map_tag);
        for (unsigned i = 0; i < e.map_entries; ++i) out.line(LineClass::plain, text, LineGroup::ipsec);
        return;
    }
    if (e.initiator) return;
    const auto port = [](const dataplane::TrafficSelector& s) {
        return s.first_port == s.last_port ? s.first_port : 0;
    };
    out.line(LineClass::plain,
             fmt::format("Crypto mapdb : proxy_match\n\tsrc addr     : {}\n\tdst addr     : {}\n"
                         "\tprotocol     : {}\n\tsrc port     : {}\n\tdst port     : {}",
                         e.source.first.text(), e.destination.first.text(), e.source.protocol, port(e.source),
                         port(e.destination)),
             LineGroup::ipsec);
}

void write_invalidated(IsakmpWriter& out, const event::ProposalInvalidated& e) {
    constexpr unsigned proxies = 32;
    if (e.error == proxies)
        out.say(Sentence::proxies_not_supported);
    else
        out.say(Sentence::transform_not_supported, {without_end_blanks(e.transform_words)});
    out.say(Sentence::proposal_invalidated, {static_cast<std::uint32_t>(e.error)});
}

void write_created(IsakmpWriter& out, const event::SasCreated& e) {
    if (!out.is_old()) return out.say(Sentence::sa_installed, {fmt::format("{:X}", e.inbound.spi), e.interface});
    const std::string local = e.inbound.local_address.text(), peer = e.inbound.remote_address.text();
    const std::string ours = proxy_address(e.inbound.local_selectors),
                      theirs = proxy_address(e.inbound.remote_selectors);
    out.line(LineClass::close, "Creating IPsec SAs");
    write_sa(out, fmt::format("inbound SA from {} to {} (f/i)  0/ 0\n", peer, local),
             fmt::format("        (proxy {} to {})", theirs, ours),
             fmt::format("has spi 0x{:X} and conn_id {} and flags {}", e.inbound.spi, e.inbound.connection_id,
                         e.pfs ? "13" : "2"),
             e.inbound.lifetime);
    write_sa(out, fmt::format("outbound SA from {:<16}to {:<16}(f/i)  0/ 0 ", local, peer),
             fmt::format("(proxy {:<16}to {:<16})", ours, theirs),
             fmt::format("has spi {} and conn_id {} and flags {}", static_cast<std::int32_t>(e.outbound.spi),
                         e.outbound.connection_id, e.pfs ? "1B" : "A"),
             e.outbound.lifetime);
}

void write_kmi(IsakmpWriter& out, KmiMessage message) {
    for (const KmiWords& row : kmi_words) {
        if (row.message != message) continue;
        const std::string_view engine = "IPSEC key engine", isakmp = "Crypto IKMP";
        const std::string_view from = row.to_isakmp ? engine : isakmp, to = row.to_isakmp ? isakmp : engine;
        out.line(LineClass::plain, fmt::format("KMI: {} sending message {} to {}.", from, row.name, to),
                 LineGroup::kmi);
        out.line(LineClass::plain, fmt::format("KMI: {} received message {} from {}.", to, row.name, from),
                 LineGroup::kmi);
    }
}

}  // namespace debug
