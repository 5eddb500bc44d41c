#include <fmt/format.h>

#include "debug/ikev2_line.h"

// What the later releases say about a message's contents before they build it.

namespace debug {

namespace {

std::string_view stage(const ike::event::ProposalsOffered& offer) {
    if (offer.ipsec) return "IPSec negotiation";
    return offer.rekey ? "IKE negotiation" : "initial negotiation";
}

std::string transforms_of(const ike::Proposal& proposal) {
    std::string text;
    for (const ike::Transform& transform : proposal.transforms)
        text += fmt::format("   {}", ike::transform_name(transform.type, transform.id));
    return text;
}

std::string printable(const ike::Bytes& octets) {
    std::string text(octets.begin(), octets.end());
    for (char& c : text)
        if (c != '\n' && (c < ' ' || c > '~')) c = '.';
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

std::string attribute_line(const ike::ConfigAttribute& attribute) {
    const std::string_view name = ike::short_name_of(attribute.type);
    std::string text = fmt::format(
        "Attrib type: {}, length: {}",
        name.empty() ? fmt::format("unknown - {}", static_cast<unsigned>(attribute.type)) : std::string(name),
        attribute.value.size());
    if (attribute.value.empty()) return text;
    const bool address = attribute.value.size() == 4 || attribute.value.size() == 16;
    const bool text_value = attribute.type == ike::ConfigAttributeType::APPLICATION_VERSION || !address;
    return text + ", data: " +
           (text_value ? printable(attribute.value) : config::IpAddress::from_bytes(attribute.value).text());
}

std::string_view type_text(ike::ConfigType type) {
    switch (type) {
        case ike::ConfigType::CFG_REQUEST: return "Config-request";
        case ike::ConfigType::CFG_REPLY: return "Config-reply";
        case ike::ConfigType::CFG_SET: return "Config-set";
        case ike::ConfigType::CFG_ACK: return "Config-ack";
    }
    return "Config-request";
}

}  // namespace

/// An offer of IKE_SA_INIT is sent next, and an empty line stands between.
void write_offer(Ikev2Writer& out, const ike::event::ProposalsOffered& offer) {
    if (out.is_early() || !offer.sa) return;
    for (const ike::Proposal& proposal : offer.sa->proposals) {
        const bool last = &proposal == &offer.sa->proposals.back();
        out.line(Level::standard,
                 fmt::format("{} Proposal: {}, SPI size: {} ({}), \nNum. transforms: {}\n{}{}",
                             ike::name_of(proposal.protocol), proposal.number, proposal.spi.size(), stage(offer),
                             proposal.transforms.size(), transforms_of(proposal), last && !offer.ipsec ? " \n" : ""));
    }
}

void write_config_data(Ikev2Writer& out, const ike::ConfigPayload& config) {
    if (out.is_early()) return;
    out.line(Level::standard, fmt::format("Config-type: {} ", type_text(config.type)));
    for (const ike::ConfigAttribute& attribute : config.attributes)
        out.line(Level::standard, attribute_line(attribute));
}

}  // namespace debug
