#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>

namespace debug {

/// The debug switches that EXEC commands turn.
enum class Switch : std::uint8_t {
    ikev2,
    ikev2_error,
    ikev2_packet,
    ikev2_packet_hexdump,
    ikev2_internal,
    isakmp,
    isakmp_error,
    ipsec,
    ipsec_error,
    engine,
    engine_error,
    engine_packet,
    kmi,
    ip_icmp,
    ip_packet
};
inline constexpr std::size_t switch_count = 15;

/// Which switches are on.
class Switches {
public:
    bool on(Switch which) const { return bits_.test(static_cast<std::size_t>(which)); }
    void set(Switch which, bool on) { bits_.set(static_cast<std::size_t>(which), on); }
    bool any() const { return bits_.any(); }
    /// Any of the `debug crypto ikev2 …` family.
    bool any_ikev2() const {
        return on(Switch::ikev2) || on(Switch::ikev2_error) || on(Switch::ikev2_packet) ||
               on(Switch::ikev2_packet_hexdump) || on(Switch::ikev2_internal);
    }
    /// Any of those that an IKEv1 negotiation writes lines for.
    bool any_isakmp() const {
        return on(Switch::isakmp) || on(Switch::isakmp_error) || on(Switch::ipsec) || on(Switch::ipsec_error) ||
               on(Switch::engine) || on(Switch::engine_error) || on(Switch::engine_packet) || on(Switch::kmi);
    }

private:
    std::bitset<switch_count> bits_;
};

/// How `show debugging` and the debug commands speak of one switch.
struct SwitchNames {
    Switch which;
    std::string_view group;  ///< heading of `show debugging`: "IKEV2"
    std::string_view on;     ///< "IKEv2 internal debugging is on"
    /// "IKEv2 internal debugging": completed by " is on" / " is off".
    constexpr std::string_view subject() const { return on.substr(0, on.size() - 6); }
};

/// In the order of Switch.
std::span<const SwitchNames> switch_names();

}  // namespace debug
