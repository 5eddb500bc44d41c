#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "config-model/configuration.h"
#include "ike/cookies.h"
#include "ike/engine.h"
#include "ike/exchanges/tables.h"
#include "ike/sa/sa_database.h"

namespace ike {

/// Everything that the parts of one engine share. One per router.
struct Context {
    Context(const config::Configuration& of, const Ports& with, const Tables& by) : configuration(of), ports(with), tables(by) {}

    const config::Configuration& configuration;
    Ports ports;
    const Tables& tables;
    Algorithms algorithms;
    SaDatabase sas;
    EngineStats stats;
    ErrorTable errors;
    dataplane::Instant now{};

    /// Exchanges by the job they wait for. An answer for an exchange that is gone finds nothing here.
    struct WaitingJob {
        IkeSpi sa = 0;
        bool of_first_request = false;
    };
    std::unordered_map<RequestId, WaitingJob> jobs;
    /// SAs that this engine call has touched: rescheduled, or reaped, when it ends.
    std::unordered_set<IkeSpi> touched;
    /// Which of an entry's peers is tried.
    std::unordered_map<dataplane::PolicyEntryId, std::size_t> current_peer;

    std::uint32_t next_session_id = 1, next_ce_id = 1001, next_connection_id = 1, next_mib_index = 1;
    std::uint64_t next_serial = 1;
    std::uint32_t half_open = 0, negotiating_out = 0, retired = 0;
    std::unordered_map<config::IpAddress, std::uint32_t, AddressHash> half_open_by_source;
    CookieSecrets cookie_secrets;
    /// IKE_SA_INIT requests that wait for a job.
    std::uint32_t init_queue = 0;

    config::Look look() const { return configuration.look(); }
    Bytes random_octets(std::size_t size) {
        Bytes octets(size);
        ports.random->fill(octets);
        return octets;
    }
    IkeSpi fresh_spi();
    /// In front of a job's answer: exchange and event are remembered.
    void submit(Exchange& exchange, Job job, EventId when_done);
    /// The SA that waits for this job, which waits no longer.
    std::optional<IkeSpi> take_job(RequestId request);
    void touch(const IkeSa& sa) { touched.insert(sa.local_spi()); }
    /// Numbers and counts a new SA.
    IkeSa& admit(std::unique_ptr<IkeSa> sa);
    /// Numbers an SA that replaces another of the same session; it is no negotiation of its own.
    IkeSa& admit_successor(std::unique_ptr<IkeSa> sa);
    /// The SA is no longer one of the negotiations.
    void leave_negotiation(IkeSa& sa);
    /// Begins what was waiting, removes what has died and lists new deadlines: the end of every engine call.
    void settle();

private:
    void bury(IkeSa& sa);
};

}  // namespace ike
