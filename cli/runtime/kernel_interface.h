#pragma once

#include <string>
#include <vector>

namespace cli {

/// An interface must be up to carry frames.
void bring_up(const std::string& interface);

/// Takes every address off an interface that the router answers for from now on, so that the kernel does not answer beside it, and keeps
/// the kernel's IPv6 from speaking there. Returns the addresses as A.B.C.D/LENGTH.
std::vector<std::string> take_addresses_off(const std::string& interface);

}  // namespace cli
