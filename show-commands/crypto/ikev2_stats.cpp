#include "show-commands/crypto/ikev2_stats.h"

#include <algorithm>

#include "ike/engine.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

/// A number in a field of eight, as every count of this screen stands.
struct Count {
    std::string text;
    explicit Count(std::uint64_t value) : text(std::to_string(value)) { text.resize(std::max<std::size_t>(text.size(), 8), ' '); }
};

constexpr std::string_view rule = "--------------------------------------------------------------------------------";

void print_exchange(std::string_view name, const ike::EngineStats::Exchange& is, TextWriter& out) {
    out.line(name, at(30), right(is.tx_request, 11), right(is.tx_response, 11), right(is.rx_request, 11), right(is.rx_response, 11));
}

bool is_used(const ike::EngineStats::Exchange& is) {
    return (is.tx_request | is.tx_response | is.rx_request | is.rx_response) != 0;
}

void print_notifies(std::string_view title, bool errors, const ike::EngineStats& stats, TextWriter& out) {
    out.end().line(title).end();
    for (const auto& [type, counts] : stats.notifies)
        if (ike::is_error(type) == errors && is_used(counts)) print_exchange(ike::name_of(type), counts, out);
}

ike::EngineStats stats_of(const RouterView& view) { return view.engine ? view.engine->stats() : ike::EngineStats{}; }

/// The counters for JSON.
struct StatsRow {
    ike::EngineStats is;

    template <class F>
    void fields(F&& field) const {
        field("max_sas", is.max_sa);
        field("max_in_negotiation_incoming", is.max_in_negotiation_in);
        field("max_in_negotiation_outgoing", is.max_in_negotiation_out);
        field("incoming_active", is.sa_active_in);
        field("incoming_negotiating", is.sa_negotiating_in);
        field("outgoing_active", is.sa_active_out);
        field("outgoing_negotiating", is.sa_negotiating_out);
        field("incoming_requests", is.in_requests);
        field("incoming_accepted", is.in_accepted);
        field("incoming_rejected", is.in_rejected);
        field("outgoing_requests", is.out_requests);
        field("outgoing_accepted", is.out_accepted);
        field("outgoing_rejected", is.out_rejected);
        field("rejected_for_sa_limit", is.rejected_for_limit);
        field("dropped_at_dispatch", is.in_dropped);
        field("dropped_low_queue", is.low_queue_dropped);
        field("cookie_challenged", is.cookie_challenged);
        field("cookie_accepted", is.cookie_accepted);
        field("cookie_rejected", is.cookie_rejected);
        field("cookie_missing", is.cookie_missing);
    }
};

/// One line of the exchange screen.
struct ExchangeRow {
    std::string_view kind, name;   ///< "exchange", "error_notify", "other_notify"
    ike::EngineStats::Exchange counts;

    template <class F>
    void fields(F&& field) const {
        field("kind", kind);
        field("name", name);
        field("sent_requests", counts.tx_request);
        field("sent_responses", counts.tx_response);
        field("received_requests", counts.rx_request);
        field("received_responses", counts.rx_response);
    }
};

void add_notifies(std::string_view kind, bool errors, const ike::EngineStats& stats, std::vector<ExchangeRow>& rows) {
    for (const auto& [type, counts] : stats.notifies)
        if (ike::is_error(type) == errors && is_used(counts)) rows.push_back({kind, ike::name_of(type), counts});
}

std::vector<ExchangeRow> exchange_rows(const ike::EngineStats& is) {
    constexpr std::string_view kind = "exchange";
    std::vector<ExchangeRow> rows{{kind, "IKE_SA_INIT", is.sa_init},
                                  {kind, "IKE_AUTH", is.auth},
                                  {kind, "CREATE_CHILD_SA", is.create_child},
                                  {kind, "CREATE_CHILD_SA_IPSEC", is.create_child_ipsec},
                                  {kind, "CREATE_CHILD_SA_IPSEC_REKEY", is.create_child_ipsec_rekey},
                                  {kind, "CREATE_CHILD_SA_IKE_REKEY", is.create_child_ike_rekey},
                                  {kind, "INFORMATIONAL", is.informational}};
    add_notifies("error_notify", true, is, rows);
    add_notifies("other_notify", false, is, rows);
    if (is_used(is.liveness)) rows.push_back({"other_notify", "DPD", is.liveness});
    return rows;
}

}  // namespace

void print_ikev2_stats(const ike::EngineStats& is, TextWriter& out) {
    const auto count = [](std::uint64_t value) { return Count(value).text; };
    out.line(rule).line("                          Crypto IKEv2 SA Statistics").line(rule);
    out.line("System Resource Limit:   ", count(0), " Max IKEv2 SAs: ", count(is.max_sa), " Max in nego(in/out): ",
             is.max_in_negotiation_in, '/', is.max_in_negotiation_out);
    out.line("Total incoming IKEv2 SA Count:    ", count(is.sa_active_in + is.sa_negotiating_in), " active:        ", count(is.sa_active_in), " negotiating: ",
             std::to_string(is.sa_negotiating_in), at(86));
    out.line("Total outgoing IKEv2 SA Count:    ", count(is.sa_active_out + is.sa_negotiating_out), " active:        ", count(is.sa_active_out),
             " negotiating: ", std::to_string(is.sa_negotiating_out), at(86));
    out.line("Incoming IKEv2 Requests: ", count(is.in_requests), " accepted:      ", count(is.in_accepted), " rejected:    ",
             count(is.in_rejected));
    out.line("Outgoing IKEv2 Requests: ", count(is.out_requests), " accepted:      ", count(is.out_accepted), " rejected:    ",
             count(is.out_rejected));
    out.line("Rejected IKEv2 Requests: ", count(is.in_rejected + is.out_rejected), " rsrc low:      ", count(0), " SA limit:    ",
             count(is.rejected_for_limit));
    out.line("IKEv2 packets dropped at dispatch: ", count(is.in_dropped));
    out.line("Incoming Requests dropped as LOW Q limit reached : ", count(is.low_queue_dropped));
    out.line("Incoming IKEV2 Cookie Challenged Requests: ", count(is.cookie_challenged));
    out.line("    accepted: ", count(is.cookie_accepted), " rejected: ", count(is.cookie_rejected), " rejected no cookie: ",
             count(is.cookie_missing));
}

void print_ikev2_exchange_stats(const ike::EngineStats& is, TextWriter& out) {
    out.line("EXCHANGE/NOTIFY                   TX(REQ)    TX(RES)    RX(REQ)    RX(RES)").end();
    out.line("EXCHANGES").end();
    for (const ExchangeRow& row : exchange_rows(is))
        if (row.kind == "exchange") print_exchange(row.name, row.counts, out);
    print_notifies("ERROR NOTIFY", true, is, out);
    print_notifies("OTHER NOTIFY", false, is, out);
    if (is_used(is.liveness)) print_exchange("DPD", is.liveness, out);
}

std::span<const config::Line> ikev2_stats_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ikev2() >> kw("stats", "Shows ikev2 sa stats"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_ikev2_stats(stats_of(view), out); },
                                [&view] { return std::vector{StatsRow{stats_of(view)}}; });
        }),
        config::line(show_crypto_ikev2() >> kw("stats", "Shows ikev2 sa stats") >> kw("exchange", "Shows ikev2 exchange/notify stats"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) { print_ikev2_exchange_stats(stats_of(view), out); },
                                             [&view] { return exchange_rows(stats_of(view)); });
                     }),
    };
    return lines;
}

}  // namespace show
