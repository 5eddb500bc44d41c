#include "cli/shell/password.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <vector>

namespace cli {

namespace {

constexpr std::string_view crypt_alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view type7_key = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";

using Digest = std::array<unsigned char, 16>;

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Md5 {
public:
    Md5() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr); }
    Md5& add(std::string_view text) { return EVP_DigestUpdate(context_.get(), text.data(), text.size()), *this; }
    Md5& add(const Digest& digest, std::size_t length = 16) { return EVP_DigestUpdate(context_.get(), digest.data(), length), *this; }
    Digest finish() {
        Digest digest{};
        EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
        return digest;
    }

private:
    std::unique_ptr<EVP_MD_CTX, FreeDigest> context_;
};

bool same(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

/// The crypt alphabet, most significant bits first, without padding (types 8 and 9).
std::string encoded(std::span<const unsigned char> bytes) {
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        unsigned group = 0;
        for (std::size_t i = 0; i < 3; ++i) group = group << 8 | (i < count ? bytes[at + i] : 0U);
        for (std::size_t i = 0; i <= count; ++i) text += crypt_alphabet[group >> (18 - 6 * i) & 63];
    }
    return text;
}

/// "$8$salt$hash": the salt.
std::string_view salt_of(std::string_view text) {
    if (text.size() < 4) return {};
    return text.substr(3, text.find('$', 3) - 3);
}

constexpr std::size_t hash_size = 32;

bool sha256_matches(std::string_view configured, std::string_view typed) {
    std::array<unsigned char, hash_size> hash{};
    EVP_Digest(typed.data(), typed.size(), hash.data(), nullptr, EVP_sha256(), nullptr);
    return same(configured, encoded(hash));
}

std::optional<unsigned> hex_byte(std::string_view text) {
    unsigned value = 0;
    for (const char digit : text) {
        const std::size_t at = std::string_view{"0123456789ABCDEF"}.find(digit >= 'a' ? static_cast<char>(digit - 32) : digit);
        if (at == std::string_view::npos) return std::nullopt;
        value = value << 4 | static_cast<unsigned>(at);
    }
    return value;
}

Digest md5_crypt_digest(std::string_view password, std::string_view salt) {
    const Digest inner = Md5().add(password).add(salt).add(password).finish();
    Md5 outer;
    outer.add(password).add("$1$").add(salt);
    for (std::size_t left = password.size(); left > 0; left -= std::min<std::size_t>(16, left))
        outer.add(inner, std::min<std::size_t>(16, left));
    for (std::size_t bits = password.size(); bits > 0; bits >>= 1)
        outer.add((bits & 1) != 0 ? std::string_view{"\0", 1} : password.substr(0, 1));
    Digest digest = outer.finish();
    for (unsigned round = 0; round < 1000; ++round) {
        Md5 step;
        (round & 1) != 0 ? step.add(password) : step.add(digest);
        if (round % 3 != 0) step.add(salt);
        if (round % 7 != 0) step.add(password);
        (round & 1) != 0 ? step.add(digest) : step.add(password);
        digest = step.finish();
    }
    return digest;
}

void put_group(std::string& text, unsigned group, unsigned letters) {
    for (; letters > 0; --letters, group >>= 6) text += crypt_alphabet[group & 63];
}

}  // namespace

std::string md5_crypt(std::string_view password, std::string_view salt) {
    const Digest digest = md5_crypt_digest(password, salt);
    std::string text = "$1$" + std::string{salt} + "$";
    for (unsigned i = 0; i < 5; ++i) {
        const unsigned last = i == 4 ? 5 : 12 + i;
        put_group(text, static_cast<unsigned>(digest[i] << 16 | digest[6 + i] << 8 | digest[last]), 4);
    }
    put_group(text, digest[11], 2);
    return text;
}

std::string pbkdf2_hash(std::string_view password, std::string_view salt) {
    std::array<unsigned char, hash_size> hash{};
    PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), reinterpret_cast<const unsigned char*>(salt.data()),
                      static_cast<int>(salt.size()), 20000, EVP_sha256(), static_cast<int>(hash.size()), hash.data());
    return "$8$" + std::string{salt} + "$" + encoded(hash);
}

std::string scrypt_hash(std::string_view password, std::string_view salt) {
    constexpr std::uint64_t memory = 64U << 20;
    std::array<unsigned char, hash_size> hash{};
    EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), 16384, 1, 1,
                   memory, hash.data(), hash.size());
    return "$9$" + std::string{salt} + "$" + encoded(hash);
}

std::string hashed_secret(std::uint8_t type, std::string_view password, dataplane::RandomSource& random) {
    constexpr std::size_t md5_salt = 4, long_salt = 14;
    std::array<std::uint8_t, long_salt> octets{};
    random.fill(std::span(octets).first(type == 5 ? md5_salt : long_salt));
    std::string salt;
    for (const auto octet : std::span(octets).first(type == 5 ? md5_salt : long_salt)) salt += crypt_alphabet[octet & 63];
    if (type == 5) return md5_crypt(password, salt);
    return type == 8 ? pbkdf2_hash(password, salt) : scrypt_hash(password, salt);
}

std::string type7_text(std::string_view password, unsigned offset) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text{static_cast<char>('0' + offset / 10), static_cast<char>('0' + offset % 10)};
    for (const char letter : password) {
        const auto byte = static_cast<unsigned char>(letter ^ type7_key[offset++ % type7_key.size()]);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<std::string> type7_clear(std::string_view text) {
    if (text.size() < 4 || text.size() % 2 != 0 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
    std::size_t at = static_cast<std::size_t>((text[0] - '0') * 10 + (text[1] - '0'));
    std::string clear;
    for (std::size_t i = 2; i < text.size(); i += 2, ++at) {
        const auto byte = hex_byte(text.substr(i, 2));
        if (!byte) return std::nullopt;
        clear += static_cast<char>(*byte ^ static_cast<unsigned char>(type7_key[at % type7_key.size()]));
    }
    return clear;
}

bool password_matches(const config::PasswordText& configured, std::string_view typed) {
    switch (configured.type) {
    case 0: return same(configured.text, typed);
    case 4: return sha256_matches(configured.text, typed);
    case 5: return same(configured.text, md5_crypt(typed, salt_of(configured.text)));
    case 7: {
        auto clear = type7_clear(configured.text);
        const bool fits = clear && same(*clear, typed);
        if (clear) OPENSSL_cleanse(clear->data(), clear->size());
        return fits;
    }
    case 8: return same(configured.text, pbkdf2_hash(typed, salt_of(configured.text)));
    case 9: return same(configured.text, scrypt_hash(typed, salt_of(configured.text)));
    default: return false;
    }
}

}  // namespace cli
