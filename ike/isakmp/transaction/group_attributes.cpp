#include <algorithm>

#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/transaction/transaction.h"

namespace ike::isakmp {

namespace {

using config::ClientGroup;
using config::IpAddress;

Bytes octets_of(std::string_view text) { return {text.begin(), text.end()}; }

void append(Bytes& octets, std::span<const std::uint8_t> more) { octets.insert(octets.end(), more.begin(), more.end()); }

/// Address, mask, protocol, source and destination port: 14 octets a network.
constexpr std::size_t split_entry_size = 14;

Bytes split_entry(const config::WildcardAddress& network, std::uint8_t protocol) {
    Bytes entry;
    append(entry, network.address.bytes());
    append(entry, config::inverted(network.wildcard).bytes());
    entry.resize(split_entry_size);
    entry[9] = protocol;
    return entry;
}

/// The sources of an access list's permit lines: what the tunnel leads to.
std::vector<Bytes> split_entries(const config::Configuration& configuration, const std::string& acl) {
    std::vector<Bytes> entries;
    const config::AccessList* const list = configuration.access_lists.find(acl);
    if (list == nullptr) return entries;
    for (const config::AccessListEntry& line : list->entries)
        if (!line.is_remark() && line.permit) entries.push_back(split_entry(line.source, line.protocol));
    return entries;
}

std::string version_text(const Context& context) {
    return "ike-router Software (IKE-ROUTER), Version " + context.configuration.system.version +
           ", RELEASE SOFTWARE (0.1.0)\nAn IKE and IPsec router in user space";
}

/// Collects the attributes of an answer, and says so.
class Answer {
public:
    Answer(const IsakmpSa& sa, const ClientGroup& group) : sa_(sa), group_(group) {}

    void give(std::uint16_t type);
    std::vector<Attribute> take() { return std::move(attributes_); }

private:
    using enum ConfigAttribute;

    void put(Attribute attribute, const std::string& text = {}) {
        emit(sa_, event::ConfigAttributeSent{attribute, text, false});
        attributes_.push_back(std::move(attribute));
    }
    void text(ConfigAttribute type, const std::string& value) { put(Attribute::variable(number_of(type), octets_of(value))); }
    void flag(ConfigAttribute type, bool value) { put(Attribute::basic(number_of(type), value ? 1 : 0)); }
    void address(ConfigAttribute type, const IpAddress& value) {
        put(Attribute::variable(number_of(type), Bytes(value.bytes().begin(), value.bytes().end())));
    }
    void servers(ConfigAttribute type, const std::vector<IpAddress>& list) {
        if (find_attribute(attributes_, type) != nullptr) return;
        for (const IpAddress& server : list) address(type, server);
    }
    void texts(ConfigAttribute type, const std::vector<std::string>& list, std::string_view between) {
        std::string joined;
        for (const std::string& one : list) joined += (joined.empty() ? std::string() : std::string(between)) + one;
        text(type, joined);
    }
    void expiry() {
        std::uint32_t left = 0;
        if (sa_.lifetime_end && *sa_.lifetime_end > sa_.context.now)
            left = static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(*sa_.lifetime_end - sa_.context.now).count());
        put(Attribute::variable(number_of(INTERNAL_ADDRESS_EXPIRY), {static_cast<std::uint8_t>(left >> 24), static_cast<std::uint8_t>(left >> 16),
                                                                     static_cast<std::uint8_t>(left >> 8), static_cast<std::uint8_t>(left)}));
    }
    /// One attribute with all networks; one line each.
    void split_networks() {
        Attribute all = Attribute::variable(number_of(UNITY_SPLIT_INCLUDE), {});
        for (const Bytes& entry : split_entries(sa_.context.configuration, group_.acl)) {
            emit(sa_, event::ConfigAttributeSent{Attribute::variable(all.type, entry), group_.acl, false});
            append(all.value, entry);
        }
        attributes_.push_back(std::move(all));
    }
    /// 12.x says nothing of what is off.
    bool speaks_of(bool on) const { return on || sa_.context.look() != config::Look::ios12; }
    bool has_split_networks() const { return !split_entries(sa_.context.configuration, group_.acl).empty(); }
    bool has(ConfigAttribute type) const;

