#pragma once

#include "config-model/interface.h"
#include "ipsec-dataplane/views.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// What a screen shows of one interface: its configuration (none for one that only the data plane knows) and its state.
struct InterfaceRow {
    const config::Interface* configured = nullptr;
    dataplane::InterfaceView state;
    dataplane::Instant now{};

    template <class F>
    void fields(F&& field) const {
        field("interface", state.name.text());
        field("address", state.address ? state.address->address : config::IpAddress{});
        field("prefix_length", state.address ? std::optional(state.address->length) : std::nullopt);
        field("administratively_down", state.administratively_down);
        field("link_up", state.link_up);
        field("line_protocol_up", state.line_protocol_up);
        field("description", state.description);
        field("mtu", state.mtu);
        field("input_packets", state.input_packets);
        field("input_bytes", state.input_bytes);
        field("output_packets", state.output_packets);
        field("output_bytes", state.output_bytes);
        field("input_errors", state.input_errors);
        field("output_drops", state.output_drops);
    }
};

/// show interfaces
void print_interface(const InterfaceRow& row, const ShowLook& look, TextWriter& out);
/// show ip interface brief
void print_interface_brief(const InterfaceRow& row, const ShowLook& look, TextWriter& out);
/// show interfaces description
void print_interface_description(const InterfaceRow& row, TextWriter& out);

}  // namespace show
