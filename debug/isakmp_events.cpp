#include <fmt/format.h>

#include <array>

#include "debug/isakmp_line.h"

namespace debug {

namespace {

namespace event = ike::isakmp::event;
using ike::isakmp::Label;
using ike::isakmp::PayloadType;
using ike::isakmp::ProtocolId;
using ike::isakmp::State;

std::string hex(std::uint32_t number) { return fmt::format("{:X}", number); }
std::uint32_t number_of(ProtocolId protocol) { return static_cast<std::uint32_t>(protocol); }

/// Cookies and missing SPIs read as 0.
std::uint32_t spi_of(const ike::Bytes& octets) {
    if (octets.size() != 4) return 0;
    return static_cast<std::uint32_t>(octets[0]) << 24 | static_cast<std::uint32_t>(octets[1]) << 16 |
           static_cast<std::uint32_t>(octets[2]) << 8 | octets[3];
}

constexpr std::string_view id_type_names[] = {
    "",
    "ID_IPV4_ADDR",
    "ID_FQDN",
    "ID_USER_FQDN",
    "ID_IPV4_ADDR_SUBNET",
    "ID_IPV6_ADDR",
    "ID_IPV6_ADDR_SUBNET",
    "ID_IPV4_ADDR_RANGE",
    "ID_IPV6_ADDR_RANGE",
    "ID_DER_ASN1_DN",
    "ID_DER_ASN1_GN",
    "ID_KEY_ID",
};

constexpr std::string_view config_kind_names[] = {"", "REQUEST", "REPLY", "SET", "ACK"};

std::string_view natt_name(ike::isakmp::VendorId id) {
    using enum ike::isakmp::VendorId;
    constexpr std::array<std::pair<ike::isakmp::VendorId, std::string_view>, 5> names{
        {{rfc3947, "rfc3947"}, {natt_07, "07"}, {natt_03, "03"}, {natt_02_n, "02"}, {natt_02, "02"}}};
    for (const auto& name : names)
        if (name.first == id) return name.second;
    return {};
}

/// The sentences of each kind of event.
class Sentences {
public:
    explicit Sentences(IsakmpWriter& out) : out_(out) {}

    void operator()(const event::Transition& e) const;
    void operator()(const event::StepDone& e) const;
    void operator()(const event::EngineDone& e) const { out_.say(e.work); }
    void operator()(const event::Kmi& e) const { write_kmi(out_, e.message); }

    // --- beginnings ---
    void operator()(const event::ProfileRequested& e) const {
        out_.say(Sentence::profile_requested, {e.name.empty() ? std::string("(NULL)") : e.name});
    }
    void operator()(const event::PeerRecord& e) const;
    void operator()(const event::PortsKnown&) const { out_.say(Sentence::ports_known); }
    void operator()(const event::SaInserted&) const { out_.say(Sentence::sa_inserted); }
    void operator()(const event::PacketReceived& e) const;
    void operator()(const event::PacketSent&) const { out_.say(Sentence::packet_sent); }
    void operator()(const event::Processing& e) const;
    void operator()(const event::VendorSeen& e) const {
        if (e.major) out_.say(Sentence::vendor_mismatch, {static_cast<std::uint32_t>(*e.major)});
        out_.say(e.id);
    }
    void operator()(const event::NatPayloadSeen& e) const { out_.say(Sentence::nat_payload, {e.draft ? "17" : "20"}); }
    void operator()(const event::NatOriginalSeen& e) const {
        out_.say(Sentence::nat_original,
                 {e.initiator ? "NAT-OAi" : "NAT-OAr", e.address.text(), out_.message_id(e.message_id)});
    }
    void operator()(const event::VendorConstructed& e) const {
        if (!natt_name(e.id).empty()) out_.say(Sentence::vendor_constructed, {natt_name(e.id)});
    }

