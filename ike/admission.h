#pragma once

#include "ike/context.h"

/// Who may begin an IKE SA: the limits of `crypto ikev2 limit`, an even share for every source, cookies from those who may be forged.
namespace ike {

/// What limits SAs, as configured or by default.
struct Limits {
    std::uint32_t max_sa = 0;  ///< 0: no limit
    std::uint32_t incoming = 0, outgoing = 0;
    std::uint32_t init_queue = 0;
    std::uint32_t cookies_from = 0;  ///< half-open SAs
};
Limits limits_of(const config::Ikev2Config& ikev2);

enum class Admission : std::uint8_t { granted, cookie_wanted, incomplete, queue_full, too_many_sas, source_has_its_share };

/// Judges a first request that is no repetition, and counts the judgement.
Admission admit_first_request(Context& context, const dataplane::UdpDatagram& datagram, const Message& message);
/// Whether the router may open one more IKE SA of its own; counts the refusal.
bool admit_acquire(Context& context);

}  // namespace ike