    const IsakmpSa& sa_;
    const ClientGroup& group_;
    std::vector<Attribute> attributes_;
};

/// Whether the group has something to say.
bool Answer::has(ConfigAttribute type) const {
    switch (type) {
        case INTERNAL_IP4_ADDRESS: return sa_.client.assigned.has_value();
        case INTERNAL_IP4_NETMASK: return group_.netmask && sa_.client.assigned;
        case INTERNAL_IP4_DNS: return !group_.dns.empty();
        case INTERNAL_IP4_NBNS: return !group_.wins.empty();
        case INTERNAL_ADDRESS_EXPIRY: return sa_.client.assigned.has_value();
        case APPLICATION_VERSION: return true;
        case UNITY_BANNER: return !group_.banner.empty();
        case UNITY_SAVE_PASSWD: return speaks_of(group_.save_password);
        case UNITY_DEF_DOMAIN: return !group_.domain.empty();
        case UNITY_SPLITDNS_NAME: return !group_.split_dns.empty();
        case UNITY_SPLIT_INCLUDE: return has_split_networks();
        case UNITY_LOCAL_LAN: return speaks_of(group_.include_local_lan);
        case UNITY_PFS: return speaks_of(group_.pfs);
        case UNITY_BACKUP_SERVERS: return !group_.backup_gateways.empty();
        case INTERNAL_IP4_DHCP: case INTERNAL_IP6_ADDRESS: case INTERNAL_IP4_SUBNET: case SUPPORTED_ATTRIBUTES: case XAUTH_TYPE:
        case XAUTH_USER_NAME: case XAUTH_USER_PASSWORD: case XAUTH_PASSCODE: case XAUTH_MESSAGE: case XAUTH_CHALLENGE: case XAUTH_DOMAIN:
        case XAUTH_STATUS: case XAUTH_NEXT_PIN: case XAUTH_ANSWER: case UNITY_NATT_PORT: case UNITY_FW_TYPE: case UNITY_DDNS_HOSTNAME: break;
    }
    return false;
}

void Answer::give(std::uint16_t number) {
    const auto type = static_cast<ConfigAttribute>(number);
    if (!has(type)) return emit(sa_, event::ConfigAttributeSent{Attribute::basic(number, 0), {}, true});
    if (type == INTERNAL_IP4_ADDRESS) return address(type, *sa_.client.assigned);
    if (type == INTERNAL_IP4_NETMASK) return address(type, *group_.netmask);
    if (type == INTERNAL_IP4_DNS) return servers(type, group_.dns);
    if (type == INTERNAL_IP4_NBNS) return servers(type, group_.wins);
    if (type == INTERNAL_ADDRESS_EXPIRY) return expiry();
    if (type == APPLICATION_VERSION) return text(type, version_text(sa_.context));
    if (type == UNITY_BANNER) return text(type, group_.banner);
    if (type == UNITY_SAVE_PASSWD) return flag(type, group_.save_password);
    if (type == UNITY_DEF_DOMAIN) return text(type, group_.domain);
    if (type == UNITY_SPLITDNS_NAME) return texts(type, group_.split_dns, ",");
    if (type == UNITY_SPLIT_INCLUDE) return split_networks();
    if (type == UNITY_LOCAL_LAN) return flag(type, group_.include_local_lan);
    if (type == UNITY_PFS) return flag(type, group_.pfs);
    texts(type, group_.backup_gateways, " ");
}

constexpr ConfigAttribute address_attributes[] = {ConfigAttribute::INTERNAL_IP4_ADDRESS, ConfigAttribute::INTERNAL_IP4_NETMASK};

constexpr ConfigAttribute further_attributes[] = {
    ConfigAttribute::INTERNAL_IP4_DNS,  ConfigAttribute::INTERNAL_IP4_NBNS,   ConfigAttribute::UNITY_BANNER,    ConfigAttribute::UNITY_SAVE_PASSWD,
    ConfigAttribute::UNITY_DEF_DOMAIN,  ConfigAttribute::UNITY_SPLIT_INCLUDE, ConfigAttribute::UNITY_SPLITDNS_NAME,
    ConfigAttribute::UNITY_LOCAL_LAN,   ConfigAttribute::UNITY_PFS,           ConfigAttribute::UNITY_BACKUP_SERVERS};

std::vector<IpAddress> addresses_of(const std::vector<Attribute>& attributes, ConfigAttribute type) {
    std::vector<IpAddress> list;
    for (const Attribute& attribute : attributes)
        if (attribute.type == number_of(type) && attribute.value.size() == 4) list.push_back(IpAddress::from_bytes(attribute.value));
    return list;
}

std::optional<IpAddress> address_of(const std::vector<Attribute>& attributes, ConfigAttribute type) {
    const auto list = addresses_of(attributes, type);
    return list.empty() || list.front().is_unspecified() ? std::nullopt : std::optional(list.front());
}

std::string text_in(const std::vector<Attribute>& attributes, ConfigAttribute type) {
    const Attribute* const attribute = find_attribute(attributes, type);
    return attribute == nullptr ? std::string() : text_of(*attribute);
}

bool flag_in(const std::vector<Attribute>& attributes, ConfigAttribute type) {
    const Attribute* const attribute = find_attribute(attributes, type);
    return attribute != nullptr && attribute->number().value_or(0) != 0;
}

std::vector<config::Prefix> networks_in(const std::vector<Attribute>& attributes) {
    std::vector<config::Prefix> networks;
    for (const Attribute& attribute : attributes) {
        if (attribute.type != number_of(ConfigAttribute::UNITY_SPLIT_INCLUDE)) continue;
        const std::span<const std::uint8_t> octets(attribute.value);
        for (std::size_t at = 0; at + split_entry_size <= octets.size(); at += split_entry_size)
            if (const auto length = config::mask_length(IpAddress::from_bytes(octets.subspan(at + 4, 4))))
                networks.push_back({IpAddress::from_bytes(octets.subspan(at, 4)), *length});
    }
    return networks;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" ,", at), text.size());
        if (end > at) words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

}  // namespace