    // --- keys, profiles, policies ---
    void operator()(const event::KeyLookup& e) const {
        out_.say(e.found ? Sentence::key_looked_for_found : Sentence::key_looked_for, {e.keyring});
    }
    void operator()(const event::KeyFound& e) const { out_.say(e.found ? Sentence::key_found : Sentence::key_missing); }
    void operator()(const event::HostKeyMissing& e) const { out_.say(Sentence::host_key_missing, {e.hostname}); }
    void operator()(const event::XauthScan& e) const;
    void operator()(const event::ProfileMatched& e) const {
        if (e.name.empty()) return out_.say(Sentence::profile_none);
        out_.say(Sentence::profile_matched, {e.name});
    }
    void operator()(const event::KeyInKeyring& e) const { out_.say(Sentence::key_in_keyring, {e.keyring}); }
    void operator()(const event::TransformChecked& e) const {
        out_.say(Sentence::transform_checked, {static_cast<std::uint32_t>(e.number), e.priority});
        if (e.transform) write_transform(out_, *e.transform, false);
    }
    void operator()(const event::Mismatch& e) const { out_.say(e.what); }
    void operator()(const event::AttributesJudged& e) const;
    void operator()(const event::LifetimeStarted& e) const;
    void operator()(const event::PolicyNotAcceptable& e) const {
        out_.say(Sentence::policy_not_acceptable, {static_cast<std::uint32_t>(e.phase)});
    }

    // --- identities ---
    void operator()(const event::IdShown& e) const { write_identity(out_, e); }
    void operator()(const event::IdUsed& e) const {
        const auto index = static_cast<std::size_t>(e.type);
        const std::string_view name = index < std::size(id_type_names) ? id_type_names[index] : "";
        out_.say(e.xauth ? Sentence::id_used_xauth : Sentence::id_used, {name});
    }
    void operator()(const event::IdSent& e) const {
        out_.say(Sentence::id_sent, {static_cast<std::uint64_t>(e.length)});
    }
    void operator()(const event::Authenticated& e) const {
        out_.say(e.with_peer ? Sentence::authenticated_with : Sentence::authenticated);
    }
    void operator()(const event::InitialContact&) const { out_.say(Sentence::initial_contact); }

    // --- nodes, ends, repetition ---
    void operator()(const event::NodeSet& e) const {
        out_.say(Sentence::node_set, {out_.node_id(e.message_id), IsakmpWriter::padded(e.label)});
    }
    void operator()(const event::NodeDeleted& e) const {
        out_.say(e.error ? Sentence::node_failed : Sentence::node_deleted,
                 {out_.node_id(e.message_id), words_of(e.reason, out_.look())});
    }
    void operator()(const event::NodePurged& e) const { out_.say(Sentence::node_purged, {out_.node_id(e.message_id)}); }
    void operator()(const event::SaPurged&) const { out_.say(Sentence::sa_purged); }
    void operator()(const event::SaDeleting& e) const {
        out_.say(e.after ? Sentence::sa_deleted : Sentence::sa_deleting, {words_of(e.reason, out_.look())});
    }
    void operator()(const event::ErrorCounter& e) const {
        out_.say(Sentence::error_counter, {e.node ? "node" : "sa", static_cast<std::uint32_t>(e.attempt), e.where});
    }
    void operator()(const event::Retransmitting& e) const;
    void operator()(const event::UnknownInput& e) const {
        out_.say(Sentence::unknown_input, {name_of(e.input), name_of(e.state)});
    }

    // --- quick mode ---
    void operator()(const event::QuickModeBegun& e) const {
        out_.say(Sentence::quick_mode, {out_.node_id(e.message_id)});
    }
    void operator()(const event::ProposalChecked& e) const { write_proposal(out_, e); }
    void operator()(const event::IpsecJudged& e) const {
        out_.say(e.acceptable ? Sentence::ipsec_acceptable : Sentence::ipsec_not_acceptable);
    }
    void operator()(const event::RequestValidated& e) const { write_validated(out_, e); }
    void operator()(const event::ProxyMatch& e) const { write_match(out_, e); }
    void operator()(const event::ProposalInvalidated& e) const { write_invalidated(out_, e); }
    void operator()(const event::SasCreated& e) const { write_created(out_, e); }
    void operator()(const event::SpiGot& e) const { out_.say(Sentence::spi_got, {e.spi, number_of(e.protocol)}); }

