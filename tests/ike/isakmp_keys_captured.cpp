#include <catch2/catch.hpp>

#include <map>

#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/fragmentation.h"
#include "ike/isakmp/payload/message.h"
#include "tests/ike/crypto_octets.h"
#include "tests/ike/isakmp_captures.h"

using ike::Algorithms, ike::Bytes, ike::Hash, ike::header_size;
using namespace ike::isakmp;

namespace {

std::optional<std::uint64_t> attribute(const Transform& transform, Phase1Attribute type) {
    for (const Attribute& attribute : transform.attributes)
        if (attribute.type == static_cast<std::uint16_t>(type)) return attribute.number();
    return std::nullopt;
}

/// Reads a captured exchange as somebody who knows the pre-shared key and the Diffie-Hellman secrets.
class Listener {
public:
    explicit Listener(const captures::Capture& capture) : capture_(capture) {}

    void run() {
        for (const captures::Message& message : capture_.messages) {
            const Bytes datagram = from_hex(message.octets);
            const auto header = decode_header(datagram);
            REQUIRE(header);
            REQUIRE(header->length == datagram.size());
            hear(message.from_initiator, *header, datagram);
        }
    }

    int informational = 0, quick = 0, pieces = 0;
    bool hash_i_seen = false, hash_r_seen = false;
    std::vector<VendorId> vendors;
    std::vector<Bytes> nat_detection;
    Suite suite;
    Keys keys;
    Bytes initial_iv;
    Algorithms algorithms;
    Nonces quick_nonces() const { return {quick_nonce_i_, quick_nonce_r_}; }
    std::uint32_t spi_i = 0, spi_r = 0;   ///< chosen by
    Cookies cookies;

private:
    void hear(bool from_initiator, const Header& header, const Bytes& datagram) {
        cookies = {header.initiator_cookie, header.responder_cookie};
        Bytes octets(datagram.begin() + header_size, datagram.end());
        if (header.is_encrypted()) decipher(header, octets);
        const auto decoded = decode_payloads(header.next_payload, octets, header.is_encrypted());
        REQUIRE(decoded);
        if (const auto* piece = find_body<FragmentPayload>(decoded->payloads, PayloadType::FRAGMENT)) return take(from_initiator, header, *piece);
        // What was decoded encodes to what was on the wire.
        octets.resize(decoded->used);
        REQUIRE(encode_payloads(decoded->payloads) == octets);
        if (header.message_id == 0) return phase1(from_initiator, decoded->payloads);
        check_message_hash(from_initiator, header, *decoded, octets);
    }
    void take(bool from_initiator, const Header& header, const FragmentPayload& piece) {
        ++pieces;
        const auto whole = reassembly_[from_initiator].take(header, piece, {});
        if (!whole) return;
        const auto inner = decode_header(*whole);
        REQUIRE(inner);
        REQUIRE(inner->length == whole->size());
        // The daemon cuts as we do.
        const auto again = split(*whole, 228, piece.id);
        REQUIRE(again.size() == 2);
        hear(from_initiator, *inner, *whole);
    }
    void decipher(const Header& header, Bytes& octets) {
        if (header.message_id != 0 && ivs_.count(header.message_id) == 0)
            ivs_[header.message_id] = phase2_iv(algorithms, suite, phase1_iv_, header.message_id);
        REQUIRE(decrypt(algorithms, suite, keys, header.message_id == 0 ? phase1_iv_ : ivs_[header.message_id], octets));
    }
    void phase1(bool from_initiator, const std::vector<Payload>& payloads) {
        for (const Payload& payload : payloads) {
            if (payload.type == PayloadType::VID) vendors.push_back(vendor_id_of(payload.received));
            if (payload.type == PayloadType::NAT_D) nat_detection.push_back(payload.received);
            if (payload.type == PayloadType::KE) (from_initiator ? public_i_ : public_r_) = payload.received;
            if (payload.type == PayloadType::NONCE) (from_initiator ? nonce_i_ : nonce_r_) = payload.received;
            if (payload.type == PayloadType::ID) (from_initiator ? id_i_ : id_r_) = payload.received;
        }
        if (const Payload* const sa = find(payloads, PayloadType::SA)) take_sa(from_initiator, *sa);
        if (!from_initiator && !public_r_.empty() && keys.SKEYID.empty()) derive();
        if (const Payload* const hash = find(payloads, PayloadType::HASH)) check_phase1_hash(from_initiator, hash->received);
    }
    void take_sa(bool from_initiator, const Payload& payload) {
        if (from_initiator) sa_body_ = payload.received;
        const Transform& transform = std::get<SaPayload>(payload.body).proposals.front().transforms.front();
        suite.encryption = static_cast<Phase1Encryption>(*attribute(transform, Phase1Attribute::ENCRYPTION));
        suite.hash = static_cast<Phase1Hash>(*attribute(transform, Phase1Attribute::HASH));
        suite.key_bits = static_cast<std::uint16_t>(attribute(transform, Phase1Attribute::KEY_LENGTH).value_or(0));
        CHECK(attribute(transform, Phase1Attribute::GROUP) == 2);
    }
    void derive() {
        keys = derive_keys(algorithms, suite, from_text(captures::preshared_key), {nonce_i_, nonce_r_}, config::Secret(from_hex(capture_.shared)), cookies);
        initial_iv = phase1_iv_ = phase1_iv(algorithms, suite, {public_i_, public_r_});
    }
    void check_phase1_hash(bool from_initiator, const Bytes& hash) {
        const PublicValues values{public_i_, public_r_};
        if (from_initiator) CHECK(hash == hash_i(algorithms, suite, keys, values, cookies, sa_body_, id_i_));
        else CHECK(hash == hash_r(algorithms, suite, keys, values, cookies, sa_body_, id_r_));
        (from_initiator ? hash_i_seen : hash_r_seen) = true;
    }
    void check_message_hash(bool from_initiator, const Header& header, const DecodedPayloads& decoded, const Bytes& octets) {
        REQUIRE(decoded.payloads.front().type == PayloadType::HASH);
        const Bytes& hash = decoded.payloads.front().received;
        const Octets rest = Octets(octets).subspan(decoded.first_size);
        if (header.exchange == ExchangeType::INFORMATIONAL) {
            ++informational;
            CHECK(hash == message_hash(algorithms, suite, keys, header.message_id, rest));
            CHECK(find_body<DeletePayload>(decoded.payloads, PayloadType::D) != nullptr);
            return;
        }
        REQUIRE(header.exchange == ExchangeType::QUICK);
        if (++quick == 3) {
            CHECK(hash == third_hash(algorithms, suite, keys, header.message_id, quick_nonces()));
            return;
        }
        take_quick(from_initiator, decoded.payloads);
        CHECK(hash == (from_initiator ? message_hash(algorithms, suite, keys, header.message_id, rest)
                                      : second_hash(algorithms, suite, keys, header.message_id, quick_nonce_i_, rest)));
    }
    void take_quick(bool from_initiator, const std::vector<Payload>& payloads) {
        (from_initiator ? quick_nonce_i_ : quick_nonce_r_) = find(payloads, PayloadType::NONCE)->received;
        const Bytes& spi = find_body<SaPayload>(payloads, PayloadType::SA)->proposals.front().spi;
        REQUIRE(spi.size() == 4);
        (from_initiator ? spi_i : spi_r) = static_cast<std::uint32_t>(spi[0] << 24 | spi[1] << 16 | spi[2] << 8 | spi[3]);
        CHECK(find_body<IdPayload>(payloads, PayloadType::ID)->data.size() == 4);
    }

