#include "ike/isakmp/phase1/contents.h"

#include <algorithm>
#include <charconv>

#include "ike/isakmp/payload/vendor_ids.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

constexpr VendorId natt_offers[] = {VendorId::rfc3947, VendorId::natt_07, VendorId::natt_03, VendorId::natt_02_n};
/// Those whose payload numbers are known; the best first.
constexpr VendorId natt_choices[] = {VendorId::rfc3947, VendorId::natt_03, VendorId::natt_02_n, VendorId::natt_02};
constexpr std::size_t major_offset = 14, generic_header_size = 4;

bool natt_possible(const IsakmpSa& sa) {
    const config::Configuration& configuration = sa.context.configuration;
    return sa.peer.is_v4() && configuration.ipsec.nat_transparency && !is_plain_release(configuration);
}

/// The octet at which the debug line looks for the version: inside the vendor id, or behind it in the message.
unsigned major_of(std::span<const Payload> payloads, std::size_t index) {
    const Bytes own = body_octets(payloads[index]);
    if (own.size() > major_offset) return own[major_offset];
    if (index + 1 >= payloads.size() || own.size() + generic_header_size > major_offset) return 0;
    const Bytes next = body_octets(payloads[index + 1]);
    const std::size_t at = major_offset - own.size() - generic_header_size;
    return at < next.size() ? next[at] : 0;
}

bool has_version(VendorId id) { return id == VendorId::unity || id == VendorId::dpd || id == VendorId::ios; }

void note(IsakmpSa& sa, VendorId id) {
    switch (id) {
        case VendorId::ios: sa.peer_ios = true; break;
        case VendorId::dpd: sa.peer_dpd = true; break;
        case VendorId::unity: sa.peer_unity = true; break;
        case VendorId::xauth: sa.peer_xauth = true; break;
        case VendorId::fragmentation: sa.peer_fragments = true; break;
        case VendorId::other:
        case VendorId::rfc3947:
        case VendorId::natt_07:
        case VendorId::natt_03:
        case VendorId::natt_02_n:
        case VendorId::natt_02: break;
    }
}

void process_vendor(Exchange& exchange, std::span<const Payload> payloads, std::size_t index) {
    IsakmpSa& sa = exchange.sa;
    const VendorId id = vendor_id_of(sa.context.algorithms, sa.cookies(), body_octets(payloads[index]));
    emit(sa, event::Processing{PayloadType::VID, 0});
    emit(sa, event::VendorSeen{id, has_version(id) ? std::nullopt : std::optional(major_of(payloads, index))});
    if (id == VendorId::fragmentation && !sa.context.configuration.isakmp.fragmentation) step(sa, Step::fragmentation_not_enabled);
    note(sa, id);
    auto& known = exchange.phase1.peer_vendors;
    if (std::find(known.begin(), known.end(), id) == known.end()) known.push_back(id);
}

void append_vendor(const IsakmpSa& sa, std::vector<Payload>& payloads, VendorId id) {
    payloads.push_back(payload_of(PayloadType::VID, id == VendorId::ios ? ios_vendor_id(sa.context.algorithms, sa.cookies()) : vendor_id_octets(id)));
}

bool is_draft(const IsakmpSa& sa) { return sa.natt && *sa.natt != VendorId::rfc3947; }

PayloadType nat_d_type(const IsakmpSa& sa) { return is_draft(sa) ? PayloadType::NAT_D_DRAFT : PayloadType::NAT_D; }

Bytes hash_of_end(IsakmpSa& sa, const config::IpAddress& address, std::uint16_t port) {
    return nat_detection_hash(sa.context.algorithms, sa.suite, sa.cookies(), address, port);
}

/// What the lines say: one for each of the first two hashes.
void report_nat(IsakmpSa& sa) {
    const auto say = [&sa](std::optional<Step> what) {
        emit(sa, event::NatPayloadSeen{is_draft(sa)});
        if (what) step(sa, *what);
    };
    if (sa.nat_local && sa.nat_remote) {
        say(Step::both_inside_nat);
        return say(Step::my_hash_no_match);
    }
    if (sa.nat_local) {
        say(Step::self_inside_nat);
        return say(std::nullopt);
    }
    say(Step::peer_outside_nat);
    say(sa.nat_remote ? Step::peer_outside_nat : Step::no_nat);
}

}  // namespace

bool is_plain_release(const config::Configuration& configuration) {
    static constexpr std::pair<unsigned, unsigned> first_with_all{12, 3};
    const std::string& version = configuration.system.version;
    std::pair<unsigned, unsigned> number{};
    const auto* const end = version.data() + version.size();
    const auto major = std::from_chars(version.data(), end, number.first);
    if (major.ec != std::errc{} || major.ptr == end || std::from_chars(major.ptr + 1, end, number.second).ec != std::errc{}) return false;
    return number < first_with_all;
}

