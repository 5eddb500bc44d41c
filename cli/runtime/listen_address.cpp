#include "cli/runtime/listen_address.h"

#include <charconv>

#include "cli/options.h"

namespace cli {

namespace {

constexpr std::size_t last_port = 65535;

[[noreturn]] void refuse(const std::string& text) { throw UsageError("an address to listen at is [HOST:]PORT, not " + text); }

std::string without_brackets(const std::string& host) {
    return host.size() > 2 && host.front() == '[' && host.back() == ']' ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

ListenAddress ListenAddress::parse(const std::string& text) {
    ListenAddress address;
    const auto colon = text.rfind(':');
    if (colon != std::string::npos) address.host = without_brackets(text.substr(0, colon));
    const char* const begin = text.data() + (colon == std::string::npos ? 0 : colon + 1);
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(begin, end, address.port);
    if (error != std::errc{} || stop != end || address.host.empty()) refuse(text);
    return address;
}

ListenAddress ListenAddress::next(std::size_t count) const {
    if (port == 0) return *this;
    if (port + count > last_port) throw UsageError("no port is left for every router, counting up from " + std::to_string(port));
    return {host, static_cast<std::uint16_t>(port + count)};
}

}  // namespace cli
