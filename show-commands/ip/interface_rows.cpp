#include "show-commands/ip/interface_rows.h"

#include "ipsec-dataplane/data_plane.h"

namespace show {

std::optional<InterfaceRow> InterfaceRows::next() {
    if (!read_) read();
    if (at_ == states_.size()) return std::nullopt;
    dataplane::InterfaceView& state = states_[at_++];
    const config::Interface* configured = view_.configuration.find(state.name);
    return InterfaceRow{configured, std::move(state), view_.now};
}

void InterfaceRows::read() {
    read_ = true;
    if (view_.data_plane) states_ = view_.data_plane->interfaces(view_.now);
    if (only_) std::erase_if(states_, [this](const dataplane::InterfaceView& state) { return state.name != *only_; });
}

}  // namespace show
