#include "ike/contents/config_request.h"

#include <string_view>

namespace ike {

namespace {

constexpr std::string_view version_text =
    "ike-router Software (IKE-ROUTER), Version 15.2(1)T, RELEASE SOFTWARE (0.1.0)\n"
    "An IKEv2 and IPsec router in user space\n"
    "Free software: GNU General Public License, version 3 or later\n"
    "It comes with no warranty, to the extent permitted by law\n"
    "Configuration register is 0x2102";
constexpr std::size_t version_size = 257;

/// In the order of the documented request.
constexpr ConfigAttributeType asked_for[] = {
    ConfigAttributeType::INTERNAL_IP4_DNS,    ConfigAttributeType::INTERNAL_IP4_DNS,    ConfigAttributeType::INTERNAL_IP4_NBNS,
    ConfigAttributeType::INTERNAL_IP4_NBNS,   ConfigAttributeType::INTERNAL_IP4_SUBNET, ConfigAttributeType::APPLICATION_VERSION,
    ConfigAttributeType::SPLIT_DNS,           ConfigAttributeType::BANNER,              ConfigAttributeType::CONFIG_URL,
    ConfigAttributeType::BACKUP_GATEWAY,      ConfigAttributeType::DEF_DOMAIN,
};

Bytes padded_version() {
    Bytes text(version_text.begin(), version_text.end());
    text.resize(version_size, ' ');
    return text;
}

}  // namespace

ConfigPayload config_request() {
    ConfigPayload payload;
    payload.type = ConfigType::CFG_REQUEST;
    for (const ConfigAttributeType type : asked_for) {
        ConfigAttribute attribute;
        attribute.type = type;
        if (type == ConfigAttributeType::APPLICATION_VERSION) attribute.value = padded_version();
        payload.attributes.push_back(std::move(attribute));
    }
    return payload;
}

}  // namespace ike
