#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "cli/router/job_runner.h"

namespace cli {

/// Diffie-Hellman on threads of its own, in two lanes: peers that chose a slow group (MODP of 3072 bits and more) wait for each other,
/// nobody else does.
class JobPool final : public JobRunner {
public:
    using Done = std::function<void(ike::RequestId, const ike::Completion&)>;
    /// `done` is called on the thread that runs `io`.
    JobPool(boost::asio::io_context& io, unsigned threads_a_lane, Done done);
    /// What is being computed is waited for, its answer dropped.
    ~JobPool() override;

    void run(ike::RequestId id, ike::Job job) override;

private:
    boost::asio::io_context& io_;
    boost::asio::thread_pool quick_, slow_;
    Done done_;
};

}  // namespace cli
