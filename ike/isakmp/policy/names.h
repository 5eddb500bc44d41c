#pragma once

#include <string>
#include <string_view>

#include "config-model/configuration.h"
#include "ike/isakmp/payload/message.h"
#include "ike/policy/identity_text.h"

/// Identities as configuration and screens write them.
namespace ike::isakmp {

std::string_view text_in(const IdPayload& id);
std::optional<config::IpAddress> address_in(const IdPayload& id);
/// 10.0.0.1, host.example, user@example, group; hexadecimal for what is no text.
std::string text_of(const IdPayload& id);
IdPayload id_of(const config::IpAddress& address);
IdPayload id_of(IdType type, std::string_view text);

/// True where a profile or keyring does not say, or says this address.
bool is_local(const config::Configuration& configuration, const config::IpAddress& local, const std::optional<config::IpAddress>& address,
              const std::optional<config::InterfaceName>& interface);

}  // namespace ike::isakmp
