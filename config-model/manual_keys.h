#pragma once

#include <optional>

#include "config-model/ipsec.h"
#include "config-model/secret.h"

namespace config {

/// `set session-key inbound|outbound esp SPI cipher HEX [authenticator HEX]`, or `ah SPI HEX`, whose key is the authenticator.
struct ManualKey {
    std::uint32_t spi = 0;
    Secret cipher, authenticator;
    bool operator==(const ManualKey&) const = default;
};

/// Of an `ipsec-manual` entry: keys that no exchange made. The configuration holds them as it prints them.
struct ManualKeys {
    std::optional<ManualKey> esp_in, esp_out, ah_in, ah_out;
    bool operator==(const ManualKeys&) const = default;
};
ManualKeys manual_keys(const CryptoMapEntry& entry);

}  // namespace config
