#pragma once

#include "config-model/ipsec.h"
#include "ipsec-dataplane/esp/algorithms.h"

namespace dataplane {

/// What a transform set asks of the data plane. A set with both ESP and AH gives its ESP part.
struct TransformSuite {
    IpsecProtocol protocol = IpsecProtocol::esp;
    EspSuite suite{Encryption::aes_cbc, 128, Integrity::hmac_sha1_96};
};

TransformSuite suite_of(const config::TransformSet& set);

}  // namespace dataplane
