#pragma once

#include "ike/views.h"
#include "show-commands/text_writer.h"

namespace show {

/// `room` is how many kinds of errors the table holds.
void print_ikev2_errors(const ike::ErrorTableView& errors, bool enabled, unsigned room, TextWriter& out);

}  // namespace show
