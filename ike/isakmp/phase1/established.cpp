#include <vector>

#include "ike/isakmp/phase1/actions.h"
#include "ike/isakmp/phase1/tables.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

using enum State;
using enum Event;

/// HDR*, HASH(1), N/D        --> or <--                                                    RFC 2409 5.7
/// HDR*, HASH(1), N(R_U_THERE)      -->
///                                  <--    HDR*, HASH(1), N(R_U_THERE_ACK)                 RFC 3706 5.2
constexpr Row rows[] = {
    {IKE_P1_COMPLETE, IKE_PHASE1_COMPLETE, action::start_phase2, IKE_P1_COMPLETE, REST},
    {IKE_P1_COMPLETE, IKE_INFO_NOTIFY, process_notify, IKE_P1_COMPLETE, REST},
    {IKE_P1_COMPLETE, IKE_INFO_DELETE, process_delete, IKE_P1_COMPLETE, REST},
    {IKE_P1_COMPLETE, IKE_TIMER_PEERS_ALIVE, probe_peer, IKE_P1_COMPLETE, REST},
    {IKE_P1_COMPLETE, IKE_TIMER_IM_ALIVE, probe_peer, IKE_P1_COMPLETE, REST},
    {IKE_P1_COMPLETE, IKE_MESG_KEEP_ALIVE, process_keep_alive, IKE_P1_COMPLETE, REST},
    {ANY, IKE_PHASE1_DEL, action::leave, IKE_DEST_SA, REST},
    {IKE_DEST_SA, IKE_MM_EXCH, nullptr, IKE_DEST_SA, REST},
};
static_assert(is_deterministic(rows) && is_closed(rows));

}  // namespace

/// The transactions' rows first: their guards choose before the row of an SA that needs nothing more.
std::span<const Row> established_rows() {
    static const std::vector<Row> all = [] {
        std::vector<Row> made(transaction_rows, transaction_rows + transaction_row_count);
        made.insert(made.end(), std::begin(rows), std::end(rows));
        return made;
    }();
    return all;
}

const Tables& standard_tables() {
    static const Tables tables{main_initiator, main_responder, aggressive_initiator, aggressive_responder,
                               {"established", established_rows(), IKE_P1_COMPLETE}, quick_initiator, quick_responder};
    return tables;
}

}  // namespace ike::isakmp
