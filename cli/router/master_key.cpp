#include "cli/router/master_key.h"

#include <openssl/crypto.h>

#include <string>

#include "cli/router/nvram.h"
#include "cli/router/type6_key.h"
#include "config-model/hexadecimal.h"

namespace cli {

namespace {

constexpr std::string_view file_name = "master-key";

/// Calls `visit` with every key that `password encryption aes` is about.
template <class Visit>
void for_each_key(config::Configuration& configuration, Visit visit) {
    const auto maybe = [&](std::optional<config::PresharedKey>& key) { if (key) visit(*key); };
    for (config::IsakmpKey& key : configuration.isakmp.keys) visit(key.key);
    for (auto& keyring : configuration.isakmp.keyrings)
        for (config::IsakmpKey& key : keyring.keys) visit(key.key);
    for (auto& peer : configuration.isakmp.peers) maybe(peer.password);
    for (auto& group : configuration.isakmp.groups) maybe(group.key);
    for (auto& client : configuration.ezvpn_clients) maybe(client.group_key), maybe(client.password);
    for (auto& keyring : configuration.ikev2.keyrings)
        for (auto& peer : keyring.peers) maybe(peer.local_key), maybe(peer.remote_key);
    for (auto& profile : configuration.ikev2.profiles) maybe(profile.local_key), maybe(profile.remote_key);
}

}  // namespace

void MasterKey::load(const Nvram& nvram) {
    keys_.clear();
    std::string text = nvram.read(file_name).value_or(std::string{});
    std::string_view rest = text;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        auto key = config::octets_of_hexadecimal(rest.substr(0, end));
        if (key && key->size() == master_key_size) keys_.emplace_back(std::move(*key));
        rest.remove_prefix(end + 1);
    }
    OPENSSL_cleanse(text.data(), text.size());
}

bool MasterKey::is(std::string_view passphrase) const { return is_set() && keys_.front() == derived_master_key(passphrase); }

FileOutcome MasterKey::store(const std::vector<config::Secret>& keys, Nvram& nvram) const {
    std::string text;
    for (const config::Secret& key : keys) text += config::hexadecimal(key.reveal(), config::Letters::small) + "\n";
    FileOutcome outcome = nvram.write(file_name, text);
    OPENSSL_cleanse(text.data(), text.size());
    return outcome;
}

FileOutcome MasterKey::set(std::string_view passphrase, Nvram& nvram) {
    if (is(passphrase)) return {};
    std::vector<config::Secret> keys{derived_master_key(passphrase)};
    keys.insert(keys.end(), keys_.begin(), keys_.end());
    FileOutcome outcome = store(keys, nvram);
    if (outcome) keys_ = std::move(keys);
    return outcome;
}

FileOutcome MasterKey::erase(Nvram& nvram) {
    FileOutcome outcome = nvram.read(file_name) ? nvram.erase(file_name) : FileOutcome{};
    if (outcome) keys_.clear();
    return outcome;
}

void MasterKey::forget_older(Nvram& nvram) {
    if (has_older() && store({keys_.front()}, nvram)) keys_.resize(1);
}

void MasterKey::protect(config::Configuration& configuration, dataplane::RandomSource& random) const {
    const bool seals = is_set() && configuration.system.aes_encryption;
    for_each_key(configuration, [&](config::PresharedKey& key) { protect(key, seals, random); });
}

void MasterKey::protect(config::PresharedKey& key, bool seals, dataplane::RandomSource& random) const {
    if (key.type == 6) {
        if (!is_set()) key.key = {};
        else open(key, random);
    } else if (seals && !key.hex && !key.key.empty()) {
        key.sealed = type6_text(keys_.front(), key.key, random);
        key.type = 6;
        key.type_given = true;
    }
}

void MasterKey::open(config::PresharedKey& key, dataplane::RandomSource& random) const {
    if (!key.key.empty() && keys_.size() == 1) return;
    for (const config::Secret& master : keys_) {
        auto clear = type6_clear(master, key.sealed);
        if (!clear) continue;
        key.key = std::move(*clear);
        if (&master != &keys_.front()) key.sealed = type6_text(keys_.front(), key.key, random);
        return;
    }
}

}  // namespace cli
