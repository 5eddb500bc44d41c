#include "show-commands/ip/interface_rows.h"

#include <algorithm>

#include "ipsec-dataplane/data_plane.h"

namespace show {

namespace {

/// Hardware first, then the logical interfaces by the names of their kinds; a running-config has another order.
bool comes_before(const dataplane::InterfaceView& left, const dataplane::InterfaceView& right) {
    const bool logical = left.name.is_logical();
    if (logical != right.name.is_logical()) return !logical;
    if (!logical || left.name.kind == right.name.kind) return left.name < right.name;
    return left.name.text() < right.name.text();
}

}  // namespace

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
    std::sort(states_.begin(), states_.end(), comes_before);
    if (only_) std::erase_if(states_, [this](const dataplane::InterfaceView& state) { return state.name != *only_; });
}

}  // namespace show
