#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ike/payload/message.h"

namespace debug {

/// "NOTIFY(INITIAL_CONTACT)", "VID": a payload as dumps and summaries name it.
std::string payload_name(const ike::Payload& payload);

/// The `debug crypto ikev2 packet` dump of a chain, cut into log records. The first begins with `head`; configuration
/// attributes each begin a record, and so does in a received message every vendor id and notify, behind `parse_prefix`.
/// A record that another follows ends in an empty line.
std::vector<std::string> dump_records(std::string head, std::span<const ike::Payload> payloads,
                                      std::string_view parse_prefix = {});

/// Octets as rows of sixteen, each with its offset.
std::string hexdump(std::span<const std::uint8_t> octets);

}  // namespace debug
