#pragma once

#include "config-model/isakmp.h"
#include "show-commands/text_writer.h"

namespace show {

/// show crypto isakmp key: the global keys, which are keyring `default`, then every keyring's.
void print_isakmp_keys(const config::IsakmpConfig& isakmp, TextWriter& out);

}  // namespace show
