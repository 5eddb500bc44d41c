#include <array>

#include "config-model/field.h"
#include "config-model/ipsec/modes.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::transform_set;

/// One word of a transform set: which of its three places it fills, and with what.
struct Transform {
    enum class Place : std::uint8_t { ah, cipher, hash, compression } place;
    EspCipher cipher = EspCipher::none;
    TransformHash hash = TransformHash::none;
};

using Place = Transform::Place;

constexpr std::array transforms{
    Transform{Place::ah, {}, TransformHash::md5},
    Transform{Place::ah, {}, TransformHash::sha1},
    Transform{Place::ah, {}, TransformHash::sha256},
    Transform{Place::ah, {}, TransformHash::sha384},
    Transform{Place::ah, {}, TransformHash::sha512},
    Transform{Place::compression},
    Transform{Place::cipher, EspCipher::triple_des},
    Transform{Place::cipher, EspCipher::aes},
    Transform{Place::cipher, EspCipher::des},
    Transform{Place::cipher, EspCipher::gcm},
    Transform{Place::cipher, EspCipher::gmac},
    Transform{Place::hash, {}, TransformHash::md5},
    Transform{Place::cipher, EspCipher::null},
    Transform{Place::cipher, EspCipher::seal},
    Transform{Place::hash, {}, TransformHash::sha1},
    Transform{Place::hash, {}, TransformHash::sha256},
    Transform{Place::hash, {}, TransformHash::sha384},
    Transform{Place::hash, {}, TransformHash::sha512},
};

// The value is the index in `transforms`.
constexpr std::array transform_words{
    Choice{"ah-md5-hmac", "AH-HMAC-MD5 transform", 0},
    Choice{"ah-sha-hmac", "AH-HMAC-SHA transform", 1},
    Choice{"ah-sha256-hmac", "AH-HMAC-SHA256 transform", 2},
    Choice{"ah-sha384-hmac", "AH-HMAC-SHA384 transform", 3},
    Choice{"ah-sha512-hmac", "AH-HMAC-SHA512 transform", 4},
    Choice{"comp-lzs", "IP Compression using the LZS compression algorithm", 5},
    Choice{"esp-3des", "ESP transform using 3DES(EDE) cipher (168 bits)", 6},
    Choice{"esp-des", "ESP transform using DES cipher (56 bits)", 8},
    Choice{"esp-md5-hmac", "ESP transform using HMAC-MD5 auth", 11},
    Choice{"esp-null", "ESP transform w/o cipher", 12},
    Choice{"esp-seal", "ESP transform using SEAL cipher (160 bits)", 13},
    Choice{"esp-sha-hmac", "ESP transform using HMAC-SHA auth", 14},
    Choice{"esp-sha256-hmac", "ESP transform using HMAC-SHA256 auth", 15},
    Choice{"esp-sha384-hmac", "ESP transform using HMAC-SHA384 auth", 16},
    Choice{"esp-sha512-hmac", "ESP transform using HMAC-SHA512 auth", 17},
};
constexpr std::array sized_transform_words{
    Choice{"esp-aes", "ESP transform using AES cipher", 7},
    Choice{"esp-gcm", "ESP transform using GCM cipher", 9},
    Choice{"esp-gmac", "ESP transform using GMAC cipher", 10},
};
constexpr std::array key_sizes{
    Choice{"128", "128 bit keys.", 128}, Choice{"192", "192 bit keys.", 192}, Choice{"256", "256 bit keys.", 256}};

/// False if the place is taken: IOS refuses the word.
bool place(TransformSet& set, const Transform& transform) {
    switch (transform.place) {
        case Place::ah: return set.ah_hash == TransformHash::none && (set.ah_hash = transform.hash, true);
        case Place::hash: return set.esp_hash == TransformHash::none && (set.esp_hash = transform.hash, true);
        case Place::compression: return !set.comp_lzs && (set.comp_lzs = true);
        case Place::cipher: break;
    }
    if (set.esp_cipher != EspCipher::none) return false;
    set.esp_cipher = transform.cipher;
    const bool sized = set.esp_cipher == EspCipher::aes || set.esp_cipher == EspCipher::gcm || set.esp_cipher == EspCipher::gmac;
    set.key_bits = sized ? 128 : 0;
    return true;
}

