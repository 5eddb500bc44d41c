#pragma once

#include "ike/context.h"

namespace ike {

/// When a renewal begins: nine tenths of a hard limit, give or take a random share of up to a twentieth, so that both ends seldom begin
/// at once (RFC 7296 §2.8).
class SoftLifetime {
public:
    explicit SoftLifetime(Context& context) {
        const Bytes draw = context.random_octets(2);
        share_ = static_cast<std::uint64_t>(draw[0] << 8 | draw[1]);
    }
    /// 0, no limit, stays 0.
    std::uint64_t of(std::uint64_t hard) const { return hard / 100 * 85 + hard % 100 * 85 / 100 + hard / 10 * share_ / 65536; }

private:
    std::uint64_t share_;
};

}  // namespace ike
