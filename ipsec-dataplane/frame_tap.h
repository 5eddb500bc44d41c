#pragma once

#include <cstdint>
#include <span>

#include "ipsec-dataplane/instant.h"

namespace dataplane {

/// Sees the frames of an interface as they come in and go out. Called on the threads that carry them.
class FrameTap {
public:
    virtual ~FrameTap() = default;
    virtual void passed(bool outbound, std::span<const std::uint8_t> frame, Instant now) = 0;
};

}  // namespace dataplane