    // --- notifies and deletes ---
    void operator()(const event::NotifySeen& e) const;
    void operator()(const event::NotifySent& e) const;
    void operator()(const event::DpdSequence& e) const;
    void operator()(const event::DpdError& e) const {
        if (e.dead) return out_.say(Sentence::peer_dead);
        out_.say(Sentence::probe_unanswered, {static_cast<std::uint32_t>(e.count)});
    }
    void operator()(const event::DeleteForwarded& e) const {
        out_.say(Sentence::delete_forwarded, {hex(e.spi), e.protocol == ProtocolId::AH ? "51" : "50"});
    }
    void operator()(const event::DeleteIgnored& e) const { out_.say(Sentence::delete_ignored, {hex(e.spi)}); }
    void operator()(const event::SpiDeleted& e) const {
        out_.say(Sentence::spi_deleted, {e.spi, out_.message_id(e.message_id)});
    }
    void operator()(const event::TimerRestarted& e) const { out_.say(Sentence::timer_restarted, {e.seconds}); }
    void operator()(const event::PortFloated& e) const {
        out_.say(Sentence::port_floated, {static_cast<std::uint32_t>(e.port), static_cast<std::uint32_t>(e.port)});
    }
    void operator()(const event::ResponderLifetimeSent& e) const {
        out_.say(Sentence::responder_lifetime_sent, {e.seconds});
    }

    // --- Xauth and mode config ---
    void operator()(const event::ConfigSeen& e) const {
        out_.say(Sentence::config_seen, {config_kind_names[static_cast<std::size_t>(e.kind) % 5]});
    }
    void operator()(const event::ConfigAttributeListed& e) const { write_config_attribute(out_, e); }
    void operator()(const event::ConfigAttributeSent& e) const { write_config_attribute(out_, e); }
    void operator()(const event::ConfigExchange& e) const {
        out_.say(e.initiating ? Sentence::config_initiating : Sentence::config_responding,
                 {out_.node_id(e.message_id)});
    }
    void operator()(const event::AddressAllocated& e) const {
        out_.say(Sentence::address_allocated, {e.address.text()});
    }
    void operator()(const event::XauthStatus& e) const { out_.say(Sentence::xauth_status, {e.ok ? "1" : "0"}); }
    void operator()(const event::XauthAnswered& e) const { out_.say(Sentence::xauth_answered, {e.user}); }
    void operator()(const event::XauthFailed& e) const { out_.say(Sentence::xauth_failed, {e.user}); }
    void operator()(const event::EzvpnPendingXauth& e) const { out_.say(Sentence::ezvpn_pending, {e.name}); }

    void operator()(const event::EzvpnSavedPasswordRefused& e) const {
        out_.say(Sentence::ezvpn_password_refused, {e.name});
    }

