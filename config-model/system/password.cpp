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

}  // namespace

Syntax password_values() { return -one_of("type", types) >> text("value", "The UNENCRYPTED (cleartext) password"); }

PasswordText read_password(const Args& args) {
    PasswordText password;
    password.type_given = args.number("type", 0) != 0;
    password.type = static_cast<std::uint8_t>(args.number("type", 0));
    password.text = args.text("value");
    return password;
}

std::string password_text(const PasswordText& password) {
    return password.type == 0 && !password.type_given ? password.text : std::to_string(password.type) + ' ' + password.text;
}

}  // namespace config
