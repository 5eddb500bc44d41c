#pragma once

#include "ike/sa/ike_sa.h"

/// RFC 3948 §2.3: one octet 0xFF from behind a NAT, so that it remembers us.
namespace ike {

void start_nat_keepalive(IkeSa& sa);
void send_nat_keepalive(IkeSa& sa);

}  // namespace ike
