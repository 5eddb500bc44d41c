#pragma once

#include "ike/sa/exchange.h"

/// The payloads that both messages of IKE_AUTH have.
namespace ike {

void append_vendor_ids(const Exchange& exchange, std::vector<Payload>& payloads);
/// IDi or IDr.
void append_identity(const Exchange& exchange, std::vector<Payload>& payloads);
/// USE_TRANSPORT_MODE where it applies, SET_WINDOW_SIZE, ESP_TFC_NO_SUPPORT, NON_FIRST_FRAGS.
void append_closing_notifies(const Exchange& exchange, std::vector<Payload>& payloads);
void report_built(const Exchange& exchange, const std::vector<Payload>& payloads);
/// The peer's SET_WINDOW_SIZE, 1 without.
std::uint32_t announced_window(std::span<const Payload> payloads);

}  // namespace ike
