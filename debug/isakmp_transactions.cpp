#include <fmt/format.h>

#include <array>

#include "debug/isakmp_line.h"

// The attributes of Xauth and mode config.

namespace debug {

namespace {

using ike::isakmp::Attribute;
using ike::isakmp::ConfigAttribute;

/// How the value of an attribute reads.
enum class Form : std::uint8_t { address, number, text, network };

struct SentWords {
    ConfigAttribute type;
    std::string_view text;
    Form form;
};

constexpr std::array sent_words{
    SentWords{ConfigAttribute::INTERNAL_IP4_ADDRESS, "private address: {}", Form::address},
    SentWords{ConfigAttribute::INTERNAL_IP4_NETMASK, "subnet mask: {}", Form::address},
    SentWords{ConfigAttribute::INTERNAL_IP4_DNS, "IP4_DNS server address: {}", Form::address},
    SentWords{ConfigAttribute::INTERNAL_IP4_NBNS, "IP4_NBNS server address: {}", Form::address},
    SentWords{ConfigAttribute::INTERNAL_ADDRESS_EXPIRY, "ADDRESS_EXPIRY seconds left to use the address: {}",
              Form::number},
    SentWords{ConfigAttribute::APPLICATION_VERSION, "APPLICATION_VERSION string: {}", Form::text},
    SentWords{ConfigAttribute::UNITY_BANNER, "MODECFG_BANNER banner: {}", Form::text},
    SentWords{ConfigAttribute::UNITY_SAVE_PASSWD, "save password reply value {}", Form::number},
    SentWords{ConfigAttribute::UNITY_DEF_DOMAIN, "DEFAULT_DOMAIN default domain name: {}", Form::text},
    SentWords{ConfigAttribute::UNITY_SPLITDNS_NAME, "SPLIT_DNS domain name: {}", Form::text},
    SentWords{ConfigAttribute::UNITY_SPLIT_INCLUDE, "split include name {} network {}", Form::network},
    SentWords{ConfigAttribute::UNITY_LOCAL_LAN, "include local lan reply value {}", Form::number},
    SentWords{ConfigAttribute::UNITY_PFS, "PFS reply value {}", Form::number},
    SentWords{ConfigAttribute::UNITY_BACKUP_SERVERS, "backup server: {}", Form::text},
};

std::string text_of(const ike::Bytes& octets) { return {octets.begin(), octets.end()}; }

std::uint32_t word(const ike::Bytes& octets, std::size_t at) {
    return static_cast<std::uint32_t>(octets[at]) << 8 | octets[at + 1];
}

/// Address, mask, protocol and ports of the first network in a list of them.
std::string network_of(const ike::Bytes& octets) {
    if (octets.size() < 14) return {};
    const auto address = [&octets](std::size_t at) {
        return config::IpAddress::v4(word(octets, at) << 16 | word(octets, at + 2)).text();
    };
    return fmt::format("{} mask {} protocol {}, src port {}, dst port {}", address(0), address(4), word(octets, 8),
                       word(octets, 10), word(octets, 12));
}

std::string value_of(const Attribute& attribute, Form form) {
    switch (form) {
        case Form::address:
            return attribute.value.size() == 4 ? config::IpAddress::from_bytes(attribute.value).text() : std::string();
        case Form::number: return std::to_string(attribute.number().value_or(0));
        case Form::text: return text_of(attribute.value);
        case Form::network: return network_of(attribute.value);
    }
    return {};
}

std::string sentence(const SentWords& row, const ike::isakmp::event::ConfigAttributeSent& sent) {
    const std::string value = value_of(sent.attribute, row.form);
    if (row.form != Form::network) return fmt::vformat(row.text, fmt::make_format_args(value));
    return fmt::vformat(row.text, fmt::make_format_args(sent.text, value));
}

}  // namespace

void write_config_attribute(IsakmpWriter& out, const ike::isakmp::event::ConfigAttributeListed& listed) {
    const std::string_view name = words_of_attribute(listed.type, out.look());
    std::string text(name);
    if (name.empty()) text = fmt::format("UNKNOWN Unknown Attr: 0x{:X}", listed.type);
    if (listed.xauth)
        return out.say(listed.reply ? Sentence::attribute_replied : Sentence::attribute_requested, {text});
    if (!listed.value.empty()) text += " " + listed.value;
    out.say(Sentence::attribute_listed, {text});
}

/// An attribute that was asked for, is known and has no value is passed over in silence.
void write_config_attribute(IsakmpWriter& out, const ike::isakmp::event::ConfigAttributeSent& sent) {
    if (!sent.unknown)
        for (const SentWords& row : sent_words)
            if (static_cast<std::uint16_t>(row.type) == sent.attribute.type)
                return out.say(Sentence::attribute_sent, {sentence(row, sent)});
    if (!words_of_attribute(sent.attribute.type, out.look()).empty()) return;
    out.say(Sentence::attribute_unknown, {"UNKNOWN", fmt::format("{:X}", sent.attribute.type)});
}

}  // namespace debug
