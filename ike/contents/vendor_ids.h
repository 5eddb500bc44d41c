#pragma once

#include <span>
#include <string_view>

#include "config-model/look.h"
#include "ike/payload/payloads.h"

namespace ike {

/// A vendor id as sent, and as "Construct Vendor Specific Payload:" names it.
struct VendorId {
    std::string_view octets;
    std::string_view name;
    VendorIdPayload payload() const { return {Bytes(octets.begin(), octets.end())}; }
};

/// What IKE_SA_INIT and IKE_AUTH messages of a release carry.
struct MessageContents {
    std::span<const VendorId> init_vendors;
    std::span<const VendorId> auth_vendors;
    /// The responder of IKE_SA_INIT asks for certificates even if it has no trustpoint of its own.
    bool certificate_request;
};

const MessageContents& contents_of(config::Look look);

inline constexpr std::string_view delete_reason_vendor = "CISCO-DELETE-REASON";

}  // namespace ike
