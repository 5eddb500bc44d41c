#include "ike/tasks.h"

#include "ike/collisions.h"
#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/machine/dispatcher.h"

namespace ike {

namespace {

using Kind = Task::Kind;

/// RFC 7296 §2.25: a peer that is not ready for several minutes has another state than we; the IKE SA is closed.
constexpr dataplane::Duration retry_patience = std::chrono::minutes(5);

bool same(const Task& a, const Task& b) {
    return a.kind == b.kind && a.flow == b.flow && a.spi_in == b.spi_in;
}

/// Nothing is left to be done: the pair is there, or gone, already.
bool is_moot(IkeSa& sa, const Task& task) {
    if (task.kind == Kind::rekey_ike) return false;
    if (task.kind == Kind::create_child)
        return std::any_of(sa.children.begin(), sa.children.end(),
                           [&](const ChildSa& child) { return child.flow == task.flow && child.state == ChildState::installed; });
    const ChildSa* const child = sa.child_by_inbound(task.spi_in);
    if (child == nullptr) return true;
    return task.kind == Kind::rekey_child ? child->state != ChildState::installed : child->state != ChildState::replaced;
}

bool may_begin(const IkeSa& sa, const Task& task) {
    if (task.not_before) return false;
    if (task.kind == Kind::rekey_ike) return may_rekey_ike_sa(sa);
    const bool ike_sa_waits = std::any_of(sa.tasks.begin(), sa.tasks.end(),
                                          [](const Task& other) { return other.kind == Kind::rekey_ike && !other.not_before; });
    return task.kind == Kind::delete_child || (!ike_sa_waits && may_create_child(sa));
}

Creation purpose_of(Kind kind) {
    if (kind == Kind::rekey_ike) return Creation::ike_rekey;
    return kind == Kind::rekey_child ? Creation::child_rekey : Creation::child;
}

void begin(IkeSa& sa, const Task& task) {
    if (task.kind == Kind::delete_child) return delete_replaced(sa, task.spi_in);
    Exchange& exchange = add_exchange(sa, sa.context.tables.create_child_initiator, Role::initiator, ExchangeType::CREATE_CHILD_SA);
    const ChildSa* const old = sa.child_by_inbound(task.spi_in);
    exchange.create.what = purpose_of(task.kind);
    exchange.create.rekeyed_spi = task.spi_in;
    exchange.create.packet = task.packet;
    exchange.create.single_pair = task.single_pair;
    exchange.create.first_refused = task.first_refused;
    exchange.child.flow = old != nullptr ? old->flow : task.flow;
    dispatch(exchange, EventId::EV_INIT_CREATE_CHILD, {});
}

/// The first task that may begin, taken from the list; those without a purpose any more go.
std::optional<Task> next_task(IkeSa& sa) {
    auto& tasks = sa.tasks;
    for (Task& task : tasks)
        if (task.not_before && *task.not_before <= sa.context.now) task.not_before.reset();
    tasks.erase(std::remove_if(tasks.begin(), tasks.end(), [&](const Task& task) { return is_moot(sa, task); }), tasks.end());
    const auto at = std::find_if(tasks.begin(), tasks.end(), [&](const Task& task) { return may_begin(sa, task); });
    if (at == tasks.end()) return std::nullopt;
    const Task task = *at;
    tasks.erase(at);
    return task;
}

bool has_own_create(const IkeSa& sa) {
    return std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [](const auto& exchange) {
        return !exchange->over && exchange->role == Role::initiator && exchange->type == ExchangeType::CREATE_CHILD_SA;
    });
}

}  // namespace

void want(IkeSa& sa, const Task& task) {
    sa.context.touch(sa);
    for (Task& known : sa.tasks)
        if (same(known, task)) {
            if (!task.not_before) known.not_before.reset();
            return;
        }
    sa.tasks.push_back(task);
}

bool is_wanted(const IkeSa& sa, dataplane::FlowId flow) {
    if (sa.acquiring == flow) return true;
    const bool waits = std::any_of(sa.tasks.begin(), sa.tasks.end(),
                                   [=](const Task& task) { return task.kind == Kind::create_child && task.flow == flow; });
    return waits || std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [=](const auto& exchange) {
               return !exchange->over && exchange->role == Role::initiator && exchange->type == ExchangeType::CREATE_CHILD_SA &&
                      exchange->create.what != Creation::ike_rekey && exchange->child.flow == flow;
           });
}

void pursue(IkeSa& sa) {
    if (sa.dead || sa.retired || sa.status != SaStatus::ready) return;
    if (sa.delete_when_idle) {
        if (!has_own_create(sa)) begin_delete(sa, "unknown");
        return;
    }
    if (sa.superseded) return;
    while (sa.status == SaStatus::ready && !sa.dead) {
        const auto task = next_task(sa);
        if (!task) return;
        begin(sa, *task);
    }
}

Task task_of(const Exchange& exchange) {
    const CreateScratch& create = exchange.create;
    Task task{create.what == Creation::ike_rekey ? Kind::rekey_ike : create.what == Creation::child_rekey ? Kind::rekey_child : Kind::create_child};
    if (create.what == Creation::child) task.flow = exchange.child.flow;
    task.spi_in = create.rekeyed_spi;
    task.packet = create.packet;
    task.single_pair = create.single_pair;
    task.first_refused = create.first_refused;
    return task;
}

void try_later(Exchange& exchange) {
    Context& context = exchange.sa.context;
    Task task = task_of(exchange);
    if (!task.first_refused) task.first_refused = context.now;
    if (context.now - *task.first_refused > retry_patience) return begin_delete(exchange.sa, "unknown");
    const Bytes draw = context.random_octets(1);
    task.not_before = context.now + retry_limits.after_temporary_failure + retry_limits.jitter * draw.front() / 256;
    want(exchange.sa, task);
}

}  // namespace ike
