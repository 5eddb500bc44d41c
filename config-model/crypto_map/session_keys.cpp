#include <charconv>
#include <sstream>

#include "config-model/crypto_map/modes.h"
#include "config-model/hexadecimal.h"
#include "config-model/manual_keys.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

using Options = OptionLines<CryptoMapEntry>;

/// Digits for whole octets, of a length that the transform set decides about.
bool is_key(std::string_view digits) {
    const auto octets = octets_of_hexadecimal(digits);
    return octets && !octets->empty();
}

/// One key for each direction and protocol.
Result set_key(CryptoMapEntry& entry, const Args& args) {
    for (const std::string_view name : {"cipher_key", "authenticator_key", "ah_key"})
        if (const Arg* const key = args.find(name); key != nullptr && !is_key(key->text)) return Result::invalid_at(*key);
    if (entry.kind != "ipsec-manual") return Result::refused("% Session keys can only be set in ipsec-manual crypto maps");
    Options::set_one(entry, args);
    return Result::ok();
}

void unset_key(CryptoMapEntry& entry, const Args& args) { Options::unset(entry, leading_words(args)); }

void show_keys(const CryptoMapEntry& entry, Shown& shown) {
    for (const auto& option : entry.options)
        if (Options::begins(option, session_key_words)) shown.raw(option);
}

Syntax key_words() {
    return kw("set", "Set values for encryption/decryption") >> kw("session-key", "Specify session keys") >>
           (kw("inbound", "Inbound keys") | kw("outbound", "Outbound keys")) >>
           ((kw("esp", "ESP keys") >> number("esp_spi", 256, 4294967295, "SPI") >> kw("cipher", "ESP encryption key") >> word("cipher_key", "Key").labelled("Hex-string") >>
             -(kw("authenticator", "ESP authentication key") >> word("authenticator_key", "Key").labelled("Hex-string"))) |
            (kw("ah", "AH keys") >> number("ah_spi", 256, 4294967295, "SPI") >> word("ah_key", "Key").labelled("Hex-string")));
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

Secret secret_of(const std::vector<std::string>& words, std::size_t at) {
    return at < words.size() ? Secret(octets_of_hexadecimal(words[at]).value_or(std::vector<std::uint8_t>{})) : Secret();
}

/// set session-key inbound esp 1000 cipher AB… authenticator CD…, or … ah 1000 AB…
void read(const std::vector<std::string>& words, ManualKeys& keys) {
    if (words.size() < 6) return;
    const bool inbound = words[2] == "inbound", esp = words[3] == "esp";
    ManualKey key;
    std::from_chars(words[4].data(), words[4].data() + words[4].size(), key.spi);
    if (esp) key.cipher = secret_of(words, 6), key.authenticator = secret_of(words, 8);
    else key.authenticator = secret_of(words, 5);
    (esp ? (inbound ? keys.esp_in : keys.esp_out) : (inbound ? keys.ah_in : keys.ah_out)) = std::move(key);
}

}  // namespace

ManualKeys manual_keys(const CryptoMapEntry& entry) {
    ManualKeys keys;
    for (const std::string& option : entry.options)
        if (Options::begins(option, session_key_words)) read(words_of(option), keys);
    return keys;
}

std::span<const Line> crypto_map_session_key_lines() {
    static const Line lines[] = {
        line(key_words()).set(&set_key).unset(&unset_key).reset(&unset_key).show(&show_keys).no_needs(0).changes(ChangeTopic::crypto_map),
    };
    return lines;
}

}  // namespace config
