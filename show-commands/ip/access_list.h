#pragma once

#include <cstdint>

#include "config-model/access_list.h"
#include "show-commands/text_writer.h"

namespace show {

/// "permit ip 10.0.0.0 0.0.0.255 host 10.1.0.1 eq www log", as crypto maps and access lists show an entry. `extended`: of its list.
void print_access_list_words(const config::AccessListEntry& entry, bool extended, TextWriter& out);
/// "Extended IP access list NAME"
void print_access_list_title(const config::AccessList& list, TextWriter& out);
/// "    10 permit ip any any (12 matches)"; remarks are not shown.
void print_access_list_entry(const config::AccessListEntry& entry, bool extended, std::uint64_t hits, TextWriter& out);

}  // namespace show
