#include "cli/runtime/job_pool.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace cli {

namespace {

std::uint16_t group_of(const ike::Job& job) {
    if (const auto* pair = std::get_if<ike::job::GenerateKeyPair>(&job)) return pair->group;
    if (const auto* secret = std::get_if<ike::job::SharedSecret>(&job)) return secret->group;
    return 0;
}

/// MODP of 3072 bits and more (RFC 3526): milliseconds, where others take tenths of one.
bool is_slow(std::uint16_t group) { return group >= 15 && group <= 18; }

}  // namespace

JobPool::JobPool(boost::asio::io_context& io, unsigned threads_a_lane, Done done)
    : io_(io), quick_(threads_a_lane), slow_(threads_a_lane), done_(std::move(done)) {}

JobPool::~JobPool() {
    quick_.stop(), slow_.stop();
    quick_.join(), slow_.join();
}

void JobPool::run(ike::RequestId id, ike::Job job) {
    boost::asio::thread_pool& lane = is_slow(group_of(job)) ? slow_ : quick_;
    boost::asio::post(lane, [this, id, job = std::move(job)] {
        boost::asio::post(io_, [this, id, answer = ike::perform(job)] { done_(id, answer); });
    });
}

}  // namespace cli
