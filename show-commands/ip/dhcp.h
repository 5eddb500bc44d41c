#pragma once

#include "ipsec-dataplane/views.h"
#include "show-commands/router_view.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// A lease of this router's DHCP server.
struct DhcpBindingRow {
    dataplane::DhcpBindingView binding;
    dataplane::Instant now{};
    template <class F>
    void fields(F&& field) const;
};

/// "0100.5079.6668.00": two bytes a group.
std::string client_id_text(const std::vector<std::uint8_t>& id);
/// "Mar 02 1993 12:05 AM", `seconds_left` from now.
std::string lease_end_text(const WallClock& clock, const config::SystemConfig& system, dataplane::Instant now, std::uint32_t seconds_left);
/// One binding; a long client id goes on below itself.
void print_dhcp_binding(const dataplane::DhcpBindingView& binding, const std::string& end, const ShowLook& look, TextWriter& out);

/// What this router was leased itself.
struct DhcpLeaseRow {
    dataplane::DhcpLeaseView lease;
    template <class F>
    void fields(F&& field) const;
};
void print_dhcp_lease(const dataplane::DhcpLeaseView& lease, TextWriter& out);

}  // namespace show
