#pragma once

#include "config-model/interface.h"
#include "ipsec-dataplane/views.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// An interface as `show ipv6 interface` sees it.
struct Ipv6InterfaceRow {
    const config::Interface* configured = nullptr;
    dataplane::InterfaceView state;
    bool announces = false;                    ///< sends router advertisements

    template <class F>
    void fields(F&& field) const {
        field("interface", state.name.text());
        field("administratively_down", state.administratively_down);
        field("link_up", state.link_up);
        field("line_protocol_up", state.line_protocol_up);
        field("link_local", state.ipv6_link_local.value_or(config::IpAddress{}));
        std::vector<std::string> addresses;
        for (const config::Prefix& address : state.ipv6) addresses.push_back(address.address.text() + '/' + std::to_string(address.length));
        field("addresses", addresses);
        field("mtu", state.mtu);
    }
};

/// show ipv6 interface; nothing for an interface without IPv6.
void print_ipv6_interface(const Ipv6InterfaceRow& row, TextWriter& out);
/// show ipv6 interface brief
void print_ipv6_interface_brief(const Ipv6InterfaceRow& row, const ShowLook& look, TextWriter& out);

}  // namespace show
