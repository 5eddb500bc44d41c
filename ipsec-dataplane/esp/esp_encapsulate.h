#pragma once

#include "ipsec-dataplane/esp/esp_scratch.h"

namespace dataplane {

/// The two halves of ESP on the way out (RFC 4303 3.3): header, padding and the job; then, once the vector is sealed,
/// the rest of the headers. `work` and `job` are the packet's own in the scratch, `place` their number.
EspDrop begin_esp_encapsulation(EspProcessor::Scratch& scratch, std::size_t place, SaDatabase& database, Instant now);
EspDrop end_esp_encapsulation(EspProcessor::Scratch& scratch, std::size_t place);

/// The plain packet that is to be protected: trims what lies behind it, checks that the SA's mode can carry it. Shared
/// with AH.
EspDrop read_plain_packet(EspWork& work);

}  // namespace dataplane
