#include "cli/router/type6_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cli {

namespace {

using Octets = std::vector<std::uint8_t>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

constexpr std::size_t salt_size = 8, tag_size = 4, group_size = 3;
constexpr unsigned letters = 41;
constexpr char first_letter = 'A';
constexpr unsigned even_end = 1;   ///< the last group when no octet is left over; else that octet and a zero

void put_group(std::string& text, unsigned value) {
    text += static_cast<char>(first_letter + value / (letters * letters));
    text += static_cast<char>(first_letter + value / letters % letters);
    text += static_cast<char>(first_letter + value % letters);
}

std::string text_of(std::span<const std::uint8_t> octets) {
    std::string text;
    std::size_t at = 0;
    for (; at + 1 < octets.size(); at += 2) put_group(text, static_cast<unsigned>(octets[at] << 8 | octets[at + 1]));
    put_group(text, at < octets.size() ? static_cast<unsigned>(octets[at] << 8) : even_end);
    return text;
}

/// Nothing when a letter or a group is none of ours.
std::optional<unsigned> group_at(std::string_view text, std::size_t at) {
    unsigned value = 0;
    for (const char letter : text.substr(at, group_size)) {
        if (letter < first_letter || letter >= static_cast<char>(first_letter + letters)) return std::nullopt;
        value = value * letters + static_cast<unsigned>(letter - first_letter);
    }
    return value <= 0xffff ? std::optional(value) : std::nullopt;
}

std::optional<Octets> octets_of(std::string_view text) {
    if (text.empty() || text.size() % group_size != 0) return std::nullopt;
    Octets octets;
    for (std::size_t at = 0; at < text.size(); at += group_size) {
        const auto group = group_at(text, at);
        if (!group) return std::nullopt;
        const bool is_last = at + group_size == text.size();
        if (is_last && *group == even_end) break;
        if (is_last && (*group & 0xff) != 0) return std::nullopt;
        octets.push_back(static_cast<std::uint8_t>(*group >> 8));
        if (!is_last) octets.push_back(static_cast<std::uint8_t>(*group));
    }
    return octets;
}

/// A context for one text, keyed and with its nonce.
Cipher cipher(const config::Secret& master, const std::uint8_t* salt, bool seals) {
    Cipher context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr, seals ? 1 : 0);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(salt_size), nullptr);
    EVP_CipherInit_ex(context.get(), nullptr, nullptr, master.reveal().data(), salt, seals ? 1 : 0);
    return context;
}

}  // namespace

config::Secret derived_master_key(std::string_view passphrase) {
    constexpr std::string_view salt = "key config-key password-encrypt";
    constexpr int rounds = 20000;
    std::vector<std::uint8_t> key(32);
    PKCS5_PBKDF2_HMAC(passphrase.data(), static_cast<int>(passphrase.size()), reinterpret_cast<const unsigned char*>(salt.data()),
                      static_cast<int>(salt.size()), rounds, EVP_sha256(), static_cast<int>(key.size()), key.data());
    return config::Secret(std::move(key));
}

std::string type6_text(const config::Secret& master, const config::Secret& clear, dataplane::RandomSource& random) {
    Octets sealed(salt_size + clear.size() + tag_size);
    random.fill(std::span(sealed).first(salt_size));
    const Cipher context = cipher(master, sealed.data(), true);
    int length = 0;
    EVP_CipherUpdate(context.get(), sealed.data() + salt_size, &length, clear.reveal().data(), static_cast<int>(clear.size()));
    EVP_CipherFinal_ex(context.get(), sealed.data() + salt_size + length, &length);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_size), sealed.data() + salt_size + clear.size());
    return text_of(sealed);
}

std::optional<config::Secret> type6_clear(const config::Secret& master, std::string_view text) {
    auto sealed = octets_of(text);
    if (!sealed || sealed->size() <= salt_size + tag_size) return std::nullopt;
    const std::size_t size = sealed->size() - salt_size - tag_size;
    const Cipher context = cipher(master, sealed->data(), false);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_size), sealed->data() + salt_size + size);
    std::vector<std::uint8_t> clear(size);
    int length = 0;
    EVP_CipherUpdate(context.get(), clear.data(), &length, sealed->data() + salt_size, static_cast<int>(size));
    std::uint8_t none = 0;
    config::Secret opened(std::move(clear));
    if (EVP_CipherFinal_ex(context.get(), &none, &length) != 1) return std::nullopt;
    return opened;
}

}  // namespace cli
