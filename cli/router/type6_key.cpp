#include "cli/router/type6_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cli {

namespace {

using Octets = std::vector<std::uint8_t>;
using Block = std::array<std::uint8_t, 16>;

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

/// AES-128 of one block.
Block encrypted(std::span<const std::uint8_t> key, const Block& clear) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    EVP_EncryptInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, key.data(), nullptr);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    Block sealed{};
    int length = 0;
    EVP_EncryptUpdate(context.get(), sealed.data(), &length, clear.data(), static_cast<int>(clear.size()));
    return sealed;
}

/// The keys of one text, from the master key and the text's salt.
enum class Purpose : std::uint8_t { authentication = 0, encryption = 1 };
Block key_for(Purpose purpose, const config::Secret& master, std::span<const std::uint8_t> salt) {
    Block block{};
    std::copy_n(salt.begin(), salt_size, block.begin());
    block.back() = static_cast<std::uint8_t>(purpose);
    return encrypted(master.reveal(), block);
}

/// Seals and opens: blocks are counted in the fourth octet of what is encrypted.
void apply_key_stream(const Block& key, std::span<std::uint8_t> octets) {
    Block stream{};
    for (std::size_t i = 0; i < octets.size(); ++i) {
        if (i % stream.size() == 0) {
            Block counter{};
            counter[3] = static_cast<std::uint8_t>(i / stream.size());
            stream = encrypted(key, counter);
        }
        octets[i] ^= stream[i % stream.size()];
    }
    OPENSSL_cleanse(stream.data(), stream.size());
}

std::array<std::uint8_t, tag_size> tag_of(const Block& key, std::span<const std::uint8_t> sealed) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), sealed.data(), sealed.size(), digest.data(), &size);
    std::array<std::uint8_t, tag_size> tag{};
    std::copy_n(digest.begin(), tag_size, tag.begin());
    return tag;
}

}  // namespace

config::Secret derived_master_key(std::string_view passphrase) {
    std::vector<std::uint8_t> key(master_key_size);
    EVP_Digest(passphrase.data(), passphrase.size(), key.data(), nullptr, EVP_md5(), nullptr);
    return config::Secret(std::move(key));
}

std::string type6_text(const config::Secret& master, const config::Secret& clear, dataplane::RandomSource& random) {
    Octets octets(salt_size + clear.size() + tag_size);
    const std::span salt = std::span(octets).first(salt_size), sealed = std::span(octets).subspan(salt_size, clear.size());
    random.fill(salt);
    std::copy_n(clear.reveal().begin(), clear.size(), sealed.begin());
    apply_key_stream(key_for(Purpose::encryption, master, salt), sealed);
    const auto tag = tag_of(key_for(Purpose::authentication, master, salt), sealed);
    std::copy(tag.begin(), tag.end(), octets.end() - tag_size);
    return text_of(octets);
}

std::optional<config::Secret> type6_clear(const config::Secret& master, std::string_view text) {
    const auto octets = octets_of(text);
    if (!octets || octets->size() <= salt_size + tag_size) return std::nullopt;
    const std::span salt = std::span(*octets).first(salt_size), tag = std::span(*octets).last(tag_size);
    Octets clear(octets->begin() + salt_size, octets->end() - tag_size);
    const auto wanted = tag_of(key_for(Purpose::authentication, master, salt), clear);
    if (CRYPTO_memcmp(wanted.data(), tag.data(), tag_size) != 0) return std::nullopt;
    apply_key_stream(key_for(Purpose::encryption, master, salt), clear);
    return config::Secret(std::move(clear));
}

}  // namespace cli
