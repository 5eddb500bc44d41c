#include "config-model/ikev2/preshared_key.h"

#include <array>

#include "config-model/hexadecimal.h"
#include "config-model/ikev2/modes.h"

namespace config {

namespace {

constexpr std::array key_types{
    Choice{"0", "Specifies an UNENCRYPTED password will follow", 0},
    Choice{"6", "Specifies an ENCRYPTED password will follow", 6},
};

std::optional<std::vector<std::uint8_t>> bytes_of_hex(std::string_view digits) {
    if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
    return digits.empty() ? std::nullopt : octets_of_hexadecimal(digits);
}

enum class Side { both, local, remote };

template <Side side>
Result set_key(KeyringPeer& peer, const Args& args) {
    auto key = read_preshared_key(args);
    if (!key) return Result::invalid_at(*args.find("digits"));
    if (side == Side::both || peer.symmetric) peer.local_key = peer.remote_key = std::nullopt;
    peer.symmetric = side == Side::both;
    if (side != Side::remote) peer.local_key = key;
    if (side != Side::local) peer.remote_key = std::move(key);
    return Result::ok();
}

template <Side side>
void erase_key(KeyringPeer& peer, const Args&) {
    if (side != Side::remote) peer.local_key.reset();
    if (side != Side::local) peer.remote_key.reset();
    if (!peer.local_key && !peer.remote_key) peer.symmetric = true;
}

template <Side side>
void show_key(const KeyringPeer& peer, Shown& shown) {
    if (peer.symmetric != (side == Side::both)) return;
    const auto& key = side == Side::remote ? peer.remote_key : peer.local_key;
    constexpr std::string_view words = side == Side::both ? "" : side == Side::local ? "local " : "remote ";
    if (key) shown.raw("pre-shared-key " + std::string{words} + preshared_key_text(*key));
}

template <Side side>
Line key_line(Syntax syntax) {
    return line(std::move(syntax)).set(&set_key<side>).unset(&erase_key<side>).reset(&erase_key<side>).show(&show_key<side>)
        .no_needs(0).changes(ChangeTopic::ikev2_keyring);
}

Syntax leading() { return kw("pre-shared-key", "specify the pre-shared key"); }

}  // namespace

Syntax preshared_key_values() {
    return (-one_of("type", key_types) >> word("key", "The UNENCRYPTED (cleartext) user password").labelled("LINE")) |
           (kw("hex", "Key entered in hex string") >> hex("digits", "The pre-shared key in hexadecimal"));
}

std::optional<PresharedKey> read_preshared_key(const Args& args) {
    PresharedKey key;
    if (const Arg* digits = args.find("digits")) {
        auto bytes = bytes_of_hex(digits->text);
        if (!bytes) return std::nullopt;
        key.hex = true;
        key.key = Secret(std::move(*bytes));
        return key;
    }
    key.type_given = args.has("type");
    key.type = static_cast<std::uint8_t>(args.number("type", 0));
    if (key.type == 6) key.sealed = args.text("key");
    else key.key = Secret::of_text(args.text("key"));
    return key;
}

std::string preshared_key_text(const PresharedKey& key) {
    if (key.type == 6) return "6 " + key.sealed;
    const auto bytes = key.key.reveal();
    if (key.hex) return "hex " + hexadecimal(bytes);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const Line> preshared_key_lines() {
    static const Line lines[] = {
        key_line<Side::both>(leading() >> preshared_key_values()),
        key_line<Side::local>(leading() >> kw("local", "specify signing key") >> preshared_key_values()),
        key_line<Side::remote>(leading() >> kw("remote", "specify verifying key") >> preshared_key_values()),
    };
    return lines;
}

}  // namespace config
