#include <catch2/catch.hpp>

#include "ike/isakmp/steps.h"
#include "isakmp_quick_pair.h"

using namespace quick_test;
using ike::isakmp::Row;
using ike::isakmp::Table;
using ike::isakmp::Tables;

namespace {

constexpr const char* releases[] = {"12.3", "15.2", "17.3"};

/// All that can be seen of one negotiation with perfect forward secrecy.
struct Outcome {
    std::vector<std::size_t> events1, events2;
    std::size_t sent = 0, installed1 = 0, installed2 = 0;
    bool works = false, waits = false;
    bool operator==(const Outcome&) const = default;
};

Outcome negotiate(const char* release, const Tables& tables) {
    Pair pair;
    pair.look(release);
    pair.r1.policy().pfs_group = pair.r2.policy().pfs_group = std::uint16_t{2};
    pair.r1.start(tables);
    pair.r2.start(tables);
    pair.acquire(pair.r1);
    pair.run(100s);
    Outcome outcome{pair.r1.events.order, pair.r2.events.order, pair.sent, pair.r1.data_plane.installed, pair.r2.data_plane.installed, pair.works(), false};
    for (const auto& [spi, one] : pair.r2.data_plane.pairs) outcome.waits = outcome.waits || one.waits;
    return outcome;
}

ike::isakmp::Outcome do_nothing(ike::isakmp::Exchange&, const ike::isakmp::Input&) { return ike::isakmp::done; }

using Part = ike::isakmp::Action Row::*;

/// True when the negotiation of some release goes another way without this part of this row.
bool matters(bool initiator, std::size_t row, Part part) {
    Tables tables = ike::isakmp::standard_tables();
    Table& table = initiator ? tables.quick_initiator : tables.quick_responder;
    std::vector<Row> rows(table.rows.begin(), table.rows.end());
    rows[row].*part = do_nothing;
    table.rows = rows;
    return std::any_of(std::begin(releases), std::end(releases),
                       [&](const char* release) { return !(negotiate(release, tables) == negotiate(release, ike::isakmp::standard_tables())); });
}

}  // namespace

TEST_CASE("every action of quick mode does what its row says") {
    for (const bool initiator : {true, false}) {
        const Table& table = initiator ? ike::isakmp::quick_initiator : ike::isakmp::quick_responder;
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            for (const Part part : {&Row::action, &Row::answered, &Row::after}) {
                if (table.rows[row].*part == nullptr) continue;
                CAPTURE(table.name, row, part == &Row::action, part == &Row::answered);
                CHECK(matters(initiator, row, part));
            }
    }
}

TEST_CASE("an outcome is the same each time") {
    for (const char* const release : releases)
        CHECK(negotiate(release, ike::isakmp::standard_tables()) == negotiate(release, ike::isakmp::standard_tables()));
}
