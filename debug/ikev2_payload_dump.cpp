#include <fmt/format.h>

#include "debug/ikev2_line.h"

// The `debug crypto ikev2 packet` dump. One leading blank before a payload's name, two after it; the first transform follows its
// proposal on the same line after four blanks; a key length shows only as a longer transform.

namespace debug {

namespace {

using ike::Payload;
using ike::PayloadType;

class Dump {
public:
    void add(std::span<const Payload> payloads, std::size_t index);
    std::string take() { return std::move(text_); }

private:
    void add_body(const ike::SaPayload& sa);
    void add_body(const ike::KePayload& ke) { row("DH group: {}, Reserved: 0x{:x}", static_cast<unsigned>(ke.group), ke.reserved); }
    void add_body(const ike::IdPayload& id) { row("Id type: {}, Reserved: 0x{:x} 0x{:x}", ike::name_of(id.type), id.reserved[0], id.reserved[1]); }
    void add_body(const ike::CertPayload& cert) { row("Cert encoding {}", ike::name_of(cert.encoding)); }
    void add_body(const ike::CertRequestPayload& request) { row("Cert encoding {}", ike::name_of(request.encoding)); }
    void add_body(const ike::AuthPayload& auth) {
        row("Auth method {}, reserved: 0x{:x}, reserved 0x{:x}", ike::name_of(auth.method), auth.reserved[0], auth.reserved[1]);
    }
    void add_body(const ike::NoncePayload&) {}
    void add_body(const ike::NotifyPayload& notify);
    void add_body(const ike::DeletePayload& remove) {
        row("Security protocol id: {}, spi size: {}, num of spi: {}", ike::name_of(remove.protocol), remove.spi_size, remove.count);
    }
    void add_body(const ike::VendorIdPayload&) {}
    void add_body(const ike::TsPayload& ts);
    void add_body(const ike::EncryptedPayload&) {}
    void add_body(const ike::EncryptedFragmentPayload& part) { row("Fragment number: {}, total fragments: {}", part.number, part.total); }
    void add_body(const ike::ConfigPayload& config);
    void add_body(const ike::EapPayload& eap) {
        row("Code: {}: id: {}, length: {}", ike::name_of(eap.code), eap.identifier, eap.data.size() + 4);
    }
    void add_body(const ike::UnknownPayload&) {}
    void add_transform(const ike::Transform& transform, bool last);

