#include "ike/context.h"

#include <set>

#include "ike/exchanges/begin.h"
#include "ike/tasks.h"
#include "ike/trace.h"

namespace ike {

IkeSpi Context::fresh_spi() {
    for (;;) {
        IkeSpi spi = 0;
        for (const std::uint8_t octet : random_octets(8)) spi = spi << 8 | octet;
        if (spi != 0 && sas.find(spi) == nullptr) return spi;
    }
}

void Context::submit(Exchange& exchange, Job job, EventId when_done) {
    const RequestId request = ports.jobs->submit(std::move(job));
    const bool of_first_request = exchange.role == Role::responder && exchange.type == ExchangeType::IKE_SA_INIT;
    if (of_first_request) ++init_queue;
    jobs[request] = {exchange.sa.local_spi(), of_first_request};
    exchange.job = request;
    exchange.job_event = when_done;
}

std::optional<IkeSpi> Context::take_job(RequestId request) {
    const auto at = jobs.find(request);
    if (at == jobs.end()) return std::nullopt;
    const WaitingJob job = at->second;
    jobs.erase(at);
    if (job.of_first_request) --init_queue;
    return job.sa;
}

IkeSa& Context::admit(std::unique_ptr<IkeSa> sa) {
    sa->created = now;
    sa->serial = next_serial++;
    sa->session_id = next_session_id++;
    sa->ce_id = next_ce_id++;
    if (sa->initiator) {
        ++negotiating_out;
        ++stats.out_requests;
    } else {
        ++half_open;
        ++half_open_by_source[sa->peer];
        ++stats.in_requests;
    }
    IkeSa& admitted = sas.insert(std::move(sa));
    touch(admitted);
    return admitted;
}

IkeSa& Context::admit_successor(std::unique_ptr<IkeSa> sa) {
    sa->created = now;
    sa->serial = next_serial++;
    sa->ready_serial = next_serial++;
    sa->ce_id = next_ce_id++;
    sa->negotiating = false;
    IkeSa& admitted = sas.insert(std::move(sa));
    touch(admitted);
    return admitted;
}

void Context::leave_negotiation(IkeSa& sa) {
    if (!std::exchange(sa.negotiating, false)) return;
    if (sa.initiator) {
        --negotiating_out;
        return;
    }
    --half_open;
    const auto at = half_open_by_source.find(sa.peer);
    if (at != half_open_by_source.end() && --at->second == 0) half_open_by_source.erase(at);
}

namespace {

/// crypto logging ikev2
void log_end(const IkeSa& sa) {
    if (!sa.context.configuration.ikev2.logging) return;
    if (!sa.negotiating) return emit(sa, event::SaDown{});
    emit(sa, event::NegotiationAborted{sa.failure.value_or(Failed::initial_exchange)});
}

void report_end(const IkeSa& sa) {
    if (sa.superseded) return;
    log_end(sa);
    if (sa.status == SaStatus::in_negotiation || !traced(sa)) return;
    emit(sa, event::SessionDown{text_of(sa.remote_id), text_of(sa.local_id)});
    if (sa.context.configuration.ikev2.session_logging && !sa.duplicate) emit(sa, event::TunnelStatus{false, text_of(sa.remote_id)});
}

void release_unfinished(IkeSa& sa) {
    for (const auto& exchange : sa.exchanges) {
        if (exchange->child.spi_in != 0) sa.context.ports.keys->release_spi(exchange->child.spi_in);
        if (exchange->job) sa.context.take_job(*exchange->job);
    }
    if (sa.refused_spi != 0) sa.context.ports.keys->release_spi(sa.refused_spi);
}

/// Whoever asks next tries the next peer of these pairs' entries.
void turn_to_next_peer(IkeSa& sa) {
    std::set<dataplane::PolicyEntryId> entries;
    if (const auto* const flow = sa.context.ports.policies->flow(sa.acquiring)) entries.insert(flow->entry);
    for (const ChildSa& child : sa.children) entries.insert(child.entry);
    for (const dataplane::PolicyEntryId entry : entries) ++sa.context.current_peer[entry];
}

/// The flows that wait for a pair of this SA ask again.
void fail_acquires(IkeSa& sa) {
    Context& context = sa.context;
    std::set<dataplane::FlowId> flows;
    if (sa.acquiring != 0) flows.insert(std::exchange(sa.acquiring, 0));
    for (const Task& task : sa.tasks)
        if (task.kind == Task::Kind::create_child) flows.insert(task.flow);
    for (const auto& exchange : sa.exchanges)
        if (!exchange->over && exchange->type == ExchangeType::CREATE_CHILD_SA && exchange->role == Role::initiator) flows.insert(exchange->child.flow);
    flows.erase(0);
    sa.tasks.clear();
    for (const dataplane::FlowId flow : flows) context.ports.keys->acquire_failed(flow, context.now);
}

}  // namespace

void Context::bury(IkeSa& sa) {
    report_end(sa);
    if (sa.negotiating) ++(sa.initiator ? stats.out_failed : stats.in_failed);
    leave_negotiation(sa);
    if (sa.peer_lost || sa.acquiring != 0) turn_to_next_peer(sa);
    while (!sa.children.empty()) remove_child(sa, sa.children.back().spi_in);
    release_unfinished(sa);
    fail_acquires(sa);
    sa.exchanges.clear();
    sa.half_open_until.reset();
    sa.deleting_until.reset();
    if (!sa.answers_matter || retired >= negotiation_limits.sas_with_answers_kept) return sas.erase(sa);
    sas.retire(sa);
    ++retired;
    sa.keys = {};
    sa.reassembly = {};
    sa.retired_until = now + negotiation_limits.answers_kept;
    sas.reschedule(sa);
}

void Context::settle() {
    while (!touched.empty()) {
        const IkeSpi spi = *touched.begin();
        touched.erase(touched.begin());
        IkeSa* const sa = sas.find(spi);
        if (sa == nullptr || sa->retired) continue;
        pursue(*sa);
        if (sa->dead) {
            bury(*sa);
            continue;
        }
        auto& exchanges = sa->exchanges;
        for (const auto& exchange : exchanges)
            if (exchange->over && exchange->child.spi_in != 0) ports.keys->release_spi(std::exchange(exchange->child.spi_in, 0));
        exchanges.erase(std::remove_if(exchanges.begin(), exchanges.end(), [](const auto& exchange) { return exchange->over; }), exchanges.end());
        sas.reschedule(*sa);
    }
}

}  // namespace ike
