#pragma once

#include "ike/machine/table.h"

namespace ike {

/// Every exchange in every role that this engine can play.
struct Tables {
    Table sa_init_initiator, sa_init_responder;
    Table ike_auth_initiator, ike_auth_responder;
    Table informational_initiator, informational_responder;
    Table create_child_initiator, create_child_responder;
};

extern const Table sa_init_initiator, sa_init_responder, ike_auth_initiator, ike_auth_responder, informational_initiator,
    informational_responder, create_child_initiator, create_child_responder;

/// The rows by the book.
const Tables& standard_tables();

}  // namespace ike
