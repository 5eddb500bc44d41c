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

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos; }

bool is_well_formed(const PasswordText& password) {
    const std::string& text = password.text;
    return password.type != 7 || (text.size() >= 4 && text.size() % 2 == 0 && is_hex(text) && text.substr(0, 2) <= "52");
}

/// `security passwords min-length`, of what is typed in clear.
bool is_too_short(const PasswordText& password, const Configuration* configuration) {
    const bool clear = password.type == 0 || password.type >= hash_wanted;
    return clear && configuration && password.text.size() < configuration->system.minimum_password_length.value_or(0);
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

Result check_password(const PasswordText& password, const Edit& edit) {
    const auto* const configuration = edit.root_as<Configuration>();
    if (edit.interactive && is_too_short(password, configuration))
        return Result::refused("% Password too short - must be at least " + std::to_string(*configuration->system.minimum_password_length) +
                               " characters. Password configuration failed");
    if (!edit.interactive || is_well_formed(password)) return Result::ok();
    return Result::refused("Invalid encrypted password: " + password.text);
}

std::string password_text(const PasswordText& password) {
    if (password.type >= hash_wanted) return password.text;
    return password.type == 0 && !password.type_given ? password.text : std::to_string(password.type) + ' ' + password.text;
}

}  // namespace config
