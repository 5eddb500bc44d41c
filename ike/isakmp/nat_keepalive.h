#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// Behind a NAT: from now on one octet 0xFF every so many seconds (RFC 3948 2.3).
void start_nat_keepalive(IsakmpSa& sa);
void send_nat_keepalive(IsakmpSa& sa);

}  // namespace ike::isakmp
