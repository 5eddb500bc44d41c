#pragma once

#include "ipsec-dataplane/esp/esp_scratch.h"

namespace dataplane {

/// AH (RFC 4302) in two halves around the vector's cryptography, as ESP is.
EspDrop begin_ah_encapsulation(EspProcessor::Scratch& scratch, std::size_t place, SaDatabase& database, Instant now);
EspDrop end_ah_encapsulation(EspProcessor::Scratch& scratch, std::size_t place);
EspDrop begin_ah_decapsulation(EspProcessor::Scratch& scratch, std::size_t place);
EspDrop end_ah_decapsulation(EspProcessor::Scratch& scratch, std::size_t place);

/// Clears what may change on the way in an IP header (RFC 4302 3.3.3.1 and appendix A), options and extension headers
/// included.
void clear_mutable_fields(std::uint8_t* header, const IpHeader& ip);

}  // namespace dataplane
