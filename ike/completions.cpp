#include "ike/completions.h"

#include "ike/machine/dispatcher.h"
#include "ike/trace.h"

namespace ike {

namespace {

constexpr std::uint32_t ident_handle_base = 0x80000000;

bool store(Exchange& exchange, completion::KeyPair&& pair) {
    exchange.init.private_key = std::move(pair.private_key);
    exchange.init.public_value = std::move(pair.public_value);
    trace_step(exchange, Step::dh_public_key_passed);
    trace_step(exchange, Step::dh_public_key_queued);
    return true;
}

bool store(Exchange& exchange, completion::Secret&& secret) {
    exchange.init.shared = std::move(secret.shared);
    trace_step(exchange, Step::dh_secret_passed);
    trace_step(exchange, Step::dh_secret_queued);
    return true;
}

/// What the key engine says while it loads a pair that we asked for.
bool store(Exchange& exchange, completion::Loaded&&) {
    const IkeSa& sa = exchange.sa;
    if (exchange.role == Role::responder || sa.children.empty() || !traced(sa)) return true;
    trace_step(exchange, Step::kmi_message_8_consumed);
    trace_step(exchange, Step::kmi_message_12_consumed);
    trace_step(exchange, Step::no_data_for_mode_config_set);
    const ChildSa& child = sa.children.back();
    emit_platform(sa, event::IdentAdded{ident_handle_base | child.flow, child.spi_in, sa.session_id});
    return true;
}

bool store(Exchange& exchange, completion::Failed&&) {
    const bool answers = exchange.role == Role::responder;
    exchange.failure = {Failed::invalid_syntax, answers ? NotifyType::INVALID_SYNTAX : NotifyType{}, {}};
    return false;
}

/// IKEv2 asks AAA for nothing.
bool store(Exchange&, completion::LoginResult&&) { return false; }
bool store(Exchange&, completion::GroupAttributes&&) { return false; }

Exchange* exchange_of(Context& context, RequestId request) {
    const std::optional<IkeSpi> spi = context.take_job(request);
    IkeSa* const sa = spi ? context.sas.find(*spi) : nullptr;
    if (sa == nullptr || sa->dead) return nullptr;
    for (const auto& exchange : sa->exchanges)
        if (exchange->job == request && !exchange->over) return exchange.get();
    return nullptr;
}

}  // namespace

void complete(Context& context, RequestId request, Completion completion) {
    Exchange* const exchange = exchange_of(context, request);
    if (exchange == nullptr) return;
    exchange->job.reset();
    context.touch(exchange->sa);
    const bool good = std::visit([&](auto& answer) { return store(*exchange, std::move(answer)); }, completion);
    const EventId event = good ? exchange->job_event : EventId::EV_FAIL;
    if (accepts(*exchange, event)) dispatch(*exchange, event, {});
}

}  // namespace ike
