#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/instant.h"

namespace dataplane {

/// An address that is offered, leased, or not to be used for a while.
struct DhcpBinding {
    std::vector<std::uint8_t> client_id;  ///< empty: a client found the address in use
    std::string pool;
    std::optional<Instant> until;  ///< not set: for ever
    bool leased = false;           ///< else only offered
};

/// What `ip dhcp pool` has handed out.
struct DhcpServer {
    std::map<config::IpAddress, DhcpBinding> bindings;
};

}  // namespace dataplane
