#pragma once

#include "ike/isakmp/crypto/keys.h"
#include "ike/isakmp/payload/message.h"

/// The vendor id by which routers of this kind know each other: its value belongs to one SA, so nobody can tell it from
/// another's without the cookies.
namespace ike::isakmp {

/// 16 octets. In a first message the responder's cookie is still 0.
Bytes ios_vendor_id(Algorithms& algorithms, const Cookies& cookies);
/// Made from these cookies, or before there was a responder's.
bool is_ios_vendor_id(Algorithms& algorithms, const Cookies& cookies, std::span<const std::uint8_t> octets);
/// As `vendor_id_of`, which alone cannot know `ios`.
VendorId vendor_id_of(Algorithms& algorithms, const Cookies& cookies, std::span<const std::uint8_t> octets);

}  // namespace ike::isakmp
