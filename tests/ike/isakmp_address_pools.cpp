#include <catch2/catch.hpp>

#include "ike/isakmp/address_pools.h"

using ike::isakmp::AddressPools;
using config::IpAddress;

namespace {

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

void add_range(config::Configuration& configuration, const char* pool, const char* first, const char* last) {
    configuration.local_pools.at(pool).ranges.push_back({ip(first), ip(last), {}});
}

struct Pools {
    Pools() { add_range(configuration, "ippool", "10.5.5.1", "10.5.5.3"); }
    std::string allocate(const char* owner, const char* pool = "ippool") {
        const auto address = pools.allocate(configuration, pool, owner);
        return address ? address->text() : "none";
    }
    void release(const char* address) { pools.release(ip(address)); }

    config::Configuration configuration;
    AddressPools pools;
};

}  // namespace

TEST_CASE("addresses are given in order, until there are none") {
    Pools lab;
    CHECK(lab.allocate("a") == "10.5.5.1");
    CHECK(lab.allocate("b") == "10.5.5.2");
    CHECK(lab.allocate("c") == "10.5.5.3");
    CHECK(lab.allocate("d") == "none");
    lab.release("10.5.5.2");
    CHECK(lab.allocate("d") == "10.5.5.2");
    CHECK(lab.allocate("e") == "none");
    CHECK(lab.pools.in_use() == 3);
}

TEST_CASE("who comes back has the former address while nobody else needed it") {
    Pools lab;
    CHECK(lab.allocate("a") == "10.5.5.1");
    CHECK(lab.allocate("b") == "10.5.5.2");
    lab.release("10.5.5.1");
    CHECK(lab.allocate("c") == "10.5.5.3");
    CHECK(lab.allocate("a") == "10.5.5.1");
    lab.release("10.5.5.1");
    CHECK(lab.allocate("d") == "10.5.5.1");
    lab.release("10.5.5.2");
    // The former address of `a` is in use, that of `b` is free.
    CHECK(lab.allocate("a") == "10.5.5.2");
    lab.release("10.5.5.2");
    CHECK(lab.allocate("b") == "10.5.5.2");
}

TEST_CASE("a user may be connected twice") {
    Pools lab;
    CHECK(lab.allocate("a") == "10.5.5.1");
    CHECK(lab.allocate("a") == "10.5.5.2");
    lab.release("10.5.5.2");
    CHECK(lab.allocate("a") == "10.5.5.2");
}

TEST_CASE("further ranges are used in turn, and shown without the pool's name") {
    Pools lab;
    add_range(lab.configuration, "ippool", "10.6.0.250", "10.6.1.4");
    for (const char* owner : {"a", "b", "c"}) lab.allocate(owner);
    CHECK(lab.allocate("d") == "10.6.0.250");
    const auto views = lab.pools.views(lab.configuration);
    REQUIRE(views.size() == 2);
    CHECK(views[0].pool == "ippool");
    CHECK(views[0].free == 0);
    CHECK(views[0].in_use == 3);
    CHECK(views[1].pool.empty());
    CHECK(views[1].free == 10);
    CHECK(views[1].in_use == 1);
}

TEST_CASE("what the configuration does not have is not given") {
    Pools lab;
    CHECK(lab.allocate("a", "other") == "none");
    add_range(lab.configuration, "turned", "10.0.0.9", "10.0.0.1");
    CHECK(lab.allocate("a", "turned") == "none");
    CHECK(lab.allocate("a") == "10.5.5.1");
    lab.configuration.local_pools.find("ippool")->ranges.front() = {ip("10.7.0.1"), ip("10.7.0.1"), {}};
    lab.release("10.5.5.1");
    CHECK(lab.allocate("a") == "10.7.0.1");
    CHECK(lab.pools.views(lab.configuration).front().free == 0);
}

TEST_CASE("the last addresses there are") {
    Pools lab;
    add_range(lab.configuration, "end", "255.255.255.254", "255.255.255.255");
    CHECK(lab.allocate("a", "end") == "255.255.255.254");
    CHECK(lab.allocate("b", "end") == "255.255.255.255");
    CHECK(lab.allocate("c", "end") == "none");
}
