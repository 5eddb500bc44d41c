#include "ipsec-dataplane/esp/algorithms.h"

#include <algorithm>
#include <array>

namespace dataplane {

namespace {

struct CipherRow {
    std::uint8_t iv;
    std::uint8_t block;
    std::uint8_t salt;
    /// Key sizes the suite may name, in bits; 0 ends the list.
    std::array<std::uint16_t, 3> key_bits;
};

/// Indexed by Encryption. The key of DES and 3DES travels with its parity bits.
constexpr std::array<CipherRow, 6> ciphers = {{
    {0, 4, 0, {0}},
    {8, 8, 0, {56}},
    {8, 8, 0, {168}},
    {16, 16, 0, {128, 192, 256}},
    {8, 4, 4, {128, 192, 256}},
    {8, 4, 4, {256}},
}};

struct IntegrityRow {
    std::uint8_t key;
    std::uint8_t icv;
};

/// Indexed by Integrity.
constexpr std::array<IntegrityRow, 6> integrities = {{{0, 0}, {16, 12}, {20, 12}, {32, 16}, {48, 24}, {64, 32}}};

constexpr std::uint32_t combined_icv = 16;

const CipherRow& row(Encryption encryption) { return ciphers[static_cast<std::size_t>(encryption)]; }

}  // namespace

bool is_supported(const EspSuite& suite) {
    const auto& sizes = row(suite.encryption).key_bits;
    if (std::find(sizes.begin(), sizes.end(), suite.key_bits) == sizes.end()) return false;
    if (suite.key_bits == 0 && suite.encryption != Encryption::null) return false;
    return !is_combined_mode(suite.encryption) || suite.integrity == Integrity::none;
}

std::uint32_t encryption_key_length(const EspSuite& suite) {
    switch (suite.encryption) {
        case Encryption::null: return 0;
        case Encryption::des: return 8;
        case Encryption::triple_des: return 24;
        case Encryption::aes_cbc:
        case Encryption::aes_gcm:
        case Encryption::chacha20_poly1305: return suite.key_bits / 8U + row(suite.encryption).salt;
    }
    return 0;
}

std::uint32_t integrity_key_length(Integrity integrity) { return integrities[static_cast<std::size_t>(integrity)].key; }

std::uint32_t iv_length(Encryption encryption) { return row(encryption).iv; }

std::uint32_t block_length(Encryption encryption) { return row(encryption).block; }

std::uint32_t icv_length(Integrity integrity) { return integrities[static_cast<std::size_t>(integrity)].icv; }

std::uint32_t icv_length(const EspSuite& suite) {
    return is_combined_mode(suite.encryption) ? combined_icv : icv_length(suite.integrity);
}

std::uint32_t plaintext_mtu(const EspSuite& suite, EncapsulationMode mode, std::uint32_t path_mtu, bool nat_t,
                            std::uint32_t outer_header) {
    constexpr std::uint32_t esp_header = 8;
    constexpr std::uint32_t esp_trailer = 2;
    const std::uint32_t overhead =
        outer_header + (nat_t ? 8U : 0U) + esp_header + iv_length(suite.encryption) + icv_length(suite);
    if (path_mtu <= overhead) return 0;
    const std::uint32_t block = block_length(suite.encryption);
    const std::uint32_t blocks = (path_mtu - overhead) / block * block;
    if (blocks < esp_trailer) return 0;
    return blocks - esp_trailer + (mode == EncapsulationMode::transport ? outer_header : 0);
}

}  // namespace dataplane