Payload payload_of(PayloadType type, Bytes octets) {
    Payload payload;
    payload.type = type;
    payload.body = OctetsPayload{std::move(octets)};
    return payload;
}

void append_vendors(const IsakmpSa& sa, std::vector<Payload>& payloads, std::initializer_list<VendorId> ids) {
    for (const VendorId id : ids)
        if (id == VendorId::ios || !is_plain_release(sa.context.configuration)) append_vendor(sa, payloads, id);
}

void append_natt_offers(const IsakmpSa& sa, std::vector<Payload>& payloads) {
    if (!natt_possible(sa)) return;
    for (const VendorId id : natt_offers) {
        emit(sa, event::VendorConstructed{id});
        append_vendor(sa, payloads, id);
    }
}

void append_natt_answer(const IsakmpSa& sa, std::vector<Payload>& payloads) {
    if (!sa.natt) return;
    emit(sa, event::VendorConstructed{*sa.natt});
    append_vendor(sa, payloads, *sa.natt);
}

void append_fragmentation(const IsakmpSa& sa, std::vector<Payload>& payloads) {
    if (sa.context.configuration.isakmp.fragmentation) append_vendor(sa, payloads, VendorId::fragmentation);
}

void process_vendors(Exchange& exchange, std::span<const Payload> payloads) {
    for (std::size_t i = 0; i < payloads.size(); ++i)
        if (payloads[i].type == PayloadType::VID) process_vendor(exchange, payloads, i);
}

void agree_on_natt(Exchange& exchange) {
    if (!natt_possible(exchange.sa)) return;
    const auto& known = exchange.phase1.peer_vendors;
    for (const VendorId id : natt_choices)
        if (std::find(known.begin(), known.end(), id) != known.end()) {
            exchange.sa.natt = id;
            return;
        }
}

void append_nat_detection(IsakmpSa& sa, std::vector<Payload>& payloads) {
    if (!sa.natt) return;
    payloads.push_back(payload_of(nat_d_type(sa), hash_of_end(sa, sa.peer, sa.peer_port)));
    payloads.push_back(payload_of(nat_d_type(sa), hash_of_end(sa, sa.local, sa.local_port)));
}

void process_nat_detection(IsakmpSa& sa, std::span<const Payload> payloads) {
    std::vector<Bytes> hashes;
    for (const Payload& payload : payloads)
        if (payload.type == nat_d_type(sa)) hashes.push_back(body_octets(payload));
    if (!sa.natt || hashes.size() < 2) return;
    // The ports that the hashes speak of are those before any floating.
    const auto is_last = [&](const Bytes& hash) { return std::find(hashes.begin() + 1, hashes.end(), hash) != hashes.end(); };
    sa.nat_local = hashes.front() != hash_of_end(sa, sa.local, sa.local_port);
    sa.nat_remote = !is_last(hash_of_end(sa, sa.peer, sa.peer_port));
    report_nat(sa);
}

void float_ports(IsakmpSa& sa) {
    if (!sa.nat_found() || sa.local_port != 500) return;
    sa.local_port = sa.peer_port = 4500;
    sa.floated = true;
}

void follow_ports(IsakmpSa& sa, const Input& input) {
    if (input.datagram == nullptr || (input.datagram->remote_port == sa.peer_port && input.datagram->local_port == sa.local_port)) return;
    sa.local_port = input.datagram->local_port;
    sa.peer_port = input.datagram->remote_port;
    sa.floated = true;
    emit(sa, event::PortFloated{sa.peer_port});
}

Payload offer_payload(const Exchange& exchange) {
    Payload payload;
    payload.type = PayloadType::SA;
    payload.body = exchange.phase1.offer;
    return payload;
}

Payload answer_payload(const Exchange& exchange) {
    SaPayload answer = exchange.phase1.offer;
    answer.proposals.front().transforms = {exchange.phase1.answer};
    Payload payload;
    payload.type = PayloadType::SA;
    payload.body = std::move(answer);
    return payload;
}

void append_key_exchange(const IsakmpSa& sa, std::vector<Payload>& payloads) {
    payloads.push_back(payload_of(PayloadType::KE, sa.initiator ? sa.public_i : sa.public_r));
    payloads.push_back(payload_of(PayloadType::NONCE, sa.initiator ? sa.nonce_i : sa.nonce_r));
}

Octets octets_of(std::span<const Payload> payloads, PayloadType type) {
    const auto* const found = find_body<OctetsPayload>(payloads, type);
    return found == nullptr ? Octets{} : Octets(found->data);
}

}  // namespace ike::isakmp
