#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

/// RFC 3706 probes have an input of their own; their acknowledgements come as any notify does.
Event event_of(const Input& input) {
    if (find(input.payloads, PayloadType::D) != nullptr) return Event::IKE_INFO_DELETE;
    return find_notify(input.payloads, NotifyType::R_U_THERE) != nullptr ? Event::IKE_MESG_KEEP_ALIVE : Event::IKE_INFO_NOTIFY;
}

Action action_of(Event event) {
    if (event == Event::IKE_INFO_DELETE) return process_delete;
    return event == Event::IKE_MESG_KEEP_ALIVE ? process_keep_alive : process_notify;
}

/// Nothing in it is believed.
void reject(IsakmpSa& sa) {
    const State state = sa.phase1->state;
    step(sa, Step::notify_without_hash);
    if (state != State::IKE_P1_COMPLETE) emit(sa, event::UnknownInput{Event::IKE_INFO_NOTIFY, state});
    emit(sa, event::Transition{Event::IKE_INFO_NOTIFY, state, state, std::nullopt});
    emit(sa, event::ModeFailure{"Informational"});
}

/// While Xauth or mode config run, or phase 1 waits for its last message, the state stays what it is.
void take_meanwhile(IsakmpSa& sa, Event event, const Input& input) {
    const State state = sa.phase1->state;
    action_of(event)(*sa.phase1, input);
    emit(sa, event::Transition{event, state, state, std::nullopt});
}

}  // namespace

void take_informational(IsakmpSa& sa, const Input& input, std::uint32_t message_id, bool hash_good) {
    sa.context.touch(sa);
    if (!hash_good) return reject(sa);
    emit(sa, event::NodeSet{message_id, Label::QM_IDLE});
    emit(sa, event::Processing{PayloadType::HASH, message_id});
    const Event event = event_of(input);
    if (sa.phase1->state != State::IKE_P1_COMPLETE) return take_meanwhile(sa, event, input);
    dispatch(*sa.phase1, event, input);
}

}  // namespace ike::isakmp
