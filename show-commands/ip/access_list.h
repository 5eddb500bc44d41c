#pragma once

#include <cstdint>

#include "config-model/access_list.h"
#include "show-commands/text_writer.h"

namespace show {

/// "Extended IP access list NAME"
void print_access_list_title(const config::AccessList& list, TextWriter& out);
/// "    10 permit ip any any (12 matches)"
void print_access_list_entry(const config::AccessListEntry& entry, bool extended, std::uint64_t hits, TextWriter& out);
/// "    permit ipv6 any any (12 matches) sequence 10"
void print_ipv6_access_list_entry(const config::Ipv6AccessListEntry& entry, std::uint64_t hits, TextWriter& out);

}  // namespace show
