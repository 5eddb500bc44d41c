#include "cli/router/password_protection.h"

#include <openssl/crypto.h>

#include <array>
#include <string>
#include <vector>

#include "cli/shell/password.h"
#include "config-model/system/password.h"

namespace cli {

namespace {

using config::PasswordText;

/// The type that a release gives to clear secrets, by look.
std::uint8_t release_hash(config::Look look) { return look == config::Look::ios17 ? 9 : 5; }

class Protection {
public:
    Protection(config::Configuration& configuration, dataplane::RandomSource& random) : configuration_(configuration), random_(random) {}

    void run() {
        config::SystemConfig& system = configuration_.system;
        hash(system.enable_secret);
        hide(system.enable_password);
        for (config::User& user : system.users) {
            hash(user.secret);
            hide(user.password);
        }
        for (config::TerminalLine& line : system.lines) hide(line.password);
        protect_levels();
    }

private:
    void hash(std::optional<PasswordText>& secret) {
        if (!secret || (secret->type != 0 && secret->type < config::hash_wanted)) return;
        const std::uint8_t type =
            secret->type == 0 ? release_hash(configuration_.look()) : static_cast<std::uint8_t>(secret->type - config::hash_wanted);
        PasswordText hashed{type, true, hashed_secret(type, secret->text, random_)};
        OPENSSL_cleanse(secret->text.data(), secret->text.size());
        secret = std::move(hashed);
    }

    void hide(std::optional<PasswordText>& password) {
        if (!configuration_.system.password_encryption || !password || password->type != 0) return;
        std::array<std::uint8_t, 1> octet{};
        random_.fill(octet);
        password = PasswordText{7, true, type7_text(password->text, octet[0] & 15U)};
    }

    void protect_levels() {
        for (const config::EnableLevel& entry : config::enable_levels(configuration_)) {
            std::optional<PasswordText> password = entry.password;
            entry.is_secret ? hash(password) : hide(password);
            if (*password != entry.password) config::set_enable_level(configuration_, {entry.is_secret, entry.level, *password});
        }
    }

    config::Configuration& configuration_;
    dataplane::RandomSource& random_;
};

}  // namespace

void protect_passwords(config::Configuration& configuration, dataplane::RandomSource& random) { Protection(configuration, random).run(); }

}  // namespace cli
