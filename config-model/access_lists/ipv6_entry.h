#pragma once

#include <string>

#include "config-model/access_list.h"
#include "config-model/language/line.h"

namespace config {

/// `[sequence N] {permit|deny} PROTOCOL SOURCE DESTINATION …`; each syntax serves one group of protocols.
Syntax ipv6_plain_entry();
Syntax ipv6_tcp_entry();
Syntax ipv6_udp_entry();
Syntax ipv6_icmp_entry();
Syntax ipv6_remark_entry();

/// The entry that a line of one of these syntaxes describes; its sequence is 0 unless the line gives one.
Ipv6AccessListEntry read_ipv6_entry(const Args& args);
/// "permit ipv6 any host 2001:DB8::1 log", without the sequence number.
std::string ipv6_entry_text(const Ipv6AccessListEntry& entry);
/// Equal but for the sequence.
bool says_the_same(const Ipv6AccessListEntry& left, const Ipv6AccessListEntry& right);

}  // namespace config
