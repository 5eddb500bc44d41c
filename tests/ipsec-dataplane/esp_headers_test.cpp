#include <catch2/catch.hpp>

#include "ipsec-dataplane/esp/big_endian.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

bool df_of(const Packet& packet) { return (load16(packet.data + 6) & 0x4000) != 0; }

bool ipv4_checksum_holds(const Packet& packet) { return internet_checksum({packet.data, 20}) == 0; }

/// What the first of two ends makes of a packet.
struct Protected {
    Protected(const PairOptions& options, const Bytes& plain) : ends(options), packet(ends.protect(plain)) {}
    const Packet* operator->() const { return packet.get(); }
    const Packet& operator*() const { return *packet; }
    Ends ends;
    PacketPtr packet;
};

}  // namespace

TEST_CASE("the outer IPv4 header follows RFC 4301 5.1.2", "[esp]") {
    const Protected packet({}, udp_packet(false, 100, 0xb9, false));
    CHECK(packet->data[0] == 0x45);
    CHECK(packet->data[1] == 0xb9);
    CHECK(load16(packet->data + 2) == packet->length);
    CHECK(packet->data[8] == 255);
    CHECK(packet->data[9] == 50);
    CHECK(config::IpAddress::from_bytes({packet->data + 12, 4}) == address(false, 1));
    CHECK(config::IpAddress::from_bytes({packet->data + 16, 4}) == address(false, 2));
    CHECK(ipv4_checksum_holds(*packet));
    CHECK(load32(packet->data + 20) == spi_to_second);
    CHECK(load32(packet->data + 24) == 1);
    CHECK(packet->l4_offset == packet->l3_offset + 20);
}

TEST_CASE("UDP around ESP has a checksum over IPv6 and none over IPv4", "[esp]") {
    for (const bool v6 : {false, true})
        for (const std::size_t payload : {20U, 21U}) {
            PairOptions options;
            options.outer_v6 = v6;
            options.udp = true;
            options.suite = {dataplane::Encryption::aes_gcm, 128, dataplane::Integrity::none};
            const Protected packet(options, udp_packet(false, payload));
            const Bytes bytes(packet->data, packet->data + packet->length);
            const std::size_t udp = v6 ? 40 : 20;
            CHECK(((bytes[udp + 6] | bytes[udp + 7]) != 0) == v6);
            if (!v6) continue;
            // RFC 8200 8.1: pseudo-header and datagram add up to all ones.
            std::uint32_t sum = 17 + static_cast<std::uint32_t>(bytes.size() - udp);
            for (std::size_t at = 8; at < bytes.size(); ++at) sum += static_cast<std::uint32_t>(bytes[at]) << (at % 2 == 0 ? 8 : 0);
            while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
            CHECK(sum == 0xffff);
        }
}

TEST_CASE("the outer IPv6 header follows RFC 4301 5.1.2", "[esp]") {
    PairOptions options;
    options.outer_v6 = true;
    const Protected packet(options, udp_packet(false, 100, 0xb9));
    CHECK(load32(packet->data) == 0x6b900000);
    CHECK(load16(packet->data + 4) == packet->length - 40);
    CHECK(packet->data[6] == 50);
    CHECK(packet->data[7] == 255);
    CHECK(config::IpAddress::from_bytes({packet->data + 8, 16}) == address(true, 1));
    CHECK(config::IpAddress::from_bytes({packet->data + 24, 16}) == address(true, 2));
}

TEST_CASE("DF is copied, cleared or set", "[esp]") {
    for (const bool inner : {false, true}) {
        PairOptions options;
        CHECK(df_of(*Protected(options, udp_packet(false, 10, 0, inner))) == inner);
        options.df_bit = DfBit::clear;
        CHECK_FALSE(df_of(*Protected(options, udp_packet(false, 10, 0, inner))));
        options.df_bit = DfBit::set;
        CHECK(df_of(*Protected(options, udp_packet(false, 10, 0, inner))));
    }
}

TEST_CASE("identifications of the packets of a vector differ", "[esp][ah]") {
    for (const IpsecProtocol protocol : {IpsecProtocol::esp, IpsecProtocol::ah}) {
        PairOptions options;
        options.protocol = protocol;
        options.suite = {Encryption::null, 0, Integrity::hmac_sha1_96};
        Ends ends(options);
        const PacketPtr one = ends.pool.copy_of(udp_packet(false, 10)), two = ends.pool.copy_of(udp_packet(false, 10));
        std::array<EspItem, 2> items = {EspItem{one.get(), &ends.first.outbound(), EspDrop::none},
                                        EspItem{two.get(), &ends.first.outbound(), EspDrop::none}};
        ends.first.processor.encapsulate(items, {});
        CHECK(load16(one->data + 4) != load16(two->data + 4));
        CHECK(ipv4_checksum_holds(*one));
        CHECK(ipv4_checksum_holds(*two));
    }
}