    template <class... Args>
    void row(fmt::format_string<Args...> format, Args&&... args) {
        text_ += "    " + fmt::format(format, std::forward<Args>(args)...) + "\n";
    }
    std::string text_;
};

std::string payload_name(const Payload& payload) {
    const auto* notify = std::get_if<ike::NotifyPayload>(&payload.body);
    if (!notify) return std::string(ike::name_of(payload.type));
    return fmt::format("NOTIFY({})", ike::name_of(notify->type));
}

std::string_view transform_name(const ike::Transform& transform) {
    switch (transform.type) {
        case ike::TransformType::ENCR: return ike::name_of(static_cast<ike::EncryptionId>(transform.id));
        case ike::TransformType::PRF: return ike::name_of(static_cast<ike::PrfId>(transform.id));
        case ike::TransformType::INTEG: return ike::name_of(static_cast<ike::IntegrityId>(transform.id));
        case ike::TransformType::DH: return ike::name_of(static_cast<ike::DhGroupId>(transform.id));
        case ike::TransformType::ESN: return ike::name_of(static_cast<ike::EsnId>(transform.id));
    }
    return {};
}

/// Octets of a transform on the wire: 8, and 4 for a key length.
std::size_t transform_length(const ike::Transform& transform) {
    std::size_t length = transform.key_length ? 12 : 8;
    for (const auto& attribute : transform.attributes) length += 4 + (attribute.tv_form ? 0 : attribute.value.size());
    return length;
}

std::size_t proposal_length(const ike::Proposal& proposal) {
    std::size_t length = 8 + proposal.spi.size();
    for (const auto& transform : proposal.transforms) length += transform_length(transform);
    return length;
}

void Dump::add(std::span<const Payload> payloads, std::size_t index) {
    const Payload& payload = payloads[index];
    const PayloadType next = ike::next_payload_of(payloads, index);
    // A nonce's own name is N, and so is it as a next payload; a notify's is NOTIFY.
    text_ += fmt::format(" {}  Next payload: {}, reserved: 0x{:x}, length: {}\n", payload_name(payload), ike::name_of(next),
                         payload.reserved, ike::wire_length(payload));
    std::visit([this](const auto& body) { add_body(body); }, payload.body);
}

void Dump::add_transform(const ike::Transform& transform, bool last) {
    text_ += fmt::format("    last transform: 0x{:x}, reserved: 0x{:x}: length: {}\n", last ? 0 : 3, transform.reserved, transform_length(transform));
    const std::string_view name = transform_name(transform);
    row("type: {}, reserved: 0x{:x}, id: {}", static_cast<unsigned>(transform.type), transform.reserved2,
        name.empty() ? fmt::format("Unknown - {}", transform.id) : std::string(name));
}

void Dump::add_body(const ike::SaPayload& sa) {
    for (std::size_t i = 0; i < sa.proposals.size(); ++i) {
        const ike::Proposal& proposal = sa.proposals[i];
        const bool last = i + 1 == sa.proposals.size();
        text_ += fmt::format("  last proposal: 0x{:x}, reserved: 0x{:x}, length: {}\n", last ? 0 : 2, proposal.reserved, proposal_length(proposal));
        text_ += fmt::format("  Proposal: {}, Protocol id: {}, SPI size: {}, #trans: {}", proposal.number, ike::name_of(proposal.protocol),
                             proposal.spi.size(), proposal.transforms.size());
        if (proposal.transforms.empty()) text_ += '\n';
        for (std::size_t t = 0; t < proposal.transforms.size(); ++t)
            add_transform(proposal.transforms[t], t + 1 == proposal.transforms.size());
    }
}

/// A notify without protocol prints IKE, as the documented dumps do.
void Dump::add_body(const ike::NotifyPayload& notify) {
    const auto protocol = notify.protocol == ike::ProtocolId::none ? ike::ProtocolId::IKE : notify.protocol;
    row("Security protocol id: {}, spi size: {}, type: {}", ike::name_of(protocol), notify.spi.size(), ike::name_of(notify.type));
}

void Dump::add_body(const ike::TsPayload& ts) {
    row("Num of TSs: {}, reserved 0x{:x}, reserved 0x{:x}", ts.selectors.size(), ts.reserved[0], ts.reserved[1]);
    for (const auto& selector : ts.selectors) {
        const std::size_t length = selector.type == ike::TsType::TS_IPV4_ADDR_RANGE ? 16 : 40;
        row("TS type: {}, proto id: {}, length: {}", ike::name_of(selector.type), selector.protocol, length);
        row("start port: {}, end port: {}", selector.start_port, selector.end_port);
        row("start addr: {}, end addr: {}", selector.start_address.text(), selector.end_address.text());
    }
}

/// Each attribute stands on a log line of its own (the caller cuts at \f), except one that follows the application version.
void Dump::add_body(const ike::ConfigPayload& config) {
    row("cfg type: {}, reserved: 0x{:x}, reserved: 0x{:x}", ike::name_of(config.type), config.reserved[0], config.reserved[1]);
    bool glued = false;
    for (const auto& attribute : config.attributes) {
        text_ += glued ? "   " : "\n\f  ";
        const std::string_view name = ike::name_of(attribute.type);
        text_ += fmt::format("attrib type: {}, length: {}\n",
                             name.empty() ? fmt::format("Unknown - {}", static_cast<unsigned>(attribute.type)) : std::string(name),
                             attribute.value.size());
        glued = attribute.type == ike::ConfigAttributeType::APPLICATION_VERSION;
    }
    text_ += "\n\f";
}

}  // namespace

std::string payload_dump(std::span<const Payload> payloads) {
    Dump dump;
    for (std::size_t i = 0; i < payloads.size(); ++i) dump.add(payloads, i);
    return dump.take();
}

}  // namespace debug
