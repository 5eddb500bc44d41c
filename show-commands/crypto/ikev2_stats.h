#pragma once

#include "ike/views.h"
#include "show-commands/text_writer.h"

namespace show {

/// `max_sa` is 0 while nothing limits them.
void print_ikev2_stats(const ike::EngineStats& stats, std::uint32_t max_sa, TextWriter& out);
void print_ikev2_exchange_stats(const ike::EngineStats& stats, TextWriter& out);

}  // namespace show
