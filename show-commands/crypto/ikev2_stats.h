#pragma once

#include "ike/views.h"
#include "show-commands/text_writer.h"

namespace show {

void print_ikev2_stats(const ike::EngineStats& stats, TextWriter& out);
void print_ikev2_exchange_stats(const ike::EngineStats& stats, TextWriter& out);

}  // namespace show
