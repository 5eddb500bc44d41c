#pragma once

#include <compare>
#include <cstdint>

namespace dataplane {

enum class Encryption : std::uint8_t { null, des, triple_des, aes_cbc, aes_gcm, chacha20_poly1305 };

enum class Integrity : std::uint8_t {
    none,
    hmac_md5_96,
    hmac_sha1_96,
    hmac_sha2_256_128,
    hmac_sha2_384_192,
    hmac_sha2_512_256
};

enum class IpsecProtocol : std::uint8_t { esp, ah };

/// IP protocol numbers of the two: 50 and 51.
constexpr std::uint8_t protocol_number(IpsecProtocol protocol) { return protocol == IpsecProtocol::esp ? 50 : 51; }

enum class EncapsulationMode : std::uint8_t { tunnel, transport };

/// What protects a packet. `key_bits` counts the cipher key only (128, 192, 256; 56 for DES, 168 for 3DES, 0 for null).
/// A combined-mode cipher has integrity none; AH has encryption null.
struct EspSuite {
    Encryption encryption = Encryption::null;
    std::uint16_t key_bits = 0;
    Integrity integrity = Integrity::none;
    constexpr auto operator<=>(const EspSuite&) const = default;
};

constexpr bool is_combined_mode(Encryption encryption) {
    return encryption == Encryption::aes_gcm || encryption == Encryption::chacha20_poly1305;
}

/// Whether the suite is one that the data plane can run: known key sizes; no separate integrity on a combined mode.
bool is_supported(const EspSuite& suite);

/// Bytes of keying material for the cipher, the 4-byte salt of a combined mode (RFC 4106 8.1, RFC 7634 2) included.
std::uint32_t encryption_key_length(const EspSuite& suite);
/// Bytes of keying material for the HMAC (RFC 4868 2.1.1, RFC 2404, RFC 2403).
std::uint32_t integrity_key_length(Integrity integrity);
/// Bytes of explicit IV in every packet.
std::uint32_t iv_length(Encryption encryption);
/// Bytes to which payload, padding, pad length and next header are padded together: at least 4.
std::uint32_t block_length(Encryption encryption);
/// Bytes of truncated tag at the end of a packet.
std::uint32_t icv_length(const EspSuite& suite);
/// The same of an HMAC alone, as AH carries it.
std::uint32_t icv_length(Integrity integrity);

/// The largest plain IPv4 packet that fits `path_mtu` once protected, as `show crypto ipsec sa` prints it.
/// `outer_header` is 20, or 40 when the outer (in transport mode: the packet's own) header is IPv6.
std::uint32_t plaintext_mtu(const EspSuite& suite, EncapsulationMode mode, std::uint32_t path_mtu, bool nat_t,
                            std::uint32_t outer_header = 20);

}  // namespace dataplane
