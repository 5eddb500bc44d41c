#include "config-model/access_list.h"

#include <algorithm>

namespace config {

bool PortMatch::matches(std::uint16_t port) const {
    const auto listed = [&] { return std::find(ports.begin(), ports.end(), port) != ports.end(); };
    switch (op) {
        case PortOperator::none: return true;
        case PortOperator::eq: return listed();
        case PortOperator::neq: return !listed();
        case PortOperator::lt: return !ports.empty() && port < ports[0];
        case PortOperator::gt: return !ports.empty() && port > ports[0];
        case PortOperator::range: return ports.size() == 2 && port >= ports[0] && port <= ports[1];
    }
    return false;
}

}  // namespace config
