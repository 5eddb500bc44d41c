#pragma once

#include <string>
#include <string_view>

#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/screen.h"

namespace show {

/// A row of `show crypto engine connections active`.
struct EngineConnectionRow {
    std::uint32_t id = 0;
    std::string_view type;       ///< IPsec, IKE
    std::string algorithm;       ///< "AES256+SHA512"; of an IKE SA the hash comes first
    std::uint64_t encrypted = 0, decrypted = 0, last_sequence = 0;
    config::IpAddress address;

    template <class F>
    void fields(F&& field) const {
        field("id", id);
        field("type", type);
        field("algorithm", algorithm);
        field("encrypted", encrypted);
        field("decrypted", decrypted);
        field("last_sequence", last_sequence);
        field("address", address);
    }
};

void print_engine_connection(const EngineConnectionRow& row, TextWriter& out);
std::unique_ptr<Screen> engine_connections_screen(std::unique_ptr<CryptoRows> rows);

}  // namespace show
