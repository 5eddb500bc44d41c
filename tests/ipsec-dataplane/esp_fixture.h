#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ipsec-dataplane/esp/esp.h"

/// Two ends of one pair of SAs, and packets to send through them.
namespace esp_fixture {

using Bytes = std::vector<std::uint8_t>;

/// Blanks are passed over.
Bytes from_hex(std::string_view text);

/// Reproducible octets.
class Octets final : public dataplane::RandomSource {
public:
    explicit Octets(std::uint64_t seed = 1) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
    void fill(std::span<std::uint8_t> octets) override;
    std::uint32_t below(std::uint32_t bound);
    Bytes bytes(std::size_t length);

private:
    std::uint64_t next();
    std::uint64_t state_;
};

/// Every suite that transform sets and proposals can name.
const std::vector<dataplane::EspSuite>& all_suites();
std::string name_of(const dataplane::EspSuite& suite);

/// The backends that this machine runs.
std::vector<std::string> backend_names();

/// A UDP datagram in IPv4 or IPv6 with so many payload bytes and right checksums.
Bytes udp_packet(bool v6, std::size_t payload, std::uint8_t tos = 0, bool dont_fragment = false);

config::IpAddress address(bool v6, std::uint8_t last);

struct PairOptions {
    dataplane::EspSuite suite{dataplane::Encryption::aes_cbc, 128, dataplane::Integrity::hmac_sha1_96};
    dataplane::IpsecProtocol protocol = dataplane::IpsecProtocol::esp;
    dataplane::EncapsulationMode mode = dataplane::EncapsulationMode::tunnel;
    bool outer_v6 = false;
    bool udp = false;
    bool extended = false;
    std::uint16_t window = 64;
    dataplane::DfBit df_bit = dataplane::DfBit::copy;
    dataplane::SaLifetime lifetime;
};

constexpr std::uint32_t spi_to_second = 0x10203040;
constexpr std::uint32_t spi_to_first = 0x50607080;

/// What the two ends install; keys are functions of the suite.
dataplane::SaPair pair_of_first(const PairOptions& options);
dataplane::SaPair pair_of_second(const PairOptions& options);

/// One end: its database and its processing.
struct End {
    End(dataplane::CryptoBackend& backend, dataplane::SaPair pair, std::uint64_t seed);

    /// In place; the drop reason, `none` if it went through.
    dataplane::EspDrop protect(dataplane::Packet& packet, dataplane::Instant now = {});
    /// Looks the SA up as a node would.
    dataplane::EspDrop unprotect(dataplane::Packet& packet, dataplane::Instant now = {});
    dataplane::SecurityAssociation& outbound();
    dataplane::SecurityAssociation& inbound();

    Octets random;
    dataplane::SaDatabase database;
    dataplane::EspProcessor processor;
    dataplane::SaPairIndex pair;
    dataplane::SaInstallError error;
};

struct Ends {
    explicit Ends(const PairOptions& options, std::string_view backend_name = "auto");

    /// The plain packet protected at the first end.
    dataplane::PacketPtr protect(std::span<const std::uint8_t> plain);

    std::unique_ptr<dataplane::CryptoBackend> backend;
    dataplane::PacketPool pool;
    End first;
    End second;
};

Bytes bytes_of(const dataplane::Packet& packet);

}  // namespace esp_fixture
