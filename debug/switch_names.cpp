#include "debug/switches.h"

#include <array>

namespace debug {

namespace {

using enum Switch;

constexpr std::array names{
    SwitchNames{ikev2, "IKEV2", "IKEv2 default debugging is on"},
    SwitchNames{ikev2_error, "IKEV2", "IKEv2 error debugging is on"},
    SwitchNames{ikev2_packet, "IKEV2", "IKEv2 packet debugging is on"},
    SwitchNames{ikev2_packet_hexdump, "IKEV2", "IKEv2 packet hexdump debugging is on"},
    SwitchNames{ikev2_internal, "IKEV2", "IKEv2 internal debugging is on"},
    SwitchNames{isakmp, "Cryptographic Subsystem", "Crypto ISAKMP debugging is on"},
    SwitchNames{isakmp_error, "Cryptographic Subsystem", "Crypto ISAKMP Error debugging is on"},
    SwitchNames{ipsec, "Cryptographic Subsystem", "Crypto IPSEC debugging is on"},
    SwitchNames{ipsec_error, "Cryptographic Subsystem", "Crypto IPSEC Error debugging is on"},
    SwitchNames{engine, "Cryptographic Subsystem", "Crypto Engine debugging is on"},
    SwitchNames{engine_error, "Cryptographic Subsystem", "Crypto Engine Error debugging is on"},
    SwitchNames{engine_packet, "Cryptographic Subsystem", "Crypto Engine Packet debugging is on"},
    SwitchNames{kmi, "Cryptographic Subsystem", "Crypto KMI debugging is on"},
    SwitchNames{ip_icmp, "Generic IP", "ICMP packet debugging is on"},
    SwitchNames{ip_packet, "Generic IP", "IP packet debugging is on"},
};
static_assert(names.size() == switch_count);

constexpr bool all_end_alike() {
    for (const SwitchNames& each : names)
        if (!each.on.ends_with(" is on")) return false;
    return true;
}
static_assert(all_end_alike());

}  // namespace

std::span<const SwitchNames> switch_names() { return names; }

}  // namespace debug
