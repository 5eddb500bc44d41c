#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "show-commands/crypto/crypto_session.h"
#include "show-commands/crypto/ikev2_sa.h"
#include "show-commands/crypto/ipsec_sa.h"
#include "show-commands/crypto/isakmp_sa.h"
#include "tests/show-commands/isakmp_documents.h"

using show::show_look;

namespace {

/// A router with very many tunnels, none of which is stored.
class ManyTunnels final : public show::CryptoRows {
public:
    explicit ManyTunnels(std::uint32_t count) : count_(count), entry_(documents::policy_001(true)), flow_(documents::flow_001(true)) {}

    std::optional<ike::IkeSaView> next_ike_sa(std::uint32_t cursor) const override {
        if (cursor >= count_) return std::nullopt;
        ike::IkeSaView sa = documents::ike_sa_001(true);
        sa.tunnel_id = cursor + 1;
        return sa;
    }
    std::vector<std::uint32_t> ike_sas_with(const config::IpAddress&) const override { return {}; }
    std::optional<ike::isakmp::SaView> next_isakmp_sa(std::uint32_t cursor) const override {
        if (cursor >= count_) return std::nullopt;
        return documents::isakmp_sa(cursor + 1, "10.0.0.1", "10.0.0.2", true);
    }
    std::vector<std::uint32_t> isakmp_sas_with(const config::IpAddress&) const override { return {}; }
    std::optional<dataplane::FlowView> next_flow(dataplane::FlowId cursor) const override { return flow(cursor + 1); }
    std::optional<dataplane::FlowView> flow(dataplane::FlowId id) const override {
        if (id > count_) return std::nullopt;
        dataplane::FlowView view = flow_;
        view.flow.id = id;
        return view;
    }
    const dataplane::PolicyEntry* entry(dataplane::PolicyEntryId) const override { return &entry_; }
    std::vector<dataplane::PolicyEntryId> entries() const override { return {1}; }
    std::vector<dataplane::PolicyEntryId> entries_for(const config::IpAddress&, const config::IpAddress&) const override { return {1}; }

private:
    std::uint32_t count_;
    dataplane::PolicyEntry entry_;
    dataplane::FlowView flow_;
};

struct Streamed {
    std::size_t largest = 0, total = 0;
};

Streamed stream(show::Screen& screen, bool json) {
    Streamed result;
    show::TextWriter out;
    for (bool more = true; more;) {
        more = json ? screen.json_some(out) : screen.print_some(out);
        result.largest = std::max(result.largest, out.size());
        result.total += out.size();
        out.drain();
    }
    return result;
}

std::unique_ptr<show::Screen> ipsec_screen(std::unique_ptr<show::CryptoRows> rows) {
    static const config::Configuration none;
    return ipsec_sa_screen(std::move(rows), none, {}, show_look(config::Look::ios15_1));
}

}  // namespace

TEST_CASE("100,000 identities are never held at once") {
    const auto screen = ipsec_screen(std::make_unique<ManyTunnels>(100'000));
    const Streamed text = stream(*screen, false);
    CHECK(text.largest < 16 * 1024);
    CHECK(text.total > 100'000 * 1500);
    const auto json = ipsec_screen(std::make_unique<ManyTunnels>(10'000));
    CHECK(json->has_json());
    CHECK(stream(*json, true).largest < 16 * 1024);
    const auto ike = ikev2_sa_screen(std::make_unique<ManyTunnels>(10'000), {}, show_look(config::Look::ios15_1));
    CHECK(stream(*ike, false).largest < 16 * 1024);
    const auto isakmp = isakmp_sa_screen(std::make_unique<ManyTunnels>(10'000), {}, show_look(config::Look::ios15_1));
    const Streamed rows = stream(*isakmp, false);
    CHECK(rows.largest < 16 * 1024);
    CHECK(rows.total > 10'000 * 60);
}

TEST_CASE("rows that go away while a screen is read are left out") {
    auto rows = std::make_unique<SyntheticRows>(documents::router_001(true));
    SyntheticRows* router = rows.get();
    for (std::uint32_t id = 2; id < 40; ++id) {
        router->flows.push_back(router->flows[0]);
        router->flows.back().flow.id = id;
    }
    const auto screen = ipsec_screen(std::move(rows));
    show::TextWriter out;
    REQUIRE(screen->print_some(out));
    router->policies.clear();
    CHECK_FALSE(screen->print_some(out));
}

TEST_CASE("show crypto ipsec sa | json") {
    const auto screen = ipsec_screen(std::make_unique<SyntheticRows>(documents::router_001(true)));
    const auto json = nlohmann::json::parse(json_of(*screen));
    REQUIRE(json.size() == 1);
    CHECK(json[0]["interface"] == "Tunnel0");
    CHECK(json[0]["crypto_map"] == "Tunnel0-head-0");
    CHECK(json[0]["peer"] == "10.0.0.2");
    CHECK(json[0]["pkts_encaps"] == 10);
    CHECK(json[0]["pfs_group"].is_null());
    CHECK(json[0]["inbound"][0]["spi"] == 1802816377);
    CHECK(json[0]["outbound"][0]["transform"] == "esp-3des esp-sha-hmac");
    CHECK(json[0]["local_ident"]["prefix_length"] == 0);
    CHECK(nlohmann::json::parse(json_of(*ipsec_screen(std::make_unique<SyntheticRows>()))).empty());
}

TEST_CASE("show crypto session | json") {
    static const config::Configuration none;
    SyntheticRows router = documents::router_001(true);
    router.sas[0].remote_id = "a\"b\\c\n\x01";
    const auto screen = session_screen(std::make_unique<SyntheticRows>(router), none, {}, show_look(config::Look::ios15_1));
    const auto json = nlohmann::json::parse(json_of(*screen));
    REQUIRE(json.size() == 1);
    CHECK(json[0]["status"] == "UP-ACTIVE");
    CHECK(json[0]["phase1_id"] == "a\"b\\c\n\x01");
    CHECK(json[0]["ike_sas"][0]["seconds_left"] == 110);
    CHECK(json[0]["flows"][0]["active_sas"] == 2);
}
