#include "debug/switches.h"

#include <array>

namespace debug {

namespace {

using enum Switch;

constexpr std::array names{
    SwitchNames{ikev2, "IKEV2", "IKEv2 default debugging"},
    SwitchNames{ikev2_error, "IKEV2", "IKEv2 error debugging"},
    SwitchNames{ikev2_packet, "IKEV2", "IKEv2 packet debugging"},
    SwitchNames{ikev2_packet_hexdump, "IKEV2", "IKEv2 packet hexdump debugging"},
    SwitchNames{ikev2_internal, "IKEV2", "IKEv2 internal debugging"},
    SwitchNames{isakmp, "Cryptographic Subsystem", "Crypto ISAKMP debugging"},
    SwitchNames{isakmp_error, "Cryptographic Subsystem", "Crypto ISAKMP Error debugging"},
    SwitchNames{ipsec, "Cryptographic Subsystem", "Crypto IPSEC debugging"},
    SwitchNames{ipsec_error, "Cryptographic Subsystem", "Crypto IPSEC Error debugging"},
    SwitchNames{engine, "Cryptographic Subsystem", "Crypto Engine debugging"},
    SwitchNames{engine_error, "Cryptographic Subsystem", "Crypto Engine Error debugging"},
    SwitchNames{engine_packet, "Cryptographic Subsystem", "Crypto Engine Packet debugging"},
    SwitchNames{kmi, "Cryptographic Subsystem", "Crypto KMI debugging"},
    SwitchNames{ip_icmp, "Generic IP", "ICMP packet debugging"},
    SwitchNames{ip_packet, "Generic IP", "IP packet debugging"},
};
static_assert(names.size() == switch_count);

}  // namespace

std::span<const SwitchNames> switch_names() { return names; }

}  // namespace debug