TEST_CASE("UDP encapsulation puts a header without checksum in front", "[esp]") {
    for (const EncapsulationMode mode : {EncapsulationMode::tunnel, EncapsulationMode::transport}) {
        PairOptions options;
        options.udp = true;
        options.mode = mode;
        const Protected packet(options, udp_packet(false, 100));
        CHECK(packet->data[9] == 17);
        CHECK(load16(packet->data + 20) == 4500);
        CHECK(load16(packet->data + 22) == 4500);
        CHECK(load16(packet->data + 24) == packet->length - 20);
        CHECK(load16(packet->data + 26) == 0);
        CHECK(load32(packet->data + 28) == spi_to_second);
        CHECK(ipv4_checksum_holds(*packet));
    }
}

TEST_CASE("congestion on the way is marked on the inner packet", "[esp]") {
    for (const bool v6 : {false, true}) {
        Ends ends(PairOptions{});
        const PacketPtr packet = ends.protect(udp_packet(v6, 20, 0x02));
        packet->data[1] = static_cast<std::uint8_t>(packet->data[1] | 3);
        REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
        CHECK(bytes_of(*packet) == [v6] {
            Bytes marked = udp_packet(v6, 20, 0x02);
            mark_congestion(marked.data(), v6);
            return marked;
        }());
        CHECK((v6 ? packet->data[1] >> 4 & 3 : packet->data[1] & 3) == 3);
        if (!v6) CHECK(ipv4_checksum_holds(*packet));
    }
}

TEST_CASE("an inner packet without ECN is not marked", "[esp]") {
    Ends ends(PairOptions{});
    const PacketPtr packet = ends.protect(udp_packet(false, 20));
    packet->data[1] = 3;
    REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
    CHECK(bytes_of(*packet) == udp_packet(false, 20));
}

TEST_CASE("transport mode through a NAT mends the checksum", "[esp]") {
    PairOptions options;
    options.udp = true;
    options.mode = EncapsulationMode::transport;
    Ends ends(options);
    for (const std::size_t payload : {20U, 21U}) {
        const PacketPtr packet = ends.protect(udp_packet(false, payload));
        // The NAT wrote another source address.
        packet->data[15] = 200;
        REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
        Bytes summed(packet->data + 12, packet->data + packet->length);
        if (summed.size() % 2 != 0) summed.push_back(0);
        CHECK(internet_checksum(summed, 17 + 8 + static_cast<std::uint32_t>(payload)) == 0);
        CHECK(ipv4_checksum_holds(*packet));
    }
}

TEST_CASE("Ethernet padding behind a packet is not protected, nor taken for ESP", "[esp]") {
    Ends ends(PairOptions{});
    const Bytes plain = udp_packet(false, 1);
    Bytes padded = plain;
    padded.resize(46);
    PacketPtr packet = ends.protect(padded);
    packet->append(4);
    REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
    CHECK(bytes_of(*packet) == plain);
}

TEST_CASE("a layer 2 header in front is taken off", "[esp]") {
    Ends ends(PairOptions{});
    Bytes frame(14, 0xee);
    const Bytes plain = udp_packet(false, 30);
    frame.insert(frame.end(), plain.begin(), plain.end());
    PacketPtr packet = ends.pool.copy_of(frame);
    packet->l3_offset = static_cast<std::uint16_t>(packet->l2_offset + 14);
    REQUIRE(ends.first.protect(*packet) == EspDrop::none);
    REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
    CHECK(bytes_of(*packet) == plain);
}

TEST_CASE("fragments go through a tunnel and not through transport mode", "[esp]") {
    Bytes fragment = udp_packet(false, 64);
    store16(fragment.data() + 6, 0x2005);
    set_ipv4_checksum(fragment.data(), 20);
    PairOptions options;
    Ends tunnel(options);
    const PacketPtr packet = tunnel.protect(fragment);
    REQUIRE(packet != nullptr);
    CHECK(load16(packet->data + 6) == 0);
    CHECK(tunnel.second.unprotect(*packet) == EspDrop::none);
    options.mode = EncapsulationMode::transport;
    Ends transport(options);
    const PacketPtr refused = transport.pool.copy_of(fragment);
    CHECK(transport.first.protect(*refused) == EspDrop::bad_header);
    CHECK(transport.first.outbound().counters()[SaCounter::send_errors] == 1);
    CHECK(transport.first.outbound().counters()[SaCounter::encaps_failed] == 1);
}

TEST_CASE("an ESP fragment is refused", "[esp]") {
    Ends ends(PairOptions{});
    const PacketPtr packet = ends.protect(udp_packet(false, 64));
    store16(packet->data + 6, 0x2000);
    EspItem item{packet.get(), &ends.second.inbound(), EspDrop::none};
    ends.second.processor.decapsulate({&item, 1}, {});
    CHECK(item.drop == EspDrop::bad_header);
    CHECK_FALSE(inbound_key(*packet));
}

TEST_CASE("a packet without an SA, or with one of the wrong direction, is refused", "[esp]") {
    Ends ends(PairOptions{});
    const PacketPtr packet = ends.pool.copy_of(udp_packet(false, 64));
    EspItem item{packet.get(), nullptr, EspDrop::none};
    ends.first.processor.encapsulate({&item, 1}, {});
    CHECK(item.drop == EspDrop::invalid_sa);
    item = {packet.get(), &ends.first.inbound(), EspDrop::none};
    ends.first.processor.encapsulate({&item, 1}, {});
    CHECK(item.drop == EspDrop::invalid_sa);
}

