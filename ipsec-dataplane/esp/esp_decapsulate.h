#pragma once

#include "ipsec-dataplane/esp/esp_scratch.h"

namespace dataplane {

/// The two halves of ESP on the way in (RFC 4303 3.4): lengths, replay window and the job; then, once the vector is
/// opened, the window again, padding and headers.
EspDrop begin_esp_decapsulation(EspProcessor::Scratch& scratch, std::size_t place);
EspDrop end_esp_decapsulation(EspProcessor::Scratch& scratch, std::size_t place);

/// The outer packet: a whole datagram of the SA's protocol, with what lies behind it trimmed. Shared with AH.
EspDrop read_outer_packet(EspWork& work);
/// Puts a verified packet's plain content into place: the inner datagram without traffic-flow padding (RFC 4303 2.7),
/// or the transport payload, `payload_offset` and `payload_length` of the work. Shared with AH.
EspDrop deliver_payload(EspWork& work, std::uint8_t next_header);

}  // namespace dataplane
