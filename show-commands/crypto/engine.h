#pragma once

#include <string>
#include <string_view>

#include "config-model/ip_address.h"
#include "show-commands/text_writer.h"

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

}  // namespace show
