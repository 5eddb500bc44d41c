#include "config-model/system/password.h"

#include <array>

namespace config {

namespace {

constexpr std::array types{
    Choice{"0", "Specifies an UNENCRYPTED password will follow", 0}, Choice{"4", "Specifies a SHA256 ENCRYPTED secret will follow", 4},
    Choice{"5", "Specifies a MD5 HASHED secret will follow", 5}, Choice{"6", "Specifies an ENCRYPTED password will follow", 6},
    Choice{"7", "Specifies a HIDDEN password will follow", 7}, Choice{"8", "Specifies a PBKDF2 HASHED secret will follow", 8},
    Choice{"9", "Specifies a SCRYPT HASHED secret will follow", 9},
};

constexpr std::array algorithms{
    Choice{"md5", "Encode the password using the MD5 algorithm", 5}, Choice{"scrypt", "Encode the password using the SCRYPT hashing algorithm", 9},
    Choice{"sha256", "Encode the password using the PBKDF2 hashing algorithm", 8},
};

constexpr std::string_view hash_alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos; }

/// "$1$", "$8$", "$9$": the mark, salt, $, hash.
bool is_hash(std::string_view text, std::string_view mark, std::size_t most_salt, std::size_t hash) {
    if (!text.starts_with(mark)) return false;
    const std::size_t end = text.find('$', mark.size());
    if (end == std::string_view::npos || end == mark.size() || end - mark.size() > most_salt) return false;
    const std::string_view tail = text.substr(end + 1);
    return tail.size() == hash && tail.find_first_not_of(hash_alphabet) == std::string_view::npos;
}

bool is_well_formed(const PasswordText& password) {
    constexpr std::size_t long_hash = 43;
    switch (password.type) {
    case 4: return password.text.size() == long_hash && password.text.find_first_not_of(hash_alphabet) == std::string::npos;
    case 5: return is_hash(password.text, "$1$", 8, 22);
    case 7: return password.text.size() >= 4 && password.text.size() % 2 == 0 && is_hex(password.text) && password.text.substr(0, 2) <= "52";
    case 8: return is_hash(password.text, "$8$", 14, long_hash);
    case 9: return is_hash(password.text, "$9$", 14, long_hash);
    default: return true;
    }
}

}  // namespace

Syntax password_values() { return -one_of("type", types) >> text("value", "The UNENCRYPTED (cleartext) password"); }

PasswordText read_password(const Args& args) {
    PasswordText password;
    password.type_given = args.number("type", 0) != 0;
    password.type = static_cast<std::uint8_t>(args.number("type", 0));
    password.text = args.text("value");
    if (password.type == 0 && args.has("algorithm")) password.type = static_cast<std::uint8_t>(hash_wanted + args.number("algorithm"));
    return password;
}

Syntax algorithm_words() {
    return kw("algorithm-type", "Algorithm to use for hashing the plaintext secret") >> one_of("algorithm", algorithms);
}

std::string algorithm_text(const PasswordText& password) {
    for (const Choice& each : algorithms)
        if (password.type == hash_wanted + each.value) return "algorithm-type " + std::string{each.word} + ' ';
    return {};
}

Result check_password(const PasswordText& password, bool is_secret, const Edit& edit) {
    if (!edit.interactive || is_well_formed(password)) return Result::ok();
    if (!is_secret) return Result::refused("Invalid encrypted password: " + password.text);
    return Result::refused("ERROR: The secret you entered is not a valid encrypted secret.\n"
                           "To enter an UNENCRYPTED secret, do not specify type " + std::to_string(password.type) + " encryption.\n"
                           "When you properly enter an UNENCRYPTED secret, it will be encrypted.");
}

std::string password_text(const PasswordText& password) {
    if (password.type >= hash_wanted) return password.text;
    return password.type == 0 && !password.type_given ? password.text : std::to_string(password.type) + ' ' + password.text;
}

}  // namespace config
