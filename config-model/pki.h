#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config-model/configuration.h"

namespace config {

/// `crypto pki trustpoint NAME` (or `crypto ca trustpoint`): its lines without indentation.
struct PkiTrustpoint {
    std::string name;
    std::vector<std::string> lines;
    bool operator==(const PkiTrustpoint&) const = default;
};

/// `certificate [KIND] SERIAL` of a certificate chain.
struct PkiCertificate {
    std::string trustpoint;              ///< the chain that it stands in
    std::string kind;                    ///< ca, self-signed, ra-sign …; empty: the router's own
    std::string serial;                  ///< hexadecimal, as written
    std::string file;                    ///< nvram:CA#1CA.cer: the certificate is in that file, `der` is empty
    std::vector<std::uint8_t> der;       ///< empty, too, when the body is no hexadecimal text
    bool operator==(const PkiCertificate&) const = default;
};

/// `crypto pki certificate map NAME SEQUENCE`: its conditions without indentation.
struct PkiCertificateMap {
    std::string name;
    std::uint32_t sequence = 0;
    std::vector<std::string> conditions;
    bool operator==(const PkiCertificateMap&) const = default;
};

/// A peer's public key of `crypto key pubkey-chain rsa`.
struct PkiPublicKey {
    bool by_name = false;                ///< named-key, otherwise addressed-key
    std::string peer;                    ///< name or address
    std::string usage;                   ///< encryption, signature; empty: both
    std::string address;                 ///< of a named key
    std::vector<std::uint8_t> der;       ///< SubjectPublicKeyInfo
    bool operator==(const PkiPublicKey&) const = default;
};

/// What a configuration says of certificates, as values. The lines themselves are kept verbatim.
struct Pki {
    std::vector<PkiTrustpoint> trustpoints;
    std::vector<PkiCertificate> certificates;
    std::vector<PkiCertificateMap> maps;
    std::vector<PkiPublicKey> public_keys;
    const PkiTrustpoint* trustpoint(std::string_view name) const;
};

Pki pki_of(const Configuration& configuration);

}  // namespace config
