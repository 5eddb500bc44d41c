#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "ipsec-dataplane/esp/algorithms.h"

namespace benchmark {

/// What a crypto library does at best with ESP-shaped work: one key, `buffers` messages a round, no packet around them.
/// The limit that the data plane is compared with, written against the library alone.
class RawCrypto {
public:
    static constexpr std::size_t buffers = 64;
    virtual ~RawCrypto() = default;
    /// Protects every buffer's `length` bytes (a whole number of blocks) once, in place.
    virtual void round(std::uint32_t length) = 0;
};

/// "openssl": one context, IV reset only, HMAC by copies. "ipsec-mb": GCM by the direct call, the rest in bursts of 32.
/// Null when the library or this CPU does not have the suite.
std::unique_ptr<RawCrypto> make_raw_crypto(std::string_view library, const dataplane::EspSuite& suite);

}  // namespace benchmark
