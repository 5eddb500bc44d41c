#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config-model/configuration.h"
#include "ike/isakmp/views.h"

namespace ike::isakmp {

/// The addresses of `ip local pool` that are given to VPN clients. Ranges are those of the configuration at the moment of asking:
/// an address in use outlives its range.
class AddressPools {
public:
    /// The owner's former address if it is free, else the first that nobody had, else the first that is free. Nothing when
    /// there is no such pool or no free address.
    std::optional<config::IpAddress> allocate(const config::Configuration& configuration, std::string_view pool, const std::string& owner);
    void release(const config::IpAddress& address);

    /// One row a range; further ranges of a pool carry no name.
    std::vector<PoolRangeView> views(const config::Configuration& configuration) const;
    std::size_t in_use() const { return owners_.size(); }

private:
    bool is_free(const config::IpAddress& address) const { return owners_.count(address) == 0; }
    std::optional<config::IpAddress> former(const config::LocalPool& pool, const std::string& owner) const;
    std::optional<config::IpAddress> first_free(const config::LocalPool& pool, bool fresh) const;

    std::map<config::IpAddress, std::string> owners_;            ///< of addresses in use
    std::map<config::IpAddress, std::string> former_owners_;     ///< last owner of every address that was ever given
    std::map<std::pair<std::string, std::string>, config::IpAddress> former_;  ///< by pool and owner
};

}  // namespace ike::isakmp
