#include "config-model/ipsec.h"

namespace config {

namespace {

std::string_view hash_word(TransformHash hash) {
    switch (hash) {
        case TransformHash::none: return "";
        case TransformHash::md5: return "md5";
        case TransformHash::sha1: return "sha";
        case TransformHash::sha256: return "sha256";
        case TransformHash::sha384: return "sha384";
        case TransformHash::sha512: return "sha512";
    }
    return "";
}

std::string_view cipher_word(EspCipher cipher) {
    switch (cipher) {
        case EspCipher::none: return "";
        case EspCipher::null: return "esp-null";
        case EspCipher::des: return "esp-des";
        case EspCipher::triple_des: return "esp-3des";
        case EspCipher::aes: return "esp-aes";
        case EspCipher::gcm: return "esp-gcm";
        case EspCipher::gmac: return "esp-gmac";
        case EspCipher::seal: return "esp-seal";
    }
    return "";
}

void append_hmac(std::string& words, std::string_view protocol, TransformHash hash) {
    if (hash == TransformHash::none) return;
    if (!words.empty()) words += ' ';
    words.append(protocol).append(hash_word(hash)).append("-hmac");
}

}  // namespace

std::string TransformSet::words() const {
    std::string words;
    append_hmac(words, "ah-", ah_hash);
    if (esp_cipher != EspCipher::none) {
        if (!words.empty()) words += ' ';
        words += cipher_word(esp_cipher);
        const bool bits_hidden = esp_cipher == EspCipher::aes && key_bits == 128;
        if (key_bits != 0 && !bits_hidden) words += ' ' + std::to_string(key_bits);
    }
    append_hmac(words, "esp-", esp_hash);
    if (comp_lzs) words += words.empty() ? "comp-lzs" : " comp-lzs";
    return words;
}

}  // namespace config
