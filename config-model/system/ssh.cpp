#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "config-model/field.h"
#include "config-model/hexadecimal.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::users;

std::vector<unsigned char> decoded(std::string base64) {
    std::vector<unsigned char> octets(base64.size() / 4 * 3);
    const int size = EVP_DecodeBlock(octets.data(), reinterpret_cast<const unsigned char*>(base64.data()), static_cast<int>(base64.size()));
    if (size < 0) return {};
    const auto padding = static_cast<std::size_t>(std::count(base64.end() - std::min<std::ptrdiff_t>(2, std::ssize(base64)), base64.end(), '='));
    octets.resize(static_cast<std::size_t>(size) - padding);
    return octets;
}

/// Fields, each behind its length, that fill the blob (RFC 4253 §6.6).
std::vector<std::string> fields_of(const std::vector<unsigned char>& blob) {
    std::vector<std::string> fields;
    for (std::size_t at = 0; at < blob.size();) {
        if (blob.size() - at < 4) return {};
        const std::size_t length = std::size_t{blob[at]} << 24 | std::size_t{blob[at + 1]} << 16 | std::size_t{blob[at + 2]} << 8 | blob[at + 3];
        if (length > blob.size() - at - 4) return {};
        const auto begin = blob.begin() + static_cast<std::ptrdiff_t>(at + 4);
        fields.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(length));
        at += 4 + length;
    }
    return fields;
}

std::string hash_of(const std::vector<unsigned char>& blob) {
    std::array<unsigned char, 16> hash{};
    EVP_Digest(blob.data(), blob.size(), hash.data(), nullptr, EVP_md5(), nullptr);
    return hexadecimal(hash);
}

/// The pasted lines of a public key: `ssh-rsa AAAA… comment` as in a file, or its base64 alone, cut as one likes.
std::optional<SshUserKey> read_key(std::string_view text) {
    SshUserKey key;
    std::string base64, word;
    for (std::istringstream words{std::string{text}}; words >> word;) {
        if (!key.type.empty()) key.comment += (key.comment.empty() ? "" : " ") + word;
        else if (base64.empty() ? word.starts_with("AAAA") : true) base64 += word;
        const auto blob = decoded(base64);
        const auto fields = fields_of(blob);
        if (fields.size() < 2) continue;
        key.type = fields.front();
        key.hash = hash_of(blob);
    }
    return key.type.empty() ? std::nullopt : std::optional(key);
}

void add(SshUser& user, SshUserKey key) {
    std::erase_if(user.keys, [&](const SshUserKey& held) { return held.hash == key.hash; });
    user.keys.push_back(std::move(key));
}

Result set_key(SshUser& user, const Args&, Edit& edit) {
    auto key = read_key(edit.body);
    if (!key) return Result::refused("%SSH: Failed to decode the Key Value");
    add(user, *std::move(key));
    return Result::ok();
}

