#include <fmt/format.h>

#include "debug/ikev2_line.h"

namespace debug {

namespace {

namespace event = ike::event;
constexpr PrefixKind full = PrefixKind::full, bare = PrefixKind::bare;

/// The sentences of each kind of event. Most stand in one release only.
class Sentences {
public:
    explicit Sentences(Ikev2Writer& out, LineSink& sink) : out_(out), sink_(sink) {}

    void operator()(const event::SmTrace& e) const;
    void operator()(const event::StepDone& e) const { write_step(out_, e.step); }
    void operator()(const event::PresharedKeyLookup& e) const;
    void operator()(const event::PolicySearch& e) const;
    /// "policyle" is how the very first lookup of a router reads.
    void operator()(const event::ProposalAdded& e) const {
        early(fmt::format("Adding Proposal {} to toolkit {}", e.name, e.before_any_sa ? "policyle" : "policy"), bare);
    }
    void operator()(const event::ProfileChosen& e) const;
    void operator()(const event::ProfileUsed& e) const { early(fmt::format("Using IKEv2 profile '{}'", e.name)); }
    void operator()(const event::ProfileSearch& e) const {
        late(fmt::format("Searching policy based on peer's identity '{}' of type '{}'", e.identity,
                         ike::name_of(e.type)));
    }
    void operator()(const event::PayloadConstructed& e) const;
    void operator()(const event::IdConstructed& e) const {
        late(fmt::format("Constructing {} payload: '{}' of type '{}'", e.initiator ? "IDi" : "IDr", e.identity,
                         ike::name_of(e.type)));
    }
    void operator()(const event::MessageSent& e) const { write_message(out_, e); }
    void operator()(const event::MessageReceived& e) const { write_message(out_, e); }
    void operator()(const event::PayloadsBuilt& e) const {
        if (e.payloads) write_built_payloads(out_, *e.payloads);
    }
    void operator()(const event::ProposalsOffered& e) const { write_offer(out_, e); }
    void operator()(const event::RequestWindow& e) const {
        out_.line(Level::internal,
                  fmt::format("Request has mess_id {}; expected {} through {}", e.received, e.first, e.last));
    }
    void operator()(const event::ResponseSent& e) const {
        always(fmt::format("Sent response with message id {}, Requests can be accepted from range {} to {}",
                           e.message_id, e.first, e.last));
    }
    void operator()(const event::ResponseProcessed& e) const {
        always(fmt::format("Processed response with message id {}, Requests can be sent from range {} to {}",
                           e.message_id, e.first, e.last));
    }
    void operator()(const event::AuthMethodSeen& e) const {
        late(fmt::format("{} authentication method is '{}'", e.mine ? "My" : "Peer's", ike::name_of(e.method)));
    }
    void operator()(const event::PresharedKeyUsed& e) const {
        if (e.peers)
            late(fmt::format("Get peer's preshared key for {}", e.identity));
        else
            late(fmt::format("Use preshared key for id {}, key len {}", e.identity, e.length));
    }
    void operator()(const event::DhComputation& e) const {
        late(fmt::format("[IKEv2 -> Crypto Engine] Computing DH {} key, DH Group {}", e.secret ? "secret" : "public",
                         e.group));
    }
    void operator()(const event::MibStored& e) const {
        early(fmt::format("Store mib index ikev2 {}, platform {}", e.index, e.platform), bare);
        late(fmt::format("IKEv2 MIB tunnel started, tunnel index {}", e.index), bare);
    }
    void operator()(const event::IdentAdded& e) const {
        out_.line(Level::internal,
                  fmt::format("Adding ident handle 0x{:X} associated with SPI 0x{:X} for session {}", e.handle, e.spi,
                              e.session),
                  bare);
    }
    void operator()(const event::SaCreated& e) const {
        late(fmt::format("IKEV2 SA created; inserting SA into database. SA lifetime timer ({} sec) started",
                         e.lifetime));
    }
    void operator()(const event::SessionUp& e) const {
        late(fmt::format("Session with IKE ID PAIR ({}, {}) is UP", e.remote_id, e.local_id));
    }
    void operator()(const event::SessionDown& e) const {
        late(fmt::format("Session with IKE ID PAIR ({}, {}) is DOWN", e.remote_id, e.local_id));
    }
    void operator()(const event::DeleteQueued& e) const {
        always(fmt::format("Queuing IKE SA delete request reason: {}", e.reason));
    }
    void operator()(const event::DeleteSent& e) const {
        always(fmt::format("Sending DELETE INFO message for {}", sa_text(e.ike, e.spi)));
    }
    void operator()(const event::DeleteReceived& e) const {
        always(fmt::format("Processing DELETE INFO message for {}", sa_text(e.ike, e.spi)));
    }
    void operator()(const event::NotifyReceived& e) const;
    void operator()(const event::PolicyMismatch& e) const { write_mismatch(out_, e); }
    void operator()(const event::Failure& e) const { write_failure(out_, e); }
    void operator()(const event::TunnelStatus& e) const;
    void operator()(const event::SaUp&) const { sink_.syslog({"IKEV2", 5, "SA_UP", "SA UP"}); }
    void operator()(const event::SaDown&) const { sink_.syslog({"IKEV2", 5, "SA_DOWN", "SA DOWN"}); }
    void operator()(const event::NegotiationAborted& e) const {
        sink_.syslog({"IKEV2", 3, "NEG_ABORT", fmt::format("Negotiation aborted due to ERROR: {}", error_text(e.why))});
    }
    void operator()(const event::ConfigData& e) const {
        if (e.payload) write_config_data(out_, *e.payload);
    }

private:
    void early(std::string_view text, PrefixKind kind = full) const {
        if (out_.is_early()) out_.line(Level::standard, text, kind);
    }
    void late(std::string_view text, PrefixKind kind = full) const {
        if (!out_.is_early()) out_.line(Level::standard, text, kind);
    }
    void always(std::string_view text, PrefixKind kind = full) const { out_.line(Level::standard, text, kind); }

