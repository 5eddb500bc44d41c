#pragma once

#include <array>

#include "config-model/ikev2.h"
#include "config-model/language/syntax.h"

namespace config {

inline constexpr std::array ikev2_encryptions{
    Choice{"3des", "3DES", static_cast<int>(Ikev2Encryption::triple_des)},
    Choice{"aes-cbc-128", "AES-CBC-128", static_cast<int>(Ikev2Encryption::aes_cbc_128)},
    Choice{"aes-cbc-192", "AES-CBC-192", static_cast<int>(Ikev2Encryption::aes_cbc_192)},
    Choice{"aes-cbc-256", "AES-CBC-256", static_cast<int>(Ikev2Encryption::aes_cbc_256)},
    Choice{"aes-gcm-128", "Combined-mode,128 bit key,16 byte ICV(Authentication Tag)", static_cast<int>(Ikev2Encryption::aes_gcm_128)},
    Choice{"aes-gcm-256", "Combined-mode,256 bit key,16 byte ICV(Authentication Tag)", static_cast<int>(Ikev2Encryption::aes_gcm_256)},
    Choice{"des", "DES", static_cast<int>(Ikev2Encryption::des)},
};

inline constexpr std::array ikev2_hashes{
    Choice{"md5", "Message Digest 5", static_cast<int>(HashAlgorithm::md5)},
    Choice{"sha1", "Secure Hash Standard", static_cast<int>(HashAlgorithm::sha1)},
    Choice{"sha256", "Secure Hash Standard 2 (256 bit)", static_cast<int>(HashAlgorithm::sha256)},
    Choice{"sha384", "Secure Hash Standard 2 (384 bit)", static_cast<int>(HashAlgorithm::sha384)},
    Choice{"sha512", "Secure Hash Standard 2 (512 bit)", static_cast<int>(HashAlgorithm::sha512)},
};

inline constexpr std::array diffie_hellman_groups{
    Choice{"1", "DH 768 MODP", 1},          Choice{"14", "DH 2048 MODP", 14},       Choice{"15", "DH 3072 MODP", 15},
    Choice{"16", "DH 4096 MODP", 16},       Choice{"19", "DH 256 ECP", 19},         Choice{"2", "DH 1024 MODP", 2},
    Choice{"20", "DH 384 ECP", 20},         Choice{"21", "DH 521 ECP", 21},
    Choice{"24", "DH 2048 (256 subgroup) MODP", 24}, Choice{"5", "DH 1536 MODP", 5},
};

enum class DpdMode : int { on_demand, periodic };

inline constexpr std::array dpd_modes{
    Choice{"on-demand", "Send DPD queries only as needed", static_cast<int>(DpdMode::on_demand)},
    Choice{"periodic", "Send DPD queries at regular intervals", static_cast<int>(DpdMode::periodic)},
};

/// `dpd INTERVAL RETRY {on-demand|periodic}` after its leading keywords.
inline Syntax dpd_values() {
    return number("interval", 10, 3600, "DPD R-U-THERE interval") >> number("retry", 2, 60, "DPD Retry Interval") >>
           one_of("mode", dpd_modes);
}

}  // namespace config
