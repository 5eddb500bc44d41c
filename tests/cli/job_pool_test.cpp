#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "cli/runtime/job_pool.h"

using namespace cli;

namespace {

constexpr std::uint16_t modp4096 = 16, ecp256 = 19;

ike::Job key_pair(std::uint16_t group) {
    const std::size_t private_octets = group == modp4096 ? 40 : 32;
    return ike::job::GenerateKeyPair{group, config::Secret(std::vector<std::uint8_t>(private_octets, 0x5a))};
}

/// A pool with its loop, and the answers in the order in which they came.
struct Pool {
    boost::asio::io_context io;
    std::vector<std::pair<ike::RequestId, ike::Completion>> answers;
    std::vector<std::thread::id> answered_on;
    JobPool pool{io, 1, [this](ike::RequestId id, const ike::Completion& answer) {
                     answers.emplace_back(id, answer);
                     answered_on.push_back(std::this_thread::get_id());
                 }};
    void run_until(std::size_t count) {
        const auto work = boost::asio::make_work_guard(io);
        while (answers.size() < count) io.run_one();
    }
};

}  // namespace

TEST_CASE("the pool computes what is computed at once otherwise, and answers on the thread of the loop", "[threads]") {
    Pool pool;
    pool.pool.run(7, key_pair(ecp256));
    pool.run_until(1);
    CHECK(pool.answers[0].first == 7);
    CHECK(pool.answered_on[0] == std::this_thread::get_id());
    const auto expected = ike::perform(key_pair(ecp256));
    CHECK(std::get<ike::completion::KeyPair>(pool.answers[0].second).public_value == std::get<ike::completion::KeyPair>(expected).public_value);
}

TEST_CASE("who chose a quick group does not wait for those of a slow one", "[threads]") {
    constexpr ike::RequestId slow_ones = 64, quick = 1000;
    Pool pool;
    for (ike::RequestId id = 0; id < slow_ones; ++id) pool.pool.run(id, key_pair(modp4096));
    pool.pool.run(quick, key_pair(ecp256));
    pool.run_until(slow_ones + 1);
    const auto place = std::find_if(pool.answers.begin(), pool.answers.end(), [](const auto& answer) { return answer.first == quick; });
    CHECK(place - pool.answers.begin() < static_cast<std::ptrdiff_t>(slow_ones));
}

TEST_CASE("a pool that ends drops what it has not answered", "[threads]") {
    Pool pool;
    for (ike::RequestId id = 0; id < 32; ++id) pool.pool.run(id, key_pair(modp4096));
}
