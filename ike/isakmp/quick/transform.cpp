#include "ike/isakmp/quick/transform.h"

#include <algorithm>

namespace ike::isakmp {

namespace {

using dataplane::Encryption;
using dataplane::Integrity;

struct CipherRow {
    EspTransform id;
    Encryption encryption;
    /// Key bits of a cipher that has one length and sends no key length attribute; 0: the attribute says.
    std::uint16_t fixed_bits;
    std::string_view word;
};

constexpr CipherRow ciphers[] = {
    {EspTransform::DES, Encryption::des, 56, "esp-des"},
    {EspTransform::TRIPLE_DES, Encryption::triple_des, 168, "esp-3des"},
    {EspTransform::AES, Encryption::aes_cbc, 0, "esp-aes"},
    {EspTransform::AES_GCM_16, Encryption::aes_gcm, 0, "esp-gcm"},
    {EspTransform::NULL_ENCRYPTION, Encryption::null, 0, "esp-null"},
};

struct HashRow {
    Phase2Auth auth;
    AhTransform ah;
    Integrity integrity;
    std::string_view word;
};

constexpr HashRow hashes[] = {
    {Phase2Auth::HMAC_MD5, AhTransform::MD5, Integrity::hmac_md5_96, "md5"},
    {Phase2Auth::HMAC_SHA, AhTransform::SHA, Integrity::hmac_sha1_96, "sha"},
    {Phase2Auth::HMAC_SHA2_256, AhTransform::SHA2_256, Integrity::hmac_sha2_256_128, "sha256"},
    {Phase2Auth::HMAC_SHA2_384, AhTransform::SHA2_384, Integrity::hmac_sha2_384_192, "sha384"},
    {Phase2Auth::HMAC_SHA2_512, AhTransform::SHA2_512, Integrity::hmac_sha2_512_256, "sha512"},
};

template <class Rows, class Predicate> auto* row_where(const Rows& rows, Predicate predicate) {
    const auto* const at = std::find_if(std::begin(rows), std::end(rows), predicate);
    return at == std::end(rows) ? nullptr : at;
}

const HashRow* row_of(Integrity integrity) {
    return row_where(hashes, [=](const HashRow& row) { return row.integrity == integrity; });
}

const CipherRow* row_of(Encryption encryption) {
    return row_where(ciphers, [=](const CipherRow& row) { return row.encryption == encryption; });
}

std::uint16_t number_of(Phase2Attribute type) { return static_cast<std::uint16_t>(type); }

/// Shortest form that IOS uses: two octets as a basic value, else four, else eight.
Attribute duration(std::uint64_t value) {
    if (value <= 0xffff) return Attribute::basic(number_of(Phase2Attribute::LIFE_DURATION), static_cast<std::uint16_t>(value));
    Bytes octets;
    for (int shift = value > 0xffffffff ? 56 : 24; shift >= 0; shift -= 8) octets.push_back(static_cast<std::uint8_t>(value >> shift));
    return Attribute::variable(number_of(Phase2Attribute::LIFE_DURATION), std::move(octets));
}

void append_life(std::vector<Attribute>& attributes, LifeType type, std::uint64_t value) {
    attributes.push_back(Attribute::basic(number_of(Phase2Attribute::LIFE_TYPE), static_cast<std::uint16_t>(type)));
    attributes.push_back(duration(value));
}

/// What attributes other than lives say.
struct Wire {
    std::uint16_t group = 0, encapsulation = 0, authentication = 0, key_length = 0;
    bool unknown = false;
};

void read_attribute(Wire& wire, std::uint16_t type, std::uint64_t value) {
    const auto number = static_cast<std::uint16_t>(std::min<std::uint64_t>(value, 0xffff));
    switch (static_cast<Phase2Attribute>(type)) {
        case Phase2Attribute::GROUP: wire.group = number; return;
        case Phase2Attribute::ENCAPSULATION: wire.encapsulation = number; return;
        case Phase2Attribute::AUTHENTICATION: wire.authentication = number; return;
        case Phase2Attribute::KEY_LENGTH: wire.key_length = number; return;
        case Phase2Attribute::LIFE_TYPE:
        case Phase2Attribute::LIFE_DURATION: return;
        case Phase2Attribute::KEY_ROUNDS:
        case Phase2Attribute::ESN: break;
    }
    wire.unknown = true;
}

Wire read(std::span<const Attribute> attributes) {
    Wire wire;
    for (const Attribute& attribute : attributes) {
        const auto value = attribute.number();
        if (value) read_attribute(wire, attribute.type, *value);
        else wire.unknown = true;
    }
    return wire;
}

bool read_integrity(const Wire& wire, TransformTerms& terms) {
    if (wire.authentication == 0) return true;
    const HashRow* const row = row_where(hashes, [&](const HashRow& r) { return static_cast<std::uint16_t>(r.auth) == wire.authentication; });
    if (row != nullptr) terms.suite.integrity = row->integrity;
    return row != nullptr;
}

bool read_esp(std::uint8_t id, const Wire& wire, TransformTerms& terms) {
    const CipherRow* const row = row_where(ciphers, [=](const CipherRow& r) { return static_cast<std::uint8_t>(r.id) == id; });
    if (row == nullptr || !read_integrity(wire, terms)) return false;
    terms.suite.encryption = row->encryption;
    terms.suite.key_bits = row->fixed_bits != 0 ? row->fixed_bits : wire.key_length;
    if (row->encryption == Encryption::aes_cbc && terms.suite.key_bits == 0) terms.suite.key_bits = 128;
    if (row->encryption == Encryption::null) terms.suite.key_bits = 0;
    return dataplane::is_supported(terms.suite);
}

/// RFC 2407 4.4.3: the authenticator must be there and be the transform's own.
bool read_ah(std::uint8_t id, const Wire& wire, TransformTerms& terms) {
    const HashRow* const row = row_where(hashes, [=](const HashRow& r) { return static_cast<std::uint8_t>(r.ah) == id; });
    if (row == nullptr || static_cast<std::uint16_t>(row->auth) != wire.authentication) return false;
    terms.suite.integrity = row->integrity;
    return true;
}

void append_lives(std::vector<Attribute>& attributes, std::uint32_t seconds, std::uint64_t kilobytes) {
    if (seconds != 0) append_life(attributes, LifeType::SECONDS, seconds);
    if (kilobytes != 0) append_life(attributes, LifeType::KILOBYTES, kilobytes);
}

bool read_lives(std::span<const Attribute> attributes, TransformTerms& terms) {
    LifeType type = LifeType::none;
    for (const Attribute& attribute : attributes) {
        const auto value = attribute.number();
        if (!value) continue;
        if (attribute.type == number_of(Phase2Attribute::LIFE_TYPE)) {
            type = static_cast<LifeType>(*value);
            if (type != LifeType::SECONDS && type != LifeType::KILOBYTES) return false;
        } else if (attribute.type == number_of(Phase2Attribute::LIFE_DURATION)) {
            if (type == LifeType::none || *value == 0) return false;
            if (type == LifeType::SECONDS) terms.seconds = static_cast<std::uint32_t>(std::min<std::uint64_t>(*value, 0xffffffff));
            else terms.kilobytes = *value;
            type = LifeType::none;
        }
    }
    return type == LifeType::none;
}

constexpr unsigned basic_form = 0x8000;

void append_number(Bytes& octets, std::size_t value) {
    octets.push_back(static_cast<std::uint8_t>(value >> 8));
    octets.push_back(static_cast<std::uint8_t>(value));
}

std::uint8_t id_of(const TransformTerms& terms) {
    if (terms.protocol == ProtocolId::AH) {
        const HashRow* const row = row_of(terms.suite.integrity);
        return row == nullptr ? 0 : static_cast<std::uint8_t>(row->ah);
    }
    const CipherRow* const row = row_of(terms.suite.encryption);
    return row == nullptr ? 0 : static_cast<std::uint8_t>(row->id);
}

}  // namespace

Bytes encode_lives(std::uint32_t seconds, std::uint64_t kilobytes) {
    std::vector<Attribute> attributes;
    append_lives(attributes, seconds, kilobytes);
    Bytes octets;
    for (const Attribute& attribute : attributes) {
        const auto type = static_cast<std::uint16_t>(attribute.type | (attribute.tv_form ? basic_form : 0));
        append_number(octets, type);
        if (!attribute.tv_form) append_number(octets, attribute.value.size());
        octets.insert(octets.end(), attribute.value.begin(), attribute.value.end());
    }
    return octets;
}

namespace {

std::optional<std::vector<Attribute>> decode_attributes(Octets octets) {
    std::vector<Attribute> attributes;
    while (!octets.empty()) {
        if (octets.size() < 4) return std::nullopt;
        const auto type = static_cast<std::uint16_t>(octets[0] << 8 | octets[1]);
        const bool basic = (type & basic_form) != 0;
        const std::size_t length = basic ? 2 : static_cast<std::size_t>(octets[2] << 8 | octets[3]);
        octets = octets.subspan(basic ? 2 : 4);
        if (octets.size() < length) return std::nullopt;
        attributes.push_back(Attribute::variable(type & 0x7fff, Bytes(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(length))));
        octets = octets.subspan(length);
    }
    return attributes;
}

}  // namespace

bool decode_lives(Octets octets, TransformTerms& terms) {
    const auto attributes = decode_attributes(octets);
    return attributes && read_lives(*attributes, terms);
}

bool decode_phase1_lives(Octets octets, TransformTerms& terms) {
    auto attributes = decode_attributes(octets);
    if (!attributes) return false;
    for (Attribute& attribute : *attributes) {
        if (attribute.type == static_cast<std::uint16_t>(Phase1Attribute::LIFE_TYPE)) attribute.type = number_of(Phase2Attribute::LIFE_TYPE);
        if (attribute.type == static_cast<std::uint16_t>(Phase1Attribute::LIFE_DURATION)) attribute.type = number_of(Phase2Attribute::LIFE_DURATION);
    }
    return read_lives(*attributes, terms);
}

std::optional<TransformTerms> terms_of(ProtocolId protocol, const Transform& transform) {
    const Wire wire = read(transform.attributes);
    TransformTerms terms;
    terms.protocol = protocol;
    terms.group = wire.group;
    // RFC 2407 4.5: the default is the host's choice; tunnel is ours.
    terms.encapsulation = wire.encapsulation == 0 ? Encapsulation::TUNNEL : static_cast<Encapsulation>(wire.encapsulation);
    if (wire.unknown || !read_lives(transform.attributes, terms)) return std::nullopt;
    if (protocol == ProtocolId::ESP && read_esp(transform.id, wire, terms)) return terms;
    if (protocol == ProtocolId::AH && read_ah(transform.id, wire, terms)) return terms;
    return std::nullopt;
}

Transform transform_of(const TransformTerms& terms) {
    Transform made;
    made.id = id_of(terms);
    made.attributes.push_back(Attribute::basic(number_of(Phase2Attribute::ENCAPSULATION), static_cast<std::uint16_t>(terms.encapsulation)));
    append_lives(made.attributes, terms.seconds, terms.kilobytes);
    if (const HashRow* const hash = row_of(terms.suite.integrity))
        made.attributes.push_back(Attribute::basic(number_of(Phase2Attribute::AUTHENTICATION), static_cast<std::uint16_t>(hash->auth)));
    const CipherRow* const cipher = row_of(terms.suite.encryption);
    const bool length_sent = terms.protocol == ProtocolId::ESP && cipher != nullptr && cipher->fixed_bits == 0 && terms.suite.key_bits != 0;
    if (length_sent) made.attributes.push_back(Attribute::basic(number_of(Phase2Attribute::KEY_LENGTH), terms.suite.key_bits));
    if (terms.group != 0) made.attributes.push_back(Attribute::basic(number_of(Phase2Attribute::GROUP), terms.group));
    return made;
}

bool is_transport(Encapsulation encapsulation) {
    return encapsulation == Encapsulation::TRANSPORT || encapsulation == Encapsulation::UDP_TRANSPORT ||
           encapsulation == Encapsulation::UDP_TRANSPORT_DRAFT;
}

bool is_udp(Encapsulation encapsulation) {
    return encapsulation != Encapsulation::none && encapsulation != Encapsulation::TUNNEL && encapsulation != Encapsulation::TRANSPORT;
}

std::string words_of(const TransformTerms& terms) {
    const HashRow* const hash = row_of(terms.suite.integrity);
    if (terms.protocol == ProtocolId::AH) return hash == nullptr ? std::string() : "ah-" + std::string(hash->word) + "-hmac ";
    const CipherRow* const cipher = row_of(terms.suite.encryption);
    std::string words = cipher == nullptr ? std::string() : std::string(cipher->word) + ' ';
    const bool length_said = cipher != nullptr && cipher->fixed_bits == 0 && terms.suite.key_bits != 0 && terms.suite.key_bits != 128;
    if (length_said) words += std::to_string(terms.suite.key_bits) + ' ';
    if (hash != nullptr) words += "esp-" + std::string(hash->word) + "-hmac ";
    return words;
}

Bytes octets_of_spi(std::uint32_t spi) {
    return {static_cast<std::uint8_t>(spi >> 24), static_cast<std::uint8_t>(spi >> 16), static_cast<std::uint8_t>(spi >> 8),
            static_cast<std::uint8_t>(spi)};
}

std::uint32_t spi_of(const Bytes& octets) {
    if (octets.size() != 4) return 0;
    std::uint32_t value = 0;
    for (const std::uint8_t octet : octets) value = value << 8 | octet;
    return value;
}

}  // namespace ike::isakmp
