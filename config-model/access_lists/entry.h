#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config-model/access_list.h"
#include "config-model/language/line.h"

namespace config {

/// What stands after the list's name or number in one entry line; each syntax serves one group of protocols.
Syntax standard_entry();
Syntax remark_entry();
Syntax extended_plain_entry();   ///< ip, gre, esp, numbers …
Syntax extended_tcp_entry();
Syntax extended_udp_entry();
Syntax extended_icmp_entry();
Syntax extended_igmp_entry();

/// The entry that a line of one of these syntaxes describes; its sequence is 0 unless the line gives one.
AccessListEntry read_entry(const Args& args, bool extended);
/// "permit ip host 10.0.0.1 any log", without the sequence number.
std::string entry_text(const AccessListEntry& entry, bool extended);

/// Puts the entry at its place, numbered after the last one if it has no sequence. False if the list has the same entry.
bool add_entry(AccessList& list, AccessListEntry entry);
/// Removes the entry with that sequence, or, with sequence 0, the one that says the same. False if there is none.
bool erase_entry(AccessList& list, const AccessListEntry& entry);

}  // namespace config
