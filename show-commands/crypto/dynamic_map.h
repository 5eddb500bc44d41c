#pragma once

#include "show-commands/crypto/crypto_map.h"

namespace show {

/// One template of `show crypto dynamic-map`.
void print_dynamic_map(const CryptoMapRow& row, const ShowLook& look, TextWriter& out);

}  // namespace show
