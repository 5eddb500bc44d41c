#include "cli/router/trust_anchors.h"

#include <openssl/evp.h>

#include <array>
#include <string_view>

namespace cli {

namespace {

constexpr std::array<std::string_view, 5> anchor_labels{"ike-router anchor 1", "ike-router anchor 2", "ike-router anchor 3",
                                                        "ike-router anchor 4", "ike-router anchor 5"};

}  // namespace

std::vector<std::uint8_t> BuiltInPki::trust_anchor_hashes() const {
    constexpr std::size_t sha1_size = 20;
    std::vector<std::uint8_t> hashes(anchor_labels.size() * sha1_size);
    for (std::size_t i = 0; i < anchor_labels.size(); ++i)
        EVP_Digest(anchor_labels[i].data(), anchor_labels[i].size(), hashes.data() + i * sha1_size, nullptr, EVP_sha1(), nullptr);
    return hashes;
}

}  // namespace cli