    /// What is logged whatever is switched on.
    void operator()(const auto& e) const { write_log(out_, e); }

private:
    IsakmpWriter& out_;
};

void Sentences::operator()(const event::Transition& e) const {
    if (e.node) {
        out_.say(Sentence::node_input, {out_.node_id(*e.node), name_of(e.input)});
        return out_.say(Sentence::node_states, {name_of(e.from), name_of(e.to)});
    }
    out_.say(Sentence::input, {name_of(e.input)});
    out_.say(Sentence::states, {name_of(e.from), name_of(e.to)});
}

/// The server lists the address attribute of the request as it came, the client what it acknowledges.
void Sentences::operator()(const event::StepDone& e) const {
    if (e.step != ike::isakmp::Step::attributes_sent) return out_.say(e.step);
    out_.say(Sentence::attributes_sent,
             {out_.header().role == ike::Role::responder ? "Address: 0.2.0.0" : "Status: 1"});
}

void Sentences::operator()(const event::PeerRecord& e) const {
    using enum event::PeerAction;
    const bool pair = e.function == "stuff_ke";
    const bool client = pair || e.function == "crypto_ikmp_config_initialize_sa";
    if (out_.is_old() ? !client : client && (e.action == created || e.action == fresh || e.action == inserted)) return;
    const Value function(e.function.ends_with("()") ? e.function.substr(0, e.function.size() - 2) : e.function);
    const Value references(static_cast<std::uint32_t>(e.references));
    switch (e.action) {
        case created: return out_.say(Sentence::peer_created);
        case fresh:
            return out_.say(Sentence::peer_fresh,
                            {fmt::format("{}{:07X}", out_.is_late() ? "800000004" : "8", e.serial)});
        case locked:
            return out_.say(pair ? Sentence::peer_locked_ipsec : Sentence::peer_locked, {function, references});
        case unlocked: return out_.say(Sentence::peer_unlocked, {function, references});
        case reaped: return out_.say(Sentence::peer_reaped);
        case inserted: return out_.say(Sentence::peer_inserted);
    }
}

void Sentences::operator()(const event::PacketReceived& e) const {
    const auto& header = out_.header();
    const char role = header.role == ike::Role::initiator ? 'I' : 'R';
    out_.say(Sentence::packet_received,
             {e.new_sa ? std::string("(N) NEW SA") : fmt::format("({}) {}", role, IsakmpWriter::padded(header.label))});
}

void Sentences::operator()(const event::Processing& e) const {
    if (e.type == PayloadType::VID) return out_.say(Sentence::processing_vendor);
    if (e.type == PayloadType::ATTR) return out_.say(Sentence::processing_transaction, {out_.message_id(e.message_id)});
    const std::string_view name = words_of(e.type);
    if (!name.empty()) out_.say(Sentence::processing, {name, out_.message_id(e.message_id)});
}

void Sentences::operator()(const event::XauthScan& e) const {
    if (e.one && !e.profiles.empty()) return out_.say(Sentence::xauth_scan_one, {e.profiles.front()});
    std::string names;
    for (const std::string& name : e.profiles) names += " " + name;
    out_.say(Sentence::xauth_scan, {names});
}

void Sentences::operator()(const event::AttributesJudged& e) const {
    if (!e.next_payload) return out_.say(e.acceptable ? Sentence::acceptable : Sentence::not_acceptable);
    out_.say(e.acceptable ? Sentence::acceptable_next : Sentence::not_acceptable_next,
             {static_cast<std::uint32_t>(*e.next_payload)});
}

void Sentences::operator()(const event::LifetimeStarted& e) const {
    if (e.vpi_length == 0)
        out_.say(Sentence::basic_lifetime, {e.seconds});
    else
        out_.say(Sentence::variable_lifetime, {e.seconds, static_cast<std::uint32_t>(e.vpi_length)});
    out_.say(Sentence::lifetime_timer, {e.seconds});
}

void Sentences::operator()(const event::Retransmitting& e) const {
    if (!e.phase2) return out_.say(e.announced ? Sentence::retransmission_due : Sentence::retransmission);
    out_.say(e.announced ? Sentence::quick_retransmission_due : Sentence::quick_retransmission,
             {out_.node_id(e.message_id)});
}

std::string notify_text(ike::isakmp::NotifyType type, config::Look look) {
    const std::string_view name = words_of(type, look);
    return name.empty() ? fmt::format("unknown {}", static_cast<unsigned>(type)) : std::string(name);
}

void Sentences::operator()(const event::NotifySeen& e) const {
    if (!e.notify) return;
    out_.say(Sentence::notify_seen, {notify_text(e.notify->type, out_.look()), number_of(e.notify->protocol),
                                     spi_of(e.notify->spi), out_.message_id(e.message_id)});
}

/// A probe's second line stands further in.
void Sentences::operator()(const event::NotifySent& e) const {
    using enum ike::isakmp::NotifyType;
    const bool probe = e.type == R_U_THERE || e.type == R_U_THERE_ACK;
    out_.say(Sentence::notify_sent, {notify_text(e.type, out_.look()), number_of(e.protocol), probe ? " " : "", e.spi,
                                     out_.message_id(e.message_id)});
}

void Sentences::operator()(const event::DpdSequence& e) const {
    if (!e.received) return out_.say(Sentence::probe_sent, {hex(e.sequence)});
    const auto type = e.acknowledgement ? ike::isakmp::NotifyType::R_U_THERE_ACK : ike::isakmp::NotifyType::R_U_THERE;
    out_.say(Sentence::probe_received, {words_of(type, config::Look::ios15_1), hex(e.sequence)});
}

}  // namespace

void render(const ike::isakmp::EventRecord& event, config::Look look, const Switches& switches, LineSink& sink) {
    IsakmpWriter out(event.header, look, switches, sink);
    std::visit(Sentences(out), event.body);
}

}  // namespace debug