std::vector<Attribute> answer_to(const IsakmpSa& sa, const ClientGroup& group, const std::vector<Attribute>& request) {
    Answer answer(sa, group);
    std::vector<std::uint16_t> seen;
    for (const Attribute& asked : request) {
        if (std::find(seen.begin(), seen.end(), asked.type) != seen.end()) continue;
        seen.push_back(asked.type);
        answer.give(asked.type);
    }
    return answer.take();
}

std::vector<Attribute> pushed_attributes(const IsakmpSa& sa, const ClientGroup& group) {
    std::vector<Attribute> wanted;
    for (const ConfigAttribute type : address_attributes) wanted.push_back(Attribute::basic(number_of(type), 0));
    for (const ConfigAttribute type : further_attributes) wanted.push_back(Attribute::basic(number_of(type), 0));
    return answer_to(sa, group, wanted);
}

std::vector<Attribute> client_request(const Context& context, bool address) {
    std::vector<Attribute> asked;
    const auto ask = [&asked](ConfigAttribute type) { asked.push_back(Attribute::variable(number_of(type), {})); };
    if (address) {
        for (const ConfigAttribute type : address_attributes) ask(type);
        ask(ConfigAttribute::INTERNAL_ADDRESS_EXPIRY);
    }
    for (const ConfigAttribute type : further_attributes) ask(type);
    asked.push_back(Attribute::variable(number_of(ConfigAttribute::APPLICATION_VERSION), octets_of(version_text(context))));
    return asked;
}

ClientSettings settings_from(const std::vector<Attribute>& attributes) {
    using enum ConfigAttribute;
    ClientSettings settings;
    settings.address = address_of(attributes, INTERNAL_IP4_ADDRESS);
    settings.netmask = address_of(attributes, INTERNAL_IP4_NETMASK);
    settings.dns = addresses_of(attributes, INTERNAL_IP4_DNS);
    settings.wins = addresses_of(attributes, INTERNAL_IP4_NBNS);
    settings.domain = text_in(attributes, UNITY_DEF_DOMAIN);
    settings.banner = text_in(attributes, UNITY_BANNER);
    settings.save_password = flag_in(attributes, UNITY_SAVE_PASSWD);
    settings.pfs = flag_in(attributes, UNITY_PFS);
    settings.include_local_lan = flag_in(attributes, UNITY_LOCAL_LAN);
    settings.split_include = networks_in(attributes);
    settings.backup_servers = words_of(text_in(attributes, UNITY_BACKUP_SERVERS));
    return settings;
}

}  // namespace ike::isakmp