void set_hash(SshUser& user, const Args& args) {
    std::string hash{args.text("hash")};
    std::transform(hash.begin(), hash.end(), hash.begin(), [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    add(user, {std::string{args.text("type")}, std::move(hash), std::string{args.text("comment")}});
}

void erase_keys(SshUser& user, const Args&) { user.keys.clear(); }

void show_keys(const SshUser& user, Shown& shown) {
    for (const SshUserKey& key : user.keys) shown.raw("key-hash " + key.type + ' ' + key.hash + (key.comment.empty() ? "" : ' ' + key.comment));
}

std::span<const Line> user_key_lines() {
    static const Line lines[] = {
        line(kw("key-hash", "Set SSH key hash") >> word("type", "SSH key type") >> word("hash", "Key hash value") >> -text("comment", "Comment"))
            .set(&set_hash).unset(&erase_keys).show(&show_keys).no_needs(0).changes(topic),
        line(kw("key-string", "Set SSH key string")).set(&set_key).unset(&erase_keys).alias().body(Body::until_quit).changes(topic),
        line(kw("quit", "Exit from public-key user mode")).set(+[](SshUser&, const Args&) {}).alias().leaves(),
    };
    return lines;
}

const Mode& user_key_mode() {
    static const Mode mode = Mode::of<SshUser>({.prompt = "conf-ssh-pubkey-user", .title = "SSH public-key user commands:",
                                                .exit_help = "Exit from public-key user mode", .leave = "quit"}, {user_key_lines()});
    return mode;
}

std::span<const Line> chain_lines() {
    static const Line lines[] = {
        opens(kw("username", "SSH Username") >> word("SSH Username"), &user_key_mode, &SshConfig::users, &SshUser::name).changes(topic),
    };
    return lines;
}

const Mode& chain_mode() {
    static const Mode mode = Mode::of<SshConfig>({.prompt = "conf-ssh-pubkey", .title = "SSH public-key commands:",
                                                  .exit_help = "Exit from public-key identification mode", .indent = 2}, {chain_lines()});
    return mode;
}

SshConfig* find_chain(Configuration& configuration, const Args&) { return &configuration.system.ssh; }
Result open_chain(Configuration&, const Args&, Edit&) { return Result::ok(); }
Result erase_chain(Configuration& configuration, const Args&, Edit&) { return configuration.system.ssh.users.clear(), Result::ok(); }
void each_chain(const Configuration& configuration, ShownEntries& entries) {
    if (!configuration.system.ssh.users.empty()) entries.add_raw(configuration.system.ssh, "ip ssh pubkey-chain");
}

Syntax ip_ssh() { return kw("ip", "Global IP configuration subcommands") >> kw("ssh", "Configure ssh options"); }

template <auto Member>
Line number_line(std::string_view word, std::string_view help, Syntax value) {
    return line(ip_ssh() >> kw(word, help) >> std::move(value))
        .set(+[](Configuration& c, const Args& args) { c.system.ssh.*Member = static_cast<std::uint8_t>(args.number("value")); })
        .unset(+[](Configuration& c, const Args&) { c.system.ssh.*Member = SshConfig{}.*Member; })
        .reset(+[](Configuration& c, const Args&) { c.system.ssh.*Member = SshConfig{}.*Member; })
        .no_needs(0).in("ip ssh").changes(topic);
}

void show_timeout(const Configuration& c, Shown& shown) {
    if (c.system.ssh.timeout_seconds != SshConfig{}.timeout_seconds) shown.raw("ip ssh time-out " + std::to_string(c.system.ssh.timeout_seconds));
}
void show_retries(const Configuration& c, Shown& shown) {
    if (c.system.ssh.retries != SshConfig{}.retries) shown.raw("ip ssh authentication-retries " + std::to_string(c.system.ssh.retries));
}
void show_version(const Configuration& c, Shown& shown) {
    if (c.system.ssh.version) shown.raw("ip ssh version " + std::to_string(*c.system.ssh.version));
}

Line key_line(std::string_view word, std::string_view help) {
    return line(kw("crypto", "Encryption module") >> kw("key", "Long term key operations") >> kw(word, help) >> text("Type of keys, and options"))
        .set(+[](Configuration&, const Args&, Edit& edit) {
            edit.note("% SSH makes its host keys itself, when they are first needed");
            return Result::ok();
        })
        .alias();
}

}  // namespace

std::span<const Line> ssh_lines() {
    static const Entries<Configuration, SshConfig> chain{&find_chain, &open_chain, &erase_chain, &each_chain, 0};
    static const Line lines[] = {
        number_line<&SshConfig::timeout_seconds>("time-out", "Specify SSH time-out interval",
                                                 number("value", 1, 120, "SSH time-out interval (secs)")).show(&show_timeout),
        number_line<&SshConfig::retries>("authentication-retries", "Specify number of authentication retries",
                                         number("value", 0, 5, "Number of authentication retries")).show(&show_retries),
        number_line<&SshConfig::version>("version", "Version Supported",
                                         number("value", 1, 2, "Protocol version")).show(&show_version),
        opens(ip_ssh() >> kw("pubkey-chain", "pubkey-chain"), &chain_mode, chain).in("ip ssh").changes(topic),
        key_line("generate", "Generate new keys"),
        key_line("zeroize", "Remove keys"),
    };
    return lines;
}

}  // namespace config