    std::string sa_text(bool ike_sa, std::uint32_t spi) const {
        const ike::EventHeader& header = out_.header();
        if (!ike_sa) return fmt::format("IPsec SA [SPI: 0x{:08X}]", spi);
        return fmt::format("IKEv2 SA [ISPI: 0x{:016X} RSPI: 0x{:016X}]", header.initiator_spi, header.responder_spi);
    }

    Ikev2Writer& out_;
    LineSink& sink_;
};

void Sentences::operator()(const event::SmTrace& e) const {
    const ike::EventHeader& header = out_.header();
    const std::string id =
        out_.is_early() ? fmt::format("{:08X}", header.message_id) : std::to_string(header.message_id);
    out_.line(Level::trace,
              fmt::format("SM Trace-> SA: I_SPI={:016X} R_SPI={:016X} ({}) MsgID = {} CurState: {} Event: {}",
                          header.initiator_spi, header.responder_spi, header.role == ike::Role::initiator ? 'I' : 'R',
                          id, e.state, e.event));
}

void Sentences::operator()(const event::PresharedKeyLookup& e) const {
    if (out_.is_early() || e.keyring.empty())
        return always(fmt::format("% Getting preshared key by address {}", e.address.text()), bare);
    late(fmt::format("% Getting preshared key from profile keyring {}", e.keyring), bare);
    if (e.found) late(fmt::format("% Matched peer block '{}'", e.peer_block), bare);
}

void Sentences::operator()(const event::PolicySearch& e) const {
    late(fmt::format("Searching Policy with fvrf {}, local address {}", out_.header().vrf.value, e.local.text()), bare);
    if (!e.found) return;
    if (e.is_default) late("Using the Default Policy for Proposal", bare);
    late(fmt::format("Found Policy '{}'", e.policy), bare);
}

void Sentences::operator()(const event::ProfileChosen& e) const {
    early(fmt::format("({}): Choosing IKE profile {}", out_.header().sa_id, e.name), bare);
    if (e.by_peer_identity) late(fmt::format("found matching IKEv2 profile '{}'", e.name), bare);
}

void Sentences::operator()(const event::PayloadConstructed& e) const {
    if (e.type == ike::PayloadType::VID)
        return out_.line(Level::internal, fmt::format("Construct Vendor Specific Payload: {}", e.vendor), bare);
    out_.line(Level::internal, fmt::format("Construct Notify Payload: {}", ike::name_of(e.notify)), bare);
}

void Sentences::operator()(const event::NotifyReceived& e) const {
    const std::string_view name = ike::name_of(e.type);
    const auto number = static_cast<unsigned>(e.type);
    always(fmt::format("Received Notify: {}", name.empty() ? fmt::format("Unknown - {}", number) : std::string(name)));
}

void Sentences::operator()(const event::TunnelStatus& e) const {
    const ike::EventHeader& header = out_.header();
    sink_.syslog({"CRYPTO", 5, "IKEV2_SESSION_STATUS",
                  fmt::format("Crypto tunnel v2 is {}.  Peer {}:{}       Id: {}", e.up ? "UP" : "DOWN",
                              header.peer.text(), header.peer_port, e.remote_id)});
}

}  // namespace

void render(const ike::Event& event, config::Look look, const Switches& switches, LineSink& sink) {
    Ikev2Writer out(event.header, look, switches, sink);
    std::visit(Sentences(out, sink), event.body);
}

}  // namespace debug
