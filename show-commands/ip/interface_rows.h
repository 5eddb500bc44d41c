#pragma once

#include <vector>

#include "show-commands/ip/interfaces.h"
#include "show-commands/router_view.h"

namespace show {

/// The rows of all interfaces, or of one. State is read when the first row is asked for.
class InterfaceRows {
public:
    InterfaceRows(const RouterView& view, const std::optional<config::InterfaceName>& only) : view_(view), only_(only) {}
    std::optional<InterfaceRow> next();

private:
    void read();

    const RouterView& view_;
    std::optional<config::InterfaceName> only_;
    std::vector<dataplane::InterfaceView> states_;
    std::size_t at_ = 0;
    bool read_ = false;
};

}  // namespace show
