#pragma once

#include <string>
#include <string_view>

#include "config-model/configuration.h"
#include "ike/isakmp/payload/message.h"

/// Identities as configuration and screens write them.
namespace ike::isakmp {

bool equal_ignoring_case(std::string_view a, std::string_view b);
/// "r1.example.com" is of domain "example.com"; the separator stands before it.
bool is_of_domain(std::string_view name, std::string_view domain, char separator);

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