TEST_CASE("what is not an IP packet is refused", "[esp]") {
    Ends ends(PairOptions{});
    for (const Bytes& bad :
         {Bytes{}, Bytes{0x45}, Bytes(40, 0x00), Bytes(19, 0x45), Bytes(39, 0x60), Bytes(60, 0x4f)}) {
        const PacketPtr packet = ends.pool.copy_of(bad);
        CHECK(ends.first.protect(*packet) == EspDrop::bad_header);
        CHECK_FALSE(inbound_key(*packet));
    }
}

TEST_CASE("a packet that fills its buffer has no room to grow", "[esp]") {
    Ends ends(PairOptions{});
    PacketPtr packet = ends.pool.copy_of(udp_packet(false, 2020));
    REQUIRE(packet->buffer_class == BufferClass::standard);
    CHECK(ends.first.protect(*packet) == EspDrop::none);
    packet = ends.pool.copy_of(udp_packet(false, 10));
    packet->push(packet->headroom() - 10);
    packet->l3_offset = packet->data_offset();
    const Bytes plain = udp_packet(false, 10);
    std::copy(plain.begin(), plain.end(), packet->data);
    CHECK(ends.first.protect(*packet) == EspDrop::no_room);
}

TEST_CASE("IPv6 transport mode goes behind hop-by-hop options", "[esp][ah]") {
    const Bytes plain = udp_packet(true, 24);
    Bytes with_options = plain;
    const Bytes options_header = {17, 0, 5, 2, 0, 0, 1, 0};
    with_options.insert(with_options.begin() + 40, options_header.begin(), options_header.end());
    with_options[6] = 0;
    set_ip_length(with_options.data(), true, 48, static_cast<std::uint32_t>(with_options.size()));
    for (const IpsecProtocol protocol : {IpsecProtocol::esp, IpsecProtocol::ah}) {
        PairOptions options;
        options.outer_v6 = true;
        options.mode = EncapsulationMode::transport;
        options.protocol = protocol;
        options.suite = {Encryption::null, 0, Integrity::hmac_sha2_256_128};
        Ends ends(options);
        const PacketPtr packet = ends.protect(with_options);
        REQUIRE(packet != nullptr);
        CHECK(packet->data[6] == 0);
        CHECK(packet->data[40] == protocol_number(protocol));
        REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
        CHECK(bytes_of(*packet) == with_options);
    }
}

TEST_CASE("a dummy packet disappears without an error", "[esp]") {
    // The next header is in the clear under a null cipher; no tag to mend.
    PairOptions options;
    options.suite = {Encryption::null, 0, Integrity::none};
    Ends ends(options);
    const PacketPtr packet = ends.protect(udp_packet(false, 20));
    packet->data[packet->length - 1] = 59;
    CHECK(ends.second.unprotect(*packet) == EspDrop::dummy);
    CHECK(ends.second.inbound().counters()[SaCounter::recv_errors] == 0);
    CHECK(ends.second.inbound().counters()[SaCounter::pkts_decaps] == 0);
}

TEST_CASE("wrong padding and next headers are dropped", "[esp]") {
    PairOptions options;
    options.suite = {Encryption::null, 0, Integrity::none};
    Ends ends(options);
    PacketPtr packet = ends.protect(udp_packet(false, 20));
    packet->data[packet->length - 1] = 6;
    CHECK(ends.second.unprotect(*packet) == EspDrop::bad_next_header);
    packet = ends.protect(udp_packet(false, 20));
    packet->data[packet->length - 1] = 41;
    CHECK(ends.second.unprotect(*packet) == EspDrop::bad_header);
    packet = ends.protect(udp_packet(false, 20));
    packet->data[packet->length - 2] = 255;
    CHECK(ends.second.unprotect(*packet) == EspDrop::bad_padding);
    packet = ends.protect(udp_packet(false, 20));
    packet->data[packet->length - 3] = 9;
    CHECK(ends.second.unprotect(*packet) == EspDrop::bad_padding);
    CHECK(ends.second.inbound().counters()[SaCounter::recv_errors] == 4);
}

TEST_CASE("traffic-flow padding behind the inner packet is ignored", "[esp]") {
    PairOptions options;
    options.suite = {Encryption::null, 0, Integrity::none};
    Ends ends(options);
    const Bytes plain = udp_packet(false, 22);
    const PacketPtr packet = ends.protect(plain);
    // Eight octets more between the inner packet and the trailer (pad length 0, next header 4).
    REQUIRE(load16(packet->data + packet->length - 2) == 4);
    packet->append(8);
    store16(packet->data + packet->length - 2, 4);
    set_ip_length(packet->data, false, 20, packet->length);
    REQUIRE(ends.second.unprotect(*packet) == EspDrop::none);
    CHECK(bytes_of(*packet) == plain);
}
