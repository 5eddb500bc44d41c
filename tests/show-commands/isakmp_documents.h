#pragma once

#include "tests/show-commands/documents.h"

/// IKEv1 SAs and identities of the reference documents, with the documents' own values.
namespace documents {

/// An SA that is up: 3DES, SHA, pre-shared key, group 2.
ike::isakmp::SaView isakmp_sa(std::uint32_t number, std::string_view local, std::string_view remote, bool initiator);

/// The hub of document 003: a VPN client and a spoke, both through one dynamic map.
SyntheticRows hub_003();
/// The tunnel of document 004 on its first router.
SyntheticRows router_004();

}  // namespace documents