bool is_aead(EspCipher cipher) { return cipher == EspCipher::gcm || cipher == EspCipher::gmac; }

Result fill(TransformSet& set, const Args& args) {
    for (const Arg& arg : args) {
        if (arg.leaf->name == "bits") set.key_bits = static_cast<std::uint16_t>(arg.number);
        if (arg.leaf->name != "transform") continue;
        if (!place(set, transforms[static_cast<std::size_t>(arg.number)])) return Result::invalid_at(arg);
        if (is_aead(set.esp_cipher) && set.esp_hash != TransformHash::none) return Result::invalid_at(arg);
    }
    return Result::ok();
}

using Sets = NamedEntries<Configuration, &Configuration::ipsec, &IpsecConfig::transform_sets>;

Result open(Configuration& configuration, const Args& args, Edit&) {
    const Arg* const name = args.value(0);
    if (!name) return Result::incomplete();
    TransformSet set;
    set.name = name->text;
    if (Result result = fill(set, args); !result) return result;
    TransformSet* const existing = configuration.ipsec.transform_sets.find(name->text);
    if (args.value_count() == 1) return existing ? Result::ok() : Result::incomplete();
    if (existing) {
        set.transport = existing->transport;
        set.transport_required = existing->transport_required;
    }
    configuration.ipsec.transform_sets.at(name->text) = set;
    if (set.esp_cipher == EspCipher::seal) return Result::warned("esp-seal cannot be built");
    if (set.esp_cipher == EspCipher::gmac) return Result::warned("esp-gmac cannot be built");
    return set.comp_lzs ? Result::warned("comp-lzs cannot be built") : Result::ok();
}

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& set : configuration.ipsec.transform_sets)
        entries.add_raw(set, "crypto ipsec transform-set " + set.name + ' ' + set.words() + ' ');
}

void set_mode(TransformSet& set, const Args& args) {
    set.transport = args.has("transport");
    set.transport_required = args.has("require");
}

void unset_mode(TransformSet& set, const Args&) { set.transport = set.transport_required = false; }

/// Releases from 15.4 on print the default too.
void show_mode(const TransformSet& set, Shown& shown) {
    if (set.transport) return shown.raw(set.transport_required ? "mode transport require" : "mode transport");
    if (shown.look() == Look::ios15_4 || shown.look() == Look::ios17) shown.raw("mode tunnel");
}

std::span<const Line> transform_set_lines() {
    static const Line lines[] = {
        line(kw("mode", "encapsulation mode (transport/tunnel)") >>
             (kw("tunnel", "tunnel (datagram encapsulation) mode") |
              (kw("transport", "transport (payload encapsulation) mode") >>
               -kw("require", "Accept only the configured encapsulation mode."))))
            .set(&set_mode).unset(&unset_mode).reset(&unset_mode).show(&show_mode).no_needs(0).changes(topic),
        line(kw("esn", "extended Sequence number"), &TransformSet::esn).changes(topic),
    };
    return lines;
}

}  // namespace

namespace {

Syntax transform() {
    return one_of("transform", transform_words) | (one_of("transform", sized_transform_words) >> -one_of("bits", key_sizes));
}

}  // namespace

const Mode& transform_set_mode() {
    static const Mode mode = Mode::of<TransformSet>(
        {.prompt = "cfg-crypto-trans", .title = "Crypto transform configuration commands:",
         .exit_help = "Exit from crypto transform configuration mode"},
        {transform_set_lines()});
    return mode;
}

std::span<const Line> transform_set_headers() {
    static const Entries<Configuration, TransformSet> entries{&Sets::find, &open, &Sets::erase, &each};
    static const Line lines[] = {
        opens(kw("crypto", "Encryption module") >> kw("ipsec", "Configure IPSEC policy") >>
              kw("transform-set", "Define transform and settings") >> word("name", "Transform set tag") >>
              -(transform() >> -(transform() >> -(transform() >> -transform()))),
              &transform_set_mode, entries)
            .in("crypto ipsec transform-set").changes(topic),
    };
    return lines;
}

}  // namespace config
