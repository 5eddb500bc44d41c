#pragma once

#include "tests/show-commands/synthetic_rows.h"

/// Routers of the reference documents as rows, with the documents' own values.
namespace documents {

/// The tunnel of document 001 as its first (initiator) or second router sees it.
ike::IkeSaView ike_sa_001(bool first);
dataplane::PolicyEntry policy_001(bool first);
dataplane::FlowView flow_001(bool first);
SyntheticRows router_001(bool first);

/// An outgoing or incoming SA with these numbers.
dataplane::SaView sa(std::uint32_t spi, const dataplane::EspSuite& suite, dataplane::EncapsulationMode mode, std::uint32_t connection,
                     std::uint64_t kilobytes, std::uint64_t seconds);

constexpr dataplane::EspSuite triple_des_sha1{dataplane::Encryption::triple_des, 168, dataplane::Integrity::hmac_sha1_96};

}  // namespace documents
