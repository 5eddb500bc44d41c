#include "show-commands/crypto/ikev2_diagnose.h"

#include <algorithm>

#include "ike/engine.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

std::string_view text_of(ike::Failed why) {
    using enum ike::Failed;
    switch (why) {
        case no_matching_policy:
        case no_matching_ipsec_policy: return "Failed to find a matching policy";
        case wrong_dh_group:
        case retry_with_group: return "The peer's KE payload contained the wrong DH group";
        case no_profile:
        case no_preshared_key:
        case locate_item: return "Failed to locate an item in the database";
        case authentication: return "Failed to authenticate the IKE SA";
        case peer_refused_authentication: return "Received authentication failure notify";
        case peer_sent_no_proposal_chosen: return "Received no proposal chosen notify";
        case ts_unacceptable: return "There was no IPSEC policy found for received TS";
        case peer_sent_ts_unacceptable: return "Received TS unacceptable notify";
        case retransmissions_exceeded: return "Maximum number of retransmissions reached";
        case initial_exchange:
        case cleared: return "Initial exchange failed";
        case temporary_failure: return "Received temporary failure notify";
        case child_sa_not_found: return "Received child SA not found notify";
        case no_additional_sas: return "Received no additional SAs notify";
        case auth_exchange: return "Auth exchange failed";
        case create_child_exchange: return "Create child exchange failed";
        case invalid_syntax:
        case decode: return "A supplied parameter is incorrect";
        case unsupported_critical_payload: return "Unsupported critical payload";
        case invalid_major_version: return "Invalid major version";
        case invalid_ike_spi: return "Detected an invalid IKE SPI";
        case invalid_message_id: return "Message id is out of the window";
        case integrity: return "Failed to verify the integrity of the packet";
        case negotiation_timeout: return "Failed to receive the AUTH msg before the timer expired";
        case too_many_negotiations: return "Maximum number of negotiating sessions reached";
        case certificate: return "Verify cert failed";
    }
    return "Initial exchange failed";
}

/// The way through the state machine; what no machine has seen came to rest before it.
void print_path(const ike::ErrorView& error, TextWriter& out) {
    std::string spi = TextWriter().put(hex(error.initiator_spi, 16)).take();
    for (char& digit : spi)
        if (digit >= 'A') digit = static_cast<char>(digit - 'A' + 'a');
    out.put("-Traceback= 1#", spi);
    for (const auto& [state, event] : error.path) out.put(" :", state, '+', event);
    if (error.path.empty()) out.put(" :IDLE+EV_NO_EVENT");
    out.end();
}

/// One kind of failure for JSON.
struct ErrorRow {
    ike::ErrorView error;

    template <class F>
    void fields(F&& field) const {
        field("error", text_of(error.why));
        field("count", error.count);
        field("initiator_spi", TextWriter().put(hex(error.initiator_spi, 16)).take());
        std::vector<std::string> steps;
        for (const auto& [state, event] : error.path) steps.push_back(std::string(state) + '+' + std::string(event));
        field("path", steps);
    }
};

std::vector<ErrorRow> error_rows(const RouterView& view) {
    std::vector<ErrorRow> rows;
    if (!view.engine) return rows;
    ike::ErrorTableView table = view.engine->errors();
    for (ike::ErrorView& error : table.entries) rows.push_back({std::move(error)});
    return rows;
}

}  // namespace

void print_ikev2_errors(const ike::ErrorTableView& errors, bool enabled, unsigned room, TextWriter& out) {
    out.line("Exit Path Table - status: ", enabled ? "enable" : "disable", ", current entry ", errors.entries.size(), ", deleted ",
             errors.deleted, ", max allow ", room);
    for (const ike::ErrorView& error : errors.entries) {
        out.end().line("Error(", error.count, "): ", text_of(error.why)).end();
        print_path(error, out);
    }
}

std::span<const config::Line> ikev2_diagnose_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ikev2() >> kw("diagnose", "Shows ikev2 diagnose") >> kw("error", "Shows ikev2 error exit path"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) {
                             const auto& room = view.configuration.ikev2.diagnose_errors;
                             print_ikev2_errors(view.engine ? view.engine->errors() : ike::ErrorTableView{}, room.has_value(),
                                                room.value_or(config::default_diagnose_errors), out);
                         }, [&view] { return error_rows(view); });
                     }),
    };
    return lines;
}

}  // namespace show
