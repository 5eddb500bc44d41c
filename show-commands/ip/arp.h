#pragma once

#include <array>
#include <cstdint>

#include "ipsec-dataplane/views.h"
#include "show-commands/text_writer.h"

namespace show {

/// "aabb.cc00.0100"
void print_mac(const std::array<std::uint8_t, 6>& mac, TextWriter& out);
void print_arp(const dataplane::ArpView& row, TextWriter& out);

}  // namespace show
