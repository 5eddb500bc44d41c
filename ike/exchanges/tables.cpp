#include "ike/exchanges/tables.h"

namespace ike {

const Tables& standard_tables() {
    static const Tables tables{sa_init_initiator,       sa_init_responder,       ike_auth_initiator,    ike_auth_responder,
                               informational_initiator, informational_responder, create_child_initiator, create_child_responder};
    return tables;
}

}  // namespace ike
