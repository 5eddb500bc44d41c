#include "debug/crypto_conditions.h"

#include <algorithm>

namespace debug {

namespace {

template <class T>
bool holds(const std::vector<T>& all, const T& value) { return std::find(all.begin(), all.end(), value) != all.end(); }

bool named(const std::vector<std::string>& all, const std::string& value) { return !value.empty() && holds(all, value); }

bool contains(const config::Prefix& prefix, const config::IpAddress& address) {
    return prefix.address.family() == address.family() && prefix.contains(address);
}

}  // namespace

bool CryptoConditions::needs_peer_only() const {
    return hostnames.empty() && groups.empty() && usernames.empty() && fvrfs.empty() && ivrfs.empty() && spis.empty() && connections.empty();
}

bool CryptoConditions::any() const { return !peers.empty() || !needs_peer_only(); }

bool CryptoConditions::show(const CryptoSubject& subject, CryptoPart part) const {
    if (!any()) return true;
    if (subject.empty()) return unmatched[static_cast<std::size_t>(part)];
    return std::any_of(peers.begin(), peers.end(), [&](const auto& prefix) { return contains(prefix, subject.peer); }) ||
           std::any_of(subject.spis.begin(), subject.spis.end(), [&](std::uint32_t spi) { return holds(spis, spi); }) ||
           (subject.connection_id != 0 && holds(connections, subject.connection_id)) || named(hostnames, subject.identity) ||
           named(groups, subject.group) || named(usernames, subject.username) || named(fvrfs, subject.fvrf) || named(ivrfs, subject.ivrf);
}

}  // namespace debug
