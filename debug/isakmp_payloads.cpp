#include <fmt/format.h>

#include <array>

#include "debug/isakmp_line.h"

// Transforms and identities as lists of their fields.

namespace debug {

namespace {

using ike::isakmp::Attribute;
using ike::isakmp::IdType;
using ike::isakmp::Phase1Attribute;
using ike::isakmp::Phase2Attribute;
using ike::isakmp::ProtocolId;

struct Name {
    std::uint64_t value;
    std::string_view name;
};

constexpr Name ciphers[] = {{1, "DES-CBC"},  {2, "IDEA-CBC"}, {3, "BLOWFISH-CBC"}, {4, "RC5-CBC"},
                            {5, "3DES-CBC"}, {6, "CAST-CBC"}, {7, "AES-CBC"}};
constexpr Name hashes[] = {{1, "MD5"}, {2, "SHA"}, {3, "TIGER"}, {4, "SHA256"}, {5, "SHA384"}, {6, "SHA512"}};
constexpr Name authentications[] = {{1, "pre-share"},
                                    {2, "DSS sig"},
                                    {3, "RSA sig"},
                                    {4, "RSA encr"},
                                    {5, "RSA rev"},
                                    {9, "ECDSA-256"},
                                    {10, "ECDSA-384"},
                                    {11, "ECDSA-521"},
                                    {64221, "HybridInitRSA"},
                                    {64222, "HybridRespRSA"},
                                    {65001, "XAUTHInitPreShared"},
                                    {65002, "XAUTHRespPreShared"},
                                    {65005, "XAUTHInitRSA"},
                                    {65006, "XAUTHRespRSA"}};
constexpr Name life_types[] = {{1, "seconds"}, {2, "kilobytes"}};
constexpr Name modes[] = {{1, "Tunnel"},        {2, "Transport"},      {3, "Tunnel-UDP"},
                          {4, "Transport-UDP"}, {61443, "Tunnel-UDP"}, {61444, "Transport-UDP"}};
constexpr Name authenticators[] = {{1, "HMAC-MD5"},    {2, "HMAC-SHA"},    {3, "DES-MAC"},    {4, "KPDK"},
                                   {5, "HMAC-SHA256"}, {6, "HMAC-SHA384"}, {7, "HMAC-SHA512"}};
/// The name of AES ends in a blank.
constexpr Name esp_transforms[] = {{2, "ESP_DES"},     {3, "ESP_3DES"},     {11, "ESP_NULL"},    {12, "ESP_AES "},
                                   {18, "ESP_GCM_8 "}, {19, "ESP_GCM_12 "}, {20, "ESP_GCM_16 "}, {23, "ESP_GMAC "}};
constexpr Name ah_transforms[] = {{2, "AH_MD5"},    {3, "AH_SHA"},    {4, "AH_DES"},
                                  {5, "AH_SHA256"}, {6, "AH_SHA384"}, {7, "AH_SHA512"}};

/// What stands before the value of an attribute, and the names of its values if it has any.
struct AttributeWords {
    std::uint16_t type;
    std::string_view text;
    std::span<const Name> names;
};

template <class Type>
constexpr AttributeWords words(Type type, std::string_view text, std::span<const Name> names = {}) {
    return {static_cast<std::uint16_t>(type), text, names};
}

const std::array phase1_words{
    words(Phase1Attribute::ENCRYPTION, "encryption", ciphers),
    words(Phase1Attribute::HASH, "hash", hashes),
    words(Phase1Attribute::AUTHENTICATION, "auth", authentications),
    words(Phase1Attribute::GROUP, "default group"),
    words(Phase1Attribute::KEY_LENGTH, "keylength of"),
    words(Phase1Attribute::LIFE_TYPE, "life type in", life_types),
};
const std::array phase2_words{
    words(Phase2Attribute::LIFE_TYPE, "SA life type in", life_types),
    words(Phase2Attribute::GROUP, "group is"),
    words(Phase2Attribute::AUTHENTICATION, "authenticator is", authenticators),
    words(Phase2Attribute::KEY_LENGTH, "key length is"),
};

constexpr std::string_view indent = "      ";

std::string_view name_in(std::span<const Name> names, std::uint64_t value) {
    for (const Name& name : names)
        if (name.value == value) return name.name;
    return {};
}

void write_duration(IsakmpWriter& out, const Attribute& attribute, std::string_view subject) {
    if (attribute.tv_form)
        return out.line(LineClass::attribute,
                        fmt::format("{}{} (basic) of {}", indent, subject, attribute.number().value_or(0)));
    std::string octets;
    for (const std::uint8_t octet : attribute.value) octets += fmt::format(" 0x{:X}", octet);
    out.line(LineClass::volume, fmt::format("{}{} (VPI) of {} ", indent, subject, octets));
}

void write_attribute(IsakmpWriter& out, const Attribute& attribute, std::span<const AttributeWords> table) {
    const std::uint64_t value = attribute.number().value_or(0);
    for (const AttributeWords& row : table) {
        if (row.type != attribute.type) continue;
        const std::string_view name = name_in(row.names, value);
        const std::string text = !name.empty()       ? fmt::format("{}{} {}", indent, row.text, name)
                                 : row.names.empty() ? fmt::format("{}{} {}", indent, row.text, value)
                                                     : fmt::format("{}{}... What? {}?", indent, row.text, value);
        return out.line(LineClass::attribute, text);
    }
    out.line(LineClass::attribute, fmt::format("{}unknown attribute {} value {}", indent, attribute.type, value));
}

void write_mode(IsakmpWriter& out, const Attribute& attribute) {
    const std::uint64_t value = attribute.number().value_or(0);
    const std::string_view name = name_in(modes, value);
    out.line(LineClass::attribute,
             fmt::format("{}encaps is {}{}", indent, value, name.empty() ? "" : fmt::format(" ({})", name)));
}

struct IdWords {
    IdType type;
    std::string_view text;
};
constexpr std::array id_words{
    IdWords{IdType::FQDN, "FQDN name    : "},
    IdWords{IdType::USER_FQDN, "USER FQDN    : "},
    IdWords{IdType::DER_ASN1_DN, "Dist. name   : "},
    IdWords{IdType::KEY_ID, "group id     : "},
};

std::string id_line(const ike::isakmp::IdPayload& id) {
    if (id.data.size() == 4 || id.data.size() == 16)
        if (id.type == IdType::IPV4_ADDR || id.type == IdType::IPV6_ADDR)
            return "address      : " + config::IpAddress::from_bytes(id.data).text();
    std::string text(id.data.begin(), id.data.end());
    for (char& c : text)
        if (c < ' ' || c > '~') c = '.';
    for (const IdWords& row : id_words)
        if (row.type == id.type) return std::string(row.text) + text;
    return "group id     : " + text;
}

}  // namespace

void write_transform(IsakmpWriter& out, const ike::isakmp::Transform& transform, bool phase2) {
    const auto duration = phase2 ? static_cast<std::uint16_t>(Phase2Attribute::LIFE_DURATION)
                                 : static_cast<std::uint16_t>(Phase1Attribute::LIFE_DURATION);
    for (const Attribute& attribute : transform.attributes) {
        if (attribute.type == duration)
            write_duration(out, attribute, phase2 ? "SA life duration" : "life duration");
        else if (phase2 && attribute.type == static_cast<std::uint16_t>(Phase2Attribute::ENCAPSULATION))
            write_mode(out, attribute);
        else if (phase2)
            write_attribute(out, attribute, phase2_words);
        else
            write_attribute(out, attribute, phase1_words);
    }
}

void write_proposal(IsakmpWriter& out, const ike::isakmp::event::ProposalChecked& checked) {
    out.say(Sentence::proposal_checked, {static_cast<std::uint32_t>(checked.number)});
    if (!checked.transform) return;
    const std::span<const Name> names = checked.protocol == ProtocolId::AH ? std::span<const Name>(ah_transforms)
                                                                           : std::span<const Name>(esp_transforms);
    const std::string_view name = name_in(names, checked.transform->id);
    out.say(Sentence::transform, {static_cast<std::uint32_t>(checked.transform->number),
                                  name.empty() ? fmt::format("unknown {}", checked.transform->id) : std::string(name)});
    write_transform(out, *checked.transform, true);
}

void write_identity(IsakmpWriter& out, const ike::isakmp::event::IdShown& shown) {
    if (!shown.id) return;
    const ike::isakmp::IdPayload& id = *shown.id;
    const unsigned next = static_cast<unsigned>(shown.next), type = static_cast<unsigned>(id.type);
    if (!out.is_late())
        return out.line(LineClass::note, fmt::format("ID payload \n\tnext-payload : {}\n\ttype         : {} \n\t{} \n"
                                                     "\tprotocol     : {} \n\tport         : {} \n\tlength       : {}",
                                                     next, type, id_line(id), id.protocol, id.port, shown.length));
    out.line(LineClass::note,
             fmt::format("ID payload \n        next-payload : {}\n        type         : {}", next, type));
    out.line(LineClass::note, "   " + id_line(id));
    out.line(LineClass::note,
             fmt::format("   protocol     : {} \n        port         : {} \n        length       : {}", id.protocol,
                         id.port, shown.length));
}

}  // namespace debug
