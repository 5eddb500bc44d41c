#pragma once

#include "ike/isakmp/machine/table.h"

namespace ike::isakmp {

extern const Table main_initiator, main_responder, aggressive_initiator, aggressive_responder;

/// Rows of the SA in IKE_P1_COMPLETE and after it: those of transactions, those of informational exchanges, and its end.
std::span<const Row> established_rows();

}  // namespace ike::isakmp
