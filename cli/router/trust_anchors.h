#pragma once

#include "ike/ports.h"

namespace cli {

/// The PKI of a router without trustpoints. Like the documented router it names five built-in anchors in its
/// certificate request; ours are labels of which nobody holds a key, so no certificate can ever match them.
class BuiltInPki final : public ike::Pki {
public:
    bool has_trustpoints() const override { return false; }
    std::vector<std::uint8_t> trust_anchor_hashes() const override;
};

}  // namespace cli
