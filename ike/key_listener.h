#pragma once

#include "ike/crypto/key_derivation.h"
#include "ike/crypto/suites.h"
#include "ike/events.h"

namespace ike {

/// Is given the keys of every IKE SA when they are made: for people who decrypt captures of their own traffic. Only records.
class KeyListener {
public:
    virtual ~KeyListener() = default;
    /// IKEv2: of a new SA, or of the one that a rekeying makes.
    virtual void on_ike_keys(IkeSpi initiator, IkeSpi responder, const IkeSuite& suite, const SkKeys& keys) = 0;
    /// IKEv1: the key that phase 1 and all that follows under it is encrypted with.
    virtual void on_isakmp_key(IkeSpi initiator_cookie, const config::Secret& encryption) = 0;
};

}  // namespace ike
