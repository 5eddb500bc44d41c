#include "show-commands/crypto/crypto_session.h"

#include <algorithm>

#include "show-commands/duration.h"

namespace show {

namespace {

std::string_view or_none(std::string_view text) { return text.empty() ? "(none)" : text; }

void print_head_lines(const SessionRow& row, bool detail, const ShowLook& look, TextWriter& out) {
    out.line("Interface: ", row.interface);
    if (!row.username.empty()) out.line("Username: ", row.username);
    const bool client = !row.group.empty() || row.assigned;
    if ((look.session_profile || client) && !row.profile.empty()) out.line("Profile: ", row.profile);
    if (!row.group.empty()) out.line("Group: ", row.group);
    if (row.assigned) out.line("Assigned address: ", *row.assigned);
    if (detail && row.uptime) out.line("Uptime: ", short_duration(*row.uptime));
    out.line("Session status: ", status_text(row.status));
    out.put("Peer: ", row.peer, " port ", row.port, ' ');
    if (!detail) return static_cast<void>(out.end());
    out.line("fvrf: ", or_none(row.fvrf), " ivrf: ", or_none(row.ivrf));
    const bool id_first = !look.description_first && !row.phase1_id.empty();
    if (id_first) out.line("      Phase1_id: ", row.phase1_id);
    out.line("      Desc: ", or_none(row.description));
    if (!id_first) out.line("      Phase1_id: ", or_none(row.phase1_id));
}

void print_session_sa(const SessionSaRow& sa, bool detail, const ShowLook& look, TextWriter& out) {
    if (look.session_id) out.line("  Session ID: ", sa.session_id, "  ");
    out.line("  ", sa.ikev1 ? look.session_ikev1 : "IKEv2 SA", ": local ", sa.local, '/', sa.local_port, sa.local.is_v6() ? "\n          " : " ", "remote ", sa.remote, '/',
             sa.remote_port, sa.active ? " Active " : " Inactive ");
    if (!detail) return;
    out.put("          Capabilities:", or_none(sa.capabilities), " connid:", sa.connection_id, " lifetime:");
    if (sa.active) out.line(hours_minutes_seconds(sa.seconds_left));
    else out.line('0');
}

void print_life(const SessionFlowRow& flow, std::uint64_t kilobytes, std::uint64_t seconds, TextWriter& out) {
    out.put(" life (KB/Sec) ");
    if (flow.kilobytes_limited) out.put(kilobytes);
    else out.put("KB Vol Rekey Disabled");
    out.line('/', seconds);
}

void print_session_flow(const SessionFlowRow& flow, bool detail, TextWriter& out) {
    out.line("  IPSEC FLOW: permit ", flow.permit, ' ');
    out.line("        Active SAs: ", flow.active_sas, ", origin: ", flow.origin);
    if (!detail) return;
    out.put("        Inbound:  #pkts dec'ed ", flow.decrypted, " drop ", flow.dropped_in);
    print_life(flow, flow.kilobytes_in, flow.seconds_in, out);
    out.put("        Outbound: #pkts enc'ed ", flow.encrypted, " drop ", flow.dropped_out);
    print_life(flow, flow.kilobytes_out, flow.seconds_out, out);
}

std::string_view brief_status(SessionStatus status) {
    switch (status) {
        case SessionStatus::up_active: return "UA";
        case SessionStatus::up_idle: return "UI";
        case SessionStatus::up_no_ike: return "UK";
        case SessionStatus::down_negotiating: return "DN";
        case SessionStatus::down: return "D";
    }
    return {};
}

std::string short_interface(const std::string& name) {
    const auto parsed = config::InterfaceName::parse(name);
    return parsed ? parsed->short_text() : name;
}

void print_brief(const SessionRow& row, TextWriter& out) {
    out.line(row.peer, at(16), short_interface(row.interface), at(28), row.username, at(41), row.group.empty() ? row.phase1_id : row.group, at(61),
             row.uptime ? short_duration(*row.uptime) : std::string{}, at(72), brief_status(row.status));
}

constexpr std::string_view brief_head =
    "Status: A- Active, U - Up, D - Down, I - Idle, S - Standby, N - Negotiating\n"
    "        K - No IKE\n"
    "ivrf = (none)\n"
    "Peer            I/F         Username     Group/Phase1_id     Uptime     Status\n";

}  // namespace

std::string_view status_text(SessionStatus status) {
    switch (status) {
        case SessionStatus::up_active: return "UP-ACTIVE     ";
        case SessionStatus::up_idle: return "UP-IDLE";
        case SessionStatus::up_no_ike: return "UP-NO-IKE";
        case SessionStatus::down_negotiating: return "DOWN-NEGOTIATING";
        case SessionStatus::down: return "DOWN";
    }
    return {};
}

bool SessionFilter::admits(const SessionRow& row) const {
    const bool is_up = row.status != SessionStatus::down && row.status != SessionStatus::down_negotiating;
    return (username.empty() || row.username == username) && (fvrf.empty() || row.fvrf == fvrf) && (ivrf.empty() || row.ivrf == ivrf) &&
           (!up || (*up && is_up));
}

void print_session(const SessionRow& row, SessionForm form, const ShowLook& look, TextWriter& out) {
    if (form == SessionForm::brief) return print_brief(row, out);
    const bool detail = form == SessionForm::detail;
    print_head_lines(row, detail, look, out);
    for (const SessionSaRow& sa : row.sas) print_session_sa(sa, detail, look, out);
    for (const SessionFlowRow& flow : row.flows) print_session_flow(flow, detail, out);
}

void print_session_heading(SessionForm form, const ShowLook& look, TextWriter& out) {
    if (form == SessionForm::brief) return static_cast<void>(out.block(brief_head));
    out.line("Crypto session current status").end();
    if (form == SessionForm::detail) out.block(look.session_code).end();
}

}  // namespace show