    const captures::Capture& capture_;
    Bytes sa_body_, public_i_, public_r_, nonce_i_, nonce_r_, id_i_, id_r_, phase1_iv_, quick_nonce_i_, quick_nonce_r_;
    std::map<std::uint32_t, Bytes> ivs_;
    FragmentReassembly reassembly_[2];
};

/// What a side sends with: the SPI is the other's.
void check_keymat(Listener& listener, const captures::Capture& capture, std::uint32_t spi, std::string_view encryption, std::string_view integrity) {
    const OctetVector wanted = from_hex(std::string(encryption) + std::string(integrity));
    const config::Secret pfs(from_hex(capture.pfs_shared));
    CHECK(copy_of(keymat(listener.algorithms, listener.suite, listener.keys, pfs, static_cast<std::uint8_t>(ProtocolId::ESP), spi,
                         listener.quick_nonces(), wanted.size())) == wanted);
}

void check(Listener& listener, const captures::Capture& capture) {
    listener.run();
    CHECK(copy_of(listener.keys.SKEYID) == from_hex(capture.SKEYID));
    CHECK(copy_of(listener.keys.SKEYID_d) == from_hex(capture.SKEYID_d));
    CHECK(copy_of(listener.keys.SKEYID_a) == from_hex(capture.SKEYID_a));
    CHECK(copy_of(listener.keys.SKEYID_e) == from_hex(capture.SKEYID_e));
    CHECK(copy_of(listener.keys.encryption) == from_hex(capture.Ka));
    CHECK(listener.initial_iv == from_hex(capture.initial_iv));
    CHECK(listener.hash_i_seen);
    CHECK(listener.hash_r_seen);
    CHECK(listener.quick == 3);
    CHECK(listener.informational == 2);
    check_keymat(listener, capture, listener.spi_r, capture.encryption_i, capture.integrity_i);
    check_keymat(listener, capture, listener.spi_i, capture.encryption_r, capture.integrity_r);
    const std::vector<VendorId>& vendors = listener.vendors;
    for (const VendorId known : {VendorId::xauth, VendorId::dpd, VendorId::rfc3947, VendorId::fragmentation})
        CHECK(std::count(vendors.begin(), vendors.end(), known) == 2);
}

}  // namespace

TEST_CASE("a main mode and a quick mode with PFS between two strongSwans are understood to the last octet") {
    Listener listener(captures::main_mode_with_pfs);
    check(listener, captures::main_mode_with_pfs);
    CHECK(listener.pieces == 0);
    REQUIRE(listener.nat_detection.size() == 4);
    // The daemons fake their own address so that a NAT is seen: the first of each message is the true one of its receiver.
    CHECK(listener.nat_detection[0] == nat_detection_hash(listener.algorithms, listener.suite, listener.cookies, config::IpAddress::v4(0xc0000202), 500));
    CHECK(listener.nat_detection[2] == nat_detection_hash(listener.algorithms, listener.suite, listener.cookies, config::IpAddress::v4(0xc0000201), 500));
}

TEST_CASE("the pieces of a fragmented main mode are put together") {
    Listener listener(captures::fragmented_main_mode);
    check(listener, captures::fragmented_main_mode);
    CHECK(listener.pieces == 4);
}

TEST_CASE("an aggressive mode between two strongSwans is understood") {
    Listener listener(captures::aggressive_mode);
    check(listener, captures::aggressive_mode);
}
