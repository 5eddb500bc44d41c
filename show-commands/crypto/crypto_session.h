#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config-model/interface_name.h"
#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/show_look.h"

namespace show {

enum class SessionStatus : std::uint8_t { up_active, up_idle, up_no_ike, down_negotiating, down };

/// The words of the screen, trailing blanks included.
std::string_view status_text(SessionStatus status);

/// An IKE SA of a session.
struct SessionSaRow {
    std::uint32_t session_id = 0;
    config::IpAddress local, remote;
    std::uint16_t local_port = 500, remote_port = 500;
    bool active = false;
    std::string capabilities;                 ///< "DN"; empty: (none)
    std::uint32_t connection_id = 0;          ///< tunnel-id, or connection of IKEv1; 0 until it is active
    std::uint32_t seconds_left = 0;           ///< 0 until it is active
    bool ikev1 = false;

    template <class F>
    void fields(F&& field) const {
        field("session_id", session_id);
        field("local", local);
        field("local_port", local_port);
        field("remote", remote);
        field("remote_port", remote_port);
        field("active", active);
        field("capabilities", capabilities);
        field("connection_id", connection_id);
        field("seconds_left", seconds_left);
        field("version", ikev1 ? 1 : 2);
    }
};

/// An identity of a session.
struct SessionFlowRow {
    std::string permit;                       ///< "ip host 10.0.0.1 10.1.0.0/255.255.0.0": after `permit `
    std::uint64_t active_sas = 0;
    std::string_view origin = "crypto map";
    std::uint64_t decrypted = 0, dropped_in = 0, encrypted = 0, dropped_out = 0;
    std::uint64_t kilobytes_in = 0, kilobytes_out = 0, seconds_in = 0, seconds_out = 0;
    bool kilobytes_limited = true;

    template <class F>
    void fields(F&& field) const {
        field("permit", permit);
        field("active_sas", active_sas);
        field("origin", origin);
        field("decrypted", decrypted);
        field("dropped_in", dropped_in);
        field("encrypted", encrypted);
        field("dropped_out", dropped_out);
        field("kilobytes_in", kilobytes_in);
        field("kilobytes_out", kilobytes_out);
        field("seconds_in", seconds_in);
        field("seconds_out", seconds_out);
    }
};

/// One peer behind one interface.
struct SessionRow {
    std::string interface;
    std::string profile;                      ///< empty: no such line
    std::optional<std::uint64_t> uptime;      ///< seconds
    SessionStatus status = SessionStatus::down;
    config::IpAddress peer;
    std::uint16_t port = 500;
    std::string fvrf, ivrf;                   ///< empty: (none)
    std::string phase1_id;                    ///< empty: (none)
    std::string description;                  ///< of `crypto isakmp peer`; empty: (none)
    std::string username, group;              ///< of a remote access client; empty: no such lines
    std::optional<config::IpAddress> assigned;///< address that the client was given
    std::vector<SessionSaRow> sas;
    std::vector<SessionFlowRow> flows;

    template <class F>
    void fields(F&& field) const {
        field("interface", interface);
        field("profile", profile);
        field("uptime_seconds", uptime);
        field("status", status_text(status).substr(0, status_text(status).find(' ')));
        field("peer", peer);
        field("port", port);
        field("fvrf", fvrf);
        field("ivrf", ivrf);
        field("phase1_id", phase1_id);
        field("description", description);
        field("ike_sas", sas);
        field("flows", flows);
        field("username", username);
        field("group", group);
        field("assigned_address", assigned);
    }
};

enum class SessionForm : std::uint8_t { usual, detail, brief };

struct SessionFilter {
    std::optional<config::IpAddress> local, remote;
    std::optional<config::InterfaceName> interface;
    SessionForm form = SessionForm::usual;
    std::string username, fvrf, ivrf;         ///< empty: any
    std::optional<bool> up;                   ///< active: only sessions that are up; standby: this router has none
    bool admits(const SessionRow& row) const;
};

/// The lines of a session, without an empty line around them.
void print_session(const SessionRow& row, SessionForm form, const ShowLook& look, TextWriter& out);

/// What stands above the first session.
void print_session_heading(SessionForm form, const ShowLook& look, TextWriter& out);

std::unique_ptr<Screen> session_screen(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration,
                                       const SessionFilter& filter, const ShowLook& look);

}  // namespace show
