#pragma once

#include <string>

#include "ike/isakmp/views.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// "IPSEC_ACTIVE", …
std::string_view ezvpn_state_name(ike::isakmp::EzvpnState state);

/// One client of `show crypto ipsec client ezvpn`.
struct EzvpnRow {
    ike::isakmp::EzvpnView client;
    template <class F>
    void fields(F&& field) const {
        field("name", client.name);
        field("state", ezvpn_state_name(client.state));
        field("last_event", client.last_event);
        field("outside_interface", client.outside ? client.outside->text() : std::string{});
        field("address", client.address.value_or(config::IpAddress{}));
        field("mask", client.netmask.value_or(config::IpAddress{}));
        field("save_password", client.save_password);
        field("peer", client.peer.value_or(config::IpAddress{}));
    }
};

/// The lines of one client, without the heading of the screen.
void print_ezvpn(const EzvpnRow& row, TextWriter& out);

}  // namespace show
