#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "config-model/secret.h"
#include "ipsec-dataplane/esp/algorithms.h"

namespace dataplane {

enum class CryptoDirection : std::uint8_t { seal, open };

/// Expanded keys of one SA and direction, made by a backend and understood by backends of the same kind only. One
/// thread at a time may use it in jobs.
class KeyContext {
public:
    virtual ~KeyContext() = default;
    const EspSuite& suite() const { return suite_; }
    CryptoDirection direction() const { return direction_; }

protected:
    KeyContext(const EspSuite& suite, CryptoDirection direction) : suite_(suite), direction_(direction) {}

private:
    EspSuite suite_;
    CryptoDirection direction_;
};

enum class CryptoStatus : std::uint8_t { ok, authentication_failed, error };

/// One packet's work. `source` and `destination` are the encrypted region (a whole number of cipher blocks, IV outside)
/// and may be equal; they are ignored for null encryption.
///
/// Combined modes authenticate `authenticated` (the AAD, 8 or 12 bytes) beside the region. Others run their HMAC over
/// `authenticated`, which covers header, IV and ciphertext: it lies over `destination` when sealing and over `source`
/// when opening. `tag` (icv_length bytes) is written when sealing; when opening it is compared in constant time, and
/// `destination` is worth nothing unless the status is ok.
struct CryptoJob {
    KeyContext* key = nullptr;
    const std::uint8_t* source = nullptr;
    std::uint8_t* destination = nullptr;
    const std::uint8_t* iv = nullptr;
    const std::uint8_t* authenticated = nullptr;
    std::uint8_t* tag = nullptr;
    std::uint32_t length = 0;
    std::uint32_t authenticated_length = 0;
    CryptoStatus status = CryptoStatus::ok;
};

/// Whether the suite is supported and both keys have its lengths.
bool has_key_lengths(const EspSuite& suite, const config::Secret& encryption_key, const config::Secret& integrity_key);

/// Bulk cryptography for one thread.
class CryptoBackend {
public:
    static constexpr std::size_t batch = 64;

    virtual ~CryptoBackend() = default;
    /// As `show crypto engine brief` names it.
    virtual std::string_view name() const = 0;
    /// Null when the suite is unknown to the backend or a key has the wrong length.
    virtual std::unique_ptr<KeyContext> make_key(const EspSuite& suite, CryptoDirection direction,
                                                 const config::Secret& encryption_key,
                                                 const config::Secret& integrity_key) = 0;
    /// Up to `batch` jobs of any mixture of seal keys, or of open keys; results in each job's status.
    virtual void seal(std::span<CryptoJob> jobs) = 0;
    virtual void open(std::span<CryptoJob> jobs) = 0;
};

/// OpenSSL EVP: runs everywhere.
std::unique_ptr<CryptoBackend> make_openssl_backend();
/// intel-ipsec-mb; null when it is not compiled in or the CPU lacks what it needs.
std::unique_ptr<CryptoBackend> make_ipsec_mb_backend();

/// "auto" (the faster one that this CPU runs), "openssl" or "ipsec-mb"; null when the one asked for is not to be had.
std::unique_ptr<CryptoBackend> choose_backend(std::string_view name = "auto");

}  // namespace dataplane
